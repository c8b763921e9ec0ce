"""The keys that sign tokens: from `[keys]`, or from a file of our own under `data`, made at the first start."""

import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from mailbot.settings.errors import Fault, SettingsError
from mailbot.settings.installation import UnreadSecret
from mailbot.settings.secrets import FORMS, SecretPlaces, UnreadableError, create_once, read_secret, text_of
from mailbot.settings.toml.document import Node
from mailbot.settings.toml.table import Table

KEY_FILE = "token.key"
KEY_BYTES = 32

_KEY_LINE = re.compile(r"([a-z2-7]) ([0-9a-f]{64})")
_KID = re.compile(r"[a-z2-7]")
_LEAST_KEY = 32


def read_token_keys(root: Table, *, places: SecretPlaces) -> tuple[Mapping[str, bytes], str]:
    """Read `[keys]`, the last of which signs; without that table the key file, made if `places.create` says so."""
    table = root.table("keys")
    if table is None:
        return _keys_of_file(root, places=places)
    keys: dict[str, bytes] = {}
    for kid in table:
        secret = read_secret(table, kid, places=places)
        if isinstance(secret, UnreadSecret):
            continue
        if not _KID.fullmatch(kid):
            table.fault(kid, wrong="this is no key's name", right="Write one letter a to z or digit 2 to 7.")
        if secret is not None and len(secret.value) < _LEAST_KEY:
            right = f"Use at least {_LEAST_KEY} characters, for example of: openssl rand -base64 32"
            table.fault(kid, wrong="this key is too short", right=right)
        elif secret is not None:
            keys[kid] = secret.value.encode()
    if not list(table):
        root.fault("keys", wrong="no key is named", right=f"Write a = {FORMS}, or take [keys] out.")
    return keys, next(reversed(keys), "")


def ensure_keys(
    data: Path, *, random_bytes: Callable[[int], bytes] = secrets.token_bytes
) -> tuple[Mapping[str, bytes], str]:
    """Give the token keys by kid and the kid that signs, from `token.key` under `data`, made if there is none.

    Raises `SettingsError` where the file is damaged: new keys in its place would make every mail sent so far a
    stranger's.
    """
    create_once(data / KEY_FILE, text=f"a {random_bytes(KEY_BYTES).hex()}\n")
    return read_keys(data)


def read_keys(data: Path) -> tuple[Mapping[str, bytes], str]:
    """Give the keys of `token.key`: a line `kid hex` for each, the last one signs. None and '' where there is no file.

    Raises `SettingsError` where the file is damaged or open to others.
    """
    file = data / KEY_FILE
    try:
        lines = text_of(file).split("\n")
    except FileNotFoundError:
        return {}, ""
    except UnreadableError as error:
        raise SettingsError((Fault(file=file, line=0, key="", wrong=error.wrong, right=error.right),)) from error
    keys: dict[str, bytes] = {}
    for number, line in enumerate(lines, start=1):
        found = _KEY_LINE.fullmatch(line.strip())
        if found:
            keys[found[1]] = bytes.fromhex(found[2])
        elif line.strip():
            raise SettingsError((_damaged(file, number),))
    if not keys:
        raise SettingsError((_damaged(file, 0),))
    return keys, list(keys)[-1]


def _damaged(file: Path, line: int) -> Fault:
    right = "Restore it from the backup: with new keys, answers to mails sent so far are no longer recognised."
    return Fault(file=file, line=line, key="", wrong="this is no token key", right=right)


def _keys_of_file(root: Table, *, places: SecretPlaces) -> tuple[Mapping[str, bytes], str]:
    try:
        return ensure_keys(places.data) if places.create else read_keys(places.data)
    except SettingsError as error:
        root.faults.extend(error.faults)
    except OSError as error:
        wrong = f"the token key cannot be written here ({error.strerror})"
        place = Node(value="", file=places.data)
        root.faults.add(place, key="daemon.data", wrong=wrong, right="Let mailbot's user write this folder.")
    return {}, ""

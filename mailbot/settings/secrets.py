"""Passwords and keys: where they come from, and the ones that the program makes for itself at its first start.

None of them ever stands in `config.toml`, in a fault's sentence or in a `repr`.
"""

import os
import re
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mailbot.settings.installation import Secret, UnreadSecret
from mailbot.settings.toml.table import Table

FORMS = '{ env = "NAME" }, { file = "path" } or { credential = "name" }'

_LARGEST = 65_536
_OPEN_TO_OTHERS = 0o044
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


@dataclass(frozen=True, slots=True)
class SecretPlaces:
    """Where secrets are looked up: the environment, the folder that relative files start from, and `data`.

    `create` lets a missing `{ generated = ... }` be made; without it such a secret is left out. Without `read` no value
    is looked up at all.
    """

    environ: Mapping[str, str]
    folder: Path
    data: Path
    create: bool = False
    read: bool = True


def read_secret(table: Table, key: str, *, places: SecretPlaces) -> Secret | None:
    """Read the secret that `key` of `table` points to; None where it is missing or, with a fault, cannot be read."""
    node = table.entry(key)
    if node is None:
        return None
    if not isinstance(node.value, Mapping):
        table.fault(key, wrong="a secret never stands in this file", right=f"Write {FORMS}.")
        return None
    forms = {name: item.value for name, item in node.value.items()}
    name, value = next(iter(forms.items()), ("", ""))
    if len(forms) != 1 or name not in _READERS or not isinstance(value, str) or not value:
        table.fault(key, wrong="this names no place of a secret", right=f"Write {FORMS}.")
        return None
    if not places.read:
        return UnreadSecret(f"{name} {value}")
    try:
        return _READERS[name](value, places)
    except UnreadableError as error:
        table.fault(key, wrong=error.wrong, right=error.right)
        return None


def ensure_secret(file: Path, *, random_text: Callable[[], str] = lambda: secrets.token_urlsafe(24)) -> str:
    """Give the secret in `file`, made with mode 0600 if there is none. Two starts at once agree on one."""
    create_once(file, text=f"{random_text()}\n")
    return text_of(file).strip()


class UnreadableError(Exception):
    """A secret cannot be read: what is wrong and what would be right, without the secret."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.right = right


def _from_env(name: str, places: SecretPlaces) -> Secret:
    value = places.environ.get(name, "")
    if not value:
        raise UnreadableError(f"the environment variable {name} is not set", f"Set {name} before mailbot starts.")
    return Secret(value=value, source=f"environment variable {name}")


def _from_file(name: str, places: SecretPlaces) -> Secret:
    return _from_path(places.folder / Path(name).expanduser())


def _from_credential(name: str, places: SecretPlaces) -> Secret:
    folder = places.environ.get("CREDENTIALS_DIRECTORY", "")
    if not folder:
        wrong = f"there are no systemd credentials to find {_plain(name)} in"
        raise UnreadableError(wrong, "Add LoadCredential= to the unit, or name a file or variable.")
    return _from_path(Path(folder) / _plain(name), guarded=True)


def _generated(name: str, places: SecretPlaces) -> Secret | None:
    file = places.data / _plain(name)
    if places.create:
        try:
            ensure_secret(file)
        except OSError as error:
            raise UnreadableError(
                f"{file} cannot be written ({error.strerror})", "Let mailbot's user write it."
            ) from error
    return _from_path(file) if file.exists() else None


_READERS: Mapping[str, Callable[[str, SecretPlaces], Secret | None]] = {
    "env": _from_env,
    "file": _from_file,
    "credential": _from_credential,
    "generated": _generated,
}


def _from_path(file: Path, *, guarded: bool = False) -> Secret:
    try:
        value = text_of(file, guarded=guarded).strip("\r\n")
    except FileNotFoundError as error:
        raise UnreadableError(
            f"the file {file} does not exist", "Create it with the secret as its only line."
        ) from error
    if not value:
        raise UnreadableError(f"the file {file} is empty", "Write the secret as its only line.")
    return Secret(value=value, source=f"file {file}")


def text_of(file: Path, *, guarded: bool = False) -> str:
    """Give the text of a file of secrets. Raises `UnreadableError`, or `FileNotFoundError` where there is none.

    `guarded`: who may read it is somebody else's to see to. What systemd lets one user read by a list (`acl(5)`) looks
    from here as if the file's group could.
    """
    try:
        if not guarded and file.stat().st_mode & _OPEN_TO_OTHERS:
            raise UnreadableError(f"the file {file} can be read by others", f"Run: chmod 600 {file}")
        with file.open("rb") as opened:
            data = opened.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise UnreadableError(f"the file {file} is too large for a secret", "Name the file with the secret alone.")
        return data.decode()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnreadableError(
            f"the file {file} cannot be read ({error.strerror})", "Let mailbot's user read it."
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableError(f"the file {file} is no text", "Save the secret as text.") from error


def _plain(name: str) -> str:
    if not _PLAIN_NAME.fullmatch(name):
        raise UnreadableError("this is a path, not a name", "Write a name of letters, digits, dots and dashes.")
    return name


def create_once(file: Path, *, text: str) -> None:
    """Write a new file of mode 0600, whole or not at all; one that exists already stays as it is."""
    if file.exists():
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # mode 0600, a name of its own
    try:
        with os.fdopen(descriptor, "w") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        # A link fails where the name is taken, a rename would overwrite the keys of a start that was quicker.
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        os.unlink(draft)

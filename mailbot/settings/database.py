"""The database's URL, put together from `[database]` without ever holding a password in the file.

Whether the database answers is not tried here.
"""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from mailbot.settings.secrets import FORMS, SecretPlaces, read_secret
from mailbot.settings.toml.environment import from_environment
from mailbot.settings.toml.table import Table, section

_SQLITE = "sqlite:///"
_KNOWN = (_SQLITE, "postgresql://", "postgresql+psycopg://")


def read_database(root: Table, *, places: SecretPlaces) -> str:
    """Read `[database]`: the whole URL, a relative SQLite file made absolute, the password put in; '' with a fault."""
    table = section(root, "database")
    password = read_secret(table, "password", places=places)
    url = _read_url(table, places=places)
    table.close()
    if not url:
        return ""
    if not url.startswith(_KNOWN):
        right = "Write sqlite:///data/mailbot.sqlite3 or postgresql://user@host/database."
        table.fault("url", wrong="this is no database mailbot knows", right=right)
    if url.startswith(_SQLITE):
        return _SQLITE + str(places.folder / Path(url.removeprefix(_SQLITE)).expanduser())
    return _with_password(url, password.value) if password is not None else url


def _read_url(table: Table, *, places: SecretPlaces) -> str:
    node = table.entry("url")
    if node is not None and isinstance(node.value, Mapping):
        secret = read_secret(table, "url", places=places)
        return secret.value if secret is not None else ""
    url = table.text("url")
    if node is not None and _holds_password(url) and not from_environment(node):
        right = f"Leave it out of the URL and write password = {FORMS}."
        table.fault("url", wrong="a secret never stands in this file", right=right)
        return ""
    return url


def _holds_password(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return parts.password is not None or "password=" in parts.query.lower()


def _with_password(url: str, password: str) -> str:
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user.partition(':')[0]}:{quote(password, safe='')}@{host}").geturl()

"""`config.toml` into `Settings`: the installation, checked as a whole, every mistake named by file and line.

What a trust may want different is policy and is read by `rules.py`. Nothing is written here unless `create` is asked.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypedDict

from mailbot.settings.database import read_database
from mailbot.settings.errors import SettingsError
from mailbot.settings.installation import AuthProfile, ListenerSettings, MailboxSettings, RelaySettings, Settings
from mailbot.settings.keys import read_token_keys
from mailbot.settings.secrets import SecretPlaces
from mailbot.settings.servers import read_auth, read_imap, read_listener, read_maildir, read_path, read_relay
from mailbot.settings.toml.document import Faults, read_document
from mailbot.settings.toml.environment import with_environment
from mailbot.settings.toml.fields import check_id, is_domain, nearest_right, read_address
from mailbot.settings.toml.table import Table, section

_DAYS = re.compile(r"([0-9]{1,4})d")


def load(path: Path, *, environ: Mapping[str, str], create: bool = False, secrets: bool = True) -> Settings:
    """Read the installation from `path`, with values of `environ` (`MAILBOT__SECTION__KEY`) in place of the file's.

    Relative paths start from the file's folder. With `create`, what is made at the first start (token keys, generated
    secrets) is made if missing; without it, no key signs and such a login does not exist. Without `secrets` the
    database's alone are read, and the others raise RuntimeError when used: for commands that look and connect to
    nothing else. Raises `SettingsError` with every mistake found.
    """
    faults = Faults()
    path = path.absolute()
    document = read_document(path, faults=faults)
    if document is None:
        raise SettingsError(faults.all())
    root = Table(with_environment(document, environ=environ, faults=faults), name="", faults=faults)
    daemon = _read_daemon(root, folder=path.parent)
    places = SecretPlaces(environ=environ, folder=path.parent, data=daemon["data"], create=create, read=secrets)
    trusts = _read_trusts(root, places=places)
    relay, maildir = _read_delivery(root, places=places)
    database = read_database(root, places=replace(places, read=True))
    mailboxes = _read_mailboxes(root, trusts=trusts, places=places)
    listeners = _read_listeners(root, places=places)
    keys, current = read_token_keys(root, places=places)
    root.close()
    faults.raise_any()
    return Settings(
        file=path,
        database=database,
        trusts=trusts,
        mailboxes=mailboxes,
        listeners=listeners,
        keys=keys,
        current_key=current,
        relay=relay,
        maildir=maildir,
        sources=_sources(root),
        **daemon,
    )


class _Daemon(TypedDict):
    data: Path
    host: str
    log: Literal["text", "json"]
    workers: int
    poll_threads: int
    idle_max: int
    alarm_minutes: int
    senders: int
    one_core: bool
    disk_reserve_bytes: int
    model: Path | None


def _read_daemon(root: Table, *, folder: Path) -> _Daemon:
    table = section(root, "daemon")
    host = table.text("host", default="localhost").lower()
    if not is_domain(host):
        table.fault("host", wrong=f'"{host}" is no host name', right="Write the name after the @ of Message-IDs.")
    model = table.text("model", default="")
    daemon = _Daemon(
        data=folder / Path(table.text("data", default="data")).expanduser(),
        host=host,
        log=table.choice("log", options=("text", "json"), default="text"),
        workers=table.integer("workers", default=4, low=1, high=64),
        poll_threads=table.integer("poll_threads", default=8, low=1, high=256),
        idle_max=table.integer("idle_max", default=20, low=0, high=1_000),
        alarm_minutes=table.integer("alarm_minutes", default=60, low=0, high=100_000),
        senders=table.integer("senders", default=2, low=1, high=64),
        one_core=table.flag("one_core", default=True),
        disk_reserve_bytes=table.integer("disk_reserve_mb", default=200, low=0, high=10_000_000) * 1_000_000,
        model=folder / Path(model).expanduser() if model else None,
    )
    table.close()
    return daemon


def _read_trusts(root: Table, *, places: SecretPlaces) -> Mapping[str, Path]:
    trusts: dict[str, Path] = {}
    for name, table in root.named_tables("trust").items():
        check_id(root, "trust", name=name, node=table.node)
        folder = table.text("folder")
        trusts[name] = places.folder / Path(folder).expanduser()
        if folder and not trusts[name].is_dir():
            table.fault("folder", wrong=f"{trusts[name]} is no folder", right="Name the folder that holds trust.toml.")
        table.close()
    if not trusts:
        root.fault("trust", wrong="no trust is named", right='Add [trust.NAME] with folder = "...".')
    return trusts


def _read_mailboxes(root: Table, *, trusts: Mapping[str, Path], places: SecretPlaces) -> Mapping[str, MailboxSettings]:
    mailboxes: dict[str, MailboxSettings] = {}
    owners: dict[str, str] = {}
    for name, table in root.named_tables("mailbox").items():
        check_id(root, "mailbox", name=name, node=table.node)
        mailbox = _read_mailbox(table, id=name, trusts=trusts, places=places)
        mailboxes[name] = mailbox
        other = owners.setdefault(mailbox.address, name)
        if mailbox.address and other != name:
            table.fault(
                "address", wrong=f"{mailbox.address} is the address of mailbox.{other}", right="Keep one of them."
            )
    if not mailboxes:
        root.fault("mailbox", wrong="no mailbox is named", right='Add [mailbox.NAME] with address = "...".')
    return mailboxes


def _read_mailbox(
    table: Table,
    *,
    id: str,
    trusts: Mapping[str, Path],
    places: SecretPlaces,
) -> MailboxSettings:
    only = next(iter(trusts)) if len(trusts) == 1 else None
    trust = table.text("trust", default=only)
    if trust and trust not in trusts:
        right = nearest_right(trust, trusts, otherwise=f"Add [trust.{trust}].")
        table.fault("trust", wrong=f'there is no trust "{trust}"', right=right)
    imap, maildir = table.table("imap"), table.table("maildir")
    mailbox = MailboxSettings(
        id=id,
        trust=trust,
        address=read_address(table, "address"),
        name=table.text("name", default=""),
        school=table.text("school", default="") or None,
        plus=table.flag("plus", default=True),
        backlog_days=_read_backlog(table),
        auth=read_auth(table),
        imap=read_imap(imap, places=places) if imap is not None else None,
        maildir=read_maildir(maildir, places=places) if maildir is not None else None,
    )
    if imap is not None and maildir is not None:
        table.fault("maildir", wrong="and imap are both given", right="Keep the one where its mail arrives.")
    if mailbox.auth == AuthProfile(kind="verify"):
        wrong = "only a listener sees who hands a mail over"
        table.fault("auth", wrong=wrong, right='Write "verify" at the listener; here name who receives the mail.')
    table.close()
    return mailbox


def _read_backlog(table: Table) -> int | None:
    text = table.text("backlog", default="none")
    if text == "all":
        return None
    days = _DAYS.fullmatch(text)
    if not days and text != "none":
        table.fault("backlog", wrong=f'"{text}" is not known here', right='Write "none", "all", or days such as "7d".')
    return int(days[1]) if days else 0


def _read_listeners(root: Table, *, places: SecretPlaces) -> tuple[ListenerSettings, ...]:
    listeners: list[ListenerSettings] = []
    for name, table in root.named_tables("listener").items():
        check_id(root, "listener", name=name, node=table.node)
        listener = read_listener(table, id=name, places=places)
        same = next((one.id for one in listeners if (one.host, one.port) == (listener.host, listener.port)), None)
        if same is not None and listener.port:
            table.fault("port", wrong=f"listener.{same} has this host and port", right="Choose another port.")
        listeners.append(listener)
    return tuple(listeners)


def _read_delivery(root: Table, *, places: SecretPlaces) -> tuple[RelaySettings | None, Path | None]:
    table = section(root, "delivery")
    smtp = table.table("smtp")
    relay = read_relay(smtp, places=places) if smtp is not None else None
    maildir = read_path(table, "maildir", places=places)
    if ("maildir" in table) == ("smtp" in table):
        wrong = "names both a Maildir and a relay" if smtp is not None else "names no way out for mail"
        table.fault("", wrong=wrong, right='Write either maildir = "data/maildir" or [delivery.smtp].')
    table.close()
    return relay, maildir


def _sources(root: Table) -> Mapping[str, tuple[Path, int]]:
    """Where each table and key of the named tables stands, for faults that are found later."""
    places: dict[str, tuple[Path, int]] = {}
    for kind in ("trust", "mailbox", "listener"):
        for name, table in root.named_tables(kind).items():
            places[f"{kind}.{name}"] = (table.node.file, table.node.line)
            for key in table:
                if (node := table.entry(key)) is not None:
                    places[f"{kind}.{name}.{key}"] = (node.file, node.line)
    return places

"""The servers of `config.toml`: IMAP, listeners, the relay, and the auth profiles that say whose word counts.

Reads tables into the frozen values of `installation.py`; talks to nobody.
"""

import ipaddress
from pathlib import Path

from mailbot.settings.installation import (
    AuthProfile,
    AuthProfileKind,
    ImapServer,
    ListenerProtocol,
    ListenerSettings,
    MaildirFolder,
    RelaySettings,
    Secret,
    Tls,
)
from mailbot.settings.oauth import read_oauth
from mailbot.settings.secrets import FORMS, SecretPlaces, read_secret
from mailbot.settings.toml.table import Table

_TLS: tuple[Tls, ...] = ("implicit", "starttls", "none")
_KINDS: tuple[AuthProfileKind, ...] = ("microsoft365", "google", "authserv", "trusted_peers", "verify", "none")
_PROTOCOLS: tuple[ListenerProtocol, ...] = ("smtp", "lmtp")
_DEFAULT_PORTS: dict[ListenerProtocol, int] = {"smtp": 2525, "lmtp": 2424}
_MB = 1_000_000


def read_auth(table: Table) -> AuthProfile:
    """Read `auth`: a kind by name, or a table `{ kind, authserv_id, networks }`."""
    node = table.entry("auth")
    if node is None or isinstance(node.value, str):
        kind = table.choice("auth", options=_KINDS, default="none")
        if kind == "authserv":
            table.fault(
                "auth", wrong="says not whose results", right='Write { kind = "authserv", authserv_id = "..." }.'
            )
        return AuthProfile(kind=kind)
    inner = table.table("auth")
    if inner is None:
        return AuthProfile()
    kind = inner.choice("kind", options=_KINDS, default="none")
    profile = AuthProfile(
        kind=kind,
        authserv_id=inner.text("authserv_id", default=None if kind == "authserv" else "").lower(),
        networks=_networks(inner),
    )
    if profile.authserv_id and kind != "authserv":
        inner.fault("authserv_id", wrong=f'means nothing to "{kind}"', right='Take it out, or write kind = "authserv".')
    if profile.networks and kind != "trusted_peers":
        inner.fault(
            "networks", wrong=f'means nothing to "{kind}"', right='Take it out, or write kind = "trusted_peers".'
        )
    inner.close()
    return profile


def read_imap(table: Table, *, places: SecretPlaces) -> ImapServer:
    """Read `[mailbox.ID.imap]`; times are seconds."""
    tls = table.choice("tls", options=_TLS, default="implicit")
    server = ImapServer(
        host=table.text("host"),
        port=table.integer("port", default=993 if tls == "implicit" else 143, low=1, high=65_535),
        tls=tls,
        user=table.text("user"),
        password=read_secret(table, "password", places=places),
        oauth=read_oauth(table, places=places),
        folder=table.text("folder", default="INBOX"),
        after=table.choice("after", options=("move", "flag", "nothing"), default="flag"),
        move_to=table.text("move_to", default="Mailbot/Processed"),
        flag=table.text("flag", default="$Mailbot"),
        ca_file=read_path(table, "ca_file", places=places),
        every=table.number("every", default=60.0, low=5, high=3_600),
        connect_timeout=table.number("connect_timeout", default=15.0, low=0.1, high=300),
        read_timeout=table.number("read_timeout", default=60.0, low=0.1, high=600),
    )
    if ("password" in table) == ("oauth" in table):
        both = "stands beside oauth" if "password" in table else "is missing"
        table.fault("password", wrong=both, right=f"Write password = {FORMS}, or a table oauth in its place.")
    if server.after == "move" and server.move_to == server.folder:
        table.fault("move_to", wrong="is the folder that is polled", right="Name another folder.")
    _warn_open(table, tls=tls, host=server.host)
    table.close()
    return server


def read_maildir(table: Table, *, places: SecretPlaces) -> MaildirFolder:
    """Read `[mailbox.ID.maildir]`; `folder` starts from the configuration's folder, `every` is seconds."""
    folder = table.text("folder")
    maildir = MaildirFolder(
        folder=places.folder / Path(folder).expanduser(),
        after=table.choice("after", options=("cur", "delete"), default="cur"),
        every=table.number("every", default=5.0, low=1, high=3_600),
    )
    table.close()
    return maildir


def read_listener(table: Table, *, id: str, places: SecretPlaces) -> ListenerSettings:
    """Read `[listener.ID]`. Logins over the network need a certificate; on this machine alone they do not."""
    protocol = table.choice("protocol", options=_PROTOCOLS, default="smtp")
    listener = ListenerSettings(
        id=id,
        protocol=protocol,
        host=table.text("host", default="127.0.0.1"),
        port=table.integer("port", default=_DEFAULT_PORTS[protocol], low=0, high=65_535),
        logins=_logins(table, places=places),
        auth=read_auth(table),
        max_bytes=round(table.number("max_mb", default=26.2144, low=0.1, high=200) * _MB),
        max_connections=table.integer("max_connections", default=50, low=1, high=10_000),
        cert_file=read_path(table, "cert_file", places=places),
        key_file=read_path(table, "key_file", places=places),
    )
    if (listener.cert_file is None) != (listener.key_file is None):
        missing = "key_file" if listener.key_file is None else "cert_file"
        table.fault(missing, wrong="is missing", right="Name both the certificate and its key.")
    if "logins" in table and listener.cert_file is None and not is_local(listener.host):
        wrong = f"passwords would cross the network in the clear at {listener.host}"
        table.fault("logins", wrong=wrong, right="Add cert_file and key_file, or listen on 127.0.0.1.")
    if protocol == "lmtp":
        _check_lmtp(table, listener)
    vouches = listener.auth.kind == "trusted_peers"
    if vouches and "logins" not in table and not listener.auth.networks:
        table.fault("auth", wrong="trusts peers but names none", right="Add logins, or networks to auth.")
    table.close()
    return listener


def _check_lmtp(table: Table, listener: ListenerSettings) -> None:
    if listener.port == 25:
        table.fault("port", wrong="is never LMTP (RFC 2033, 5)", right="Choose another port, such as 24.")
    if listener.auth.kind == "verify":
        wrong = "by LMTP our own mail server comes, not the one that wrote"
        right = 'Let that server check, and name it: { kind = "authserv", authserv_id = "..." }.'
        table.fault("auth", wrong=wrong, right=right)


def read_relay(table: Table, *, places: SecretPlaces) -> RelaySettings:
    """Read `[delivery.smtp]`; times are seconds."""
    tls = table.choice("tls", options=_TLS, default="starttls")
    relay = RelaySettings(
        host=table.text("host"),
        port=table.integer("port", default=465 if tls == "implicit" else 587, low=1, high=65_535),
        tls=tls,
        user=table.text("user", default=""),
        password=read_secret(table, "password", places=places),
        ca_file=read_path(table, "ca_file", places=places),
        timeout=table.number("timeout", default=60.0, low=0.1, high=600),
    )
    if relay.user and "password" not in table:
        table.fault("password", wrong="is missing", right=f"Write password = {FORMS}.")
    if "password" in table and not relay.user:
        table.fault("user", wrong="is missing", right="Name the user whose password this is.")
    if relay.user:
        _warn_open(table, tls=tls, host=relay.host)
    table.close()
    return relay


def read_path(table: Table, key: str, *, places: SecretPlaces) -> Path | None:
    """Read a path, relative to the configuration's folder; None where the key is missing."""
    text = table.text(key, default="")
    return places.folder / Path(text).expanduser() if text else None


def is_local(host: str) -> bool:
    """Whether only this machine can reach `host`: a loopback address, `localhost` or the path of a Unix socket."""
    if host == "localhost" or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _warn_open(table: Table, *, tls: Tls, host: str) -> None:
    if tls == "none" and host and not is_local(host):
        wrong = f"the password would go to {host} in the clear"
        table.fault("tls", wrong=wrong, right='Write tls = "implicit" or "starttls"; "none" is for this machine alone.')


def _logins(table: Table, *, places: SecretPlaces) -> dict[str, Secret]:
    inner = table.table("logins")
    if inner is None:
        return {}
    secrets = {user: read_secret(inner, user, places=places) for user in inner}
    return {user: secret for user, secret in secrets.items() if secret is not None}


def _networks(table: Table) -> tuple[str, ...]:
    networks = []
    for node, text in table.text_nodes("networks", most=100):
        try:
            networks.append(str(ipaddress.ip_network(text)))
        except ValueError:
            table.fault_at(node, key="networks", wrong=f'"{text}" is no network', right='Write "10.1.0.0/16".')
    return tuple(networks)

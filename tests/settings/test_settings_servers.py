"""IMAP servers, listeners, the relay and auth profiles: right values, and what would be unsafe is refused."""

from pathlib import Path

import pytest

from mailbot.settings.config import load
from mailbot.settings.errors import SettingsError
from mailbot.settings.installation import AuthProfile, GoogleAccount, MaildirFolder, MicrosoftApp, Secret, Settings

CONFIG = """\
[database]
url = "sqlite:///m.sqlite3"
[trust.tvlt]
folder = "."
[mailbox.oakfold]
address = "IT@Oakfold.example"
school = "oakfold"
plus = false
"""
IMAP = """\
[mailbox.oakfold.imap]
host = "imap.oakfold.example"
user = "it"
password = { env = "PW" }
"""
SOURCE = "environment variable PW"
RELAY = '[delivery.smtp]\nhost = "smtp.example"\n'


def loaded(folder: Path, text: str) -> Settings:
    (folder / "config.toml").write_text(CONFIG + text)
    return load(folder / "config.toml", environ={"PW": "secret"})


def wrong(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        loaded(folder, text)
    return [f"{fault.key}: {fault.wrong}" for fault in raised.value.faults]


def test_an_imap_server_has_the_usual_ports(tmp_path: Path) -> None:
    for tls, port in (("implicit", 993), ("starttls", 143)):
        mailbox = loaded(tmp_path, f'{IMAP}tls = "{tls}"\n{RELAY}').mailboxes["oakfold"]
        assert mailbox.imap is not None
        assert (mailbox.imap.port, mailbox.imap.tls) == (port, tls)
        assert mailbox.imap.password is not None
        assert mailbox.imap.password.value == "secret"
        assert (mailbox.address, mailbox.school, mailbox.plus) == ("it@oakfold.example", "oakfold", False)


def test_the_folder_that_is_polled_is_not_the_one_mails_are_moved_to(tmp_path: Path) -> None:
    assert wrong(tmp_path, f'{IMAP}after = "move"\nmove_to = "INBOX"\n{RELAY}') == [
        "mailbox.oakfold.imap.move_to: is the folder that is polled"
    ]


def test_an_imap_server_needs_a_password(tmp_path: Path) -> None:
    text = IMAP.replace('password = { env = "PW" }\n', "")
    assert wrong(tmp_path, text + RELAY) == ["mailbox.oakfold.imap.password: is missing"]


NO_PASSWORD = IMAP.replace('password = { env = "PW" }\n', "")
MICROSOFT = (
    'oauth = { provider = "microsoft365", tenant = "oakfold.example", client_id = "1-2", secret = { env = "PW" } }'
)
GOOGLE = 'oauth = { provider = "google", key = { env = "PW" } }'


def test_a_mailbox_logs_in_by_token_where_it_says_whose(tmp_path: Path) -> None:
    boxes = [loaded(tmp_path, f"{NO_PASSWORD}{oauth}\n{RELAY}").mailboxes["oakfold"] for oauth in (MICROSOFT, GOOGLE)]
    microsoft, google = (box.imap.oauth for box in boxes if box.imap is not None)
    assert microsoft == MicrosoftApp(
        "https://login.microsoftonline.com/oakfold.example", "1-2", Secret("secret", SOURCE)
    )
    assert google == GoogleAccount(Secret("secret", SOURCE))
    assert "secret" not in repr(microsoft).replace("secret=", "")


@pytest.mark.parametrize(
    ("oauth", "fault"),
    [
        (f'{MICROSOFT}\npassword = {{ env = "PW" }}', "password: stands beside oauth"),
        ("oauth = {}", "oauth.provider: is missing"),
        ('oauth = { provider = "google" }', "oauth.key: is missing"),
        (MICROSOFT.replace("secret =", "secrets ="), "oauth.secret: is missing"),
        (MICROSOFT.replace("oakfold.example", "a/../b"), "oauth.tenant: is no tenant"),
        (MICROSOFT.replace(" }", ', authority = "http://evil.example/x" }'), "oauth.authority: is no address of an"),
    ],
)
def test_what_is_wrong_with_a_login_by_token_is_said(tmp_path: Path, oauth: str, fault: str) -> None:
    said = wrong(tmp_path, f"{NO_PASSWORD}{oauth}\n{RELAY}")
    assert any(one.startswith(f"mailbox.oakfold.imap.{fault}") for one in said), said


@pytest.mark.parametrize(
    ("auth", "profile"),
    [
        ('"microsoft365"', AuthProfile(kind="microsoft365")),
        ('{ kind = "authserv", authserv_id = "MX.example" }', AuthProfile(kind="authserv", authserv_id="mx.example")),
        (
            '{ kind = "trusted_peers", networks = ["10.0.0.0/8", "::1"] }',
            AuthProfile(kind="trusted_peers", networks=("10.0.0.0/8", "::1/128")),
        ),
    ],
)
def test_an_auth_profile_is_a_name_or_a_table(tmp_path: Path, auth: str, profile: AuthProfile) -> None:
    settings = loaded(tmp_path, f"auth = {auth}\n[listener.a]\nauth = {auth}\n{RELAY}")
    assert settings.mailboxes["oakfold"].auth == profile
    assert settings.listeners[0].auth == profile


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        ('"authserv"', "auth: says not whose results"),
        ('{ kind = "authserv" }', "auth.authserv_id: is missing"),
        ('{ kind = "google", authserv_id = "x" }', 'auth.authserv_id: means nothing to "google"'),
        ('{ kind = "verify", networks = ["10.0.0.0/8"] }', 'auth.networks: means nothing to "verify"'),
        ('{ kind = "trusted_peers", networks = ["10.0.0.1/8"] }', 'auth.networks: "10.0.0.1/8" is no network'),
        ("7", "auth: 7 is no table"),
        ('"verify"', "auth: only a listener sees who hands a mail over"),
    ],
)
def test_an_auth_profile_that_proves_nothing_is_refused(tmp_path: Path, auth: str, expected: str) -> None:
    assert wrong(tmp_path, f"auth = {auth}\n{RELAY}") == [f"mailbox.oakfold.{expected}"]


def test_logins_beyond_this_machine_need_a_certificate_and_its_key(tmp_path: Path) -> None:
    login = '[listener.a]\nhost = "{host}"\nlogins = {{ server = {{ env = "PW" }} }}\n'
    assert wrong(tmp_path, login.format(host="0.0.0.0") + RELAY) == [  # noqa: S104 -- what is refused
        "listener.a.logins: passwords would cross the network in the clear at 0.0.0.0"
    ]
    for host in ("127.0.0.1", "::1", "localhost", "/run/mailbot.sock"):
        assert loaded(tmp_path, login.format(host=host) + RELAY).listeners[0].host == host
    half = login.format(host="mx.example") + 'cert_file = "cert.pem"\n'
    assert wrong(tmp_path, half + RELAY) == ["listener.a.key_file: is missing"]
    listener = loaded(tmp_path, half + f'key_file = "key.pem"\n{RELAY}').listeners[0]
    assert (listener.cert_file, listener.key_file) == (tmp_path / "cert.pem", tmp_path / "key.pem")


def test_a_listener_that_trusts_peers_names_them(tmp_path: Path) -> None:
    text = '[listener.a]\nauth = "trusted_peers"\n'
    assert wrong(tmp_path, text + RELAY) == ["listener.a.auth: trusts peers but names none"]


def test_two_listeners_do_not_share_a_port(tmp_path: Path) -> None:
    assert wrong(tmp_path, "[listener.a]\n[listener.b]\n" + RELAY) == [
        "listener.b.port: listener.a has this host and port"
    ]


def test_a_relay_has_user_and_password_or_neither_and_never_in_the_clear(tmp_path: Path) -> None:
    assert loaded(tmp_path, RELAY).relay is not None
    assert wrong(tmp_path, RELAY + 'password = { env = "PW" }\n') == ["delivery.smtp.user: is missing"]
    assert wrong(tmp_path, RELAY + 'user = "u"\n') == ["delivery.smtp.password: is missing"]
    assert wrong(tmp_path, RELAY + 'user = "u"\npassword = { env = "PW" }\ntls = "none"\n') == [
        "delivery.smtp.tls: the password would go to smtp.example in the clear"
    ]
    relay = loaded(tmp_path, RELAY + 'user = "u"\npassword = { env = "PW" }\ntls = "implicit"\n').relay
    assert relay is not None
    assert (relay.port, relay.password and relay.password.value) == (465, "secret")


def test_a_listener_speaks_smtp_or_lmtp(tmp_path: Path) -> None:
    listeners = loaded(tmp_path, f'[listener.a]\n[listener.b]\nprotocol = "lmtp"\n{RELAY}').listeners
    assert [(one.protocol, one.port) for one in listeners] == [("smtp", 2525), ("lmtp", 2424)]
    assert wrong(tmp_path, f'[listener.a]\nprotocol = "lmtp"\nport = 25\nauth = "verify"\n{RELAY}') == [
        "listener.a.port: is never LMTP (RFC 2033, 5)",
        "listener.a.auth: by LMTP our own mail server comes, not the one that wrote",
    ]


def test_a_maildir_is_read_instead_of_a_server(tmp_path: Path) -> None:
    text = '[mailbox.oakfold.maildir]\nfolder = "mail/oakfold"\nafter = "delete"\nevery = 2\n'
    mailbox = loaded(tmp_path, text + RELAY).mailboxes["oakfold"]
    assert mailbox.maildir == MaildirFolder(folder=tmp_path / "mail/oakfold", after="delete", every=2)
    assert mailbox.polled
    assert wrong(tmp_path, text + IMAP + RELAY) == ["mailbox.oakfold.maildir: and imap are both given"]

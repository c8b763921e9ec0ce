"""`config.toml`: every mistake at once, each by line; secrets never in the file and never shown."""

from pathlib import Path

import pytest

from mailbot.settings.config import load
from mailbot.settings.errors import SettingsError
from mailbot.settings.installation import AuthProfile, Settings

GOOD = """\
[daemon]
workers = 2
[database]
url = "sqlite:///data/mailbot.sqlite3"
[trust.tvlt]
folder = "demo"
[mailbox.oakfold]
address = "it@oakfold.example"
[delivery]
maildir = "data/maildir"
"""


def loaded(folder: Path, text: str, environ: dict[str, str] | None = None) -> Settings:
    (folder / "demo").mkdir(exist_ok=True)
    (folder / "config.toml").write_text(text)
    return load(folder / "config.toml", environ=environ or {})


def sentences(folder: Path, text: str, environ: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        loaded(folder, text, environ)
    return [str(fault).replace(f"{folder}/", "") for fault in raised.value.faults]


def test_a_small_file_is_enough_and_paths_start_from_its_folder(tmp_path: Path) -> None:
    settings = loaded(tmp_path, GOOD)
    assert settings.database == f"sqlite:///{tmp_path}/data/mailbot.sqlite3"
    assert settings.trusts == {"tvlt": tmp_path / "demo"}
    assert settings.maildir == tmp_path / "data/maildir"
    assert settings.mailboxes["oakfold"].trust == "tvlt"
    assert settings.mailboxes["oakfold"].backlog_days == 0
    assert settings.sources["mailbox.oakfold.address"] == (tmp_path / "config.toml", 8)
    assert not (tmp_path / "data").exists(), "loading must not write"


BROKEN = """\
[daemon]
workers = "two"
worker = 3
poll_threads = 0
log = "xml"
[database]
url = "mysql://localhost/mailbot"
[trust.tvlt]
folder = "demmo"
[mailbox.oakfold]
address = "it at oakfold"
trust = "tvtl"
backlog = "a week"
auth = "microsoft"
plus = "yes"
[mailbox.oakfold.imap]
host = "imap.oakfold.example"
user = "it@oakfold.example"
password = "hunter2"
tls = "none"
[mailbox.Millrace]
address = "it@millrace.example"
[mailbox.pippin]
address = "it@millrace.example"
[listener.local]
host = "0.0.0.0"
auth = { kind = "authserv" }
logins = { server = { env = "LOGIN" } }
[delivery]
maildir = "data/maildir"
[delivery.smtp]
host = "smtp.example"
user = "mailbot"
[keys]
aa = { env = "KEY" }
[mailboxes]
"""

EXPECTED = [
    'config.toml:2: daemon.workers: "two" does not fit. Write a whole number from 1 to 64.',
    "config.toml:3: daemon.worker: is not known here. Did you mean `workers`?",
    "config.toml:4: daemon.poll_threads: 0 does not fit. Write a whole number from 1 to 256.",
    'config.toml:5: daemon.log: "xml" is not known here. Write one of "text", "json".',
    "config.toml:7: database.url: this is no database mailbot knows. "
    "Write sqlite:///data/mailbot.sqlite3 or postgresql://user@host/database.",
    "config.toml:9: trust.tvlt.folder: demmo is no folder. Name the folder that holds trust.toml.",
    'config.toml:11: mailbox.oakfold.address: "it at oakfold" is no mail address. Write it as name@school.example.',
    'config.toml:12: mailbox.oakfold.trust: there is no trust "tvtl". Did you mean "tvlt"?',
    'config.toml:13: mailbox.oakfold.backlog: "a week" is not known here. Write "none", "all", or days such as "7d".',
    'config.toml:14: mailbox.oakfold.auth: "microsoft" is not known here. Write one of "microsoft365", "google", '
    '"authserv", "trusted_peers", "verify", "none".',
    'config.toml:15: mailbox.oakfold.plus: "yes" is neither true nor false. Write true or false, without quotes.',
    "config.toml:19: mailbox.oakfold.imap.password: a secret never stands in this file. "
    'Write { env = "NAME" }, { file = "path" } or { credential = "name" }.',
    "config.toml:20: mailbox.oakfold.imap.tls: the password would go to imap.oakfold.example in the clear. "
    'Write tls = "implicit" or "starttls"; "none" is for this machine alone.',
    'config.toml:21: mailbox: "Millrace" is no id. Use small letters, digits and dashes.',
    "config.toml:24: mailbox.pippin.address: it@millrace.example is the address of mailbox.Millrace. Keep one of them.",
    "config.toml:27: listener.local.auth.authserv_id: is missing. Add `authserv_id = ...`.",
    "config.toml:28: listener.local.logins.server: the environment variable LOGIN is not set. "
    "Set LOGIN before mailbot starts.",
    "config.toml:28: listener.local.logins: passwords would cross the network in the clear at 0.0.0.0. "
    "Add cert_file and key_file, or listen on 127.0.0.1.",
    "config.toml:29: delivery: names both a Maildir and a relay. "
    'Write either maildir = "data/maildir" or [delivery.smtp].',
    'config.toml:31: delivery.smtp.password: is missing. Write password = { env = "NAME" }, { file = "path" } or '
    '{ credential = "name" }.',
    "config.toml:35: keys.aa: the environment variable KEY is not set. Set KEY before mailbot starts.",
    "config.toml:35: keys.aa: this is no key's name. Write one letter a to z or digit 2 to 7.",
    "config.toml:36: mailboxes: is not known here. Did you mean `mailbox`?",
]


def test_all_mistakes_are_named_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    assert sentences(tmp_path, BROKEN) == EXPECTED


def test_an_empty_file_says_what_is_missing(tmp_path: Path) -> None:
    assert sentences(tmp_path, "") == [
        'config.toml: trust: no trust is named. Add [trust.NAME] with folder = "...".',
        'config.toml: delivery: names no way out for mail. Write either maildir = "data/maildir" or [delivery.smtp].',
        "config.toml: database.url: is missing. Add `url = ...`.",
        'config.toml: mailbox: no mailbox is named. Add [mailbox.NAME] with address = "...".',
    ]


def test_a_missing_file_and_broken_toml_are_faults_too(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        load(tmp_path / "none.toml", environ={})
    assert str(raised.value).endswith(
        "none.toml: this file does not exist. Create it, or correct the path that names it."
    )
    assert sentences(tmp_path, "[daemon]\nworkers = \n") == [
        "config.toml:2: not valid TOML: Invalid value. Mend the line, or the one before it."
    ]
    (tmp_path / "config.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(SettingsError, match="is not UTF-8"):
        load(tmp_path / "config.toml", environ={})


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    environ = {
        "MAILBOT__DAEMON__WORKERS": "7",
        "MAILBOT__DATABASE__URL": "postgresql://u:pw@db/mailbot",
        "MAILBOT__MAILBOX__OAKFOLD__AUTH": '{ kind = "trusted_peers", networks = ["10.0.0.0/8"] }',
        "MAILBOT__MAILBOX__OAKFOLD__NAME": "Oakfold's desk",
    }
    settings = loaded(tmp_path, GOOD, environ)
    assert settings.workers == 7
    assert settings.database == "postgresql://u:pw@db/mailbot"
    assert settings.mailboxes["oakfold"].auth == AuthProfile(kind="trusted_peers", networks=("10.0.0.0/8",))
    assert settings.mailboxes["oakfold"].name == "Oakfold's desk"


def test_a_wrong_variable_is_named_as_such(tmp_path: Path) -> None:
    assert sentences(tmp_path, GOOD, {"MAILBOT__DAEMON__WORKER": "7", "MAILBOT__DAEMON__LOG": "x"}) == [
        'environment variable MAILBOT__DAEMON__LOG: daemon.log: "x" is not known here. Write one of "text", "json".',
        "environment variable MAILBOT__DAEMON__WORKER: daemon.worker: is not known here. Did you mean `workers`?",
    ]


def test_a_databases_password_is_put_into_the_url_and_never_stands_in_the_file(tmp_path: Path) -> None:
    literal = GOOD.replace("sqlite:///data/mailbot.sqlite3", "postgresql://u:hunter2@db/m")
    (fault,) = sentences(tmp_path, literal)
    assert fault.startswith("config.toml:4: database.url: a secret never stands in this file.")
    assert "hunter2" not in fault
    kept = GOOD.replace('"sqlite:///data/mailbot.sqlite3"', '"postgresql://u@db/m"\npassword = { env = "PW" }')
    settings = loaded(tmp_path, kept, {"PW": "p@ss/word"})
    assert settings.database == "postgresql://u:p%40ss%2Fword@db/m"
    assert "p%40ss" not in repr(settings)


def test_backlog_is_days_or_all(tmp_path: Path) -> None:
    for text, days in (("7d", 7), ("none", 0), ("all", None)):
        settings = loaded(tmp_path, GOOD.replace("[delivery]", f'backlog = "{text}"\n[delivery]'))
        assert settings.mailboxes["oakfold"].backlog_days == days

"""`mailbot init` for a trust of one's own: by flags and by questions, what it writes is right as it is."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cli.main import main
from mailbot.cli.start.answers import WrongAnswerError, address_in, domains_in, id_of, school_in, technician_in
from mailbot.cli.start.questions import ask_all
from mailbot.settings.config import load

FLAGS = (
    "--trust",
    "Oak Learning Trust",
    "--school",
    "Oakfold School = oakfold.example, staff.oakfold.example = it@oakfold.example",
    "--school",
    'St Winifred\'s "C of E" School = stwinifreds.example = it@stwinifreds.example',
    "--technician",
    "Ruth Adeyemi <ruth@oak.example> = 3",
    "--technician",
    "Ruth O'Neil <r.oneil@oak.example>",
)
IMAP = ("--provider", "imap", "--imap-host", "imap.oak.example")
LISTENER = ("--provider", "listener")
RELAY = ("--relay", "smtp.oak.example")
SECRETS = ("RELAY_PASSWORD", "OAKFOLD_SCHOOL_PASSWORD", "ST_WINIFREDS_C_OF_E_SCHOOL_PASSWORD", "MAILBOT_CLIENT_SECRET")
PROVIDERS = {
    "listener": (),
    "google": (),
    "imap": ("--imap-host", "imap.oak.example", "--relay", "smtp.oak.example", "--relay-user", "desk"),
    "microsoft365": ("--tenant", "oak.example", "--client-id", "1-2-3"),
}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_check_passes_on_what_flags_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provider: str, call: Callable[..., str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = call("init", *FLAGS, "--provider", provider, *PROVIDERS[provider])
    assert main(["check", "--offline"]) == (0 if provider == "listener" else 1)
    for name in SECRETS:
        if name in said:
            monkeypatch.setenv(name, "secret")
    assert "all is well" in call("check", "--offline")
    if provider == "listener":
        assert main(["check", "--config", str(_on_a_free_port(tmp_path))]) == 0


def _on_a_free_port(folder: Path) -> Path:
    file = folder / "config.toml"
    file.write_text(file.read_text().replace("port = 2525", "port = 0"))
    return file


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--trust", "Oak Trust"), "--school, --technician, --provider must be given too"),
        ((*FLAGS, "--provider", "imap"), "--imap-host must be given too"),
        ((*FLAGS, "--provider", "microsoft365"), "--tenant and --client-id"),
        ((*FLAGS, "--provider", "google", "--school", "Millrace"), 'write "NAME = DOMAIN'),
        ((*FLAGS, "--provider", "google", "--technician", "Ben"), 'write "NAME <ADDRESS>"'),
        ((*FLAGS, *IMAP, "--imap-port", "70000"), '"70000" is no port'),
        ((*FLAGS, *IMAP, "--imap-port", "\u0661"), "is no port"),
        ((*FLAGS, *IMAP, "--imap-tls", "ssl"), '"ssl" is not known; write implicit, starttls, none'),
        ((*FLAGS, *IMAP, "--imap-tls", "none"), "the password would go to imap.oak.example in the clear"),
        ((*FLAGS, "--provider", "google", "--imap-port", "1143"), 'are for the provider "imap", not for google'),
        ((*FLAGS, *LISTENER, *RELAY, "--relay-port", "0"), '"0" is no port'),
        ((*FLAGS, *LISTENER, *RELAY, "--relay-tls", "ssl"), '"ssl" is not known; write starttls, implicit, none'),
        (
            (*FLAGS, *LISTENER, *RELAY, "--relay-user", "desk", "--relay-tls", "none"),
            "to smtp.oak.example in the clear",
        ),
        ((*FLAGS, *LISTENER, "--relay-port", "587"), "--relay-port and --relay-tls are for a relay: name it"),
        (("--config", "config.toml"), "say where to write: mailbot init FOLDER"),
        ((), "there is no terminal to ask at"),
        (
            (*FLAGS, *LISTENER, "--school", "Oakfold Two = oakfold.example = x@oak.example"),
            "a domain of Oakfold School",
        ),
        ((*FLAGS, *LISTENER, "--school", "Oak\x07 = oak.example = x@oak.example"), "a character that no name has"),
        ((*FLAGS, *LISTENER, "--school", "Oak\udcff = oak.example = x@oak.example"), "a character that no name has"),
        ((*FLAGS, *LISTENER, "--technician", "   <x@oak.example>"), "a name has 2 to 100 characters"),
        ((*FLAGS, *LISTENER, "--technician", "Ben Okoro <ruth@oak.example>"), "the address of Ruth Adeyemi"),
        ((*FLAGS[:-2], *LISTENER), "nobody is on line 1"),
        ((*FLAGS, *LISTENER, "--relay", "https://smtp.oak.example"), "is no server"),
        ((*FLAGS, "--provider", "microsoft365", "--tenant", 'a b"', "--client-id", "1"), "is no server"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flags: tuple[str, ...], said: str
) -> None:
    there = tmp_path / "desk"
    assert main(["init", str(there), *flags]) == 1
    assert said in capsys.readouterr().err
    assert not there.exists()


@pytest.mark.parametrize(
    ("flags", "written"),
    [
        (IMAP, ("imap.oak.example", "implicit", 993)),
        ((*IMAP, "--imap-tls", "starttls"), ("imap.oak.example", "starttls", 143)),
        ((*IMAP, "--imap-tls", "starttls", "--imap-port", "1143"), ("imap.oak.example", "starttls", 1143)),
        (
            ("--provider", "imap", "--imap-host", "localhost", "--imap-tls", "none", "--imap-port", "3143"),
            ("localhost", "none", 3143),
        ),
        (("--provider", "google"), ("imap.gmail.com", "implicit", 993)),
    ],
)
def test_a_mailbox_is_polled_where_and_how_it_was_said(
    tmp_path: Path, flags: tuple[str, ...], written: tuple[str, str, int], call: Callable[..., str]
) -> None:
    call("init", str(tmp_path), *FLAGS, *flags)
    box = load(tmp_path / "config.toml", environ={}, secrets=False).mailboxes["oakfold-school"]
    assert box.imap is not None
    assert (box.imap.host, box.imap.tls, box.imap.port) == written


@pytest.mark.parametrize(
    ("flags", "written"),
    [
        ((), ("smtp.oak.example", "starttls", 587)),
        (("--relay-tls", "implicit"), ("smtp.oak.example", "implicit", 465)),
        (("--relay-tls", "none"), ("smtp.oak.example", "none", 25)),
        (("--relay-user", "desk", "--relay-port", "2587"), ("smtp.oak.example", "starttls", 2587)),
    ],
)
def test_mail_goes_out_where_and_how_it_was_said(
    tmp_path: Path, flags: tuple[str, ...], written: tuple[str, str, int], call: Callable[..., str]
) -> None:
    call("init", str(tmp_path), *FLAGS, *LISTENER, "--relay", "smtp.oak.example", *flags)
    relay = load(tmp_path / "config.toml", environ={}, secrets=False).relay
    assert relay is not None
    assert (relay.host, relay.tls, relay.port) == written


def test_questions_are_asked_again_until_the_answer_can_be_used() -> None:
    typed = iter(
        [
            *("", "Oak Trust", "7", "3", "imap server?", "imap.oak.example"),
            *("none", "starttls", "993.5", "1143"),
            *("", "not a domain!", "oakfold.example", ""),
            *("Millrace School", "oakfold.example", "millrace.example, Millrace.example", "", ""),
            *("Ruth", "Ruth Adeyemi <ruth@oak.example> = 3", "", "Ben Okoro <ruth@oak.example>"),
            *("Ben Okoro <ben@oak.example>", ""),
            *("smtp.oak.example", "desk", "none", "", ""),
        ]
    )
    heard: list[str] = []
    answers = ask_all(lambda _: next(typed), heard.append)
    assert answers.schools[0].name == "Oak Trust"
    assert answers.schools[0].mailbox == "it@oakfold.example"
    assert answers.provider == "imap"
    assert (answers.imap_host, answers.imap_tls, answers.imap_port) == ("imap.oak.example", "starttls", 1143)
    assert (answers.relay, answers.relay_user) == ("smtp.oak.example", "desk")
    assert (answers.relay_tls, answers.relay_port) == ("starttls", 587)
    assert answers.schools[1].domains == ("millrace.example",)
    assert [one.line for one in answers.technicians] == [3, 1]
    assert "  Nobody is on line 1 yet, where tickets begin." in heard
    assert sum("cannot be used" in line for line in heard) == 9
    assert next(typed, None) is None


def test_names_with_all_that_names_have_make_a_right_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., str]
) -> None:
    monkeypatch.chdir(tmp_path)
    flags = [
        *("--trust", "Maildir", *LISTENER),
        *("--school", "Oak\nfold = oakfold.example, oakfold.example = it@oakfold.example"),
        *("--school", "Ysgol T\u0177 Mawr {x} \\n 'y' = tymawr.example = it@oakfold.example"),
        *("--school", "\u65e5\u672c\u5b66\u6821 = nihon.example = it@nihon.example"),
        *("--technician", 'Ruth "R" O\'Neil <ruth@oak.example>'),
    ]
    call("init", *flags)
    assert "all is well" in call("check", "--offline")
    assert not (tmp_path / "data" / "maildir").exists()


def test_answers_that_end_too_soon_write_nothing(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom mailbot.cli.main import main\n"
        "sys.stdin.isatty = lambda: True\nsys.exit(main(['init', 'desk']))\n"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, input="Oak Trust\n", cwd=tmp_path, capture_output=True, text=True, check=False, timeout=30
    )
    assert done.returncode == 1
    assert "nothing was written" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_ids_are_made_of_names_and_never_alike() -> None:
    assert id_of("St Winifred's First School") == "st-winifreds-first-school"
    assert id_of("!!!") == "one"
    assert id_of("Oak", taken=frozenset({"oak", "oak-2"})) == "oak-3"


@given(st.text(max_size=300))
def test_no_answer_raises_anything_else(text: str) -> None:
    for read in (school_in, technician_in, domains_in, address_in):
        with suppress(WrongAnswerError):
            read(text)

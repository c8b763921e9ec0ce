"""`mailbot mailbox test`: against a real server and a real Maildir; what it says, and that it leaves no trace."""

import json
from collections.abc import Callable, Iterator
from mailbox import Maildir
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from mailbot.cli.main import main
from tests.support.dovecot import Dovecot

Call = Callable[..., str]
ACCOUNT = "office@moorside.example"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with Dovecot(tls=False) as server:
        for number in range(7):
            server.deliver(ACCOUNT, a_mail(f"Old {number}", "hello"))
        server.deliver(ACCOUNT, a_mail("Forgot", "I have forgotten my own password and need to reset it"))
        server.deliver(ACCOUNT, a_mail("Private", "worried about a child in my class, there is bruising on her arm"))
        yield server


def a_mail(subject: str, words: str) -> bytes:
    head = f"From: Abi <abi@pippinlane.example>\r\nTo: it@pippinlane.example\r\nSubject: {subject}\r\n"
    return f"{head}Message-ID: <{subject.replace(' ', '')}@x.example>\r\n\r\nHi,\r\n{words}\r\n".encode()


@pytest.fixture
def polled(folder: Path, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let Pippin Lane's mailbox be polled."""

    def poll(lines: str = "", *, password: str = dovecot.password) -> None:
        monkeypatch.setenv("PW", password)
        config = folder / "config.toml"
        table = lines or (
            f'[mailbox.pippin-lane.imap]\nhost = "localhost"\nport = {dovecot.port}\ntls = "none"\n'
            f'user = "{ACCOUNT}"\npassword = {{ env = "PW" }}\nafter = "move"\n'
        )
        config.write_text(config.read_text() + table)

    return poll


def traces(server: Dovecot) -> tuple[list[str], list[tuple[bytes, ...]]]:
    with IMAPClient(server.host, port=server.port, ssl=False) as client:
        client.login(ACCOUNT, server.password)
        client.select_folder("INBOX", readonly=True)
        flags = client.get_flags(client.search())
        return sorted(name for _, _, name in client.list_folders()), [
            tuple(flag for flag in found if flag != b"\\Recent") for found in flags.values()
        ]


def test_it_shows_the_server_and_what_would_become_of_the_newest_five(
    polled: Callable[..., None], dovecot: Dovecot, folder: Path, call: Call
) -> None:
    polled()
    before = traces(dovecot)
    found: dict[str, Any] = json.loads(call("mailbox", "test", "pippin-lane", "--json", "--words-only"))
    assert (found["ok"], found["count"], found["folder"], found["after"]) == (
        True,
        9,
        "INBOX",
        "moved to Mailbot.Processed",
    )
    assert "INBOX" in found["folders"]
    assert {"IDLE", "MOVE", "UIDPLUS"} <= set(found["capabilities"])
    assert [row["subject"] for row in found["mails"]] == ["Private", "Forgot", "Old 6", "Old 5", "Old 4"]
    private, forgot, *_ = found["mails"]
    assert (private["decision"], private["articles"]) == ("sensitive", [])
    assert (forgot["decision"], forgot["articles"][0]) == ("offer", "KB-1001")
    assert traces(dovecot) == before
    assert not (folder / "data" / "mailbot.sqlite3").exists()


def test_the_page_names_server_folders_and_mails(polled: Callable[..., None], call: Call) -> None:
    polled()
    shown = call("mailbox", "test", "pippin-lane", "--words-only")
    for words in ("INBOX, 9 mails", "moved to Mailbot.Processed", "Forgot", "offer (KB-1001", "sensitive: "):
        assert words in shown


@pytest.mark.parametrize("as_json", [True, False])
def test_a_wrong_password_is_said_without_it_and_exits_with_1(
    polled: Callable[..., None], call: Call, as_json: bool
) -> None:
    polled(password="wr0ng")
    shown = call("mailbox", "test", "pippin-lane", *(["--json"] if as_json else []), code=1)
    assert "AUTHENTICATIONFAILED" in shown.upper()
    assert "app password" in shown
    assert "wr0ng" not in shown
    if as_json:
        assert json.loads(shown)["ok"] is False


def test_a_maildir_is_looked_into(polled: Callable[..., None], folder: Path, call: Call) -> None:
    Maildir(folder / "in", create=True).add(a_mail("Forgot", "I have forgotten my own password"))
    polled('[mailbox.pippin-lane.maildir]\nfolder = "in"\n')
    found = json.loads(call("mailbox", "test", "pippin-lane", "--json", "--words-only"))
    assert (found["count"], found["after"], found["mails"][0]["subject"]) == (1, "moved from new to cur", "Forgot")
    assert len(list((folder / "in" / "new").iterdir())) == 1


def test_one_that_is_not_polled_or_not_there_says_so(folder: Path, call: Call, refused: Call) -> None:
    assert folder.is_dir()
    assert "is not polled" in call("mailbox", "test", "pippin-lane", code=1)
    assert "known: brackenridge, central, kestrel-park" in refused("mailbox", "test", "nobody")


def test_the_list_says_how_each_gets_its_mail(polled: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    polled()
    assert main(["mailbox", "list"]) == 0
    shown = capsys.readouterr().out
    assert "IMAP localhost" in shown
    assert "listener" in shown

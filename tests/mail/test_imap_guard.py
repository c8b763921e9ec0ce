"""What goes over the wire to an IMAP server, and what never does: recorded from servers that play a script."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mailbot.core.model.message import Cursor
from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.guard import ImapGuard, clean
from mailbot.mail.imap.source import poll
from mailbot.settings.installation import ImapServer, MailboxSettings, Secret, Tls
from tests.support.memory_book import MemoryBook
from tests.support.scripted_server import ScriptedServer

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
INJECTED = "x\r\nZ9 DELETE INBOX"


def a_server(port: int, *, tls: Tls = "none", timeout: float = 0.3) -> ImapServer:
    return ImapServer(
        host="127.0.0.1",
        port=port,
        tls=tls,
        user="office@x.example",
        password=Secret("s3cr3t", "test"),
        connect_timeout=timeout,
        read_timeout=timeout,
    )


def imap(
    *,
    capabilities: bytes = b"IMAP4rev1",
    on: dict[bytes, bytes | None] | None = None,
) -> Callable[[bytes], bytes | None]:
    """An IMAP server that knows few words; `on` overrides the answer to a word (None hangs up, b"" keeps silent)."""

    def answer(line: bytes) -> bytes | None:
        tag, _, rest = line.rstrip(b"\r\n").partition(b" ")
        word = rest.removeprefix(b"UID ").split(b" ")[0].upper()
        replies: dict[bytes, bytes | None] = {
            b"CAPABILITY": b"* CAPABILITY " + capabilities + b"\r\n%s OK done\r\n",
            b"SELECT": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 5] x\r\n%s OK [READ-WRITE] x\r\n",
            **(on or {}),
        }
        reply = replies.get(word, b"%s OK done\r\n")
        return reply.replace(b"%s", tag) if reply else reply

    return answer


@pytest.mark.parametrize("character", [chr(code) for code in (*range(0x20), 0x7F)])
def test_no_control_character_reaches_the_wire(character: str) -> None:
    with pytest.raises(ImapError) as caught:
        clean(f"a{character}b")
    assert caught.value.kind == "argument"


def test_text_of_people_passes() -> None:
    assert clean('Büro "1" \\ Ablage/ä') == 'Büro "1" \\ Ablage/ä'


@pytest.mark.parametrize("field", ["user", "folder", "move_to", "flag", "password"])
def test_a_line_end_in_any_setting_stops_the_visit_before_it_connects(field: str) -> None:
    with ScriptedServer(greeting=b"* OK ready\r\n", answer=imap()) as server:
        value: Any = Secret(INJECTED, "test") if field == "password" else INJECTED
        with pytest.raises(ImapError, match="control character"):
            ImapGuard(replace(a_server(server.port), **{field: value}))
        assert server.heard == b""


def test_the_recorded_wire_holds_only_our_commands() -> None:
    """A mail whose header is full of commands is taken in, and a whole visit repeats no word of it."""
    raw = b"Message-ID: <x@y>\r\nZ9 DELETE INBOX\r\nSubject: a\r\nA1 LOGOUT\r\n\r\n%s\r\n" % INJECTED.encode()
    on: dict[bytes, bytes | None] = {
        b"SEARCH": b"* SEARCH 5\r\n%s OK done\r\n",
        b"FETCH": b"* 1 FETCH (UID 5 RFC822.SIZE %d BODY[] {%d}\r\n%b)\r\n%%s OK done\r\n" % (len(raw), len(raw), raw),
    }
    book = MemoryBook()
    with ScriptedServer(greeting=b"* OK ready\r\n", answer=imap(on=on)) as server:
        settings = MailboxSettings(id="k", trust="t", address="a@x.example", imap=a_server(server.port))
        for _ in range(2):
            poll(settings, book=book, now=lambda: NOW, stop=lambda: False)
        asked = [line.split(b" ", 1)[1] for line in server.lines]
    assert book.live == [raw]
    known = re.compile(
        rb"CAPABILITY|LOGIN office@x\.example \"s3cr3t\"|SELECT \"INBOX\"|LOGOUT|UID SEARCH UID [56]:\*"
        rb"|UID FETCH 5 \((RFC822\.SIZE INTERNALDATE|BODY\.PEEK\[\])\)"
    )
    assert [line for line in asked if not known.fullmatch(line)] == []


@pytest.mark.parametrize("greeting", [b"* OK ready\r\n", b"* PREAUTH come in\r\n"])
def test_without_starttls_no_credential_is_sent(greeting: bytes) -> None:
    with ScriptedServer(greeting=greeting, answer=imap(capabilities=b"IMAP4rev1 AUTH=PLAIN")) as server:
        with pytest.raises(ImapError) as caught:
            ImapGuard(a_server(server.port, tls="starttls"))
        assert caught.value.kind == "tls"
        assert b"s3cr3t" not in server.heard
        assert not any(word in server.heard for word in (b"LOGIN", b"AUTHENTICATE"))


def test_a_refused_starttls_sends_no_credential() -> None:
    on: dict[bytes, bytes | None] = {b"STARTTLS": b"%s NO not today\r\n"}
    with ScriptedServer(greeting=b"* OK ready\r\n", answer=imap(capabilities=b"IMAP4rev1 STARTTLS", on=on)) as server:
        with pytest.raises(ImapError) as caught:
            ImapGuard(a_server(server.port, tls="starttls"))
        assert caught.value.kind == "tls"
        assert b"LOGIN" not in server.heard


@pytest.mark.parametrize("tls", ["none", "implicit", "starttls"])
def test_a_peer_that_never_answers_times_out(tls: Tls) -> None:
    with ScriptedServer(greeting=b"", answer=lambda _: b"") as server:
        with pytest.raises(ImapError) as caught:
            ImapGuard(a_server(server.port, tls=tls))
        assert caught.value.kind in {"connection", "tls"}


@pytest.mark.parametrize("word", [b"CAPABILITY", b"LOGIN", b"SELECT", b"SEARCH"])
@pytest.mark.parametrize("reply", [b"", None], ids=["silence", "hang-up"])
def test_silence_and_hang_up_at_any_word_end_the_visit_in_time(word: bytes, reply: bytes | None) -> None:
    on: dict[bytes, bytes | None] = {b"SEARCH": b"* SEARCH 5\r\n%s OK done\r\n", word: reply}
    with ScriptedServer(greeting=b"* OK ready\r\n", answer=imap(on=on)) as server:
        settings = MailboxSettings(id="k", trust="t", address="a@x.example", imap=a_server(server.port))
        cursor = Cursor(
            uidvalidity=7, last_uid=4, newest_internal_date=None, first_contact_at=NOW, live_from_uid=1, floor=None
        )
        book = MemoryBook(cursor=cursor)
        with pytest.raises(ImapError) as caught:
            poll(settings, book=book, now=lambda: NOW, stop=lambda: False)
        assert caught.value.kind == "connection"
        assert book.rows == {}


@pytest.mark.parametrize("reply", [b"", None], ids=["silence", "hang-up"])
def test_a_mail_that_silences_the_server_fails_and_the_visit_ends_well(reply: bytes | None) -> None:
    on: dict[bytes, bytes | None] = {b"SEARCH": b"* SEARCH 5\r\n%s OK done\r\n", b"FETCH": reply}
    book = MemoryBook()
    with ScriptedServer(greeting=b"* OK ready\r\n", answer=imap(on=on)) as server:
        settings = MailboxSettings(id="k", trust="t", address="a@x.example", imap=a_server(server.port))
        result = poll(settings, book=book, now=lambda: NOW, stop=lambda: False)
    assert (result.failed, book.failed) == (1, {(7, 5): 1})


@pytest.mark.parametrize(
    "reply",
    [
        b"* 1 FETCH (UID 5 BODY[] NIL)\r\n%s OK done\r\n",
        b"* 1 FETCH (UID 5)\r\n%s OK done\r\n",
        b"* 1 FETCH (UID banana BODY[] {1}\r\nx)\r\n%s OK done\r\n",
        b'* 1 FETCH (UID 5 BODY[] "open\r\n%s OK done\r\n',
        b"* 1 FETCH 5\r\n%s OK done\r\n",
        b"%s NO I cannot\r\n",
        b"%s BAD what\r\n",
    ],
)
def test_an_answer_without_sense_fails_that_mail_alone(reply: bytes) -> None:
    on: dict[bytes, bytes | None] = {b"SEARCH": b"* SEARCH 5\r\n%s OK done\r\n", b"FETCH": reply}
    book = MemoryBook(due_again=False)
    with ScriptedServer(greeting=b"* OK ready\r\n", answer=imap(on=on)) as server:
        settings = MailboxSettings(id="k", trust="t", address="a@x.example", imap=a_server(server.port))
        result = poll(settings, book=book, now=lambda: NOW, stop=lambda: False)
    assert (result.kept, result.failed, book.failed) == (0, 1, {(7, 5): 1})
    assert book.cursor is not None
    assert book.cursor.last_uid == 5


def test_a_folder_without_uidvalidity_is_refused() -> None:
    with ScriptedServer(
        greeting=b"* OK ready\r\n", answer=imap(on={b"SELECT": b"* 0 EXISTS\r\n%s OK done\r\n"})
    ) as server:
        settings = MailboxSettings(id="k", trust="t", address="a@x.example", imap=a_server(server.port))
        with pytest.raises(ImapError, match="UIDVALIDITY"):
            poll(settings, book=MemoryBook(), now=lambda: NOW, stop=lambda: False)


def test_a_server_that_is_short_of_breath_is_not_a_wrong_password() -> None:
    on: dict[bytes, bytes | None] = {b"LOGIN": b"%s NO [UNAVAILABLE] try later\r\n"}
    with (
        ScriptedServer(greeting=b"* OK ready\r\n", answer=imap(on=on)) as server,
        pytest.raises(ImapError) as caught,
    ):
        ImapGuard(a_server(server.port))
    assert caught.value.kind == "connection"


def test_a_closed_port_is_a_connection_failure() -> None:
    with ScriptedServer(greeting=b"", answer=lambda _: None) as server:
        port = server.port
    with pytest.raises(ImapError) as caught:
        ImapGuard(a_server(port))
    assert caught.value.kind == "connection"

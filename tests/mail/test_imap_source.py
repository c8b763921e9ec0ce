"""Visits of a real mailbox: what is taken in, when it is told to the server, and what survives which accident."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from imapclient import IMAPClient

from mailbot import fault as faults
from mailbot.core.model.message import Cursor, Delivery
from mailbot.mail.imap import fetch as imap_fetch
from mailbot.mail.imap.error import ImapError
from mailbot.mail.imap.floor import OLDER_THAN_CONTACT, renumbered, why_filed
from mailbot.mail.imap.guard import Selected
from mailbot.mail.imap.source import PollResult, poll
from mailbot.settings.installation import ImapServer, MailboxSettings, Secret, Tls
from tests.support.dovecot import Dovecot
from tests.support.memory_book import MemoryBook

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def a_mailbox(
    server: Dovecot,
    account: str,
    *,
    after: Literal["move", "flag", "nothing"] = "flag",
    tls: Tls = "none",
    backlog_days: int | None = 0,
    password: str = Dovecot.password,
) -> MailboxSettings:
    imap = ImapServer(
        host="localhost",
        port=server.tls_port if tls == "implicit" else server.port,
        tls=tls,
        user=account,
        password=Secret(password, "test"),
        after=after,
        ca_file=server.certificate,
        connect_timeout=5,
        read_timeout=5,
    )
    return MailboxSettings(id="kestrel", trust="demo", address=account, backlog_days=backlog_days, imap=imap)


def a_mail(number: int, *, size: int = 0) -> bytes:
    return b"Message-ID: <%d@x>\r\nSubject: mail %d\r\n\r\n%s\r\n" % (number, number, b"x" * size)


def visit(settings: MailboxSettings, book: MemoryBook, *, stop: Callable[[], bool] = lambda: False) -> PollResult:
    return poll(settings, book=book, now=lambda: NOW, stop=stop)


def uidvalidity_of(book: MemoryBook) -> int:
    assert book.cursor is not None
    return book.cursor.uidvalidity


@pytest.fixture
def book() -> MemoryBook:
    return MemoryBook()


@pytest.fixture
def breaking() -> Iterator[Callable[[str, Callable[[], None]], None]]:
    """Do something at the first passing of a named boundary."""

    def install(name: str, action: Callable[[], None]) -> None:
        def reached(passed: str) -> None:
            if passed == name:
                faults.install(None)
                action()

        faults.install(reached)

    yield install
    faults.install(None)


_open: list[IMAPClient] = []


def client_of(server: Dovecot, account: str) -> IMAPClient:
    """Another client of the mailbox, such as a person's; hung up after the test."""
    client = IMAPClient(server.host, port=server.port, ssl=False)
    _open.append(client)
    client.login(account, server.password)
    client.select_folder("INBOX")
    return client


@pytest.fixture(autouse=True)
def _hang_up() -> Iterator[None]:
    yield
    while _open:
        with suppress(OSError):
            _open.pop().shutdown()


def test_the_first_contact_starts_at_the_end_and_commits_its_cursor_before_anything_else(
    dovecot: Dovecot, account: str, book: MemoryBook
) -> None:
    dovecot.deliver(account, a_mail(1))
    result = visit(a_mailbox(dovecot, account), book)
    assert (result.first_contact, result.kept, book.calls) == (True, 0, ["first_contact"])
    dovecot.deliver(account, a_mail(2))
    visit(a_mailbox(dovecot, account), book)
    assert book.live == [a_mail(2)]
    assert book.filed == []


def test_a_backlog_is_kept_and_filed_and_what_comes_later_is_live(
    dovecot: Dovecot, account: str, book: MemoryBook
) -> None:
    for number in range(3):
        dovecot.deliver(account, a_mail(number))
    result = visit(a_mailbox(dovecot, account, backlog_days=None), book)
    dovecot.deliver(account, a_mail(9))
    visit(a_mailbox(dovecot, account, backlog_days=None), book)
    assert result.filed == 3
    assert book.filed == [a_mail(0), a_mail(1), a_mail(2)]
    assert book.live == [a_mail(9)]
    assert {row.filed for row in book.rows.values()} == {OLDER_THAN_CONTACT, None}


def test_a_backlog_of_days_begins_at_that_day(dovecot: Dovecot, account: str, book: MemoryBook) -> None:
    dovecot.deliver(account, a_mail(1), received=NOW - timedelta(days=30))
    dovecot.deliver(account, a_mail(2), received=NOW - timedelta(days=2))
    visit(a_mailbox(dovecot, account, backlog_days=7), book)
    assert book.filed == [a_mail(2)]


def test_a_delivery_tells_where_and_when_it_came_from(dovecot: Dovecot, account: str, book: MemoryBook) -> None:
    visit(a_mailbox(dovecot, account), book)
    came = NOW - timedelta(minutes=7)
    dovecot.deliver(account, a_mail(1), received=came)
    visit(a_mailbox(dovecot, account), book)
    (kept,) = book.rows.values()
    assert book.cursor is not None
    assert kept == Delivery(
        raw=a_mail(1),
        trust="demo",
        mailbox="kestrel",
        received_at=came,
        folder="INBOX",
        uidvalidity=book.cursor.uidvalidity,
        uid=book.cursor.last_uid,
        internal_date=came,
    )
    assert book.cursor.newest_internal_date == came


def test_fetching_leaves_seen_alone(dovecot: Dovecot, account: str, book: MemoryBook) -> None:
    visit(a_mailbox(dovecot, account), book)
    dovecot.deliver(account, a_mail(1))
    visit(a_mailbox(dovecot, account), book)
    flags = client_of(dovecot, account).get_flags([1])[1]
    assert b"\\Seen" not in flags
    assert b"$Mailbot" in flags


def test_a_person_who_marks_everything_read_hides_nothing(dovecot: Dovecot, account: str, book: MemoryBook) -> None:
    visit(a_mailbox(dovecot, account), book)
    for number in range(4):
        dovecot.deliver(account, a_mail(number))
    client_of(dovecot, account).add_flags([1, 2, 3, 4], ["\\Seen"])
    visit(a_mailbox(dovecot, account), book)
    assert len(book.live) == 4


def test_moving_creates_the_folder_and_takes_only_what_was_kept(
    dovecot: Dovecot, account: str, book: MemoryBook
) -> None:
    dovecot.deliver(account, a_mail(0))
    settings = a_mailbox(dovecot, account, after="move")
    visit(settings, book)
    dovecot.deliver(account, a_mail(1))
    result = visit(settings, book)
    client = client_of(dovecot, account)
    assert client.search() == [1]
    assert client.select_folder("Mailbot.Processed")[b"EXISTS"] == 1
    assert (result.acknowledged, result.trouble) == (1, None)
    assert book.calls[-2:] == ["keep", "acknowledged"]


def test_without_move_the_mail_is_copied_and_exactly_it_is_expunged(
    dovecot: Dovecot, account: str, book: MemoryBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = IMAPClient.has_capability
    monkeypatch.setattr(IMAPClient, "has_capability", lambda self, name: name != "MOVE" and real(self, name))
    settings = a_mailbox(dovecot, account, after="move")
    visit(settings, book)
    for number in range(2):
        dovecot.deliver(account, a_mail(number))
    person = client_of(dovecot, account)
    dovecot.deliver(account, a_mail(7))
    visit(settings, book)
    person.noop()
    assert person.search() == []
    dovecot.deliver(account, a_mail(8))
    person.noop()
    person.delete_messages(person.search())  # marked by a person, not expunged
    visit(replace(settings, imap=replace(settings.imap, after="flag")) if settings.imap else settings, book)
    person.noop()
    assert len(person.search()) == 1
    assert person.select_folder("Mailbot.Processed")[b"EXISTS"] == 3


def test_killed_between_commit_and_move_the_next_visit_sweeps(
    dovecot: Dovecot, account: str, book: MemoryBook, breaking: Callable[[str, Callable[[], None]], None]
) -> None:
    settings = a_mailbox(dovecot, account, after="move")
    visit(settings, book)
    dovecot.deliver(account, a_mail(1))

    def die() -> None:
        raise KeyboardInterrupt

    for boundary in ("imap.kept", "imap.moved"):
        dovecot.deliver(account, a_mail(2))
        breaking(boundary, die)
        with pytest.raises(KeyboardInterrupt):
            visit(settings, book)
    visit(settings, book)
    assert (len(book.live), book.unacknowledged("", "", uidvalidity_of(book), 9)) == (3, [])
    assert client_of(dovecot, account).search() == []


def test_killed_before_the_commit_nothing_was_told_to_the_server(
    dovecot: Dovecot, account: str, book: MemoryBook, breaking: Callable[[str, Callable[[], None]], None]
) -> None:
    settings = a_mailbox(dovecot, account, after="move")
    visit(settings, book)
    dovecot.deliver(account, a_mail(1))

    def die() -> None:
        raise KeyboardInterrupt

    breaking("imap.fetched", die)
    with pytest.raises(KeyboardInterrupt):
        visit(settings, book)
    assert client_of(dovecot, account).search() == [1]
    visit(settings, book)
    assert book.live == [a_mail(1)]


def test_a_renumbered_folder_is_read_again_and_nothing_is_passed_over(
    dovecot: Dovecot, account: str, book: MemoryBook
) -> None:
    settings = a_mailbox(dovecot, account)
    visit(settings, book)
    dovecot.deliver(account, a_mail(1), received=NOW + timedelta(minutes=1))
    visit(settings, book)
    dovecot.deliver(account, a_mail(2), received=NOW + timedelta(minutes=2))
    client_of(dovecot, account).logout()
    listing = dovecot.maildir(account) / "dovecot-uidlist"
    version, validity, *rest = listing.read_text().split(" ", 2)
    listing.write_text(" ".join([version, f"V{int(validity[1:]) + 1000}", *rest]))
    for index in dovecot.maildir(account).glob("dovecot.index*"):
        index.unlink()
    result = visit(settings, book)
    assert result.renumbered
    assert book.calls[-3:] == ["uidvalidity_changed", "keep", "acknowledged"]
    assert book.live == [a_mail(1), a_mail(1), a_mail(2)]  # the content key knows the second of mail 1 later


def test_a_deleted_and_recreated_folder_is_a_renumbered_one(dovecot: Dovecot, account: str, book: MemoryBook) -> None:
    settings = a_mailbox(dovecot, account)
    assert settings.imap is not None
    settings = replace(settings, imap=replace(settings.imap, folder="Help"))
    client = client_of(dovecot, account)
    client.create_folder("Help")
    visit(settings, book)
    client.append("Help", a_mail(1), msg_time=NOW)
    visit(settings, book)
    before = book.cursor
    client.delete_folder("Help")
    client.create_folder("Help")
    client.append("Help", a_mail(2), msg_time=NOW)
    client.append("Help", a_mail(3), msg_time=NOW - timedelta(days=40))
    result = visit(settings, book)
    if before is not None and book.cursor is not None and before.uidvalidity == book.cursor.uidvalidity:
        pytest.fail("Dovecot gave the new folder the old UIDVALIDITY")
    assert result.renumbered
    assert (book.live, book.filed) == ([a_mail(1), a_mail(2)], [a_mail(3)])


def test_the_floor_is_a_day_below_the_newest_mail_but_not_below_the_first_contact() -> None:
    selected = Selected(uidvalidity=2, uidnext=50, exists=49, keywords=True)
    old = Cursor(
        uidvalidity=1, last_uid=70, newest_internal_date=None, first_contact_at=NOW - timedelta(days=9), live_from_uid=3
    )
    assert renumbered(old, selected=selected).floor == NOW - timedelta(days=9, minutes=1)
    new = renumbered(replace(old, newest_internal_date=NOW), selected=selected)
    assert (new.floor, new.last_uid, new.uidvalidity) == (NOW - timedelta(days=1), 0, 2)
    assert why_filed(new, uid=49, received_at=NOW - timedelta(hours=2)) is None
    assert why_filed(new, uid=49, received_at=NOW - timedelta(days=2)) is not None
    assert why_filed(new, uid=50, received_at=NOW - timedelta(days=2)) is None


def test_a_date_in_the_future_does_not_lift_the_floor(dovecot: Dovecot, account: str, book: MemoryBook) -> None:
    visit(a_mailbox(dovecot, account), book)
    dovecot.deliver(account, a_mail(1), received=NOW + timedelta(days=400))
    visit(a_mailbox(dovecot, account), book)
    assert book.cursor is not None
    assert book.cursor.newest_internal_date == NOW
    assert [row.received_at for row in book.rows.values()] == [NOW]


def test_a_server_killed_in_the_middle_loses_and_doubles_nothing(book: MemoryBook) -> None:
    account = "office@kestrelpark.example"
    with Dovecot() as server:
        settings = a_mailbox(server, account, after="move")
        visit(settings, book)
        for number in range(120):
            server.deliver(account, a_mail(number, size=2000))
        keep, batches = book.keep, []

        def keep_then_kill(deliveries: Sequence[Delivery], *, failed_uids: Sequence[int], cursor: Cursor) -> None:
            keep(deliveries, failed_uids=failed_uids, cursor=cursor)
            batches.append(len(deliveries))
            if len(batches) == 1:
                server.kill()

        book.keep = keep_then_kill  # type: ignore[method-assign]  # the real one, and then the accident
        with pytest.raises(ImapError) as caught:
            visit(settings, book)
        assert caught.value.kind == "connection"
        assert (len(book.rows), book.failed) == (50, {})
        server.start()
        visit(settings, book)
        assert book.live == [a_mail(number, size=2000) for number in range(120)]
        assert client_of(server, account).search() == []


def test_a_big_mail_is_kept_by_its_beginning(
    dovecot: Dovecot, account: str, book: MemoryBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_fetch, "MAX_MAIL", 5000)
    monkeypatch.setattr(imap_fetch, "BEGINNING", 300)
    visit(a_mailbox(dovecot, account), book)
    for number, size in ((1, 10), (2, 9000), (3, 10)):
        dovecot.deliver(account, a_mail(number, size=size))
    result = visit(a_mailbox(dovecot, account), book)
    header, body = a_mail(2, size=9000).split(b"\r\n\r\n")
    assert book.live == [a_mail(1, size=10), header + b"\r\n\r\n" + body[:300], a_mail(3, size=10)]
    assert [row.full_size for row in book.rows.values()] == [None, len(a_mail(2, size=9000)), None]
    assert (result.kept, result.truncated) == (3, 1)


def test_a_mail_that_cannot_be_fetched_stops_no_other_and_is_tried_again(
    dovecot: Dovecot, account: str, book: MemoryBook
) -> None:
    visit(a_mailbox(dovecot, account), book)
    for number in range(3):
        dovecot.deliver(account, a_mail(number))
    client_of(dovecot, account).logout()
    bad = sorted((dovecot.maildir(account) / "cur").iterdir())[1]
    bad.chmod(0)
    result = visit(a_mailbox(dovecot, account), book)
    assert (result.kept, result.failed) == (2, 1)
    bad.chmod(0o600)
    result = visit(a_mailbox(dovecot, account), book)
    assert (result.kept, result.failed, book.failed) == (1, 0, {})
    assert sorted(book.live) == [a_mail(0), a_mail(1), a_mail(2)]


def test_a_visit_stops_between_batches_when_asked(dovecot: Dovecot, account: str, book: MemoryBook) -> None:
    visit(a_mailbox(dovecot, account), book)
    for number in range(60):
        dovecot.deliver(account, a_mail(number))
    result = visit(a_mailbox(dovecot, account), book, stop=lambda: True)
    assert (result.kept, result.stopped) == (50, True)
    assert visit(a_mailbox(dovecot, account), book).kept == 10


def test_mails_that_arrive_during_the_visits_are_taken_in_once(
    dovecot: Dovecot, account: str, book: MemoryBook
) -> None:
    settings = a_mailbox(dovecot, account, after="move")
    visit(settings, book)

    def deliver_all() -> None:
        for number in range(200):
            dovecot.deliver(account, a_mail(number))

    delivering = threading.Thread(target=deliver_all)
    delivering.start()
    while delivering.is_alive():
        visit(settings, book)
    visit(settings, book)
    assert sorted(book.live) == sorted(a_mail(number) for number in range(200))


def test_a_thousand_mails_are_taken_in_by_one_visit(dovecot: Dovecot, account: str, book: MemoryBook) -> None:
    visit(a_mailbox(dovecot, account), book)
    for number in range(1000):
        dovecot.deliver(account, a_mail(number, size=8192))
    result = visit(a_mailbox(dovecot, account), book)
    assert (result.kept, result.acknowledged) == (1000, 1000)


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_tls_works_and_trusts_only_the_configured_authority(
    dovecot: Dovecot, account: str, book: MemoryBook, tls: Tls
) -> None:
    settings = a_mailbox(dovecot, account, tls=tls)
    assert visit(settings, book).first_contact
    assert settings.imap is not None
    with pytest.raises(ImapError, match="certificate is not trusted") as caught:
        visit(replace(settings, imap=replace(settings.imap, ca_file=None)), MemoryBook())
    assert caught.value.kind == "tls"


@pytest.mark.parametrize("tls", ["none", "starttls", "implicit"])
def test_no_mail_and_no_login_is_written_out_for_a_log(
    dovecot: Dovecot, account: str, book: MemoryBook, tls: Tls, caplog: pytest.LogCaptureFixture
) -> None:
    dovecot.deliver(account, a_mail(1, size=20))
    with caplog.at_level(logging.DEBUG):
        result = visit(a_mailbox(dovecot, account, tls=tls, backlog_days=None), book)
    assert result.kept == 1
    # at this level imaplib's log has whatever was put into words
    assert [record for record in caplog.records if record.name == "imapclient.imaplib"] == []
    assert dovecot.password not in caplog.text


def test_a_wrong_password_is_said_clearly_and_not_repeated(dovecot: Dovecot, account: str, book: MemoryBook) -> None:
    with pytest.raises(ImapError, match=r"AUTHENTICATIONFAILED") as caught:
        visit(a_mailbox(dovecot, account, password="s3cr3t-wrong"), book)
    assert caught.value.kind == "login"
    assert "s3cr3t" not in str(caught.value)


def test_a_missing_folder_is_said_clearly(dovecot: Dovecot, account: str, book: MemoryBook) -> None:
    settings = a_mailbox(dovecot, account)
    assert settings.imap is not None
    with pytest.raises(ImapError, match="could not open the folder 'Helpdesk'") as caught:
        visit(replace(settings, imap=replace(settings.imap, folder="Helpdesk")), book)
    assert caught.value.kind == "refused"


def test_the_servers_dates_are_read_on_the_desks_clock(dovecot: Dovecot, account: str, book: MemoryBook) -> None:
    ahead = timedelta(days=10)

    def visit_ahead() -> PollResult:
        settings = a_mailbox(dovecot, account, backlog_days=2)
        return poll(settings, book=book, now=lambda: NOW + ahead, stop=lambda: False, at_desk=lambda real: real + ahead)

    dovecot.deliver(account, a_mail(1), received=NOW - timedelta(days=5))
    dovecot.deliver(account, a_mail(2), received=NOW - timedelta(days=1))
    assert visit_ahead().filed == 1
    dovecot.deliver(account, a_mail(3), received=NOW - timedelta(seconds=1))
    visit_ahead()
    assert [row.received_at for row in book.rows.values()][-1] == NOW + ahead - timedelta(seconds=1)
    assert book.cursor is not None
    assert book.cursor.newest_internal_date == NOW + ahead - timedelta(seconds=1)

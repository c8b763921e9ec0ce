"""The whole way of a request through a real mailbox: what is taken in, and what the mailbox shows when."""

from datetime import timedelta

import pytest

from mailbot import fault as faults
from tests.journeys.conftest import OpenPolled
from tests.journeys.field.letters import ANSWERED, JANE, TOMASZ, UNANSWERED, Question
from tests.journeys.field.polled import KESTREL, Way
from tests.journeys.field.wait import until
from tests.support.dovecot import Dovecot
from tests.support.scripted_server import ScriptedServer

PROCESSED = "Mailbot.Processed"  # this Dovecot separates folders by dots


@pytest.mark.parametrize("after", ["flag", "move", "nothing"])
def test_question_offer_ticket_answer_through_one_mailbox(open_polled: OpenPolled, after: str) -> None:
    polled = open_polled({KESTREL: Way(after=after)})
    polled.start()
    polled.asks(JANE, ANSWERED)
    offer = polled.desk.mail_to(JANE)
    polled.reply(offer, "tried that, still black")
    told = polled.desk.mail_to(TOMASZ)
    assert told.says("tried that, still black")
    assert polled.desk.mail_to(JANE)
    polled.reply(told, "Swap the HDMI lead please.\n\n#solved")
    answer = polled.desk.mail_to(JANE)
    assert answer.says("Swap the HDMI lead please.")
    assert not answer.says("#solved")
    request = polled.desk.request()
    assert (request.state, len(request.entries)) == ("solved", 3)
    polled.visited()
    inbox = polled.flags()
    moved = polled.flags(folder=PROCESSED)
    expected = {"flag": ([{b"$Mailbot"}] * 3, 0), "move": ([], 3), "nothing": ([set()] * 3, 0)}
    assert (inbox, len(moved)) == expected[after]


def test_nothing_is_told_to_the_server_before_the_commit(open_polled: OpenPolled) -> None:
    polled = open_polled({KESTREL: Way(after="move")})
    polled.start()
    seen: list[int] = []

    def look(name: str) -> None:
        if name == "cursors.keep.before_commit":
            seen.append(len(polled.flags()))

    faults.install(look)
    try:
        polled.asks(JANE, UNANSWERED)
        polled.desk.mail_to(TOMASZ)
        polled.visited()
    finally:
        faults.install(None)
    assert seen == [1]  # it was still there when all was written and nothing committed
    assert polled.flags() == []


def test_a_mailbox_that_another_program_marks_as_read_hides_nothing(open_polled: OpenPolled) -> None:
    polled = open_polled({KESTREL: Way(after="nothing")})
    polled.start()
    polled.desk.stop()
    for number in range(5):
        polled.asks(JANE, Question(f"Trombone {number}", UNANSWERED.text))
    with polled.login() as client:
        client.select_folder("INBOX")
        client.add_flags(client.search(), [b"\\Seen", b"\\Flagged"])
    polled.start()
    assert len(polled.desk.requests()) == 5


def test_a_visit_marks_nothing_as_read(open_polled: OpenPolled) -> None:
    polled = open_polled({KESTREL: Way(after="flag")})
    polled.start()
    polled.asks(JANE, UNANSWERED)
    polled.desk.mail_to(TOMASZ)
    polled.visited()
    assert polled.flags() == [{b"$Mailbot"}]  # and not \Seen


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_tls_in_both_forms(open_polled: OpenPolled, tls: str) -> None:
    polled = open_polled({KESTREL: Way(tls="starttls" if tls == "starttls" else "implicit")})
    polled.start()
    polled.asks(JANE, UNANSWERED)
    assert polled.desk.mail_to(TOMASZ).says("trombone")


def test_a_server_without_starttls_gets_no_password(open_polled: OpenPolled) -> None:
    def answer(line: bytes) -> bytes:
        tag, _, word = line.strip().partition(b" ")
        offers = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" if word.upper() == b"CAPABILITY" else b""
        return offers + tag + (b" OK done\r\n" if offers else b" BAD what\r\n")

    with ScriptedServer(greeting=b"* OK ready\r\n", answer=answer) as clear:
        polled = open_polled({KESTREL: Way(tls="starttls", port=clear.port)})
        polled.desk.start()
        until(lambda: polled.desk.rows("SELECT failures FROM mailbox_health"), "a failed visit")
        assert polled.health()["failing_since"]
        for word in (b"LOGIN", b"AUTHENTICATE", Dovecot.password.encode()):
            assert word not in clear.heard
        polled.desk.stop()


@pytest.mark.parametrize(
    ("backlog", "kept", "filed"), [("none", 0, 0), ("7d", 2, 2), ("all", 3, 3)], ids=["none", "7d", "all"]
)
def test_first_contact_files_the_backlog_that_is_asked_for_and_answers_none_of_it(
    open_polled: OpenPolled, backlog: str, kept: int, filed: int
) -> None:
    polled = open_polled({KESTREL: Way(backlog=backlog)})
    for number, days in enumerate((30, 3, 1)):
        polled.puts(_old_mail(number), received=polled.server_now() - timedelta(days=days))
    polled.start()
    polled.asks(JANE, UNANSWERED)
    polled.desk.mail_to(TOMASZ)
    polled.desk.settle()
    states = polled.desk.rows("SELECT state, count(*) FROM inbox GROUP BY state ORDER BY state")
    assert states == [("done", 1), *([("filed", filed)] if filed else [])]
    assert len(polled.desk.rows("SELECT id FROM inbox")) == kept + 1
    assert polled.health()["filed"] == filed
    assert sorted(polled.desk.sent()) == [JANE.address, TOMASZ.address]


def _old_mail(number: int) -> bytes:
    return (
        f"From: Jane Ashdown <{JANE.address}>\r\nTo: itsupport@kestrelpark.example\r\nSubject: old {number}\r\n"
        f"Message-ID: <old{number}@kestrelpark.example>\r\n\r\nThe projector is blue\r\n"
    ).encode()

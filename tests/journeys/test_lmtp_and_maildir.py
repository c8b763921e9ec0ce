"""A mail server on our side hands over by LMTP, or puts mail into a Maildir: the same desk, the same answers."""

import smtplib
import threading
import time
from dataclasses import replace
from mailbox import Maildir
from pathlib import Path

import pytest

from mailbot.core.model.message import Address
from mailbot.mail.imap import cord as imap_cord
from tests.journeys.conftest import OpenDesk, OpenPolled
from tests.journeys.field.desk import ADDRESSES, Desk, boxes_of
from tests.journeys.field.letters import (
    ANSWERED,
    AUTHSERV,
    JANE,
    KESTREL_PARK,
    TOMASZ,
    UNANSWERED,
    new_mail,
    reply_to,
    stamped,
)
from tests.journeys.field.polled import KESTREL, Way
from tests.journeys.field.wait import until
from tests.support.scripted_server import ScriptedServer

DOOR = f"""
[listener.local-delivery]
protocol = "lmtp"
port = 0
auth = {{ kind = "authserv", authserv_id = "{AUTHSERV}" }}
"""


def test_one_mail_by_lmtp_for_two_mailboxes_is_answered_twice_and_is_one_request(open_desk: OpenDesk) -> None:
    desk = open_desk(more=DOOR)
    desk.start()
    raw = stamped(new_mail(JANE, to=KESTREL_PARK, about=UNANSWERED, at=desk.now), proof="pass")
    door = desk.running._listeners[1]
    with smtplib.LMTP("127.0.0.1", door.port, timeout=30) as client:
        client.ehlo()
        client.mail(JANE.address)
        codes = [client.rcpt(to)[0] for to in (KESTREL_PARK, "nobody@kestrelpark.example", ADDRESSES["brackenridge"])]
        assert codes == [250, 550, 250]
        assert [client.data(raw)[0], client.getreply()[0]] == [250, 250]
    assert desk.mail_to(TOMASZ)
    request = desk.request()
    assert request.entries[0]["verified"]
    assert sorted(desk.outcomes())[0] == "duplicate"


def with_maildir(open_desk: OpenDesk, folder: Path, *, after: str) -> tuple[Desk, Maildir]:
    """A desk that reads Kestrel Park's mail from a Maildir, impatiently."""
    maildir = Maildir(folder, create=True)

    def table(box: str) -> str:
        return f'[mailbox.{box}.maildir]\nfolder = "{folder}"\nafter = "{after}"\n' if box == KESTREL else ""

    desk = open_desk(boxes=boxes_of(imap=table))
    box = desk.settings.mailboxes[KESTREL]
    assert box.maildir is not None
    quick = replace(box, maildir=replace(box.maildir, every=0.1))
    desk.settings = replace(desk.settings, mailboxes={**desk.settings.mailboxes, KESTREL: quick})
    return desk, maildir


@pytest.mark.parametrize(("after", "left"), [("cur", 2), ("delete", 0)])
def test_question_and_answer_through_a_maildir(open_desk: OpenDesk, tmp_path: Path, after: str, left: int) -> None:
    desk, maildir = with_maildir(open_desk, tmp_path / "Maildir", after=after)
    desk.start()
    maildir.add(stamped(new_mail(JANE, to=KESTREL_PARK, about=ANSWERED, at=desk.now), proof="pass"))
    offer = desk.mail_to(JANE)
    answer = reply_to(offer, who=Address("", JANE.address), text="tried that, still black", at=desk.now)
    maildir.add(stamped(answer, proof="pass"))
    assert desk.mail_to(TOMASZ).says("tried that, still black")
    request = desk.request()
    assert (request.state, [bool(entry["verified"]) for entry in request.entries]) == ("open", [True, True])
    until(lambda: len(list((tmp_path / "Maildir" / "cur").iterdir())) == left, "all are put away")
    assert not list((tmp_path / "Maildir" / "new").iterdir())


def test_a_silent_server_does_not_hold_up_a_stop(open_polled: OpenPolled) -> None:
    heard = threading.Event()

    def silence(line: bytes) -> bytes:
        del line
        heard.set()
        return b""

    with ScriptedServer(greeting=b"* OK ready\r\n", answer=silence) as server:
        polled = open_polled({KESTREL: Way(port=server.port)}, read_timeout=60)
        polled.desk.start()
        assert heard.wait(10)
        begun = time.monotonic()
        polled.desk.stop()
        assert time.monotonic() - begun < 5


def test_a_server_that_trickles_is_given_up(open_polled: OpenPolled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_cord, "PATIENCE", 1.0)
    monkeypatch.setattr(imap_cord, "VISIT_SECONDS", 2.0)
    ended = threading.Event()

    def trickle(line: bytes) -> bytes:
        del line
        while server.links and not ended.wait(0.1):
            server.links[-1].sendall(b"*")
        return b""

    with ScriptedServer(greeting=b"* OK ready\r\n", answer=trickle) as server:
        polled = open_polled({KESTREL: Way(port=server.port)}, read_timeout=60)
        polled.desk.start()
        why = until(lambda: polled.desk.rows("SELECT error FROM mailbox_health WHERE failures > 0"), "given up")
        ended.set()
        assert "brought nothing in" in str(why)
        polled.desk.stop()

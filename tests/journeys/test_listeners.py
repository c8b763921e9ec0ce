"""Whose word counts is a matter of the door that a mail came through: each listener and each mailbox has its own."""

from dataclasses import replace

from tests.journeys.conftest import OpenDesk, OpenPolled
from tests.journeys.field.letters import JANE, KESTREL_PARK, OLU, UNANSWERED, Question, new_mail

SECOND_DOOR = """
[listener.open]
port = 0
auth = "none"

[listener.named]
port = 0
auth = { kind = "authserv", authserv_id = "mx.other.example" }
"""


def test_each_listener_proves_by_its_own_profile(open_desk: OpenDesk) -> None:
    desk = open_desk(more=SECOND_DOOR)
    desk.start()
    names = [listener.settings.id for listener in desk.running._listeners]
    for name in ("local", "open", "named"):
        about = Question(name, UNANSWERED.text)
        raw = new_mail(JANE, to=KESTREL_PARK, about=about, at=desk.now)
        desk.receives(raw, listener=names.index(name), logged_in=name == "local")
        desk.settle()
    stamped_elsewhere = b"Authentication-Results: mx.other.example; dmarc=pass header.from=kestrelpark.example\r\n"
    raw = new_mail(OLU, to=KESTREL_PARK, about=Question("right", UNANSWERED.text), at=desk.now)
    desk.receives(stamped_elsewhere + raw, listener=names.index("named"), logged_in=False, envelope_from=OLU.address)
    verified = {one.subject: bool(one.entries[0]["verified"]) for one in desk.requests()}
    assert verified == {"local": True, "open": False, "named": False, "right": True}
    assert desk.rows("SELECT listener FROM inbox ORDER BY id") == [("local",), ("open",), ("named",), ("named",)]


def test_what_came_through_a_door_that_is_gone_by_now_is_not_proven(open_desk: OpenDesk) -> None:
    desk = open_desk(more=SECOND_DOOR)
    desk.start()
    desk.running.processing.stop()  # nobody acts on it before the restart
    desk.receives(new_mail(JANE, to=KESTREL_PARK, about=UNANSWERED, at=desk.now))
    desk.stop()
    others = tuple(one for one in desk.settings.listeners if one.id != "local")
    desk.settings = replace(desk.settings, listeners=others)
    desk.start()
    assert not desk.request().entries[0]["verified"]


def test_a_polled_mail_is_proven_by_its_mailbox_whatever_the_listeners_say(open_polled: OpenPolled) -> None:
    polled = open_polled()
    polled.start()
    raw = new_mail(JANE, to=KESTREL_PARK, about=UNANSWERED, at=polled.desk.now)
    polled.puts(raw)  # stamped by the server that the mailbox's profile names
    forged = b"Authentication-Results: mx.evil.example; dmarc=pass header.from=kestrelpark.example\r\n"
    other = new_mail(OLU, to=KESTREL_PARK, about=Question("Tuba", UNANSWERED.text), at=polled.desk.now)
    polled.puts(forged + other, proof=None)
    polled.visited()
    polled.visited()
    verified = {one.subject: bool(one.entries[0]["verified"]) for one in polled.desk.requests()}
    assert verified == {"Trombone": True, "Tuba": False}
    assert polled.desk.rows("SELECT DISTINCT listener FROM inbox") == [(None,)]

"""Loops: robots that answer the desk, and how many mails each gets out of it. The clock is stepped, nothing is sent."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.proof.letters import a_mail, answer_to, header, says
from tests.proof.memory_desk import Door, MemoryDesk, Sent

ROUND = timedelta(minutes=1)
PEER = "noc@brackenridge.example"
_DAEMON = re.compile(rb"(?mi)^From: (?:mailer-daemon|postmaster)@")
SHORT = Door(envelope_from="someone@brackenridge.example")


@dataclass(frozen=True, slots=True)
class Robot:
    """One that answers: `answers` gives its mail to the newest of ours (None at first), or None where it stays quiet.

    `machine` says that a sign of a machine is on every one of its mails, so that none is answered; `peers` how many
    addresses it has.
    """

    name: str
    answers: Callable[[bytes | None, int], bytes | None]
    machine: bool = False
    peers: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: mails the desk sent to peers, and the most that one got within an hour and within a day."""

    rounds: int
    received: int
    to_peers: int
    most_in_an_hour: int
    most_in_a_day: int
    bounces_answered: int


def run(robot: Robot, *, rounds: int) -> Outcome:
    """Let the robot talk with a desk, one mail a minute; it writes again when the desk has fallen silent."""
    desk, newest, received = MemoryDesk(), None, 0
    bounces_answered = 0
    for number in range(rounds):
        raw = robot.answers(newest, number)
        if raw is not None:
            received += 1
            bounced = _DAEMON.search(raw) is not None
            door = Door(envelope_from="") if bounced else SHORT
            outgoing = [one for one in desk.receive(raw, door=door) if not _to_team(one)]
            bounces_answered += len(outgoing) if bounced else 0
            newest = outgoing[-1].raw if outgoing else newest
        desk.now += ROUND
    times: dict[str, list[datetime]] = {}
    for mail in desk.sent:
        if not _to_team(mail):
            times.setdefault(mail.recipient, []).append(mail.at)
    return Outcome(
        rounds=rounds,
        received=received,
        to_peers=sum(len(moments) for moments in times.values()),
        most_in_an_hour=max((most_within(moments, timedelta(hours=1)) for moments in times.values()), default=0),
        most_in_a_day=max((most_within(moments, timedelta(days=1)) for moments in times.values()), default=0),
        bounces_answered=bounces_answered,
    )


def most_within(moments: list[datetime], span: timedelta) -> int:
    """The most of these moments (in order) that any span of this length holds."""
    first, most = 0, 0
    for place, moment in enumerate(moments):
        while moment - moments[first] >= span:
            first += 1
        most = max(most, place - first + 1)
    return most


def _to_team(mail: Sent) -> bool:
    return mail.effect.to.purpose != "r"


def _new(sender: str, text: str, *headers: tuple[str, str], subject: str = "Help") -> bytes:
    return a_mail(sender, text, *headers, subject=subject)


def _own_echo(newest: bytes | None, number: int) -> bytes:
    return newest if newest is not None else _new("jane@kestrelpark.example", f"The printer {number} is broken")


def _other_desk(newest: bytes | None, number: int) -> bytes:
    """Another installation of this very program: its acknowledgement of our mail, written by its own code."""
    theirs = MemoryDesk(
        host="other.example", keys={"q": b"their key"}, mailboxes={"kestrel": PEER, "bracken": PEER, "central": PEER}
    )
    asked = a_mail("itsupport@kestrelpark.example", f"Your request {number} is open", subject=f"Request {number}")
    out = theirs.receive(newest or asked, door=Door(auth_kind="none"))
    written = next((one.raw for one in out if one.effect.to.purpose == "r"), None)
    return written or _new(PEER, "Thank you for your mail", ("Auto-Submitted", "auto-replied"))


def _auto_marked(newest: bytes | None, number: int) -> bytes:
    del number
    marks = (("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"))
    text = "I am out of the office until Monday."
    return answer_to(newest, PEER, text, *marks, quote=False) if newest else _new(PEER, text, *marks)


def _by_subject(newest: bytes | None, number: int) -> bytes:
    del newest
    return _new(PEER, f"I am away. {number}", subject="Automatic reply: Your request")


def _list(newest: bytes | None, number: int) -> bytes:
    del newest
    marks = (("List-Id", "<staff.brackenridge.example>"), ("Precedence", "list"))
    return _new(PEER, f"Staff news {number}", *marks, subject="[staff] news")


def _bounce(newest: bytes | None, number: int) -> bytes | None:
    """The receiving server refuses every mail of ours; a person's question starts it, once a round."""
    if newest is None or number % 2 == 0:
        return _new("jane@kestrelpark.example", f"The projector shows no signal {number}")
    ours = header(newest, "Message-ID")
    return a_mail(
        "MAILER-DAEMON@kestrelpark.example",
        f"This is the mail system.\n\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822;"
        f" jane@kestrelpark.example\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\n"
        f"Message-ID: {ours}\n\n--b--",
        ("Content-Type", 'multipart/report; report-type=delivery-status; boundary="b"'),
        subject="Undelivered Mail Returned to Sender",
    ).replace(b"Content-Type: text/plain; charset=utf-8\r\n", b"")


def _plain_bounce(newest: bytes | None, number: int) -> bytes | None:
    if newest is None or number % 2 == 0:
        return _new("jane@kestrelpark.example", f"The projector shows no signal {number}")
    return _new("postmaster@kestrelpark.example", "Hi. I could not deliver your message.", subject="failure notice")


def _helpdesk_new(newest: bytes | None, number: int) -> bytes:
    """Acknowledges everything with a new mail, in words that desks use, and no header of a machine."""
    del newest
    return _new(
        PEER, f"We have received your request. Ticket {number} was opened.", subject=f"[Ticket {number}] received"
    )


def _odd_helpdesk_new(newest: bytes | None, number: int) -> bytes:
    """The same in words that nobody could know as a desk's."""
    del newest
    return _new(PEER, f"Ta! Somebody of the blue team comes round about {number}.", subject=f"Blue team {number}")


def _odd_helpdesk_reply(newest: bytes | None, number: int) -> bytes:
    if newest is None:
        return _odd_helpdesk_new(newest, number)
    return answer_to(newest, PEER, f"Ta! Somebody of the blue team comes round about {number}.", quote=False)


def _solver(newest: bytes | None, number: int) -> bytes:
    """A robot whose words settle and reopen a request in turn."""
    words = "That solved it" if number % 2 else "Still broken, please help"
    return answer_to(newest, PEER, words, quote=False) if newest else _new(PEER, "The projector shows no signal")


def _ring(newest: bytes | None, number: int) -> bytes:
    """Three robots in a ring: what one gets from us, the next one sends to us as its own."""
    sender = f"robot{number % 3}@brackenridge.example"
    words = says(newest).split("\n")[4:8] if newest else ["It is broken"]
    return _new(sender, f"{' '.join(words)} {number}", subject=f"Passed on {number}")


def _stranger(newest: bytes | None, number: int) -> bytes:
    sender = "desk@elsewhere.example"
    text = f"Thank you, your number is {number}"
    return answer_to(newest, sender, text, quote=False) if newest else _new(sender, text)


ROBOTS = (
    Robot("our own mail comes back", _own_echo),
    Robot("another desk of the same program", _other_desk, machine=True),
    Robot("an out-of-office robot that says so", _auto_marked, machine=True),
    Robot("an out-of-office robot known by its subject", _by_subject, machine=True),
    Robot("a list", _list, machine=True),
    Robot("a mailbox that bounces", _bounce),
    Robot("a server that bounces in its own words", _plain_bounce),
    Robot("a helpdesk that acknowledges in a desk's words", _helpdesk_new),
    Robot("a helpdesk that acknowledges with odd new mails", _odd_helpdesk_new),
    Robot("a helpdesk that acknowledges by odd replies", _odd_helpdesk_reply),
    Robot("a robot that settles and reopens", _solver),
    Robot("a ring of three robots", _ring, peers=3),
    Robot("a stranger's robot", _stranger),
)


def bomb(victim: str, *, result: str | None, mails: int, every: timedelta = timedelta(seconds=0)) -> Counter[str]:
    """Mails forged in the victim's name, each another text; gives how many went to him and how many to the team."""
    desk, counts = MemoryDesk(), Counter[str]()
    for number in range(mails):
        raw = a_mail(victim, f"Please help me {number}, it is broken", subject=f"Help {number}", result=result)
        for mail in desk.receive(raw):
            counts["victim" if mail.recipient == victim else "team"] += 1
        desk.now += every
    counts["requests"] = len(desk.requests)
    return counts

"""A desk that really runs: the daemon, an SMTP door, an SMTP sink for what it sends, and its database to look into.

desk.asks(JANE, ANSWERED)
offer = desk.mail_to(JANE)
desk.reply(offer, "that solved it")
assert desk.request().state == "self_solved"
"""

import shutil
import smtplib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import text

from mailbot.core.model.message import Address
from mailbot.daemon.bootstrap import build
from mailbot.daemon.clock import SteppingClock
from mailbot.daemon.demo import letter
from mailbot.daemon.run import Daemon
from mailbot.settings.config import load
from mailbot.settings.installation import Settings
from mailbot.store.look.figures import request_list, show_request, status
from tests.journeys.field.letters import AUTHSERV, KESTREL_PARK, Mail, Question, new_mail, reply_to, sender_of, stamped
from tests.journeys.field.wait import until
from tests.support.smtp_sink import SmtpSink

MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday in term, everybody is at work
LOGIN = "school-mail-server"

Proof = Literal["pass", "fail", "none"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as the database has it."""

    number: int
    state: str
    school: str
    assignee: str
    priority: str
    outcome: str
    sensitive: bool
    subject: str
    entries: Sequence[Mapping[str, Any]] = field(repr=False)
    timeline: Sequence[Mapping[str, Any]] = field(repr=False)
    linked_to: int | None = None

    @property
    def texts(self) -> list[str]:
        """What stands in its entries, oldest first."""
        return [str(entry["text"]) for entry in self.entries]


class Desk:
    """One installation and, between `start` and `stop`, its daemon. `settings` may be changed before `start`."""

    def __init__(self, folder: Path, *, sink: SmtpSink, config: str, now: datetime = MORNING) -> None:
        self.folder = folder
        self.sink = sink
        self.clock = SteppingClock(now)
        self.config = folder / "config.toml"
        self.config.write_text(config)
        self.settings: Settings = load(self.config, environ={}, create=True)
        self.daemon: Daemon | None = None
        self._read: Counter[str] = Counter()

    def start(self) -> None:
        """Build the daemon and let it run."""
        self.daemon = build(self.settings, clock=self.clock)
        self.daemon.start()

    def stop(self) -> None:
        """Drain and end it; harmless when it does not run."""
        daemon, self.daemon = self.daemon, None
        if daemon is not None:
            assert daemon.stop()

    @property
    def running(self) -> Daemon:
        """The daemon."""
        assert self.daemon is not None
        return self.daemon

    @property
    def now(self) -> datetime:
        """The desk's time."""
        return self.clock.now()

    def later(self, **how_much: float) -> None:
        """Put the desk's clock forward: `desk.later(hours=3)`."""
        self.clock.forward_to(self.now + timedelta(**how_much))

    # -- what people do ------------------------------------------------------------------------------------------

    def receives(
        self,
        raw: bytes,
        *,
        to: str | Sequence[str] = "",
        envelope_from: str | None = None,
        proof: Proof = "pass",
        logged_in: bool = True,
        listener: int = 0,
    ) -> None:
        """Hand one mail in by SMTP, stamped by the school's mail server. Raises smtplib's errors when refused."""
        sender = sender_of(raw) if envelope_from is None else envelope_from
        recipients = [to] if isinstance(to, str) and to else list(to) or [letter.recipient_of(raw)]
        door = self.running._listeners[listener]
        with smtplib.SMTP("127.0.0.1", door.port, timeout=30) as client:
            if logged_in:
                client.login(LOGIN, self.settings.listeners[0].logins[LOGIN].value)
            client.sendmail(sender or "<>", recipients, stamped(raw, proof=proof))

    def asks(self, who: Address, about: Question, *, to: str = KESTREL_PARK, proof: Proof = "pass") -> bytes:
        """Somebody writes a new mail to the desk; gives the mail."""
        raw = new_mail(who, to=to, about=about, at=self.now)
        self.receives(raw, proof=proof)
        return raw

    def reply(self, mail: Mail, words: str, *, who: Address | None = None, proof: Proof = "pass") -> bytes:
        """Whoever got the mail answers it (or `who` does, with the same mail in hand); gives the answer."""
        raw = reply_to(mail, who=who or Address("", mail.recipient), text=words, at=self.now)
        self.receives(raw, proof=proof)
        return raw

    # -- what they get -------------------------------------------------------------------------------------------

    def mails_for(self, who: Address | str) -> list[Mail]:
        """All mails that ever arrived for them, oldest first."""
        address = who if isinstance(who, str) else who.address
        return [
            Mail(address, one.envelope_from, one.content) for one in self.sink.mails if one.envelope_to == (address,)
        ]

    def mail_to(self, who: Address | str) -> Mail:
        """Their next unread mail; waits for it."""
        address = who if isinstance(who, str) else who.address
        place = self._read[address]
        mails = until(lambda: self.mails_for(address)[place:], f"a mail to {address}")
        self._read[address] += 1
        return mails[0]

    def unread(self, who: Address | str) -> list[Mail]:
        """What came for them and was not read yet, when all is done that there is to do."""
        self.settle()
        address = who if isinstance(who, str) else who.address
        return self.mails_for(address)[self._read[address] :]

    def sent(self) -> list[str]:
        """To whom every mail went so far, in order, when all is done that there is to do."""
        self.settle()
        return [one.envelope_to[0] for one in self.sink.mails]

    # -- what the desk knows -------------------------------------------------------------------------------------

    def settle(self, *, seconds: float = 20) -> None:
        """Wait until nothing waits any more: every mail understood or set aside, every answer sent, no timer due."""
        until(lambda: not any(self.waiting().values()), f"all done; {self.waiting()}", seconds=seconds)

    def waiting(self) -> dict[str, int]:
        """How many rows of each queue still wait."""
        queries = {
            "inbox": "SELECT count(*) FROM inbox WHERE state = 'new'",
            "outbox": "SELECT count(*) FROM outbox WHERE state = 'queued'",
            "untold": "SELECT count(*) FROM outbox WHERE state IN ('failed', 'expired') AND NOT told",
        }
        with self.running.database.read() as unit:
            counts = {name: int(unit.connection.execute(text(sql)).scalar_one()) for name, sql in queries.items()}
            figures = status(unit, now=self.now, since=MORNING)
            return {**counts, "timers": int(figures["timers_due"]["rows"])}

    def rows(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """What a query gives."""
        with self.running.database.read() as unit:
            return [tuple(row) for row in unit.connection.execute(text(sql), values)]

    def write(self, sql: str) -> None:
        """Change the database behind the daemon's back: only to shorten a wait."""
        with self.running.database.write() as unit:
            unit.connection.execute(text(sql))
            unit.commit()

    def requests(self) -> list[Seen]:
        """All requests, oldest first, when all is done that there is to do."""
        self.settle()
        with self.running.database.read() as unit:
            numbers = sorted(int(row["number"]) for row in request_list(unit, state="all"))
        return [self.request(number) for number in numbers]

    def request(self, number: int | None = None) -> Seen:
        """One request; without a number the only one there is."""
        if number is None:
            requests = self.requests()
            assert len(requests) == 1, requests
            return requests[0]
        with self.running.database.read() as unit:
            found = show_request(unit, number=number)
        assert found is not None, number
        row = found["request"]
        return Seen(
            number=number,
            state=row["state"],
            school=row["school"],
            assignee=row["assignee"] or "",
            priority=row["priority"],
            outcome=row["outcome"] or "",
            sensitive=bool(row["sensitive"]),
            subject=row["subject"],
            entries=found["entries"],
            timeline=found["timeline"],
            linked_to=row["linked_to"],
        )

    def outcomes(self) -> list[str]:
        """How each delivery ended, in the order of arrival, when all is done that there is to do."""
        self.settle()
        return [str(outcome) for (outcome,) in self.rows("SELECT outcome FROM inbox ORDER BY id")]

    def article(self, title: str) -> dict[str, Any]:
        """The article with this title."""
        columns = ("article", "state", "body", "audience", "schools", "author")
        rows = self.rows(f"SELECT {', '.join(columns)} FROM article WHERE title = :title", title=title)  # noqa: S608
        assert len(rows) == 1, rows
        return dict(zip(columns, rows[0], strict=True))


def config_of(*, trust: Path, sink_port: int, database: str = "", more: str = "", boxes: str | None = None) -> str:
    """The text of a `config.toml` for the demo trust at `trust`: an SMTP door with a login, the sink as the relay.

    Desks of tests that run side by side would meet on the same core, so each has them all.
    """
    return f"""\
[daemon]
data = "data"
host = "desk.example"
disk_reserve_mb = 0
workers = 2
poll_threads = 2
one_core = false
idle_max = 0

[database]
url = "{database or "sqlite:///data/mailbot.sqlite3"}"

[trust.tvlt]
folder = "{trust}"

{_BOXES if boxes is None else boxes}
[listener.local]
port = 0
auth = "trusted_peers"
logins = {{ {LOGIN} = {{ generated = "listener.secret" }} }}

[delivery.smtp]
host = "127.0.0.1"
port = {sink_port}
tls = "none"
{more}"""


ADDRESSES = {
    "central": "helpdesk@tamselvalley.example",
    "oakfold": "it@oakfold.example",
    "millrace": "ithelp@millrace.example",
    "st-winifreds": "helpdesk@stwinifreds.example",
    "pippin-lane": "it@pippinlane.example",
    "brackenridge": "helpdesk@brackenridge.example",
    "kestrel-park": KESTREL_PARK,
    "tamsel-high": "helpdesk@tamselhigh.example",
    "willowmere": "it@willowmere.example",
}


def boxes_of(
    addresses: Mapping[str, str] = ADDRESSES, *, trust: str = "tvlt", imap: Callable[[str], str] | None = None
) -> str:
    """The `[mailbox.*]` tables; `imap` gives more lines for a mailbox id ('' for none)."""
    parts = [
        f'[mailbox.{id_}]\ntrust = "{trust}"\naddress = "{address}"\n'
        f'auth = {{ kind = "authserv", authserv_id = "{AUTHSERV}" }}\n{imap(id_) if imap else ""}\n'
        for id_, address in addresses.items()
    ]
    return "\n".join(parts)


_BOXES = boxes_of()


def copy_trust(source: Path, target: Path) -> Path:
    """A trust's folder to change: the demo's, but Willowmere closes what is met with silence."""
    shutil.copytree(source, target)
    school = target / "schools" / "willowmere.toml"
    school.write_text(school.read_text().replace('on_silence = "open"', 'on_silence = "close"'))
    return target

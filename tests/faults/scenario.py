"""A whole run: daemons, a relay, the stages of a stream, deaths at a point, and in the end the checker's verdict."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from mailbot.settings.installation import ImapServer, MaildirFolder
from tests.faults.checker import Book, Expected, PromiseBroken, check_acknowledged, check_all
from tests.faults.child import Orders
from tests.faults.desk import PATIENCE, Death, Desk, fingerprint
from tests.faults.stream import Arrived, Letter, Stage, arrived_mail, delivered_mail
from tests.faults.trust import settings_for
from tests.support.machine import free_port
from tests.support.smtp_sink import SmtpSink

# How many times a process is killed at each point. A message that five dying workers had in hand goes to quarantine, as
# promised, whatever they died of: more deaths than four are had by running the tests again.
KILLS = min(int(os.environ.get("MAILBOT_KILLS", "2")), 4)

# What a lease of the program lasts would be waited out by the daemon that goes on. A mail's conversation must still
# fit well into the lease of its row: else a slow machine alone sends a mail twice.
SHORT_LEASES: Mapping[str, float] = {
    "processing.LEASE_SECONDS": 1.0,
    "sending.LEASE_SECONDS": 4.0,
    "sending.LONGEST_CONVERSATION": 3.0,
    "polling.LEASE_SECONDS": 1.0,
    "run.TIMER_SECONDS": 0.3,
    "polling.ELSEWHERE_PAUSE": 0.3,
    "polling.FIRST_PAUSE": 0.2,
}
SENDERS = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run lives: its own folder and database, and the trust's files."""

    folder: Path
    database: str
    trust: Path


@dataclass(frozen=True, slots=True)
class Deaths:
    """Where and how daemons die: at the pass number `at` of `point` of each life, `kills` times.

    The first daemon alone, or each where `all_of_them`. `signal` may be SIGSTOP; with `meet` nobody dies: they wait
    there for each other, once `desk.tell(ARM)` was said.
    """

    point: str | None = None
    at: int = 2
    kills: int = KILLS
    early: bool = False
    mutant: str | None = None
    all_of_them: bool = False
    signal: int = signal.SIGKILL
    meet: Barrier | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """How many daemons, the last `late` of them started by `join`; what they poll, and where their mail goes.

    `constants` of the program are set so in each; `threads`: workers and senders of each. `acknowledged` gives the
    fingerprints of what was acknowledged in a polled mailbox, looked at after each death.
    """

    daemons: int = 1
    late: int = 0
    imap: ImapServer | MaildirFolder | None = None
    maildir: bool = False
    constants: Mapping[str, Any] = field(default_factory=dict)
    threads: int = 2
    acknowledged: Callable[[], Sequence[str]] = tuple


ONE = Shape()
TWO = Shape(daemons=2)


@dataclass(slots=True)
class Run:
    """One run in progress; the tests read it and write letters with it."""

    place: Place
    desk: Desk
    sink: SmtpSink
    book: Book
    letters: dict[str, Letter] = field(default_factory=dict)
    deliveries: int = 0

    def arrived(self) -> list[Arrived]:
        """What reached the relay, or the Maildirs, so far."""
        maildir = self.desk.lives[0].orders.settings.maildir
        if maildir is not None:
            return [delivered_mail(file.read_bytes()) for file in sorted(maildir.glob("*/new/*"))]
        return [arrived_mail(mail.envelope_to[0], mail.envelope_from, mail.content) for mail in list(self.sink.mails)]

    def expect(self, letters: Sequence[Letter]) -> None:
        """These are to be handed in or fetched."""
        self.letters.update({fingerprint(letter): letter for letter in letters})
        self.deliveries += sum(letter.times for letter in letters)

    def play(self, letters: Sequence[Letter], *, settle: bool = True) -> None:
        """Hand these in and wait until all is done that follows from them."""
        self.expect(letters)
        self.desk.send(letters)
        if settle:
            self.settle()

    def settle(self) -> None:
        """Wait until every delivery has its end and every mail is out."""
        self.desk.until(lambda: self.book.settled(self.deliveries), what="every delivery and mail has its end")

    def until(self, query: str, *, what: str, patience: float = PATIENCE) -> None:
        """Wait until the query's one number is not 0."""
        self.desk.until(lambda: self.book.number(query) > 0, what=what, patience=patience)

    def check(
        self, *, notes: int = 0, refused: int = 0, expired: int = 0, states: bool = True, copies: int | None = None
    ) -> None:
        """Stop the daemons and hold every promise against what is there. Raises PromiseBroken."""
        self.desk.stop()
        expected = Expected(
            letters=self.letters,
            acknowledged=tuple(self.letters),
            copies=len(self.desk.deaths) * SENDERS if copies is None else copies,
            notes=notes,
            refused=refused,
            expired=expired,
            states=states,
        )
        with self.told():
            check_all(self.book, expected=expected, arrived=self.arrived())

    @contextmanager
    def told(self) -> Iterator[None]:
        """Whatever is broken inside is told with the point, the kills and the daemons' last words."""
        try:
            yield
        except PromiseBroken as broken:
            orders = self.desk.lives[0].orders
            where = f"point {orders.point} pass {orders.at} kills {len(self.desk.deaths)} in {self.place.folder}"
            raise PromiseBroken(f"{where}\n{broken}\n{self.desk.logs()}") from None


@contextmanager
def running(place: Place, deaths: Deaths, shape: Shape = ONE) -> Iterator[Run]:
    """Daemons on the place's database and a relay, with the checks of each acknowledgement and after each death."""
    book = Book(place.database)
    with SmtpSink() as sink:
        relay = None if shape.maildir else sink.port
        orders = [_orders(place, number, deaths=deaths, shape=shape, relay=relay) for number in range(shape.daemons)]

        def after(death: Death) -> None:
            with run.told():
                check_acknowledged(book, [*death.acknowledged, *shape.acknowledged()])

        def at_once(_: Letter, one: str) -> None:
            with run.told():
                check_acknowledged(book, [one])

        desk = Desk(orders, kills=deaths.kills, late=shape.late, on_restart=after, on_acknowledged=at_once)
        run = Run(place, desk, sink, book)
        with desk:
            yield run


def _orders(place: Place, number: int, *, deaths: Deaths, shape: Shape, relay: int | None) -> Orders:
    folder = place.folder / f"daemon-{number}"
    folder.mkdir()
    settings = settings_for(
        folder, trust=place.trust, database=place.database, port=free_port(), relay=relay, imap=shape.imap
    )
    return Orders(
        settings=replace(settings, workers=shape.threads, senders=shape.threads),
        output=folder / "log",
        point=deaths.point if number == 0 or deaths.all_of_them or deaths.meet else None,
        at=deaths.at,
        early=deaths.early,
        mutant=deaths.mutant,
        signal=deaths.signal,
        meet=deaths.meet,
        constants={**(SHORT_LEASES if shape.daemons > 1 else {}), **shape.constants},
    )


def play_day(run: Run, stages: Sequence[Stage], *, ahead: timedelta = timedelta(days=30)) -> None:
    """All stages, then so much later: what waited for silence is due."""
    for stage in stages:
        run.play(stage(run.arrived()))
    run.desk.put_ahead(ahead)
    finish_timers(run)


def finish_timers(run: Run) -> None:
    """Wait until no timer waits any more, and for what follows."""
    waiting = "SELECT count(*) FROM timer WHERE state = 'waiting'"
    run.desk.until(lambda: run.book.number(waiting) == 0, what="every timer is done")
    run.settle()

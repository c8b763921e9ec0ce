"""A desk whose clock's hands the test turns, forward or back; nothing happens but in the test's own thread.

with desk_at(london(26, 10), url=..., folder=...) as stage:
    stage.asks(JANE, UNANSWERED)
    stage.at(london(26, 12))
    check(stage)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from mailbot.core.model.message import Address, Delivery
from mailbot.daemon.bootstrap import build
from mailbot.daemon.run import Daemon
from mailbot.mail.outcome import Delivered
from mailbot.settings.config import load
from tests.journeys.field.desk import config_of
from tests.journeys.field.letters import BRACKENRIDGE, KESTREL_PARK, WILLOWMERE, Question, new_mail, stamped

LONDON = ZoneInfo("Europe/London")
BOX = {KESTREL_PARK: "kestrel-park", BRACKENRIDGE: "brackenridge", WILLOWMERE: "willowmere"}


def london(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    """A moment by the clock on a wall in London; of the hour that is there twice, the first."""
    return datetime(year, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


class Hands:
    """A clock that stands until the test turns it."""

    def __init__(self, at: datetime) -> None:
        self.moment = at.astimezone(UTC)

    def now(self) -> datetime:
        """What the hands say."""
        return self.moment

    def at_desk(self, real: datetime) -> datetime:  # noqa: ARG002 -- no mail server has a say here
        """The same: mail comes when the test says so."""
        return self.moment


class Post:
    """Takes every mail and keeps whom it was for."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, *, envelope_from: str, recipient: str, data: bytes) -> Delivered:  # noqa: ARG002 -- a Transport
        """Taken."""
        self.sent.append(recipient)
        return Delivered(250, "kept")

    def close(self) -> None:
        """Nothing to give back."""


class Stage:
    """Daemons of one desk that were never started: they work in the test's thread, when the hands have been turned."""

    def __init__(self, daemons: list[Daemon], hands: Hands) -> None:
        self.daemons = daemons
        self.hands = hands

    def at(self, moment: datetime) -> None:
        """Turn the hands to this moment, forward or back, and let each daemon do what there is to do."""
        self.hands.moment = moment.astimezone(UTC)
        for daemon in self.daemons:
            daemon.work_off()

    def until(self, moment: datetime, *, minutes: int = 30) -> None:
        """Turn them on to there in small steps, as time goes by."""
        while self.hands.moment < moment:
            self.at(min(self.hands.moment + timedelta(minutes=minutes), moment))

    def asks(self, who: Address, about: Question, *, to: str = KESTREL_PARK) -> None:
        """Somebody writes to a mailbox of the desk."""
        raw = stamped(new_mail(who, to=to, about=about, at=self.hands.moment), proof="pass")
        delivery = Delivery(
            raw=raw,
            trust="tvlt",
            mailbox=BOX[to],
            received_at=self.hands.moment,
            envelope_from=who.address,
            envelope_to=(to,),
            listener="local",
            vouched=True,
        )
        self.daemons[0].receive.keep((delivery,))
        self.at(self.hands.moment)

    def rows(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """What a query gives."""
        with self.daemons[0].database.read() as unit:
            return [tuple(row) for row in unit.connection.execute(text(sql), values)]

    def write(self, sql: str) -> None:
        """Change the database behind the daemons' backs."""
        with self.daemons[0].database.write() as unit:
            unit.connection.execute(text(sql))
            unit.commit()


@contextmanager
def stage_at(moment: datetime, *, folder: Path, trust: Path, database: str = "", daemons: int = 1) -> Iterator[Stage]:
    """Build the daemons of one desk; `database` is PostgreSQL's URL where there are several."""
    hands, made = Hands(moment), list[Daemon]()
    try:
        for number in range(daemons):
            own = folder / f"daemon-{number}"
            own.mkdir(parents=True, exist_ok=True)
            (own / "config.toml").write_text(config_of(trust=trust, sink_port=9, database=database))
            settings = load(own / "config.toml", environ={}, create=True)
            made.append(build(settings, clock=hands, way_out=Post))
        yield Stage(made, hands)
    finally:
        for daemon in made:
            daemon.database.close()
            if daemon._lock is not None:
                daemon._lock.release()

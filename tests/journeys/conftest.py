"""Desks for the journeys. Starting one takes a few tenths of a second: its database is copied, not migrated."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from mailbot.settings.shipped import config_file
from tests.journeys.field.desk import ADDRESSES, Desk, boxes_of, config_of, copy_trust
from tests.journeys.field.polled import KESTREL, Polled, Way
from tests.support.dovecot import Dovecot
from tests.support.smtp_sink import SmtpSink


class OpenDesk(Protocol):
    """Opens a desk of a test's own."""

    def __call__(
        self, *, trust: Path | None = None, boxes: str | None = None, more: str = "", name: str = "desk"
    ) -> Desk:
        """Prepare it in a folder called `name`; the test starts it."""


@pytest.fixture(scope="session")
def demo_trust(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's trust, to be read only: `copy_trust` makes another."""
    return copy_trust(config_file().parent / "data" / "demo", tmp_path_factory.mktemp("trust") / "tvlt")


@pytest.fixture(scope="session")
def database_template(demo_trust: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the current schema and the trust's people and articles."""
    folder = tmp_path_factory.mktemp("template")
    with SmtpSink() as sink:
        desk = Desk(folder, sink=sink, config=config_of(trust=demo_trust, sink_port=sink.port))
        desk.start()
        desk.stop()
    return folder / "data" / "mailbot.sqlite3"


@pytest.fixture
def open_desk(tmp_path: Path, demo_trust: Path, database_template: Path) -> Iterator[OpenDesk]:
    """Makes desks that end with the test."""
    with ExitStack() as stack:

        def make(*, trust: Path | None = None, boxes: str | None = None, more: str = "", name: str = "desk") -> Desk:
            sink = stack.enter_context(SmtpSink())
            folder = tmp_path / name
            (folder / "data").mkdir(parents=True)
            shutil.copy(database_template, folder / "data")
            config = config_of(trust=trust or demo_trust, sink_port=sink.port, boxes=boxes, more=more)
            desk = Desk(folder, sink=sink, config=config)
            stack.callback(desk.stop)
            return desk

        yield make


class OpenPolled(Protocol):
    """Opens a desk that polls the mailboxes of `ways`."""

    def __call__(
        self,
        ways: Mapping[str, Way] | None = None,
        *,
        server: Dovecot | None = None,
        boxes: Mapping[str, str] = ADDRESSES,
        read_timeout: float = 5,
    ) -> Polled:
        """Prepare it; the test starts it. Without `ways` it polls Kestrel Park's mailbox alone."""


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A real IMAP server that the tests of this worker share; do not stop it."""
    with Dovecot() as server:
        yield server


@pytest.fixture
def open_polled(open_desk: OpenDesk, dovecot: Dovecot, tmp_path: Path) -> OpenPolled:
    """Makes polling desks that end with the test."""

    def make(
        ways: Mapping[str, Way] | None = None,
        *,
        server: Dovecot | None = None,
        boxes: Mapping[str, str] = ADDRESSES,
        read_timeout: float = 5,
    ) -> Polled:
        polled = Polled(server or dovecot, ways=ways or {KESTREL: Way()}, folder=tmp_path)
        return polled.at(open_desk(boxes=boxes_of(boxes, imap=polled.table)), read_timeout=read_timeout)

    return make


@pytest.fixture
def polled(open_polled: OpenPolled) -> Polled:
    """A desk that runs and has visited Kestrel Park's mailbox for the first time."""
    made = open_polled()
    made.start()
    return made


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """A desk of the demo's trust that runs, on a Tuesday at ten."""
    made = open_desk()
    made.start()
    return made

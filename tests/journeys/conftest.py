"""Desks for the journeys. Starting one takes a few tenths of a second: its database is copied, not migrated."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from mailbot.settings.shipped import config_file
from tests.journeys.field.desk import Desk, config_of, copy_trust
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


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """A desk of the demo's trust that runs, on a Tuesday at ten."""
    made = open_desk()
    made.start()
    return made

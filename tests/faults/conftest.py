"""Each test gets a folder and a database of its own, copied from one with the schema, the people and the articles."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from mailbot.daemon.bootstrap import load_policies, prepare_database
from mailbot.daemon.clock import SystemClock
from tests.faults.scenario import Place
from tests.faults.trust import settings_for, write_trust
from tests.support.postgres import Postgres

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small trust's files."""
    return write_trust(tmp_path_factory.mktemp("policy") / "trust")


def _prepare(folder: Path, *, trust: Path, database: str) -> None:
    settings = settings_for(folder, trust=trust, database=database, port=2525, relay=2526)
    if not database.startswith("sqlite"):
        settings = replace(settings, database=database)
    prepare_database(settings, load_policies(settings), clock=SystemClock()).close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, trust: Path) -> Path:
    """An SQLite file as a first start leaves it."""
    folder = tmp_path_factory.mktemp("template")
    _prepare(folder, trust=trust, database=f"sqlite:///{folder}/mailbot.db")
    return folder / "mailbot.db"


@pytest.fixture
def sqlite(sqlite_template: Path, trust: Path, tmp_path: Path) -> Place:
    """An SQLite desk after its first start."""
    shutil.copy(sqlite_template, tmp_path / "mailbot.db")
    return Place(tmp_path, f"sqlite:///{tmp_path}/mailbot.db", trust)


@pytest.fixture
def untouched(trust: Path, tmp_path: Path) -> Place:
    """A place where no desk was ever started."""
    return Place(tmp_path, f"sqlite:///{tmp_path}/mailbot.db", trust)


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A real PostgreSQL that all tests of this worker share."""
    with Postgres() as started:
        yield started


@pytest.fixture(scope="session")
def copies(server: Postgres, trust: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Makes databases as a first start leaves them."""
    template = server.new_database()
    _prepare(tmp_path_factory.mktemp("template"), trust=trust, database=template)
    base, _, source = template.rpartition("/")

    def copy() -> str:
        name = f"kill_{next(_numbers)}"
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source))
        with psycopg.connect(server.url, autocommit=True) as link:
            link.execute(command)
        return f"{base}/{name}"

    return copy


@pytest.fixture
def postgres(copies: Callable[[], str], trust: Path, tmp_path: Path) -> Place:
    """A PostgreSQL desk after its first start."""
    return Place(tmp_path, copies(), trust)

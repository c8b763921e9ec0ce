"""Every test of the store runs on a real SQLite file and on a real PostgreSQL, each on a database of its own."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from mailbot.store.engine import Database, open_database
from mailbot.store.migrations.upgrade import upgrade
from tests.support.postgres import Postgres

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real server that all tests of this worker share."""
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a database with the current schema; copying it is quicker than migrating again."""
    url = postgres.new_database()
    database = open_database(url)
    upgrade(database)
    database.close()
    return url.rpartition("/")[2]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the current schema."""
    file = tmp_path_factory.mktemp("template") / "mailbot.db"
    database = open_database(f"sqlite:///{file}")
    upgrade(database)
    database.close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with the current schema and nothing in it."""
    if request.param == "sqlite":
        file = tmp_path / "mailbot.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        return f"sqlite:///{file}"
    server: Postgres = request.getfixturevalue("postgres")
    template: str = request.getfixturevalue("postgres_template")
    name = f"store_{next(_numbers)}"
    with psycopg.connect(server.url, autocommit=True) as link:
        link.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    return f"{server.url.rpartition('/')[0]}/{name}"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """One database, of each kind in turn."""
    opened = open_database(url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """An SQLite file with the current schema, for what only SQLite does."""
    shutil.copy(sqlite_template, tmp_path / "only.db")
    return f"sqlite:///{tmp_path / 'only.db'}"

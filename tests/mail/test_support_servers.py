"""The private servers that other tests rely on do what they promise."""

import psycopg
import pytest

from tests.support.postgres import Postgres


@pytest.mark.slow
def test_a_killed_postgres_comes_back_with_what_was_committed() -> None:
    with Postgres() as server:
        url = server.new_database()
        with psycopg.connect(url) as link:
            link.execute("CREATE TABLE t AS SELECT 7 AS n")
        server.kill()
        server.start()
        with psycopg.connect(url) as link:
            assert link.execute("SELECT n FROM t").fetchone() == (7,)
        assert server.new_database() != url

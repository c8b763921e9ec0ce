"""How often an article has solved something is counted by an index of those offers, however many others it had."""

from mailbot.store.engine import open_database
from mailbot.store.kb import knowledge


def test_offers_that_solved_nothing_are_not_passed(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    asked = knowledge._HELPED.params(trust="oak", articles=["KB-1", "KB-2"])
    for _ in range(2):
        with database.read() as unit:
            dialect = unit.connection.dialect
            words = str(asked.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
            plan = unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}").all()
        assert [row[3] for row in plan][:1] == ["SEARCH offer USING INDEX ix_offer_solved (trust=? AND article=?)"]
        database.learn_sizes()
    database.close()

"""Which schema the database has, without alembic (whose import takes as long as the rest of a start)."""

from sqlalchemy import Connection, inspect, text

from mailbot.store.engine import Database
from mailbot.store.errors import SchemaTooNew

HEAD = "0007"
# every revision this program knows, oldest first
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")


def schema_is_current(database: Database) -> bool:
    """Whether the database has this program's schema; False where it is empty or older.

    Raises SchemaTooNew where a newer program has been at it, DatabaseUnavailable where it cannot be read.
    """
    with database.read() as unit:
        return current_revision(unit.connection) == HEAD


def current_revision(connection: Connection) -> str | None:
    """The revision of the schema, None where there is none. Raises SchemaTooNew for one that we do not know."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and found not in REVISIONS:
        raise SchemaTooNew(
            f"the database has schema {found}, this program knows up to {HEAD}: start the newer program, "
            "or restore a backup made before it"
        )
    return found

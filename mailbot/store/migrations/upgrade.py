"""Brings a database to this program's schema. Imports alembic: import this only when the schema is not current."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from mailbot.fault import fault
from mailbot.store.engine import Database, lock_schema
from mailbot.store.schema import HEAD, current_revision


def upgrade(database: Database) -> None:
    """Run the missing steps in one transaction; does nothing where the schema is current. Daemons take turns.

    Raises SchemaTooNew for a newer schema, DatabaseUnavailable where the database cannot be written.
    """
    with database.write() as unit:
        lock_schema(unit)
        if current_revision(unit.connection) == HEAD:
            return
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent))
        config.attributes["connection"] = unit.connection
        command.upgrade(config, HEAD)
        fault("schema.before_commit")
        unit.commit()
        fault("schema.after_commit")

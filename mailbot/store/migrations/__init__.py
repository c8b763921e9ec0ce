"""The schema's steps, forward only; alembic is imported by `upgrade` alone."""

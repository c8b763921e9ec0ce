"""What can go wrong in the store without anybody having to change code. Everything else that is raised is a bug."""


class StoreError(Exception):
    """Root of the store's own errors."""


class DatabaseUnavailable(StoreError):  # noqa: N818 -- the name says what happened
    """The database is locked, full or gone; nothing was written. Wait and try again: it is nobody's failure."""


class StaleClaim(StoreError):  # noqa: N818 -- the name says what happened
    """The claim was taken over by somebody else (its lease ran out); nothing may be written on its behalf."""


class StaleSnapshot(StoreError):  # noqa: N818 -- the name says what happened
    """Something the decision rests on has changed since; roll back, take a new snapshot, decide again."""


class DuplicateMessage(StoreError):  # noqa: N818 -- the name says what happened
    """The same message was already acted on: `message` is its row, `first_inbox` the delivery that opened it."""

    def __init__(self, *, message: int, first_inbox: int) -> None:
        super().__init__(f"the same message came as inbox row {first_inbox}")
        self.message = message
        self.first_inbox = first_inbox


class SchemaTooNew(StoreError):  # noqa: N818 -- the name says what happened
    """The database was written by a newer version of the program."""


class UnsuitableDatabase(StoreError):  # noqa: N818 -- the name says what happened
    """The database cannot keep what we promise, such as SQLite on a network file system."""

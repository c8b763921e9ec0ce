"""Named fault points: where tests kill, stop or break the process to prove the promises.

A point costs one comparison when nothing is installed, which is always so outside the tests.
"""

from collections.abc import Callable

_handler: Callable[[str], None] | None = None


def fault(name: str) -> None:
    """Pass the boundary called `name`; an installed handler may raise, kill or stop the process here."""
    if _handler is not None:
        _handler(name)


def install(handler: Callable[[str], None] | None) -> None:
    """Call `handler` with the name of each boundary passed from now on; None removes it."""
    global _handler  # noqa: PLW0603 -- one process, one handler, set by tests alone
    _handler = handler

"""Logging set-up: one line per outcome with a stable `event` key; never a body, never a secret.

Text for people at a terminal, JSON for a log collector; both go to standard error.
"""

import io
import logging
import sys
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Literal, TextIO, cast

import structlog

_HIDDEN = ("password", "secret", "token", "raw", "text", "body")


def _redact(_logger: object, _method: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
    for key in event:
        if _is_hidden(key):
            event[key] = "<hidden>"
    return event


@lru_cache(maxsize=1_000)
def _is_hidden(key: str) -> bool:
    return any(word in key for word in _HIDDEN)


class _StandardError(io.TextIOBase):
    """What standard error is at the moment of writing: a logger may live longer than a stream."""

    def write(self, text: str, /) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def set_up(style: Literal["text", "json"], *, level: str = "info") -> None:
    """Send structured log lines to standard error from now on, in the given style."""
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=24)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _redact,
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", _StandardError())),
        cache_logger_on_first_use=True,
    )
    # these two speak of addresses and of mail itself below these levels
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    logging.getLogger("imapclient").setLevel(logging.WARNING)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")


log: structlog.typing.FilteringBoundLogger = structlog.get_logger("mailbot")

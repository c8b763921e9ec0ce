"""Effects that join requests and take them apart."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MergeRequest:
    """The request goes on as `into`, which gets copies of its entries behind its own; its own stay as they were."""

    request: int
    into: int


@dataclass(frozen=True, slots=True)
class UnmergeRequest:
    """The request is one of its own again; the copies of its entries stay where they are."""

    request: int


@dataclass(frozen=True, slots=True)
class MoveEntries:
    """The entries from number `first` on are those of `into`, a request that is opened with it."""

    request: int
    into: int
    first: int


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """The request and the other one are about the same; once is enough."""

    request: int
    other: int

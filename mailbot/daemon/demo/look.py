"""What the database says of a mail that was sent to the desk, and of a request. Reads only, never what is in memory.

What does not live here: queries (store), and how it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mailbot.daemon.demo.show import RequestSeen
from mailbot.store.engine import Database
from mailbot.store.look.figures import show_message, show_request


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one message. `request` is its request's number, `unsent` how many mails it caused still wait."""

    outcome: str
    request: int | None
    reasons: tuple[str, ...]
    unsent: int


class Look:
    """The questions that the demo asks. `names` are the schools' and technicians' names by id, for showing."""

    def __init__(self, database: Database, *, names: Mapping[str, str]) -> None:
        self._database = database
        self._names = names

    def handled(self, message_id: str) -> Handled | None:
        """What became of the message with this Message-ID; None while it has not been dealt with."""
        with self._database.read() as unit:
            found = show_message(unit, message_id=message_id)
        if found is None or not found["messages"]:
            return None
        timeline: list[dict[str, Any]] = found["timeline"]
        decided = [line for line in timeline if line["event"] == "decided"]
        return Handled(
            outcome=str(decided[-1]["outcome"]) if decided else "",
            request=found["messages"][-1]["request"],
            reasons=tuple(str(reason) for line in decided for reason in line["reasons"]),
            unsent=sum(line["event"] == "mail" and line["state"] == "queued" for line in timeline),
        )

    def request(self, number: int) -> RequestSeen | None:
        """The request with this number as it is now."""
        with self._database.read() as unit:
            found = show_request(unit, number=number)
        if found is None:
            return None
        row: dict[str, Any] = found["request"]
        assignee = str(row["assignee"] or "")
        return RequestSeen(
            number=number,
            state=str(row["state"]),
            priority=str(row["priority"]),
            assignee=assignee,
            assignee_name=self._names.get(assignee, assignee),
            school=self._names.get(str(row["school"]), str(row["school"])),
            outcome=str(row["outcome"]),
        )

    def mails_of(self, number: int) -> frozenset[str]:
        """The Message-IDs, without brackets, of the mails that the desk sent on this request."""
        with self._database.read() as unit:
            found = show_request(unit, number=number)
        timeline: list[dict[str, Any]] = found["timeline"] if found is not None else []
        return frozenset(str(line["message_id"]) for line in timeline if line["event"] == "mail")

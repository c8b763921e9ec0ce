"""The promises, held against what the database has and what the outside saw (as Jepsen does).

Raises `PromiseBroken` with every finding. Reads with a connection of its own, opened for each look: no daemon's death
is softened by somebody else who has the file open.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import make_url

from tests.faults.stream import Arrived, Letter

FINAL = ("done", "duplicate", "filed")


class PromiseBroken(Exception):  # noqa: N818 -- the name says what happened
    """Something was lost, doubled, acknowledged too early or left undone; the text lists all of it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be true in the end. Letters by fingerprint; `notes` are entries that no message brought.

    `acknowledged` of the letters' fingerprints were promised to be kept. `copies`: how often a mail may have been
    sent over and above once, in all. `refused` mails failed for good since the relay refused them, `expired` ones
    could not be sent in time.
    """

    letters: Mapping[str, Letter]
    copies: int
    acknowledged: Collection[str] = ()
    refused: int = 0
    expired: int = 0
    notes: int = 0
    states: bool = True


class Book:
    """Looks into the daemons' database."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.sqlite = parsed.get_backend_name() == "sqlite"
        self._engine = create_engine(
            parsed if self.sqlite else parsed.set(drivername="postgresql+psycopg"), poolclass=NullPool
        )

    def rows(self, query: str, **values: Any) -> Sequence[Any]:
        """The rows of a query."""
        with self._engine.connect() as connection:
            return connection.execute(text(query), values).all()

    def number(self, query: str, **values: Any) -> int:
        """The one number that a query gives."""
        return int(self.rows(query, **values)[0][0] or 0)

    def holds(self, fingerprint: str) -> bool:
        """Whether a delivery of these bytes is committed."""
        return self.number("SELECT count(*) FROM inbox WHERE raw = :raw", raw=fingerprint) > 0

    def settled(self, deliveries: int) -> bool:
        """Whether so many deliveries are there, all are final, and no mail waits or failed untold."""
        row = self.rows(
            "SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM inbox WHERE state = 'new'), "
            "(SELECT count(*) FROM outbox WHERE state = 'queued'), "
            "(SELECT count(*) FROM outbox WHERE state IN ('failed', 'expired') AND NOT told)"
        )[0]
        return row[0] >= deliveries and not any(row[1:])


@dataclass(slots=True)
class Findings:
    """What is wrong, as sentences."""

    wrong: list[str] = field(default_factory=list)

    def expect(self, true: bool, sentence: str) -> None:
        """Note the sentence unless it holds."""
        if not true:
            self.wrong.append(sentence)

    def same(self, what: str, *, found: object, wanted: object) -> None:
        """Note where these differ."""
        self.expect(found == wanted, f"{what}: {found!r}, not {wanted!r}")

    def close(self) -> None:
        """Raise what was found."""
        if self.wrong:
            raise PromiseBroken("\n".join(self.wrong[:40]))


def check_acknowledged(book: Book, fingerprints: Iterable[str]) -> None:
    """What was acknowledged is committed. Raises PromiseBroken."""
    findings = Findings()
    for one in fingerprints:
        findings.expect(book.holds(one), f"acknowledged and not in the database: {one[:12]}")
    findings.close()


def check_all(book: Book, *, expected: Expected, arrived: Sequence[Arrived]) -> None:
    """Everything at the end of a stream. Raises PromiseBroken."""
    findings = Findings()
    look: tuple[Callable[[Book, Expected, Findings], None], ...] = (_deliveries, _messages, _requests, _outbox)
    for part in look:
        part(book, expected, findings)
    _sent(book, expected, arrived, findings)
    if book.sqlite:
        findings.same("integrity", found=book.rows("PRAGMA integrity_check")[0][0], wanted="ok")
    findings.close()


def _deliveries(book: Book, expected: Expected, findings: Findings) -> None:
    for one in expected.acknowledged:
        findings.expect(book.holds(one), f"lost: {expected.letters[one].name}")
    for row in book.rows("SELECT id, raw, state, outcome, lease_until, error FROM inbox"):
        name = expected.letters[row.raw].name if row.raw in expected.letters else row.raw
        findings.expect(row.raw in expected.letters, f"delivery {row.id} is nobody's letter")
        findings.expect(row.state in FINAL, f"delivery {row.id} of {name} is {row.state}: {row.error}")
        findings.expect(bool(row.outcome) and row.lease_until is None, f"delivery {row.id} of {name} has no end")


def _messages(book: Book, expected: Expected, findings: Findings) -> None:
    query = (
        "SELECT i.raw, count(DISTINCT i.message) AS messages, sum(CASE WHEN i.state = 'duplicate' THEN 0 ELSE 1 END) "
        "AS first FROM inbox i GROUP BY i.raw"
    )
    for row in book.rows(query):
        letter = expected.letters.get(row.raw)
        if letter is not None:
            findings.same(f"messages made of {letter.name}", found=(row.messages, int(row.first)), wanted=(1, 1))
    found = book.number("SELECT count(*) FROM message")
    findings.same("messages", found=found, wanted=len(expected.letters))


def _requests(book: Book, expected: Expected, findings: Findings) -> None:
    query = (
        "SELECT i.raw, (SELECT count(*) FROM request r WHERE r.opened_by = m.id) AS opened, "
        "(SELECT count(*) FROM entry e WHERE e.message = m.id) AS entries, "
        "(SELECT max(r.state) FROM request r WHERE r.opened_by = m.id) AS state "
        "FROM message m JOIN inbox i ON i.id = m.inbox"
    )
    for row in book.rows(query):
        letter = expected.letters.get(row.raw)
        if letter is None:
            continue
        found = (row.opened, row.entries)
        findings.same(f"requests and entries of {letter.name}", found=found, wanted=(letter.opens, letter.entries))
        if expected.states and letter.state is not None:
            findings.same(f"state of the request of {letter.name}", found=row.state, wanted=letter.state)
    letters = expected.letters.values()
    wanted = sum(letter.opens for letter in letters)
    findings.same("requests", found=book.number("SELECT count(*) FROM request"), wanted=wanted)
    wanted = sum(letter.entries for letter in letters)
    findings.same(
        "entries of letters", found=book.number("SELECT count(*) FROM entry WHERE message IS NOT NULL"), wanted=wanted
    )
    found = book.number("SELECT count(*) FROM entry WHERE message IS NULL")
    findings.same("entries of the desk's own", found=found, wanted=expected.notes)


def _outbox(book: Book, expected: Expected, findings: Findings) -> None:
    states = Counter({row.state: row.n for row in book.rows("SELECT state, count(*) AS n FROM outbox GROUP BY state")})
    failed = states.pop("failed", 0)
    findings.same("mails refused for good", found=failed, wanted=expected.refused)
    findings.same("mails expired", found=states.pop("expired", 0), wanted=expected.expired)
    findings.same("states of mails", found=set(states) - {"sent"}, wanted=set())
    query = "SELECT r.number FROM request r WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.request = r.number)"
    findings.same("requests that nobody was told of", found=[row.number for row in book.rows(query)], wanted=[])


def _sent(book: Book, expected: Expected, arrived: Sequence[Arrived], findings: Findings) -> None:
    rows = book.rows("SELECT message_id, recipient, state, data FROM outbox")
    stored = {row.message_id.strip("<>"): row for row in rows}
    count = Counter(mail.message_id for mail in arrived)
    for mail in arrived:
        row = stored.get(mail.message_id)
        findings.expect(row is not None, f"a mail to {mail.recipient} that is not in the outbox: {mail.message_id}")
        if row is not None:
            same = _lines(bytes(row.data)) == _lines(mail.data) and row.recipient == mail.recipient
            findings.expect(same, f"a mail to {mail.recipient} differs from the outbox: {mail.message_id}")
    for message_id, row in stored.items():
        if row.state == "sent":
            findings.expect(count[message_id] >= 1, f"marked as sent and never seen: to {row.recipient}")
    again = sum(count.values()) - len(count)
    findings.expect(again <= expected.copies, f"{again} mails were sent again, {expected.copies} may have been")


def _lines(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").rstrip(b"\n")

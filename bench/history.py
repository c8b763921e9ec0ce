"""Years of a desk's history in a moment: its rows copied, back in time, until there are as many as wanted."""

import os
import sqlite3
from pathlib import Path

OPEN = 200  # however much is stored: what is open is work of these days, not history
_BACK = "strftime('%Y-%m-%d %H:%M:%f000', {column}, '-' || ((:copies - :n) * 1500) || ' minutes')"
_MOMENTS = ("opened_at", "ticket_at", "changed_at", "at", "received_at", "created_at", "not_before", "expires_at")
# what must differ in each copy; `:n` is the copy's number, `:span` lies above every id and number there is
_OTHER = {
    "request": {"id": "id + :n * :span", "number": "number + :n * :span", "opened_by": "opened_by + :n * :span"},
    "entry": {"id": "id + :n * :span", "request": "request + :n * :span", "message": "message + :n * :span"},
    "message": {
        "id": "id + :n * :span",
        "content_key": "content_key || ':' || :n",
        "message_id": "message_id || ':' || :n",
        "inbox": "inbox + :n * :span",
        "request": "request + :n * :span",
    },
    "outbox": {
        "id": "id + :n * :span",
        "request": "request + :n * :span",
        "cause": "cause || ':' || :n",
        "message_id": "message_id || ':' || :n",
        "state": "'sent'",
    },
    "audit": {"id": "id + :n * :span", "cause": "cause || ':' || :n", "request": "request + :n * :span"},
    "offer": {"id": "id + :n * :span", "request": "request + :n * :span"},
    "inbox": {"id": "id + :n * :span", "uid": "NULL", "message": "message + :n * :span"},
}


def fill(file: Path, *, wanted: int) -> int:
    """Copy what is in the SQLite file until there are so many requests; gives how many there are then.

    All but some 200 are closed, those spread over the years, and all their mails are sent. No desk may be acting on
    mail meanwhile. Afterwards all is on the disk: nothing is left to be written while somebody measures.
    """
    link = sqlite3.connect(file, isolation_level=None, timeout=60)
    there, highest = link.execute("SELECT count(*), max(number) FROM request").fetchone()
    copies = wanted // int(there)
    span = 1 + max(int(highest), *(_highest_id(link, table) for table in _OTHER))
    link.execute("BEGIN IMMEDIATE")
    for table, other in _OTHER.items():
        columns = [str(row[1]) for row in link.execute(f"PRAGMA table_info({table})")]
        given = [other.get(one) or (_BACK.format(column=one) if one in _MOMENTS else f'"{one}"') for one in columns]
        names = ", ".join(f'"{one}"' for one in columns)
        copy = f"INSERT INTO {table} ({names}) SELECT {', '.join(given)} FROM {table} WHERE id < :span"  # noqa: S608
        for number in range(1, copies):
            link.execute(copy, {"n": number, "copies": copies, "span": span})
    link.execute(
        "UPDATE request SET state = 'closed', closed_at = changed_at,"
        # the seeds came all at once; people solve one thing after the other
        " solved_at = strftime('%Y-%m-%d %H:%M:%f000', changed_at, '-' || (id % 100) * 15 || ' minutes')"
        " WHERE number > ? AND id % ? > 0",
        (span, max(1, wanted // OPEN)),
    )
    # new ones come after what is stored, as they would have in the years
    link.execute("UPDATE sequence SET next = (SELECT max(number) + 1 FROM request) WHERE name = 'request'")
    link.execute("COMMIT")
    link.execute("PRAGMA optimize")
    stored = int(link.execute("SELECT count(*) FROM request").fetchone()[0])
    link.close()
    with file.open("rb+") as written:
        os.fsync(written.fileno())
    return stored


def _highest_id(link: sqlite3.Connection, table: str) -> int:
    return int(link.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])  # noqa: S608

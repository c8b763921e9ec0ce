"""SQLite and a mailbox in a Maildir: killed at each point of a visit, what was put there is acted on once."""

from hashlib import sha256
from mailbox import Maildir
from pathlib import Path

import pytest

from mailbot.settings.installation import MaildirFolder
from tests.faults.points import MAILDIR_CONTACT, from_maildir
from tests.faults.scenario import KILLS, Deaths, Place, Shape, running
from tests.faults.stream import questions

pytestmark = pytest.mark.slow

BATCH = 6
KEPT = "SELECT count(DISTINCT raw) FROM inbox"
CONTACT = "SELECT count(*) FROM mailbox_cursor WHERE uidvalidity IS NOT NULL"


@pytest.mark.parametrize("point", from_maildir())
def test_killed_over_visits_of_a_maildir_nothing_is_lost_or_doubled(sqlite: Place, point: str) -> None:
    folder = sqlite.folder / "Maildir"
    maildir = Maildir(folder, create=True)
    kills = 1 if point in MAILDIR_CONTACT else KILLS
    shape = Shape(imap=MaildirFolder(folder, every=0.2), acknowledged=lambda: _put_away(folder))
    with running(sqlite, Deaths(point, at=1, kills=kills), shape) as run:
        run.until(CONTACT, what="first contact")
        letters = questions(3 * BATCH)
        for number in range(3):
            batch = letters[number * BATCH : (number + 1) * BATCH]
            run.expect(batch)
            for letter in batch:
                maildir.add(letter.data)
            # a mail that comes twice counts twice among the deliveries
            run.desk.until(lambda: run.book.number(KEPT) == len(run.letters), what="all are kept")
            run.settle()
        assert len(run.desk.deaths) == kills, f"{point} was passed too seldom"
        run.check()
        assert set(_put_away(folder)) == set(run.letters)
        assert not list((folder / "new").iterdir())


def _put_away(folder: Path) -> list[str]:
    return [sha256(file.read_bytes()).hexdigest() for file in (folder / "cur").iterdir()]

"""A desk that lost its database goes on from the last copy, and reads again what still lies in its mailbox."""

import shutil

from tests.journeys.conftest import OpenPolled
from tests.journeys.field.letters import JANE, UNANSWERED, Question
from tests.journeys.field.polled import KESTREL, Way
from tests.journeys.field.wait import until


def test_what_came_after_the_copy_is_read_again_and_what_came_before_is_not(open_polled: OpenPolled) -> None:
    polled = open_polled({KESTREL: Way(after="flag")})
    polled.start()
    desk = polled.desk
    polled.asks(JANE, Question("Trombone", UNANSWERED.text))
    until(lambda: len(desk.requests()) == 1, what="the first mail is a request")
    desk.settle()
    polled.mailbot_says("backup")
    polled.asks(JANE, Question("Tuba", "It fell off the lorry."))
    until(lambda: len(desk.requests()) == 2, what="the second mail is a request")
    desk.settle()
    first, lost_number = (one.number for one in desk.requests())
    told = len(desk.sink.mails)
    desk.stop()
    data = desk.folder / "data"
    for lost in data.glob("mailbot.sqlite3*"):
        lost.unlink()
    (copy,) = (data / "backups").glob("mailbot-*.sqlite3")
    shutil.copy(copy, data / "mailbot.sqlite3")
    polled.start()
    until(lambda: len(desk.requests()) == 2, what="the second mail is a request again")
    desk.settle()
    before, after = desk.requests()
    assert [before.subject, after.subject] == ["Trombone", "Tuba"]
    assert before.number == first
    assert after.number > lost_number + 9_000, "nobody has a mail with this number"
    again = desk.sink.mails[told:]
    assert again
    assert all(b"Tuba" in mail.content and b"Trombone" not in mail.content for mail in again)

"""When the week begins: leads are mailed what to write and what to look after, and a reply starts a draft."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.daemon.clock import SteppingClock
from tests.journeys.conftest import OpenDesk
from tests.journeys.field.desk import Desk, copy_trust
from tests.journeys.field.letters import BRACKENRIDGE, JANE, OLU, RUTH, SIOBHAN, TOM, TOMASZ, Mail, Question

LONDON = ZoneInfo("Europe/London")
KILNS = (
    Question("Kiln", "The pottery kiln shows error E7 and will not fire, it is the big one in the art room"),
    Question("Kiln error", "The kiln in the art room says error E7 again and will not fire"),
    Question("Art room", "Pottery kiln in the art room: error E7, it will not fire at all"),
)
WELFARE = "A child told me about being hurt at home, the kiln in the art room was on, error E7, it will not fire"
ANSWER = (
    "Hi Jane,\n\nError E7 means that the lid switch of the kiln is not pressed. Switch the kiln off at the wall and "
    "wait until it is cold. Lift the lid, take the clay out of the switch on the left and close it until it clicks.\n\n"
    "Ring me on 01632 960145 if not.\n\nTomasz\n\n#solved"
)
WEEK = "SELECT recipient FROM outbox WHERE kind = 'technician/knowledge_week' ORDER BY recipient"


def london(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def at(desk: Desk, moment: datetime) -> None:
    """The desk's clock jumps there, and all that is due by then is done."""
    desk.clock.forward_to(moment)
    desk.settle()


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """A desk on a Friday at which three people asked about the kiln, and Tomasz has answered one of them."""
    made = open_desk()
    return with_kilns(made)


def with_kilns(desk: Desk) -> Desk:
    desk.clock = SteppingClock(london(27, 10))
    desk.start()
    desk.asks(JANE, KILNS[0])
    first = desk.mail_to(TOMASZ)
    desk.asks(OLU, KILNS[1])
    desk.asks(TOM, KILNS[2], to=BRACKENRIDGE)
    desk.reply(first, ANSWER)
    desk.settle()
    return desk


def weeks_mail(desk: Desk, who: object = SIOBHAN) -> Mail:
    [mail] = [one for one in desk.mails_for(who) if one.subject.startswith("Articles this week")]  # type: ignore[arg-type]
    return mail


def test_leads_hear_once_a_week_what_to_write_when_their_week_begins(desk: Desk) -> None:
    at(desk, london(30, 7, 44))
    assert desk.rows(WEEK) == []
    at(desk, london(30, 7, 59))
    assert desk.rows(WEEK) == [(RUTH.address,)]
    at(desk, london(30, 8, 1))
    assert desk.rows(WEEK) == [(RUTH.address,), (SIOBHAN.address,)]
    mail = weeks_mail(desk)
    assert mail.says("asked 3 times")
    assert mail.says("Tomasz Wilk answered: Error E7 means that the lid switch")
    assert not mail.says("01632 960145")
    assert mail.says("It is old: last changed")
    at(desk, london(4, 18, month=12))
    assert len(desk.rows(WEEK)) == 2
    at(desk, london(7, 12, month=12))
    assert len(desk.rows(WEEK)) == 4


def test_write_starts_the_draft_and_approve_publishes_it_scrubbed(desk: Desk) -> None:
    at(desk, london(30, 8, 1))
    desk.reply(weeks_mail(desk), "write 1\n\nSiobhan")
    desk.settle()
    [draft] = [mail for mail in desk.mails_for(SIOBHAN) if mail.says("made from Tomasz Wilk's answer")]
    assert draft.says("take the clay out of the switch")
    assert not draft.says("Ring me on 01632 960145")
    [(state, author, article)] = desk.rows("SELECT state, author, article FROM article WHERE from_request IS NOT NULL")
    assert (state, author) == ("draft", "tomasz")
    desk.reply(draft, "#approve")
    desk.settle()
    assert desk.rows("SELECT state FROM article WHERE article = :id", id=article) == [("published",)]
    assert any(mail.says("take the clay out") for mail in desk.mails_for(TOMASZ)[1:])
    desk.asks(TOM, Question("kiln brokn", "kiln in art room says E7, it wont fire"), to=BRACKENRIDGE)
    assert any(mail.says("take the clay out of the switch") for mail in desk.unread(TOM))


def test_the_same_gap_is_not_written_twice_and_not_listed_again(desk: Desk) -> None:
    at(desk, london(30, 12))
    desk.reply(weeks_mail(desk), "write 1")
    desk.settle()
    desk.reply(weeks_mail(desk, RUTH), "write 1")
    desk.settle()
    assert desk.mails_for(RUTH)[-1].says("has been made from it already")
    assert len(desk.rows("SELECT id FROM article WHERE from_request IS NOT NULL")) == 1
    at(desk, london(7, 12, month=12))
    second = [mail for mail in desk.mails_for(RUTH) if mail.subject.startswith("Articles this week")][-1]
    assert not second.says("What to write next")


def test_retire_takes_an_old_article_back_and_with_one_mistake_nothing_is_done(desk: Desk) -> None:
    at(desk, london(30, 8, 1))
    desk.reply(weeks_mail(desk), "retire 2\nretire 1")
    desk.settle()
    assert desk.mails_for(SIOBHAN)[-1].says("There is no article yet that could be retired")
    assert desk.rows("SELECT count(*) FROM article WHERE state = 'retired'") == [(0,)]
    desk.reply(weeks_mail(desk), "2 #retire")
    desk.settle()
    assert desk.mails_for(SIOBHAN)[-1].says("is retired: nobody gets it any more")
    assert desk.rows("SELECT count(*) FROM article WHERE state = 'retired'") == [(1,)]


@pytest.mark.parametrize("proof", ["none", "fail"])
def test_without_proof_nothing_is_written_or_retired(desk: Desk, proof: str) -> None:
    at(desk, london(30, 8, 1))
    mail = weeks_mail(desk)
    desk.reply(mail, "write 1\nretire 2", proof=proof)  # type: ignore[arg-type]
    desk.settle()
    assert desk.rows("SELECT count(*) FROM article WHERE state <> 'published'") == [(0,)]
    assert desk.outcomes()[-1] == "unverified"


def test_what_is_confidential_is_never_counted(open_desk: OpenDesk) -> None:
    desk = with_kilns(open_desk())
    for number in (1, 2):
        desk.asks(JANE, Question(f"Worried {number}", WELFARE))
    desk.settle()
    assert desk.rows("SELECT count(*) FROM request WHERE sensitive") == [(2,)]
    at(desk, london(30, 8, 1))
    assert weeks_mail(desk).says("asked 3 times")
    assert not weeks_mail(desk).says("Worried")


def test_a_desk_that_was_down_when_the_week_began_tells_them_later_and_once(desk: Desk) -> None:
    at(desk, london(29, 12))
    desk.stop()
    desk.clock.forward_to(london(30, 11))
    desk.start()
    desk.settle()
    assert len(desk.rows(WEEK)) == 2
    desk.stop()
    desk.start()
    desk.settle()
    at(desk, london(2, 12, month=12))
    assert len(desk.rows(WEEK)) == 2


def test_nothing_to_say_is_no_mail_and_a_reason(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.clock = SteppingClock(london(27, 10))
    desk.start()
    desk.write("UPDATE article SET state = 'retired'")
    desk.stop()
    desk.start()
    at(desk, london(30, 12))
    assert desk.rows(WEEK) == []
    states = desk.rows("SELECT DISTINCT state, reason FROM timer WHERE kind = 'knowledge_week' AND state <> 'waiting'")
    assert states == [("skipped", "nothing came that often without an article, and no article needs care")]
    assert desk.rows("SELECT count(*) FROM timer WHERE kind = 'knowledge_week' AND state = 'waiting'") == [(2,)]


def test_a_trust_that_wants_no_such_mail_gets_none(open_desk: OpenDesk, demo_trust: Path, tmp_path: Path) -> None:
    trust = copy_trust(demo_trust, tmp_path / "quiet")
    (trust / "care.toml").write_text("[care]\nmonday = false\n")
    desk = with_kilns(open_desk(trust=trust))
    at(desk, london(30, 12))
    assert desk.rows(WEEK) == []

"""Two technicians answer the same ticket within minutes."""

import pytest

from tests.journeys.conftest import OpenDesk
from tests.journeys.field.desk import Desk, copy_trust
from tests.journeys.field.letters import JANE, PRIYA, TOMASZ, UNANSWERED, Mail

HIS = "Hi Jane, I bring a straight one at two.\n\n#solved"
HERS = "Hi Jane, I am in the music room now."


@pytest.fixture
def both(desk: Desk) -> tuple[Mail, Mail]:
    """What Tomasz and then Priya got of Jane's ticket, which is hers now; Tomasz has read nothing since."""
    desk.asks(JANE, UNANSWERED)
    assert desk.mail_to(JANE)
    his = desk.mail_to(TOMASZ)
    desk.reply(his, "#assign priya")
    return his, desk.mail_to(PRIYA)


def test_the_second_answer_waits_until_its_writer_has_read_the_first(desk: Desk, both: tuple[Mail, Mail]) -> None:
    his, hers = both
    desk.reply(hers, HERS)
    assert desk.mail_to(JANE).says("I am in the music room now.")
    desk.reply(his, HIS)
    told = desk.mail_to(TOMASZ)
    assert told.says("Priya Nambiar answered ticket")
    assert told.says("I am in the music room now.")
    assert told.says("I bring a straight one at two.")
    assert not desk.unread(JANE)
    assert desk.request().state == "open"
    desk.reply(told, "Send")
    answer = desk.mail_to(JANE)
    assert answer.says("I bring a straight one at two.")
    assert not answer.says("#solved")
    assert desk.request().state == "solved"
    texts = desk.request().texts
    assert any("music room now" in text for text in texts)
    assert any("straight one" in text for text in texts)


def test_what_is_not_sent_stays_a_note_and_accuses_nobody(desk: Desk, both: tuple[Mail, Mail]) -> None:
    his, hers = both
    desk.reply(hers, HERS)
    assert desk.mail_to(JANE)
    desk.reply(his, HIS)
    told = desk.mail_to(TOMASZ)
    before = len(desk.sent())
    desk.reply(told, "No")
    assert len(desk.sent()) == before
    assert desk.request().texts[-1] == "Tomasz Wilk does not send what was held back."
    desk.reply(told, "Send")
    assert desk.mail_to(TOMASZ).says("counts once")
    assert not desk.unread(JANE)


def test_notes_and_what_was_read_before_wait_for_nobody(desk: Desk, both: tuple[Mail, Mail]) -> None:
    his, hers = both
    desk.reply(hers, HERS)
    assert desk.mail_to(JANE)
    desk.reply(his, "#note\nShe has the key of the cupboard.")
    desk.settle()
    assert "She has the key" in desk.request().texts[-1]
    desk.reply(hers, "It is done.\n\n#solved")  # her own words before are no colleague's
    assert desk.mail_to(JANE).says("It is done.")
    assert desk.request().state == "solved"


def test_where_the_trust_wants_it_both_go_out_at_once(open_desk: OpenDesk, demo_trust, tmp_path) -> None:  # type: ignore[no-untyped-def]
    trust = copy_trust(demo_trust, tmp_path / "own")
    (trust / "overlap.toml").write_text('[sla]\nlevel = "silver"\noverlap = "send"\n')
    desk = open_desk(trust=trust)
    desk.start()
    desk.asks(JANE, UNANSWERED)
    assert desk.mail_to(JANE)
    his = desk.mail_to(TOMASZ)
    desk.reply(his, "#assign priya")
    desk.reply(desk.mail_to(PRIYA), HERS)
    assert desk.mail_to(JANE)
    desk.reply(his, HIS)
    assert desk.mail_to(JANE).says("I bring a straight one at two.")

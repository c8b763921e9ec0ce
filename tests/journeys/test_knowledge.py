"""What a technician answered once answers the next requester by itself."""

import pytest

from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import (
    BRACKENRIDGE,
    JANE,
    KILN,
    KILN_AGAIN,
    PRIYA,
    RUTH,
    SIOBHAN,
    TECHNICIANS,
    TOM,
    TOMASZ,
    Mail,
)

STEPS = (
    "Hi Jane,\n\nError E7 means that the lid switch of the kiln is not pressed:\n\n"
    "1. Switch the kiln off at the wall and wait until it is cold.\n"
    "2. Lift the lid, take the clay out of the switch on the left and close it until it clicks.\n"
    "3. Switch it on and press Start twice; it fires when the light is green.\n\n"
    "If not, ring me on 01632 960145 or write to ruth.lindqvist@it.tamselvalley.example.\n\nRuth\n\n"
)
TITLE = "Kiln shows error E7 and will not fire"


@pytest.fixture
def ticket(desk: Desk) -> Mail:
    """What Tomasz got of Jane's ticket about the kiln."""
    desk.asks(JANE, KILN)
    desk.mail_to(JANE)
    return desk.mail_to(TOMASZ)


@pytest.fixture
def ruths(desk: Desk, ticket: Mail) -> Mail:
    """What Ruth, third line, got of it when Tomasz gave it to her."""
    desk.reply(ticket, "#assign ruth")
    return desk.mail_to(RUTH)


def test_third_lines_answer_answers_the_next_requester_within_seconds(desk: Desk, ruths: Mail) -> None:
    desk.reply(ruths, f"{STEPS}#solved\n#kb {TITLE}")
    assert desk.mail_to(JANE).says("lid switch")
    published = desk.mail_to(RUTH)
    assert published.says(TITLE)
    desk.asks(TOM, KILN_AGAIN, to=BRACKENRIDGE)
    offer = desk.mail_to(TOM)
    assert offer.says(TITLE)
    assert offer.says("take the clay out of the switch")
    for words in ("Jane", "Ruth", "01632 960145", "ruth.lindqvist", "Hi ", "#kb", "#solved"):
        assert not offer.says(words), words


def test_the_author_is_shown_what_was_taken_out(desk: Desk, ruths: Mail) -> None:
    desk.reply(ruths, f"{STEPS}#kb {TITLE}")
    published = desk.mail_to(RUTH)
    assert published.says("01632 960145")


def test_first_lines_article_waits_until_an_approver_says_so(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, f"{STEPS}#solved\n#kb {TITLE}")
    assert desk.mail_to(JANE).says("lid switch")
    draft = desk.mail_to(RUTH)
    assert draft.says(TITLE)
    assert desk.mail_to(SIOBHAN).says(TITLE)
    assert not desk.unread(TOMASZ)
    desk.asks(TOM, KILN_AGAIN, to=BRACKENRIDGE)
    assert not desk.mail_to(TOM).says(TITLE)
    assert not desk.mail_to(PRIYA).says("take the clay out")

    desk.reply(draft, "#approve")
    assert desk.mail_to(TOMASZ).says(TITLE)
    desk.settle()
    desk.asks(TOM, KILN_AGAIN, to=BRACKENRIDGE)
    assert desk.mail_to(TOM).says("take the clay out")


def test_the_first_line_cannot_approve_its_own(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, f"{STEPS}#kb {TITLE}")
    draft = desk.mail_to(RUTH)
    desk.settle()
    desk.reply(draft, "#approve", who=TOMASZ)
    desk.settle()
    assert desk.article(TITLE)["state"] == "draft"


def test_an_approval_without_proof_publishes_nothing(desk: Desk, ticket: Mail) -> None:
    desk.reply(ticket, f"{STEPS}#kb {TITLE}")
    draft = desk.mail_to(RUTH)
    desk.settle()
    for proof in ("none", "fail"):
        desk.reply(draft, "#approve", proof=proof)
    desk.settle()
    assert desk.article(TITLE)["state"] == "draft"
    desk.reply(draft, "#approve")
    desk.settle()
    assert desk.article(TITLE)["state"] == "published"


def test_an_answer_with_a_password_inside_waits_for_its_author(desk: Desk, ruths: Mail) -> None:
    desk.reply(ruths, f"{STEPS}The panel asks for a code. Password: Kiln-Fire99!\n\n#solved\n#kb {TITLE}")
    assert desk.mail_to(JANE).says("Kiln-Fire99!")
    draft = desk.mail_to(RUTH)
    article = desk.article(TITLE)
    assert article["state"] == "draft"
    assert "Kiln-Fire99" not in article["body"]
    assert not [mail for who in TECHNICIANS for mail in desk.unread(who)]
    desk.asks(TOM, KILN_AGAIN, to=BRACKENRIDGE)
    assert not desk.mail_to(TOM).says(TITLE)
    desk.reply(draft, "#approve")
    desk.settle()
    assert desk.article(TITLE)["state"] == "published"


def test_a_school_article_stays_in_its_school(desk: Desk, ruths: Mail) -> None:
    desk.reply(ruths, f"{STEPS}#kb/school {TITLE}")
    desk.settle()
    desk.asks(TOM, KILN_AGAIN, to=BRACKENRIDGE)
    assert not desk.mail_to(TOM).says(TITLE)
    assert not desk.mail_to(PRIYA).says("take the clay out")
    desk.asks(JANE, KILN_AGAIN)
    assert any(mail.says(TITLE) for mail in desk.unread(JANE))


def test_a_technicians_article_is_shown_to_technicians_alone(desk: Desk, ruths: Mail) -> None:
    desk.reply(ruths, f"{STEPS}#kb/technician {TITLE}")
    desk.settle()
    desk.asks(TOM, KILN_AGAIN, to=BRACKENRIDGE)
    assert desk.mail_to(PRIYA).says(TITLE)
    assert not any(mail.says(TITLE) for mail in desk.unread(TOM))


def test_too_short_an_answer_is_no_article_and_nothing_is_sent(desk: Desk, ruths: Mail) -> None:
    desk.mails_for(JANE)
    before = len(desk.mails_for(JANE))
    desk.reply(ruths, "Done.\n\n#solved\n#kb")
    assert desk.mail_to(RUTH).says("at least 12")
    desk.settle()
    assert len(desk.mails_for(JANE)) == before
    assert desk.request().state == "open"

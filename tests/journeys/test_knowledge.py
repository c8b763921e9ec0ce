"""What a technician answered once answers the next requester by itself."""

import pytest

from mailbot.core.model.message import Address
from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import (
    BRACKENRIDGE,
    JANE,
    KILN,
    KILN_AGAIN,
    OLU,
    PRIYA,
    RUTH,
    SIOBHAN,
    TECHNICIANS,
    TOM,
    TOMASZ,
    Mail,
    Question,
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
    assert not desk.mail_to(PRIYA).says(TITLE)

    desk.reply(draft, "#approve")
    assert desk.mail_to(TOMASZ).says(TITLE)
    desk.settle()
    desk.asks(OLU, KILN_AGAIN)
    assert desk.mail_to(OLU).says("take the clay out")


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


# -- what becomes of an article afterwards ---------------------------------------------------------------------------

OTHER_STEPS = (
    "Hi Jane,\n\nError E7 means that the kiln waits for its lid. Hold the lid down and turn the black key on the right "
    "to two; after a minute the display goes back to E0 and the kiln can be started.\n\nRuth\n\n"
)


def published_by(desk: Desk, ruths: Mail) -> tuple[str, Mail]:
    """Ruth's article: its id, and the mail that told her of it."""
    desk.reply(ruths, f"{STEPS}#kb {TITLE}")
    told = desk.mail_to(RUTH)
    desk.settle()
    return str(desk.article(TITLE)["article"]), told


def offered_to_tom(desk: Desk) -> list[Mail]:
    """What Tom gets when he asks about the kiln."""
    desk.asks(TOM, KILN_AGAIN, to=BRACKENRIDGE)
    return desk.unread(TOM)


def versions(desk: Desk, article: str) -> list[tuple[object, ...]]:
    return desk.rows(
        "SELECT e.version, e.what, e.by FROM article_event e JOIN article a ON a.id = e.row WHERE a.article = :id "
        "ORDER BY e.id",
        id=article,
    )


def test_a_later_answer_updates_the_article_and_undo_takes_that_back(desk: Desk, ruths: Mail) -> None:
    article, _ = published_by(desk, ruths)
    desk.reply(ruths, f"{OTHER_STEPS}#update {article}")
    told = desk.mail_to(RUTH)
    assert told.says("turn the black key on the right")
    desk.settle()
    assert "black key" in desk.article(TITLE)["body"]
    [offer] = offered_to_tom(desk)
    assert offer.says("turn the black key on the right")
    assert not offer.says("lid switch")

    desk.reply(told, "#undo")
    assert desk.mail_to(RUTH).says(f"{article} says again what version 1 said")
    desk.settle()
    assert "lid switch" in desk.article(TITLE)["body"]
    assert "black key" not in desk.article(TITLE)["body"]
    assert versions(desk, article) == [(1, "written", "ruth"), (2, "updated", "ruth"), (3, "undone", "ruth")]


def test_undo_of_a_new_article_takes_it_back_before_the_next_requester(desk: Desk, ruths: Mail) -> None:
    article, told = published_by(desk, ruths)
    desk.reply(told, "#undo")
    assert desk.mail_to(RUTH).says(f"{article} is taken back")
    assert not any(mail.says("lid switch") for mail in offered_to_tom(desk))
    assert versions(desk, article)[-1] == (1, "undone", "ruth")


def test_a_retired_article_answers_nobody_any_more(desk: Desk, ruths: Mail) -> None:
    article, told = published_by(desk, ruths)
    assert any(mail.says("lid switch") for mail in offered_to_tom(desk))
    desk.reply(told, "#retire")
    assert desk.mail_to(RUTH).says(f"{article} is retired")
    desk.settle()
    desk.asks(OLU, KILN_AGAIN)
    assert not any(mail.says("lid switch") for mail in desk.unread(OLU))
    assert versions(desk, article)[-1] == (1, "retired", "ruth")


def test_only_its_author_and_approvers_retire_it(desk: Desk, ruths: Mail) -> None:
    article, told = published_by(desk, ruths)
    desk.reply(told, "#retire", who=TOMASZ)
    desk.settle()
    assert desk.article(TITLE)["state"] == "published"
    assert versions(desk, article) == [(1, "written", "ruth")]


def test_a_near_duplicate_is_shown_beside_the_other_and_updates_it_at_a_word(desk: Desk, ruths: Mail) -> None:
    article, _ = published_by(desk, ruths)
    again = STEPS.replace("press Start twice", "press Start three times")
    desk.reply(ruths, f"{again}#kb Kiln says error E7 and does not fire")
    near = desk.mail_to(RUTH)
    assert near.says(f"says nearly what {article} says already")
    assert near.says("press Start twice")
    assert near.says("press Start three times")
    desk.reply(near, f"#update {article}")
    assert desk.mail_to(RUTH).says("press Start three times")
    desk.settle()
    assert "three times" in desk.article(TITLE)["body"]
    assert desk.article("Kiln says error E7 and does not fire")["state"] == "retired"


def test_the_author_hears_of_the_first_and_the_tenth_question_that_it_solved_and_of_none_between(
    desk: Desk, ruths: Mail
) -> None:
    article, _ = published_by(desk, ruths)
    [offer] = offered_to_tom(desk)
    desk.reply(offer, "that solved it")
    assert desk.mail_to(RUTH).says("first question")
    before = len(desk.mails_for(RUTH))

    def solved_again(who: Address) -> None:
        desk.later(hours=2)
        desk.asks(who, KILN_AGAIN)
        offers = [mail for mail in desk.unread(who) if mail.says("lid switch")]
        desk.reply(offers[-1], "that solved it")
        desk.settle()

    solved_again(OLU)
    assert len(desk.mails_for(RUTH)) == before
    # seven more of them, as though others had asked
    one = "SELECT min(id) FROM offer WHERE outcome = 'solved'"
    columns = "trust, request, article, version, title, confidence, outcome, offered_at, settled_at"
    for rank in range(11, 18):
        desk.write(f"INSERT INTO offer ({columns}, rank) SELECT {columns}, {rank} FROM offer WHERE id = ({one})")  # noqa: S608
    assert desk.rows("SELECT count(*) FROM offer WHERE article = :id AND outcome = 'solved'", id=article) == [(9,)]
    solved_again(OLU)
    [told] = desk.mails_for(RUTH)[before:]
    assert told.says("10")


def test_ones_own_old_answer_forwarded_is_a_draft_for_ones_word(desk: Desk) -> None:
    forwarded = (
        f"#kb {TITLE}\n\n---------- Forwarded message ---------\nFrom: Ruth Lindqvist <{RUTH.address}>\n"
        f"Date: Mon, 2 Nov 2026 at 10:00\nSubject: Re: Kiln\nTo: Jane Ashdown <{JANE.address}>\n\n{STEPS}"
    )
    desk.asks(RUTH, Question("Fwd: Kiln", forwarded))
    draft = desk.mail_to(RUTH)
    assert draft.says("take the clay out of the switch")
    desk.settle()
    article = desk.article(TITLE)
    assert article["state"] == "draft"
    for words in ("Jane", "01632 960145", "Forwarded message", "#kb"):
        assert words not in article["body"], words
    desk.reply(draft, "#approve")
    desk.settle()
    assert any(mail.says("take the clay out of the switch") for mail in offered_to_tom(desk))

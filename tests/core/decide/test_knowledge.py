"""Articles by mail: nearly the same, update or new, taken back, sent, approved with other words, credit to authors."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.core.kb.index import build
from mailbot.core.model.article import Article
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_articles import MakeOffer, PublishArticle, RecordOutcome, RetireArticle, SaveArticle
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.model.mails.technician import ArticleHelpedMail, ArticleMail, RefusedMail
from mailbot.core.model.policy import KbPolicy
from mailbot.core.model.request import Entry, OfferedArticle
from tests.support.builders import (
    MONDAY,
    RUTH,
    TOMASZ,
    a_request,
    a_snapshot,
    a_token,
    arrived,
    by_technician,
    decided,
    effect_of,
    mails,
)

ANSWER = (
    "Hold the power button of the visualiser for ten seconds, unplug the grey lead and plug it straight into the "
    "laptop. "
    "Open Camera from Start, press the switch icon until the desk shows and turn the arm to the front."
)
KNOWN = Article(
    id="KB-12",
    trust="valley",
    title="Visualiser shows no picture",
    body="Unplug the grey lead of the visualiser and plug it straight into the laptop. Hold the power button for ten "
    "seconds. Open Camera from Start and press the switch icon until the desk shows.\n",
    author="ruth",
    line=3,
)
OTHERS = [
    Article(id=f"KB-{number}", trust="valley", title=title, body=body)
    for number, title, body in (
        (20, "Copier jam", "Follow the picture on the copier and turn the green wheel until the paper comes out."),
        (21, "Reset a password", "Go to the password page, prove who you are and choose three random words."),
        (22, "Join the wireless", "Choose the staff network, type your email and trust the certificate."),
        (23, "Board touch is off", "Calibrate the board: touch each cross firmly from the left to the right."),
    )
]
INDEX = build([KNOWN, *OTHERS], kb=KbPolicy())
DRAFT = replace(KNOWN, id="KB-30", title="Visualiser", body=ANSWER, state="draft")


def on_ticket(text: str, *, person: Any = RUTH, **request: Any) -> Decision:
    asked = a_request(**request)
    snapshot = a_snapshot(asked, articles={KNOWN.id: KNOWN, DRAFT.id: DRAFT})
    return decided(by_technician(text, request=asked, person=person), snapshot=snapshot, index=INDEX)


def about(text: str, article: Article, *, person: Any = RUTH, version: int = 0, **known: Any) -> Decision:
    """A reply with its token to a mail about an article."""
    stimulus = arrived(text, person=person, level=3, token=a_token("t", person=person), article=article.id)
    stimulus = replace(stimulus, article_version=version)
    snapshot = a_snapshot(articles={KNOWN.id: KNOWN, article.id: article}, **known)
    return decided(stimulus, snapshot=snapshot, index=INDEX)


def test_what_is_nearly_the_same_waits_and_both_are_shown_to_the_author() -> None:
    decision = on_ticket(f"{ANSWER}\n#kb The visualiser has no picture")
    (mail,) = [mail for mail in mails(decision) if isinstance(mail.content, ArticleMail)]
    assert isinstance(mail.content, ArticleMail)
    assert (mail.to.address, mail.content.event, mail.content.near) == (RUTH.address, "article_near", KNOWN)
    assert effect_of(decision, SaveArticle).article.state == "draft"


def test_new_says_that_it_is_wanted_all_the_same() -> None:
    decision = on_ticket(f"{ANSWER}\n#kb The visualiser has no picture\n#new")
    assert effect_of(decision, SaveArticle).article.state == "published"


def test_update_puts_the_drafts_words_into_the_old_article() -> None:
    decision = about("#update KB-12", DRAFT)
    saved = effect_of(decision, SaveArticle).article
    assert (saved.id, saved.version, saved.body, saved.title) == ("KB-12", 2, ANSWER, KNOWN.title)
    assert effect_of(decision, RetireArticle) == RetireArticle("KB-30", "ruth")


def test_new_publishes_the_draft_beside_the_old_one() -> None:
    assert effect_of(about("#new", DRAFT), PublishArticle) == PublishArticle("KB-30", "ruth")


@pytest.mark.parametrize("text", ["#update KB-12", "#new"])
def test_first_lines_choice_goes_to_the_approvers(text: str) -> None:
    decision = about(text, replace(DRAFT, author="tomasz", line=1), person=TOMASZ)
    assert not [effect for effect in decision.effects if isinstance(effect, (SaveArticle, PublishArticle))]
    assert RUTH.address in {mail.to.address for mail in mails(decision) if isinstance(mail.content, ArticleMail)}


def test_an_approver_may_write_the_text_anew() -> None:
    decision = about(f"#approve\n{ANSWER} Ring 01632 960140 if not.", replace(DRAFT, author="tomasz"))
    saved = effect_of(decision, SaveArticle).article
    assert (saved.state, saved.version) == ("published", 2)
    assert "[phone number]" in saved.body


def test_undo_takes_a_new_article_back_and_gives_an_updated_one_its_old_words() -> None:
    assert effect_of(about("#undo", KNOWN, version=1), RetireArticle).id == "KB-12"
    second = replace(KNOWN, version=2, body="Other words.\n")
    saved = effect_of(about("#undo", second, version=2, earlier={"KB-12": KNOWN}), SaveArticle).article
    assert (saved.version, saved.body) == (3, KNOWN.body)
    late = about("#undo", second, version=1, earlier={"KB-12": KNOWN})
    assert not [effect for effect in late.effects if isinstance(effect, (SaveArticle, RetireArticle))]


def test_only_who_may_retires_an_article() -> None:
    assert effect_of(on_ticket("#retire KB-12"), RetireArticle) == RetireArticle("KB-12", "ruth")
    assert isinstance(mails(on_ticket("#retire KB-12", person=TOMASZ))[0].content, RefusedMail)
    assert isinstance(mails(on_ticket("#retire KB-99"))[0].content, RefusedMail)


def test_an_article_is_sent_with_the_answer_and_counts_as_offered() -> None:
    decision = on_ticket("This should do it.\n#send KB-12", person=TOMASZ)
    (answer,) = [mail.content for mail in mails(decision) if isinstance(mail.content, AnswerMail)]
    assert isinstance(answer, AnswerMail)
    assert answer.article == KNOWN
    assert effect_of(decision, MakeOffer).articles[0].id == "KB-12"
    assert isinstance(mails(on_ticket("Here.\n#send KB-30", person=TOMASZ))[0].content, RefusedMail)


def test_an_old_answer_on_a_solved_ticket_becomes_an_article_without_being_sent_again() -> None:
    old = Entry(2, "answer", MONDAY, "Ruth Lindqvist", ANSWER)
    asked = a_request("solved")
    entries = (*asked.entries, old)
    decision = on_ticket("#kb\n#new", state="solved", entries=entries, next_entry=3)
    assert "switch icon" in effect_of(decision, SaveArticle).article.body
    assert not [mail for mail in mails(decision) if isinstance(mail.content, AnswerMail)]


def test_a_forwarded_old_answer_of_ones_own_is_a_draft_until_a_word() -> None:
    head = f"From: Ruth Lindqvist <{RUTH.address}>\nSent: Monday\nTo: Jane Ashdown\nSubject: RE: visualiser dark\n\n"
    stimulus = arrived("#kb Camera dark", person=RUTH, level=2)
    own = replace(
        stimulus, message=replace(stimulus.message, forwarded=head + "Hi Jane,\n\n" + ANSWER.replace("desk", "page"))
    )
    decision = decided(own, index=build(OTHERS, kb=KbPolicy()))
    assert effect_of(decision, SaveArticle).article.state == "draft"
    assert {mail.to.address for mail in mails(decision)} == {RUTH.address}
    other = replace(
        own,
        message=replace(
            own.message, forwarded=head.replace("Ruth Lindqvist", "X").replace(RUTH.address, "x@y.example") + ANSWER
        ),
    )
    assert decided(other).outcome == "directive_refused"


def test_a_forwarded_old_answer_leaves_its_signature_and_the_asker_s_out_of_the_article() -> None:
    head = f"From: Ruth Lindqvist <{RUTH.address}>\nSent: Monday\nTo: Jane Ashdown\nSubject: RE: visualiser dark\n\n"
    asked = "\n\n-----Original Message-----\nFrom: Jane\nSent: today\n\nThe visualiser is dark\n-- \nChoir mistress\n"
    signed = f"{head}{ANSWER}\n\n-- \nNetwork wizard\n{asked}"
    stimulus = arrived("#kb Camera dark", person=RUTH, level=2)
    own = replace(stimulus, message=replace(stimulus.message, forwarded=signed))
    body = effect_of(decided(own, index=build(OTHERS, kb=KbPolicy())), SaveArticle).article.body
    assert "switch icon" in body
    assert "visualiser is dark" in body
    assert "wizard" not in body
    assert "mistress" not in body


@pytest.mark.parametrize(("before", "told"), [(0, True), (1, False), (9, True), (99, True)])
def test_the_author_is_told_of_the_first_tenth_and_hundredth_question(before: int, told: bool) -> None:
    offered = (OfferedArticle("KB-12", 1, "a", 1, 0.9, "skipped"), OfferedArticle("KB-20", 1, "b", 2, 0.4))
    asked = a_request("offered", offered=offered)
    articles = {"KB-12": KNOWN, "KB-20": replace(OTHERS[0], author="tomasz")}
    snapshot = a_snapshot(asked, articles=articles, helped={"KB-20": before} if before else {})
    decision = decided(arrived("That solved it, thanks", request=asked), snapshot=snapshot)
    assert RecordOutcome(asked.number, "solved", article="KB-20") in decision.effects
    helped = [mail.to.address for mail in mails(decision) if isinstance(mail.content, ArticleHelpedMail)]
    assert helped == ([TOMASZ.address] if told else [])

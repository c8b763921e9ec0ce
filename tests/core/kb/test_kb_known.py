"""What readers know already stays, and what a text gave away makes the scrub stricter with the rest of it."""

from pathlib import Path

import pytest

from mailbot.core.kb.index import build
from mailbot.core.kb.known import Known, known_to
from mailbot.core.kb.scrub import scrub
from mailbot.core.model.article import Article, ArticleState, Audience, Scope
from mailbot.core.model.policy import KbPolicy
from mailbot.settings.policy.ordinary import read_ordinary
from tests.support.builders import a_policy

ENGLISH = Known(ordinary=read_ordinary(Path(__file__).parents[3] / "rules"))
TOLD = "Sign in as hallpc, password: Tr0mbone9. "


POLICY = a_policy()


def _known(*articles: Article, audience: Audience = "staff", draft: str = "") -> Known:
    index = build(articles, kb=KbPolicy())
    return known_to(Scope(POLICY.trust, "", audience), index=index, policy=POLICY, draft=draft)


def _article(body: str, *, audience: Audience = "staff", state: ArticleState = "published") -> Article:
    return Article("KB-1", POLICY.trust, "Rooms", body, audience=audience, state=state)


def test_a_word_of_a_published_article_stays_where_an_unknown_one_goes() -> None:
    text = TOLD + "Then open Fizzwick and press the big arrow."
    assert "Fizzwick" not in scrub(text, known=_known()).text
    assert "Fizzwick" in scrub(text, known=_known(_article("Fizzwick is where homework is handed in."))).text


def test_what_other_readers_or_nobody_can_read_is_not_known() -> None:
    body = "Fizzwick is where homework is handed in."
    assert not _known(_article(body, audience="technician")).is_published("fizzwick")
    assert _known(_article(body, audience="technician"), audience="technician").is_published("fizzwick")
    assert not _known(_article(body, state="draft")).is_published("fizzwick")


def test_words_of_a_retired_article_are_not_known_any_more() -> None:
    body = "Fizzwick is where homework is handed in."
    other = Article("KB-2", POLICY.trust, "Doors", "Doors close at six.")
    index = build((_article(body), other), kb=KbPolicy()).with_article(_article(body, state="retired"))
    assert not known_to(Scope(POLICY.trust, ""), index=index, policy=POLICY).is_published("fizzwick")


def test_a_stem_is_no_word_and_a_form_of_a_word_is_one() -> None:
    told = _known(_article("The eye-gaze tablet writes files."))
    assert {word for word in ("gaze", "gaz", "file", "fil") if told.is_published(word)} == {"gaze", "file"}


def test_schools_and_the_words_of_a_draft_are_known() -> None:
    told = _known(draft="Use the Wobblegate.")
    assert told.is_published("brackenridge")
    assert told.is_published("wobblegate")


GIVEN = [
    (TOLD + "Ask Gaz if it does not start.", "Gaz"),
    (TOLD + "The parcel is with Trev at the lodge.", "Trev"),
    ("Sue, two things got crossed here.", "Sue"),
    ("Cllr Hobday could not get the sound.", "Hobday"),
    ("The word to go with it:\nLanyard\n" + TOLD, "Lanyard"),
    ("Maisie has moved to the other group.\nMaisie - FWQK-HMZR", "FWQK"),
    ("Leave it at 19 Wharfe View for me.", "Wharfe"),
    ("Your page is https://slots.example/staff/7c1e-99ab-40d2 and nobody else's.", "7c1e-99ab-40d2"),
    ('Open the door with the key "six grey geese" now.', "grey"),
    ("Unlock comes up, password correct pony blanket staple (with spaces).", "blanket"),
]


@pytest.mark.parametrize(("text", "private"), GIVEN)
def test_what_nothing_explains_goes(text: str, private: str) -> None:
    assert private not in scrub(text, people=("Dana Whitlock", "Susan Wragg"), known=ENGLISH).text


def test_what_was_taken_once_goes_wherever_it_stands() -> None:
    text = "user: pool\npw: chlorine9x\nThen the swimming pool page opens."
    assert "pool" not in scrub(text, known=ENGLISH).text


def test_after_a_secret_capitals_that_nothing_explains_go_and_a_known_word_stays() -> None:
    text = "We moved the WQX and the screens to the hall."
    assert scrub(text, known=ENGLISH).text == text
    after = scrub(TOLD + text, known=ENGLISH).text
    assert "WQX" not in after
    assert "the screens to the hall" in after


def test_a_name_that_is_a_word_stays_at_the_beginning_of_an_instruction() -> None:
    text = "Rose tinted? Turn the dial. Mark the box and press Save."
    assert "Mark the box" in scrub(text, people=("Mark Grey",), known=ENGLISH).text


@pytest.mark.parametrize(
    "text",
    [
        "Open https://support.microsoft.com/en-us/office/sign-in-3f7a81d2 and follow the page.",
        "Out-of-band access and the stand-by pair need nobody.",
    ],
)
def test_what_everybody_may_read_stays(text: str) -> None:
    assert scrub(text, known=ENGLISH).text == text

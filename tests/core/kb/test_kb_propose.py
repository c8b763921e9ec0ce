"""What is offered: thresholds, and two questions in one mail."""

from dataclasses import replace

import pytest

from mailbot.core.kb.index import Index, build
from mailbot.core.kb.persons import asks_a_person
from mailbot.core.kb.propose import propose
from mailbot.core.kb.query import query_from
from mailbot.core.model.article import Article, Scope
from mailbot.core.model.policy import KbPolicy, OfferPolicy

SCOPE = Scope(trust="t", school="oakfold")
EAGER = OfferPolicy(confidence=0.0, best_confidence=0.0, also_confidence=0.0)


@pytest.fixture(scope="module")
def index() -> Index:
    titles = (
        "Printer shows offline",
        "Printer out of toner",
        "Printer jams on thick paper",
        "Visitor sign-in tablet not working",
        "Reset a forgotten password",
    )
    articles = [
        Article(id=f"KB-{number}", trust="t", title=title, body=f"{title}.\n\nDo this.")
        for number, title in enumerate(titles, start=1)
    ]
    return build(articles, kb=KbPolicy())


def test_nothing_is_offered_below_the_confidence_and_the_candidates_are_told_all_the_same(index: Index) -> None:
    query = query_from("printer", "it shows offline")
    sure = propose(query, index, scope=SCOPE, offer=EAGER)
    strict = propose(query, index, scope=SCOPE, offer=OfferPolicy(confidence=1.0))
    assert sure.offered[0].article.id == "KB-1"
    assert strict.offered == ()
    assert strict.candidates == sure.candidates
    assert strict.confidence == sure.confidence


def test_nothing_is_offered_where_the_likeliest_article_alone_is_too_unlikely(index: Index) -> None:
    query = query_from("printer", "printer offline toner jams")
    best = max(match.confidence for match in propose(query, index, scope=SCOPE, offer=EAGER).offered)
    assert propose(query, index, scope=SCOPE, offer=replace(EAGER, best_confidence=best)).offered
    assert propose(query, index, scope=SCOPE, offer=replace(EAGER, best_confidence=best + 0.001)).offered == ()


def test_no_more_are_offered_than_is_set(index: Index) -> None:
    query = query_from("printer", "printer offline toner jams")
    offer = OfferPolicy(confidence=0.0, best_confidence=0.0, also_confidence=0.0, articles=2)
    assert len(propose(query, index, scope=SCOPE, offer=offer).offered) == 2


@pytest.mark.parametrize(
    "text", ["printer offline", "printer toner jams. Also the visitor tablet does not start", "password"]
)
def test_what_is_shown_to_people_is_what_the_desk_decides_by(index: Index, text: str) -> None:
    """With grounds there are more candidates below; the first ones, what is offered and how surely are the same."""
    decided = propose(query_from("", text), index, scope=SCOPE, offer=EAGER)
    shown = propose(query_from("", text), index, scope=SCOPE, offer=EAGER, grounds=True)
    ids = [match.article.id for match in shown.candidates]
    assert [match.article.id for match in decided.candidates] == ids[: len(decided.candidates)]
    assert [match.article.id for match in decided.offered] == [match.article.id for match in shown.offered]
    assert decided.confidence == shown.confidence
    assert decided.features == shown.features[: len(decided.features)]
    assert len(set(ids)) == len(ids)


def test_two_questions_get_the_best_article_of_each(index: Index) -> None:
    text = "The printer shows offline, its toner is fine.\n\nAlso the visitor tablet for sign-in is not working."
    found = propose(query_from("", text), index, scope=SCOPE, offer=EAGER)
    assert {"KB-1", "KB-4"} <= {match.article.id for match in found.candidates[:3]}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The printer in room four shows offline. Also my visitor badge reader stopped scanning.", 2),
        (
            "Two things.\n1. Printer shows offline in the science lab\n2. Visitor tablet frozen at reception desk",
            2,
        ),
        ("The printer in room four shows offline and also prints stripes across pages.", 0),
        ("Also the printer is broken.", 0),
        ("", 0),
    ],
)
def test_a_mail_is_taken_apart_only_where_it_says_that_it_asks_several_things(text: str, parts: int) -> None:
    assert len(query_from("", text).parts) == parts


def test_no_question_finds_nothing(index: Index) -> None:
    found = propose(query_from("", ""), index, scope=SCOPE, offer=EAGER)
    assert (found.confidence, found.offered, found.candidates) == (0.0, (), ())


def test_phrases_for_people_are_whole_words_with_or_without_apostrophe() -> None:
    phrases = ("cost", "who's allowed")
    assert asks_a_person(query_from("", "What does it Cost?"), phrases)
    assert asks_a_person(query_from("", "whos  allowed in there"), phrases)
    assert not asks_a_person(query_from("", "the costume cupboard"), phrases)
    assert not asks_a_person(query_from("", "anything"), ())

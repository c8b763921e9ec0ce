"""What a mail asks, once courtesy is gone and words are made alike."""

import pytest

from mailbot.core.kb.query import query_from, strip_courtesy
from mailbot.core.kb.terms.document import read_article
from mailbot.core.kb.terms.lexicon import concepts_in, read_synonyms
from mailbot.core.kb.terms.segment import build_segment
from mailbot.core.kb.words import stem, tokens
from mailbot.core.model.article import Article
from mailbot.core.model.policy import KbPolicy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("prints", "printing"),
        ("colour", "color"),
        ("organise", "organize"),
        ("batteries", "battery"),
        ("stopped", "stop"),
        ("shares", "sharing"),
        ("licence", "license"),
        ("copies", "copy"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("class", "clay"), ("bus", "bu"), ("ring", "r")])
def test_other_words_keep_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("written", ["wi-fi", "Wi Fi", "WiFi", "wireless"])
def test_wifi_is_one_word_however_it_is_written(written: str) -> None:
    assert [token.stem for token in tokens(written)] == ["wifi"]


@pytest.mark.parametrize("written", ["log in", "log-in", "login", "logging on", "Sign in", "signed into"])
def test_logging_in_is_one_word_however_it_is_written(written: str) -> None:
    assert [token.stem for token in tokens(written)] == ["login"]


def test_addresses_and_links_are_no_words() -> None:
    assert [t.surface for t in tokens("see https://x.example/a?b=c or jane@x.example now")] == ["see", "or", "now"]


def test_a_query_is_the_question_and_not_the_courtesy_around_it() -> None:
    query = query_from(
        "RE: [#1042-k7f3q] Projector",
        "Good morning all,\n\nThe picture has gone pink.\n\nMany thanks\nJane Ashdown\nYear 5, Kestrel Park\n"
        "01632 960140\n"
        "Sent from my iPhone\n\nThis email is confidential and for the intended recipient only.\n\n> old words",
    )
    assert query.text == "Projector\nThe picture has gone pink."
    assert [token.surface for token in query.subject] == ["projector"]


@pytest.mark.parametrize(
    ("mail", "question"),
    [
        ("Hi Ruth, the lamp is gone", "the lamp is gone"),
        ("Hello\n\nNo sound in the hall\n\nBeth\nY2 Oakfold", "No sound in the hall"),
        ("printer jammed again thanks", "printer jammed again thanks"),
        ("Thanks", "Thanks"),
        ("ipad broken\n\nOn Tue 4 Nov, IT Helpdesk wrote:\n> try this", "ipad broken"),
        ("> quoted only", ""),
        ("", ""),
    ],
)
def test_courtesy_and_quotes_go_and_the_question_stays(mail: str, question: str) -> None:
    assert strip_courtesy(mail) == question


def test_names_of_people_and_schools_are_not_asked_for() -> None:
    query = query_from("", "Miss Tolley at Kestrel Park cannot print", names=["Jess Tolley", "Kestrel Park"])
    assert {token.surface for token in query.body} == {"miss", "at", "cannot", "print"}


def test_a_query_is_bounded_however_long_the_mail() -> None:
    query = query_from("word " * 10_000, "word " * 200_000)
    assert len(query.subject) + len(query.body) <= 400


def test_of_phrases_with_one_beginning_each_that_is_said_is_found_and_no_other() -> None:
    lexicon = read_synonyms(
        {
            "board": ("panel", "panel pen", "panel remote control"),
            "heat": ("panel heater", "panel pen"),
            "pen": ("pen",),
        }
    )
    assert concepts_in(tokens("the panel"), lexicon) == [("=board", "panel")]
    assert concepts_in(tokens("panel pen, panel remote"), lexicon) == [
        ("=board", "panel"),
        ("=board", "panel pen"),
        ("=heat", "panel pen"),
        ("=pen", "pen"),
        ("=board", "panel"),
    ]
    assert ("=board", "panel remote control") in concepts_in(tokens("panel remote control"), lexicon)


def test_words_of_one_first_letter_and_length_are_found_among_all() -> None:
    body = "pen pin panel plug a5 a52 zebra zoo \u00e9cole \u00e9t\u00e9 \U0002ebe0\U0002ebe0 printer pianist oven over"
    article = Article(id="KB-1", trust="t", title="abacus", body=body)
    document = read_article(article, lexicon=read_synonyms({}))
    segment = build_segment([document], kb=KbPolicy(), lengths=(5.0, 3.0, 12.0, 80.0))
    assert len(segment.spellings) > 10
    for letter in {word[0] for word in segment.spellings} | {"b", "q"}:
        for length in range(1, 9):
            alike = [word for word in sorted(segment.spellings) if (word[0], len(word)) == (letter, length)]
            assert list(segment.spelled_like(letter, length)) == alike

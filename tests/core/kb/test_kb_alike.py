"""Which solved requests are about the same as a question."""

import math
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.kb.alike import MOST_CLOSEST, MOST_TEXTS, Earlier, closest, searchable, shares_of

ASKED = {
    1: "No picture on the board. The smartboard in room 4 shows no picture from my laptop",
    2: "Printer jam in the office, the paper is stuck in tray two",
    3: "Smartboard remote lost, has anyone seen the smartboard remote",
    4: "Password for the staff email account has expired",
    5: "Cannot log in to SIMS, the password is not accepted",
}


def earlier_of(texts: Mapping[int, str]) -> Earlier:
    return Earlier({}).with_newer({number: searchable(text) for number, text in texts.items()})


EARLIER = earlier_of(ASKED)


def test_the_nearest_comes_first_and_strangers_not_at_all() -> None:
    assert closest("Board black: the smartboard does not show my laptop's picture", earlier=EARLIER)[0] == 1
    assert closest("my email password expired this morning", earlier=EARLIER)[0] == 4
    assert closest("The trombone in the music room is bent", earlier=EARLIER) == ()


def test_one_word_in_common_is_nothing_in_common() -> None:
    assert closest("Where is the smartboard", earlier=EARLIER) == ()
    assert closest("", earlier=EARLIER) == ()
    assert closest("help please, it does not work", earlier=EARLIER) == ()


@given(question=st.text(max_size=200), texts=st.dictionaries(st.integers(1, 99), st.text(max_size=100), max_size=8))
def test_whatever_is_asked_the_answer_is_few_of_the_given(question: str, texts: dict[int, str]) -> None:
    found = closest(question, earlier=earlier_of(texts))
    assert set(found) <= set(texts)
    assert len(found) == len(set(found)) <= MOST_CLOSEST


SAID = st.lists(st.sampled_from(("board", "picture", "laptop", "printer", "paper", "tray", "wifi")), max_size=8)


def plain_shares(words: list[str], texts: Mapping[int, str]) -> dict[int, float]:
    """What `shares_of` says, reckoned text by text as its docstring tells it."""
    having = {key: set(searchable(text).words) for key, text in texts.items()}
    weights = {word: math.log(1 + len(texts) / (1 + sum(word in has for has in having.values()))) for word in words}
    shared = {key: [word for word in words if word in has] for key, has in having.items()}
    shares = {key: math.fsum(weights[word] for word in both) for key, both in shared.items() if len(both) >= 2}
    return {key: share for key, share in shares.items() if share >= 0.25 * math.fsum(weights.values()) - 1e-9}


@given(question=SAID, texts=st.lists(SAID, max_size=30))
def test_texts_that_cannot_come_near_are_passed_over_and_no_others(question: list[str], texts: list[list[str]]) -> None:
    asked = dict(enumerate(map(" ".join, texts)))
    words = list(searchable(" ".join(question)).words)
    found, _ = shares_of(words, earlier=earlier_of(asked))
    expected = plain_shares(words, asked)
    assert found.keys() == expected.keys()
    assert all(math.isclose(found[key], expected[key]) for key in found)


@given(steps=st.lists(st.dictionaries(st.integers(1, 9), st.text("ab c", max_size=9), max_size=5), max_size=6))
def test_what_came_bit_by_bit_is_as_though_it_came_at_once(steps: list[dict[int, str]]) -> None:
    grown, at_once = Earlier({}), dict[int, str]()
    for step in steps:
        grown = grown.with_newer({key: searchable(text) for key, text in step.items()})
        at_once = step | {key: text for key, text in at_once.items() if key not in step}
    assert list(grown.texts) == list(at_once)
    assert (grown.texts, grown.having) == (earlier_of(at_once).texts, earlier_of(at_once).having)


def test_the_oldest_are_forgotten_with_their_words() -> None:
    old = earlier_of({key: f"printer {key}" for key in range(MOST_TEXTS)})
    new = old.with_newer({MOST_TEXTS: searchable("beamer")})
    assert len(new.texts) == MOST_TEXTS
    assert MOST_TEXTS - 1 not in {*new.texts, *new.having["printer"]}
    assert MOST_TEXTS - 1 in old.texts, "what another thread looks at stays as it is"

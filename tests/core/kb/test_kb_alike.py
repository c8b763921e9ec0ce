"""Which solved requests are about the same as a question."""

from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.kb.alike import MOST_CLOSEST, Earlier, closest, searchable

ASKED = {
    1: "No picture on the board. The smartboard in room 4 shows no picture from my laptop",
    2: "Printer jam in the office, the paper is stuck in tray two",
    3: "Smartboard remote lost, has anyone seen the smartboard remote",
    4: "Password for the staff email account has expired",
    5: "Cannot log in to SIMS, the password is not accepted",
}
EARLIER = Earlier({number: searchable(text) for number, text in ASKED.items()})


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
    found = closest(question, earlier=Earlier({key: searchable(text) for key, text in texts.items()}))
    assert set(found) <= set(texts)
    assert len(found) == len(set(found)) <= MOST_CLOSEST

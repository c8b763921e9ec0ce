"""The fast arithmetic gives what the plain one gives, to the last bit: no mail may be judged otherwise for it."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.kb.terms.reckoning import PLAIN
from mailbot.core.kb.terms.segment import NOWHERE, Postings
from mailbot.semantic.reckoning import RECKONING

SIZE = 50
WEIGHTS = st.integers(min_value=0, max_value=65_535)
STANDS = st.dictionaries(st.integers(min_value=0, max_value=SIZE - 1), WEIGHTS, max_size=SIZE)
FACTORS = st.floats(min_value=0, max_value=10, allow_subnormal=False)
# few different numbers, so that many are equal
VALUES = st.lists(st.sampled_from([-1.5, -0.0, 0.0, 0.25, 0.5, 1.0, 3.0]) | st.floats(-1, 1), max_size=60)


def postings(stands: dict[int, int]) -> Postings:
    places = sorted(stands)
    return Postings(array("H", places), array("H", [stands[place] for place in places])) if places else NOWHERE


@given(st.lists(st.tuples(FACTORS, STANDS), max_size=12))
def test_the_fast_sum_is_the_plain_one_to_the_last_bit(terms: list[tuple[float, dict[int, int]]]) -> None:
    factors = [(factor, postings(stands)) for factor, stands in terms]
    assert list(RECKONING.sums(factors, SIZE)) == PLAIN.sums(factors, SIZE)


@given(VALUES, st.integers(min_value=1, max_value=70))
def test_the_fast_choice_is_the_plain_one_also_of_equal_values(values: list[float], size: int) -> None:
    assert RECKONING.highest(values, size) == PLAIN.highest(values, size)
    assert RECKONING.highest(array("d", values), size) == PLAIN.highest(values, size)


@given(VALUES, st.integers(min_value=1, max_value=70))
def test_the_highest_are_those_that_a_plain_sort_puts_first(values: list[float], size: int) -> None:
    above = [place for place in range(len(values)) if values[place] > 0.0]
    assert PLAIN.highest(values, size) == sorted(above, key=lambda place: -values[place])[:size]

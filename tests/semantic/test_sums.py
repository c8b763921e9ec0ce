"""The fast sum of words' weights is the plain one, to the last bit: no mail may be judged otherwise for it."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.kb.terms.segment import NOWHERE, Postings, plain_sums
from mailbot.semantic.sums import sums

SIZE = 50
WEIGHTS = st.integers(min_value=0, max_value=65_535)
STANDS = st.dictionaries(st.integers(min_value=0, max_value=SIZE - 1), WEIGHTS, max_size=SIZE)
FACTORS = st.floats(min_value=0, max_value=10, allow_subnormal=False)


def postings(stands: dict[int, int]) -> Postings:
    places = sorted(stands)
    return Postings(array("H", places), array("H", [stands[place] for place in places])) if places else NOWHERE


@given(st.lists(st.tuples(FACTORS, STANDS), max_size=12))
def test_the_fast_sum_is_the_plain_one_to_the_last_bit(terms: list[tuple[float, dict[int, int]]]) -> None:
    factors = [(factor, postings(stands)) for factor, stands in terms]
    assert sums(factors, SIZE) == plain_sums(factors, SIZE)

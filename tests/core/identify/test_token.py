"""Tokens: what we sign is read back whole, and nothing else is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.identify.token import TOKEN_LENGTH, day_number, expired, read, sign
from mailbot.core.model.snapshot import Token, TokenPurpose

BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
KEYS = {"a": b"first key of the desk", "b": b"second key of the desk"}
PURPOSES: tuple[TokenPurpose, ...] = get_args(TokenPurpose)

tokens = st.builds(
    Token,
    purpose=st.sampled_from(PURPOSES),
    reference=st.text(alphabet=BASE32, min_size=10, max_size=10),
    person=st.text(alphabet=BASE32, min_size=8, max_size=8),
    entry_seen=st.integers(0, 32767),
    day=st.integers(0, 32767),
)


def signed(token: Token, *, current: str = "a") -> str:
    return sign(
        purpose=token.purpose,
        reference=token.reference,
        person=token.person,
        entry_seen=token.entry_seen,
        day=token.day,
        keys=KEYS,
        current=current,
    )


EXAMPLE = Token("t", "abcdefghij", "klmnopqr", entry_seen=3, day=2289)


@given(token=tokens, current=st.sampled_from(sorted(KEYS)))
def test_a_token_says_again_what_was_signed(token: Token, current: str) -> None:
    text = signed(token, current=current)
    assert len(text) == TOKEN_LENGTH
    assert set(text) <= set(BASE32)
    assert read(text, keys=KEYS) == token
    assert read(text.upper(), keys=KEYS) == token


@given(token=tokens, place=st.integers(0, TOKEN_LENGTH - 1), other=st.sampled_from(BASE32))
def test_any_changed_character_makes_it_worthless(token: Token, place: int, other: str) -> None:
    text = signed(token)
    changed = text[:place] + other + text[place + 1 :]
    assert changed == text or read(changed, keys=KEYS) is None


@given(token=tokens, purpose=st.sampled_from(PURPOSES))
def test_a_purpose_never_verifies_for_another(token: Token, purpose: TokenPurpose) -> None:
    text, twin = signed(token), signed(replace(token, purpose=purpose))
    crossed = twin[:26] + text[26:]
    assert purpose == token.purpose or read(crossed, keys=KEYS) is None


@given(text=st.one_of(st.text(max_size=60), st.text(alphabet=BASE32, min_size=46, max_size=46)))
def test_what_we_did_not_sign_is_no_token(text: str) -> None:
    assert read(text, keys=KEYS) is None


def test_a_retired_key_verifies_nothing_more() -> None:
    assert read(signed(EXAMPLE, current="b"), keys={"a": KEYS["a"]}) is None


def test_the_form_of_a_token_stands_still() -> None:
    assert signed(EXAMPLE) == "atabcdefghijklmnopqraadchrtsz3pn6yqzsdt3ayl7f7"


@pytest.mark.parametrize(
    ("reference", "person", "current", "error"),
    [
        ("short", "klmnopqr", "a", ValueError),
        ("abcdefghij", "KLMNOPQR", "a", ValueError),
        ("abcdefghij", "", "a", ValueError),
        ("abcdefghij", "klmnopqr", "c", KeyError),
    ],
)
def test_what_does_not_fit_is_refused(reference: str, person: str, current: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        sign(purpose="r", reference=reference, person=person, entry_seen=1, day=1, keys=KEYS, current=current)


def test_an_entry_beyond_the_last_digit_is_held_there() -> None:
    assert read(signed(replace(EXAMPLE, entry_seen=40000)), keys=KEYS) == replace(EXAMPLE, entry_seen=32767)


@pytest.mark.parametrize(("age", "old"), [(-2, True), (-1, False), (0, False), (14, False), (15, True)])
def test_a_technicians_token_lives_fourteen_days(age: int, *, old: bool) -> None:
    assert expired(EXAMPLE, today=EXAMPLE.day + age) is old
    assert expired(replace(EXAMPLE, purpose="c"), today=EXAMPLE.day + age) is old


def test_the_age_of_other_tokens_is_not_judged_here() -> None:
    assert not expired(replace(EXAMPLE, purpose="r"), today=EXAMPLE.day + 500)
    assert not expired(replace(EXAMPLE, purpose="b"), today=EXAMPLE.day + 500)


def test_days_are_those_of_utc() -> None:
    assert day_number(datetime(2020, 1, 1, tzinfo=UTC)) == 0
    assert day_number(datetime(2020, 1, 2, 0, 30, tzinfo=timezone(timedelta(hours=1)))) == 0
    assert day_number(datetime(2026, 11, 25, 12, tzinfo=UTC)) == 2520

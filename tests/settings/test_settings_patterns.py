"""Regular expressions of rules: those that could run for long are refused, the usual ones are not."""

import pytest

from mailbot.settings.policy.patterns import pattern_fault


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b",
        "(?:a*)*",
        "((a|b))+",
        "(a|a)*b",
        "(a?){20}",
        "(?:(?:x+y)z){2,}",
        "a+b+c+d+",
        r"(a)\1",
        "(?=a)b",
        "(?P<n>a)",
        "[a",
        "a" * 401,
        "a{2,1}",
    ],
)
def test_a_dangerous_or_broken_pattern_is_refused(pattern: str) -> None:
    assert pattern_fault(pattern) is not None


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bin at [0-9]{1,2}(?:[:.][0-9]{2})?\b",
        r"[(+*]{2} (?:lesson|class) soon",
        r"\((a+)\) [^])]+",
        "(?:abc){2,3}",
        r"\\+ (?:class)?",
    ],
)
def test_a_usual_pattern_is_taken(pattern: str) -> None:
    assert pattern_fault(pattern) is None

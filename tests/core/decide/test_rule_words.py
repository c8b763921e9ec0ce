"""The quick look at a text's words never hides a rule that a search of the text would have met."""

import re
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from mailbot.core.decide.rules import prepared
from mailbot.core.decide.stems import of_pattern
from mailbot.core.model.policy import Rule

RULES = sorted((Path(__file__).parents[3] / "rules").glob("*.toml"))
PIECES = st.sampled_from(
    ["exam", "exams", "now", "n\u0131ow", "self-harm", "can't", "wi-fi", "a", "é", "x_1", "-", "'", ".", "9"]
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([" ", "", "\n", ", "])), max_size=12).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)
PHRASES = st.lists(
    st.tuples(st.lists(PIECES, min_size=1, max_size=3).map(" ".join), st.sampled_from(["", "*"])).map("".join),
    min_size=1,
    max_size=4,
)


@given(text=TEXTS, phrases=PHRASES)
@example(text="exam x_1", phrases=["exam x*"])
def test_a_rule_speaks_where_its_words_are_found_and_nowhere_else(text: str, phrases: list[str]) -> None:
    rule = Rule(name="r", order=1, words=tuple(phrases), reason="why")
    found = any(re.search(as_pattern(phrase), text) for phrase in phrases)
    assert bool(prepared((rule,)).met(text)) == found


def as_pattern(phrase: str) -> str:
    """Whole words, any white space between them, any ending after a `*`."""
    stem = phrase.casefold().removesuffix("*")
    words = r"\s+".join(re.escape(part) for part in stem.split())
    return rf"(?<!\w){words}" + ("" if phrase.endswith("*") else r"(?!\w)")


WAYS = st.sampled_from(
    [
        "exams?",
        "a-?levels?",
        "wi-?fi",
        "al(?:arm|ram)s?",
        "year [0-9]{1,2}",
        "x*y",
        "(?:to)?day",
        "(?:a-level|(?:exam|year) 9)",
        "\\w+",
        "é",
        "E",
        "[(|]",
        "",
    ]
)
BEFORE = st.sampled_from(["\\b", "\\b", "", "^", "(?:"])
AFTER = st.sampled_from(["", "?", "*", "{0,1}", "\\b", "\\b.{0,9}\\b(?:now|today)\\b", "|now", " [|)] (?:a|b)"])
TALK = st.lists(
    st.tuples(
        st.sampled_from(
            ["exam", "exams", "a-level", "alevel", "wifi", "alarm", "alrams", "year 9", "y", "day", "today", "é"]
        ),
        st.sampled_from([" ", "", "\n", "-"]),
    ),
    max_size=8,
).map(lambda pairs: "".join(piece + gap for piece, gap in pairs))


@given(text=TALK, before=BEFORE, ways=st.lists(WAYS, min_size=1, max_size=3), after=AFTER)
@example(text="alarm", before="\\b", ways=["al(?:arm|ram)s?"], after="")
@example(text="year 9", before="\\b", ways=["(?:a-level|(?:exam|year) 9)"], after="")
@example(text="now", before="\\b", ways=["exams?"], after="|now")
@example(text="today", before="\\b", ways=["exams?"], after="?")
@example(text="exam", before="\\b", ways=["exams?", "wi-?fi"], after="")
def test_a_pattern_finds_what_it_finds_alone(text: str, before: str, ways: list[str], after: str) -> None:
    pattern = f"{before}(?:{'|'.join(ways)}){after}" + (")" if before == "(?:" else "")
    rule = Rule(name="r", order=1, patterns=(pattern,), reason="why")
    found = re.search(pattern, text, re.IGNORECASE) is not None
    assert bool(prepared((rule,)).met(text)) == found


def test_most_patterns_of_the_shipped_rules_are_searched_for_in_few_mails() -> None:
    patterns = [pattern for file in RULES for pattern in re.findall(r'^  "(\\\\b.*)",$', file.read_text("utf-8"), re.M)]
    told = [of_pattern(pattern.replace("\\\\", "\\")) for pattern in patterns]
    assert len(patterns) > 40
    assert sum(one is not None for one in told) > 0.9 * len(told)

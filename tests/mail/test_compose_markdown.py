"""Articles in a mail: readable as text, safe as HTML."""

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.mail.letter.markdown import first_lines, to_html, to_text, without_title

SOURCE = """# Board

Look at the **lamp** and the [guide](https://help.example/a), or ring <tel:01632960142>.

1. First
2. Second
   - left
   - right
3. Third

> Careful
> with it

| Light | Means |
|---|---|
| Red | Asleep |
"""


def test_text_is_numbered_without_stars_and_links_show_their_address() -> None:
    assert to_text(SOURCE).split("\n") == [
        "Board",
        "",
        "Look at the lamp and the guide (https://help.example/a), or ring tel:01632960142 (01632960142).",
        "",
        "1. First",
        "2. Second",
        "",
        "   - left",
        "   - right",
        "3. Third",
        "",
        "> Careful with it",
        "",
        "Light | Means",
        "Red | Asleep",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "![x](https://evil.example/pixel.png)",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](//evil.example/a)",
        "[x](/local)",
        '<a href="javascript:1" onclick="x">y</a>',
        '[x](https://a.example "t\\" onmouseover=x")',
        "<style>*{display:none}</style>",
        "<iframe src=https://evil.example>",
    ],
)
def test_html_of_an_article_loads_and_runs_nothing(source: str) -> None:
    for element in lxml.html.fragment_fromstring(to_html(source), create_parent=True).iter("*"):
        assert element.tag in ("div", "p", "a")
        assert set(element.keys()) <= {"class", "style", "href", "rel"}
        assert element.get("href") in (None, "https://a.example")


def test_a_picture_leaves_its_words() -> None:
    assert "the back of the board" in to_html("![the back of the board](https://x.example/a.png)")
    assert to_text("![the back](https://x.example/a.png)") == "the back"


def test_a_summary_is_the_first_lines_that_are_no_headings() -> None:
    assert first_lines("# T\n\n## Symptom\n\nIt is black.\n\nPress it.\n\nMore.") == "It is black. Press it."
    assert first_lines("**Symptom.** *Locked*, and\n") == "Symptom. Locked, and"
    assert first_lines("# Projector\n") == ""
    assert len(first_lines("x" * 5000)) == 160


def test_a_title_is_not_said_twice() -> None:
    assert without_title("# Board\n\nText", title="board") == "Text"
    assert without_title("# Other\n\nText", title="board") == "# Other\n\nText"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="#*_->|`[]()!<>&\n ax1.~\\\"'\t:-", max_size=300))
def test_any_source_renders_both_ways(source: str) -> None:
    assert isinstance(to_text(source), str)
    assert "<script" not in to_html(source)


def test_deep_and_long_sources_end() -> None:
    for source in (">" * 20_000, "- " * 10_000, "[" * 20_000, "*a" * 10_000, "|" * 20_000):
        to_text(source)
        to_html(source)

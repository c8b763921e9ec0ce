"""A technician's words as mailed: what is surely formatting is shown so, and every other letter stays."""

import pytest

from mailbot.mail.letter.said import html, plain


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Press **Source** now", "Press Source now"),
        ("see [here](https://a.example/x)", "see here <https://a.example/x>"),
        ("## First\n\nthen", "First\n\nthen"),
        ("the password is Pa**ss**w0rd*", "the password is Pa**ss**w0rd*"),
        ("C:\\temp\\**.*", "C:\\temp\\**.*"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("# Step 1\n## Step 2", "# Step 1\n## Step 2"),
        ("2 ** 3 ** 4", "2 ** 3 ** 4"),
    ],
)
def test_plain_text_loses_marks_and_nothing_else(text: str, read: str) -> None:
    assert plain(text) == read


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- one\n- two", "<ul"),
        ("1. one\n2. two", "<ol"),
        ("3. one\n4. two", ' start="3"'),
        ("**Source**", "<strong>Source</strong>"),
        ("[a & b](https://a.example/?x=1&y=2)", 'href="https://a.example/?x=1&amp;y=2"'),
        ("  set in", "&nbsp;&nbsp;set in"),
    ],
)
def test_formatting_is_shown(text: str, shown: str) -> None:
    assert shown in html(text)


@pytest.mark.parametrize(
    "text",
    ["- Tomasz", "12. May is a day off", "1. one\n5. five", "<b>bold</b>", '[x](https://a.example/"><script>)', "**"],
)
def test_what_is_not_surely_formatting_is_text(text: str) -> None:
    shown = html(text)
    for tag in ("<ul", "<ol", "<b>", "<script", "<strong"):
        assert tag not in shown

"""The new text as it was formatted: bold, headings, lists, links; and never other words than the plain ones."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.core.parse.html import html_layout, html_to_text
from mailbot.core.parse.marks.rich import MARKS, words_in
from mailbot.core.parse.mime import parse

HEAD = b"From: t@it.example\nMessage-ID: <r@x.example>\nIn-Reply-To: <q@x.example>\nSubject: Re: x\n"


def said(html: str) -> str:
    return parse(HEAD + b"Content-Type: text/html; charset=utf-8\n\n" + html.encode()).said


def both(plain: str, html: str) -> str:
    parts = f"--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n{html}\n--b--\n"
    return parse(HEAD + b"Content-Type: multipart/alternative; boundary=b\n\n" + parts.encode()).said


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Press <b>Source</b> now</p>", "Press **Source** now"),
        ("<p>Press<b> Source </b>now</p>", "Press **Source** now"),
        ("<b>one</b> <strong>two</strong>", "**one two**"),
        ("<b><div>one</div><div>two</div></b>", "**one**\n**two**"),
        ("<b></b><p>nothing</p>", "nothing"),
        ("<h2>First</h2><p>then</p>", "## First\n\nthen"),
        ("<h1><b>#solved</b></h1>", "## #solved"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n\n    - c"),
        ("<ol start=1><li>a</li><li><b>b</b></li></ol>", "1. a\n2. **b**"),
        ('<a href="https://a.example/(x)">the <b>guide</b></a>', "[the guide](https://a.example/%28x%29)"),
        ('<a href="javascript:x()">the guide</a>', "the guide"),
        ('<a href="https://a.example">https://a.example</a>', "https://a.example"),
        ("one<p class=MsoNormal><o:p>&nbsp;</o:p></p>two", "one\n\ntwo"),
        ("<p>\ufdd0mine\ufdd1</p>", "mine"),
    ],
)
def test_what_is_formatted_stays_so(html: str, text: str) -> None:
    assert said(html) == text


def test_the_signature_that_the_client_marks_goes_also_from_the_plain_text() -> None:
    html = '<div>Swap it.</div><div id="Signature"><div>T. Wilk</div></div>'
    assert both("Swap it.\n\nT. Wilk", html) == "Swap it."
    below = f"{html}<div>PS: not the red one.</div>"
    assert both("Swap it.\n\nT. Wilk\nPS: not the red one.", below).endswith("PS: not the red one.")


def test_html_that_says_something_else_is_not_believed() -> None:
    assert both("Swap the lead.", "<p>Send <b>money</b></p>") == "Swap the lead."
    assert both("Swap the lead. #note", "<p>Swap the lead.</p>") == "Swap the lead. #note"


@settings(max_examples=200, deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from(
            (
                *("<b>", "</b>", "<p>", "</p>", "<ul><li>", "</ul>", "</a>", "<h2>", "</h2>", "<pre>", "</pre>"),
                *('<a href="https://a.example">', "word", " and ", "\ufdd2", "&#xFDD3;", "\u00a0", "<br>"),
                "<blockquote type=cite>",
            )
        ),
        max_size=14,
    )
)
def test_both_forms_have_the_same_words(pieces: list[str]) -> None:
    layout = html_layout("".join(pieces))
    assert len(layout.lines) == len(layout.rich)
    assert not set(MARKS) & set("".join((*layout.lines, *layout.rich)))
    bare = [
        re.sub(r"[(<]https://a\.example[)>]|## ", "", line)
        for line in ("\n".join(layout.lines), "\n".join(layout.rich))
    ]
    assert words_in(bare[0]) == words_in(bare[1])
    assert layout.text == html_to_text("".join(pieces))

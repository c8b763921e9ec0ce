"""Cost grows with size and no faster: each recogniser is fed text made to make it backtrack, at three sizes."""

import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest

from mailbot.core.parse.marks.robots import calendar_method, is_acknowledgement, is_scan
from mailbot.core.parse.marks.subjects import is_absence, is_failure, is_forward, is_reply
from mailbot.core.parse.mime import parse
from mailbot.core.parse.quotes import split_reply
from mailbot.core.parse.wire.tree import tree

SIZES = (10_000, 20_000, 40_000)
FASTEST_GROWTH = 3.0  # doubled; with the square of the size it would be 4
TOO_SHORT_TO_TELL = 0.015
ATTEMPTS = 16

UNITS = [
    "On ", "On Mon, 2 Nov 2026 at 08:12, ", "On a\n", "On Mon, 2 Nov 2026 at 08:12,\n", "wrote:\n", "<a@b>", "<\n",
    "a@b.example> wrote:\n", "12:00 ", "2026-11-02 08:12 <", "20 Nov 2026 08:12, <", "mailto:", "[mailto:a@b.example] ",
    "> ", "> a\nb\n", "> " + "a" * 70 + "\nb\n", ">" * 70 + ",\n", "-", "-- \n", "__\n", "_____\n", "=====\n",
    "From:\n", "From: a@b.example\nTo: x\n", "From: a\nSent: b\n", "a:\n", "Subject: x\n", "*From:* a\n", "\n\n",
    " \n", "Sent from ", "Sent from my \n", "Get Outlook for \n", "This email \n", "Disclaimer\n",
    "This email may contain ", "--\n", "--\nA\n", "--\nT: 1\n",
    "-----Original Message-----",
    "---------- Forwarded message ", "Begin forwarded message:\n", "CAUTION: ", "CAUTION: external \n",
    "CAUTION: this email external\n\n", "You don't often get email from a\n\n", "[cid:", "[cid:a] ", "[image: x]\n",
    "#yiv1234567 ", "#yiv1234567 {", "#yiv1234567 {a:b}", "#yiv1234567 {a:b}#yiv1234567 a", "@media {{}}", "{", "}",
    "blockquote, div.yahoo_quoted {", "blockquote, div.yahoo_quoted {a}\n", "reply above this line ", "# reply above ",
    "ref: ", "ref: aaaaaaaaaa", "a", "\u3042", "\x0c\n",
]  # fmt: skip


def cost(work: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    started = time.process_time()
    work()
    return time.process_time() - started


def assert_linear(make: Callable[[int], Callable[[], object]]) -> None:
    """What else the machine does only adds: the fastest run of each size counts, and one good attempt is enough.

    Backtracking that grows with the square of the size shows in every attempt.
    """
    works = [make(size) for size in SIZES]
    best = [float("inf")] * len(works)
    for _ in range(ATTEMPTS):
        best = [min(before, cost(work)) for before, work in zip(best, works, strict=True)]
        if all(more < TOO_SHORT_TO_TELL or more / less < FASTEST_GROWTH for less, more in pairwise(best)):
            return
    pytest.fail(f"CPU seconds for {SIZES} characters: {best}")


def text_of(unit: str, size: int) -> str:
    return unit * (size // len(unit))


@pytest.mark.parametrize("answers", [True, False])
@pytest.mark.parametrize("unit", UNITS)
def test_splitting_a_reply_grows_with_its_size(unit: str, answers: bool) -> None:
    assert_linear(lambda size: lambda: split_reply(text_of(unit, size), answers=answers, forwards=False))


@pytest.mark.parametrize("unit", UNITS)
def test_lines_by_subjects_and_robots_grow_with_their_size(unit: str) -> None:
    def make(size: int) -> Callable[[], object]:
        text = text_of(unit, size)

        def work() -> None:
            is_acknowledgement(f"Ticket #1 {text}", text=text)
            is_scan(text, sender=text, mailer=text, has_file=True)
            calendar_method(text.encode())
            for of_subject in (is_reply, is_forward, is_absence, is_failure):
                of_subject(text[:998])

        return work

    assert_linear(make)


HTML_UNITS = [
    "<div>", "<blockquote type=cite>", "<p>x", "<table><tr><td>", "<img src='cid:a'>", "<a href='http://x.example'>",
    "<", "<!--", "&", "<span style='display:none", "<div style='border-top:solid #E1E1E1 1.0pt'>", "<li>", "<pre>\n",
]  # fmt: skip


@pytest.mark.parametrize("unit", HTML_UNITS)
def test_html_mail_grows_with_its_size(unit: str) -> None:
    head = b"From: a@b.example\nSubject: Re: x\nContent-Type: text/html\n\n"
    assert_linear(lambda size: lambda: parse(head + text_of(unit, size).encode()))


HEADER_UNITS = ["a", " ", "=?", "=?utf-8?q?a?= ", "<", "a@b, ", '"', "(", "\\", ";a=", "a :\n b", "\n\t", "x :\n"]


@pytest.mark.parametrize("unit", HEADER_UNITS)
@pytest.mark.parametrize("name", ["From", "To", "Subject", "References", "Content-Type", "X"])
def test_headers_grow_with_their_size(name: str, unit: str) -> None:
    assert_linear(lambda size: lambda: parse(f"{name}: {text_of(unit, size)}\n\nHi\n".encode()))


@pytest.mark.parametrize("line", [b"a" * 1_990 + b"\n", b"a", b"a:\n"])
def test_a_part_s_head_that_is_none_grows_with_its_size(line: bytes) -> None:
    start = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
    assert_linear(lambda size: partial(tree, start + line * (10 * size // len(line)) + b"\n\ntext\n--b--\n"))

"""Whatever a technician writes: it reaches the requester whole, or nothing is sent; and what is internal never does."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailbot.core.decide.team.grammar.table import DIRECTIVES
from mailbot.core.decide.team.grammar.wording import LONGEST_ANSWER
from mailbot.core.decide.team.work.obey import SOLVED_TEXT
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.model.mails.technician import RefusedMail
from mailbot.core.model.request import Entry
from mailbot.core.parse.mime import parse
from mailbot.mail.letter.said import html, plain
from tests.core.decide.replies.clients import CLIENTS, reply_bytes
from tests.support.builders import (
    JANE,
    MONDAY,
    TECHNICIAN_ARTICLE,
    TOMASZ,
    a_policy,
    a_request,
    a_technician,
    an_entry,
    arrived,
    by_technician,
    decided,
    mails,
    to,
)

TOKEN = "at" + "abcdefg2" * 5 + "abcd"
SECRET = "the head is under investigation"
NOTE = Entry(2, "note", MONDAY, "Ruth Lindqvist", SECRET, internal=True)
REQUEST = a_request(entries=(an_entry(), NOTE), next_entry=3)

DIRECTIVE_LINES = st.sampled_from(
    [f"#{name}" for name in DIRECTIVES]
    + ["#Solved.", "# solved", "#kb: How to do it", "#pending 3d", "#send KB-1", "#send KB-9", "#assign priya"]
    + ["**#solved**", "- #note", "#time 15m", "#priority P2", "#sovled", "#line 2", "#hold the supplier"]
)
WRITTEN = [
    "Hi Jane,",
    "Swap the lead.",
    "# Step 1",
    "#ff0000",
    "#12",
    "See #solved in the list of words.",
    "Thanks",
    "",
    "Tomasz",
    "Kind regards",
    "- one",
    "2. two",
    "**bold** and [a link](https://a.example)",
    "\xa0",
    "> quoted",
    "Sent from my iPhone",
    "-- ",
    "#TeamTamsel",
    "It’s “Source”…",
    "C:\\temp\\*.* and Pa**ss**w0rd",
]
TEXT_LINES = st.one_of(
    st.sampled_from(WRITTEN), st.text(max_size=40).filter(lambda text: "\n" not in text and "\r" not in text)
)
SIGN_OFF = {"thanks", "kind", "regards", "tomasz"}
TOKEN_LINES = st.sampled_from([f"ref: {TOKEN}", f"it is {TOKEN}"])
LINES = st.lists(st.one_of(TEXT_LINES, DIRECTIVE_LINES, TOKEN_LINES), max_size=9)

_NAMES = "|".join(map(re.escape, sorted(DIRECTIVES, key=len, reverse=True)))
_STARTS = re.compile(rf"\W*#\s?(?:{_NAMES})(?![\w/])", re.IGNORECASE)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def answers(decision: Decision) -> list[str]:
    return [mail.content.text for mail in to(decision, JANE) if isinstance(mail.content, AnswerMail)]


def is_directive(line: str) -> bool:
    return bool(_STARTS.match(line.strip()))


@settings(max_examples=400, deadline=None)
@given(lines=LINES)
@example(lines=["#solved", "Swap the lead.", "Tomasz"])
@example(lines=["Swap the lead.", "- #solved"])
@example(lines=["#SEND:0"])
@example(lines=["#send KB-1", "Tomasz", "Hi Jane,"])
@example(lines=["#solved(really)"])
def test_a_mail_is_delivered_whole_or_not_at_all(lines: Sequence[str]) -> None:
    decision = decided(by_technician("\n".join(lines), request=REQUEST))
    sent = answers(decision)
    if decision.outcome == "directive_refused":
        assert to(decision, JANE) == ()
    meant = words("\n".join(line for line in lines if not is_directive(line) and TOKEN not in line))
    for text in sent:
        if not text and any("#note" in line.lower() for line in lines):
            continue  # an article beside a note
        rest = [word for word in words(text.replace("(removed)", "").replace("it is ", "")) if word not in ("it", "is")]
        wanted = [word for word in meant if word not in ("it", "is")]
        # A sign-off alone is no answer.
        assert text == SOLVED_TEXT or rest == wanted or (not rest and set(wanted) <= SIGN_OFF), (text, lines)


@settings(max_examples=400, deadline=None)
@given(lines=LINES)
def test_no_line_of_a_directive_and_nothing_internal_reaches_a_requester(lines: Sequence[str]) -> None:
    decision = decided(by_technician("\n".join(lines), request=REQUEST))
    for mail in to(decision, JANE):
        assert isinstance(mail.content, AnswerMail)
        assert not [line for line in mail.content.text.splitlines() if is_directive(line)]
        shown = f"{mail.content!r}\n{mail.subject}"
        assert TOKEN not in shown.lower()
        assert SECRET not in shown
        assert "TECHNICIANS-ONLY" not in shown
        assert TECHNICIAN_ARTICLE.id not in shown.replace("\n".join(lines), "")
        assert not mail.files
        assert not mail.original


@settings(max_examples=300, deadline=None)
@given(lines=LINES)
@example(lines=["#send KB-1"])
@example(lines=["#solved"])
def test_the_words_of_a_note_never_do(lines: Sequence[str]) -> None:
    decision = decided(by_technician("\n".join(["#note", *lines, "She is Unwell, I think."]), request=REQUEST))
    assert all("Unwell" not in repr(mail.content) for mail in to(decision, JANE))


@settings(max_examples=300, deadline=None)
@given(lines=LINES, more=st.sampled_from(["Tomasz here, swap it", "Tomasz Wilk, IT", "Wilk", "ask Tomasz", ""]))
def test_the_name_of_a_private_technician_never_does(lines: Sequence[str], more: str) -> None:
    base = a_policy()
    private = replace(base.technicians["tomasz"], private=True)
    policy = replace(base, technicians={**base.technicians, "tomasz": private})
    decision = decided(by_technician("\n".join([*lines, more]), request=REQUEST), policy=policy)
    for mail in to(decision, JANE):
        assert not re.search(r"\b(?:Tomasz|Wilk)\b", repr(mail.content))


def test_a_private_name_goes_from_the_sign_off_and_comes_back_from_the_middle() -> None:
    base = a_policy()
    policy = replace(
        base,
        technicians={**base.technicians, "tomasz": replace(base.technicians["tomasz"], private=True)},
    )
    signed = decided(by_technician("Swap the lead.\n\nKind regards\nTomasz Wilk", request=REQUEST), policy=policy)
    [mail] = to(signed, JANE)
    assert isinstance(mail.content, AnswerMail)
    assert (mail.content.text, mail.content.technician) == ("Swap the lead.\n\nKind regards", "")
    named = decided(
        by_technician("Tomasz and I looked at it together yesterday.\nSwap it.", request=REQUEST), policy=policy
    )
    assert not to(named, JANE)
    [back] = to(named, TOMASZ)
    assert isinstance(back.content, RefusedMail)
    assert "private" in back.content.faults[0].reason
    noted = decided(by_technician("#note\nTomasz knows the supplier.", request=REQUEST), policy=policy)
    assert noted.outcome != "directive_refused"


def test_what_is_too_long_to_send_whole_comes_back() -> None:
    assert answers(decided(by_technician("x" * LONGEST_ANSWER, request=REQUEST))) == ["x" * LONGEST_ANSWER]
    refused = decided(by_technician("x" * (LONGEST_ANSWER + 1), request=REQUEST))
    assert (refused.outcome, to(refused, JANE)) == ("directive_refused", ())
    cut = by_technician("Swap the lead.", request=REQUEST)
    cut = replace(cut, message=replace(cut.message, truncated=True))
    assert (decided(cut).outcome, to(decided(cut), JANE)) == ("directive_refused", ())


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(st.one_of(TEXT_LINES, DIRECTIVE_LINES), min_size=1, max_size=6),
    client=st.sampled_from([name for name in CLIENTS if name != "raw"]),
    parts=st.sampled_from(["both", "plain", "html"]),
)
def test_so_it_is_from_every_mail_program(lines: Sequence[str], client: str, parts: str) -> None:
    case = {"id": "property", "client": client, "parts": parts, "typed": "\n".join(lines) or "x"}
    stimulus = replace(by_technician("", request=REQUEST), message=parse(reply_bytes(case)))
    for mail in to(decided(stimulus), JANE):
        assert isinstance(mail.content, AnswerMail)
        assert not [line for line in mail.content.text.splitlines() if is_directive(line)]
        shown = mail.content.text
        assert "Ticket 1042 is yours" not in shown
        assert "KB-2007" not in shown


@given(text=st.text(max_size=300))
def test_the_two_forms_of_words_say_the_same(text: str) -> None:
    shown = re.sub(r"<[^<>]*>", " ", re.sub(r"<a [^<>]*>[^<>]*</a>", " ", str(html(text))))
    if "](" not in text:
        told = shown.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"')
        assert re.findall(r"[A-Za-z]+", told.replace("&#39;", "'").replace("&nbsp;", " ")) == re.findall(
            r"[A-Za-z]+", plain(text)
        )


def test_nobody_else_is_written_to_in_a_technicians_name() -> None:
    unproven = arrived("Swap the lead.\n#solved", person=TOMASZ, level=1, request=REQUEST)
    assert to(decided(unproven), JANE) == ()
    assert all(mail.to.address != JANE.address for mail in mails(decided(replace(unproven, received_at=MONDAY))))
    assert a_technician().private is False


@pytest.mark.parametrize(
    "signature",
    [
        "tomasz",
        "TOMASZ",
        "Kind regards\nTomasz Wilk\ntomasz@it.valley.example",
        "thx tomasz",
        "E: Tomasz@it.valley.example",
    ],
)
def test_a_private_name_in_small_letters_or_in_an_address_does_not_go_out(signature: str) -> None:
    base = a_policy()
    private = replace(base.technicians["tomasz"], private=True)
    policy = replace(base, technicians={**base.technicians, "tomasz": private})
    decision = decided(by_technician(f"Swap the lead.\n\n{signature}\n#solved", request=REQUEST), policy=policy)
    assert "tomasz" not in repr([mail.content for mail in to(decision, JANE)]).casefold()
    middle = decided(by_technician("Write to tomasz@it.valley.example then.\nSwap it.", request=REQUEST), policy=policy)
    assert (middle.outcome, to(middle, JANE)) == ("directive_refused", ())


def test_a_private_name_that_is_a_word_too_is_a_word_in_small_letters() -> None:
    base = a_policy()
    will = replace(base.technicians["tomasz"], private=True, name="Will Mark")
    policy = replace(base, technicians={**base.technicians, "tomasz": will})
    words = "I will come at two, and mark the lead.\nThen it will work again."
    [mail] = to(decided(by_technician(words, request=REQUEST), policy=policy), JANE)
    assert isinstance(mail.content, AnswerMail)
    assert mail.content.text == words

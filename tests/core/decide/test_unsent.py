"""What a technician wrote beside the words that are sent: known to the desk it was quoted, else the mail comes back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.core.decide.team.grammar.pointing import only_courtesies, points_below
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.model.mails.technician import RefusedMail
from mailbot.core.model.message import Attachment
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Held
from mailbot.core.parse.mime import parse
from mailbot.core.parse.quotes import MARKER
from tests.support.builders import (
    JANE,
    TOMASZ,
    a_request,
    an_entry,
    by_technician,
    decided,
    to,
)

TOKEN = "atk3m7q2x5wzw7c3b5ddaadcobxgg5els3nwmnsmurat5x"
HEAD = (
    "From: Tomasz Wilk <tomasz@it.valley.example>\nMessage-ID: <a@it.valley.example>\nSubject: Re: Projector\n"
    "In-Reply-To: <q@desk.example>\n"
)
OUTLOOK = (
    "\n\nFrom: Kestrel Park IT helpdesk <itsupport@kestrelpark.example>\nSent: 02 November 2026 08:31\n"
    "To: Tomasz Wilk <tomasz@it.valley.example>\nSubject: Projector\n\n"
)
ASKED = "Hello,\nwhich room is it in?\nWhich lead do I take?\nThank you all\nJane"
REQUEST = a_request(entries=(an_entry(ASKED),))
OURS = f"{MARKER}\n\nTicket 1042 is yours.\n\n{{}}\n\nFrom: Jane\n\nKestrel Park, request 1042\nref: {TOKEN}\n"


def on(body: str, *, kind: str = "text/plain", request: Request = REQUEST, **changes: Any) -> Decision:
    message = parse(f"{HEAD}Content-Type: {kind}; charset=utf-8\n\n{body}".encode())
    stimulus = by_technician("", request=request)
    return decided(replace(stimulus, message=replace(message, **changes)))


def sent(decision: Decision) -> list[str]:
    return [mail.content.text for mail in to(decision, JANE) if isinstance(mail.content, AnswerMail)]


def back(decision: Decision) -> str:
    """The line for which the mail came back whole: nothing went out, and a corrected line alone is not asked for."""
    assert to(decision, JANE) == ()
    [mail] = to(decision, TOMASZ)
    assert isinstance(mail.content, RefusedMail)
    assert not mail.content.kept
    return mail.content.faults[0].line


@pytest.mark.parametrize("shown", ["Restart-Service Spooler", "dir", "#note she is on the list", "ls -la /etc", "roo"])
@pytest.mark.parametrize(
    "body", ["Please run\n> {}\nand tell me.", "Please run this\n\n> {}", "> {}\n\nRun that.", "> {}"]
)
def test_a_line_of_their_own_behind_a_mark_comes_back(body: str, shown: str) -> None:
    decision = on(body.format(shown))
    assert to(decision, JANE) == ()
    [mail] = to(decision, TOMASZ)
    assert isinstance(mail.content, RefusedMail)


@pytest.mark.parametrize(
    "quoted", ["Which lead do I take?", "which ROOM is it", "all", "Jane", "Tomasz", "Kestrel Park"]
)
def test_a_line_of_the_ticket_behind_a_mark_was_quoted(quoted: str) -> None:
    assert sent(on(f"> {quoted}\n\nThe black one.")) == ["The black one."]


def test_a_colleague_s_note_quoted_by_hand_stays_inside() -> None:
    note = replace(an_entry("She breaks one a term", number=2), kind="note", internal=True)
    request = replace(REQUEST, entries=(*REQUEST.entries, note), next_entry=3)
    assert sent(on("> She breaks one a term\n\nThe black one.", request=request)) == ["The black one."]


def test_a_line_of_the_mail_quoted_below_was_quoted() -> None:
    body = f"> Ticket 1042 is yours.\n\nThe black one.{OUTLOOK}{OURS.format('')}"
    assert sent(on(body)) == ["The black one."]


def test_a_correction_of_another_line_does_not_send_the_words_without_what_stood_behind_the_mark() -> None:
    wrong = parse(f"{HEAD}Content-Type: text/plain\n\nRun this\n> dir\nand tell me.\n#sovled\n".encode())
    first = by_technician("", request=REQUEST)
    refused = decided(replace(first, message=wrong))
    assert to(refused, JANE) == ()
    held = Held("heldheldaa", REQUEST.number, b"x", wrong)
    second = decided(replace(by_technician("#solved", request=REQUEST), held=held))
    assert all("and tell me" not in text for text in sent(second))


@pytest.mark.parametrize("at", [2, 3])
def test_an_answer_between_two_of_their_lines_comes_back(at: int) -> None:
    lines = ASKED.split("\n")
    inside = "\n".join((*lines[:at], "The one in Y5", *lines[at:]))
    assert back(on(f"Hi Jane, hope that helps{OUTLOOK}{OURS.format(inside)}")) == "The one in Y5"


def test_their_lines_as_we_sent_them_broken_anew_twice_and_with_other_addresses_do_not_send_it_back() -> None:
    asked = "Hello,\nwhich room is it in (https://kestrelpark.example/rooms)?\nThank you all"
    request = a_request(entries=(an_entry(asked),))
    quoted = (
        "    Hello,\n    which room is\n it in (<https://eur01.safe.example/?url=1>)?\n    Thank you all\n\nStory:\n\n"
    )
    assert sent(on(f"Room 12.{OUTLOOK}{OURS.format(quoted + quoted)}", request=request)) == ["Room 12."]


def test_what_outlook_prefaces_with_their_name_comes_back() -> None:
    body = f"Thanks Jane, all the best for the concert.{OUTLOOK}{OURS.format('[Tomasz Wilk] The black one.')}"
    assert back(on(body)) == "[Tomasz Wilk] The black one."


RED = "<p class=MsoNormal><span style='color:#C00000'>{}</span></p>"
PAGE = (
    "<div>The lead is in your tray.</div>{above}<div id='divRplyFwdMsg'><b>From:</b> IT<br><b>Sent:</b> today<br></div>"
    "{banner}<p>" + MARKER + "</p><p>Ticket 1042 is yours.</p>{inside}<p>ref: " + TOKEN + "</p>{below}"
)


def page(**places: str) -> str:
    return PAGE.format(**{"above": "", "banner": "", "inside": "", "below": "", **places})


def test_words_in_red_inside_our_mail_come_back() -> None:
    decision = on(page(inside=RED.format("The black one.")), kind="text/html")
    assert back(decision) == "The black one."


@pytest.mark.parametrize("place", ["above", "banner", "below"])
def test_a_gateway_s_red_warning_outside_of_our_mail_does_not_send_it_back(place: str) -> None:
    decision = on(page(**{place: RED.format("CAUTION: this came from elsewhere.")}), kind="text/html")
    assert sent(decision)


def test_their_own_words_in_red_are_words() -> None:
    assert sent(on(page(above=RED.format("Press it twice.")), kind="text/html")) == [
        "The lead is in your tray.\nPress it twice."
    ]


def test_what_the_ticket_says_may_stand_in_red_in_our_mail() -> None:
    assert sent(on(page(inside=RED.format("Which lead do I take?")), kind="text/html"))


def test_a_sentence_below_our_mail_comes_back_where_the_top_is_a_courtesy() -> None:
    below = OURS.format("") + "\nIt is the lead, a new one is in your tray.\n"
    assert back(on(f"Thanks Jane.{OUTLOOK}{below}")) == "It is the lead, a new one is in your tray."
    assert sent(on(f"The lead is in your tray.{OUTLOOK}{below}")) == ["The lead is in your tray."]


@pytest.mark.parametrize(
    "footer",
    [
        "Virus-free. www.avg.example",
        "You can read how we use what you write at https://valley.example/privacy",
        "Tomasz Wilk\nIT Technician",
        "-- \nwe answer from eight",
        "Sent from my iPhone",
        "This email is intended for the addressee only.\nand so on and so forth",
    ],
)
def test_a_footer_below_our_mail_does_not(footer: str) -> None:
    assert sent(on(f"Thanks Jane.{OUTLOOK}{OURS.format('')}\n{footer}\n")) == ["Thanks Jane."]


@pytest.mark.parametrize(
    "signature",
    [
        "Tomasz Wilk",
        "T. Wilk\nIT",
        "TW\nIT Support",
        "IT Support Team\nTamsel\n01632 960 877",
        "Thanks\nTomasz",
        "Helpdesk\nValley Trust",
        "Wilk\nhttps://x.example",
    ],
)
def test_what_names_them_or_it_below_two_hyphens_signs(signature: str) -> None:
    assert sent(on(f"When can you come?\n--\n{signature}")) == ["When can you come?"]


@pytest.mark.parametrize(
    "below", ["Monday Morning", "Main Office", "School Office", "Year 5", "Reception\nKestrel Park School\nMill Lane"]
)
def test_two_words_with_capitals_below_two_hyphens_come_back_unless_they_are_the_name(below: str) -> None:
    assert back(on(f"When can you come?\n--\n{below}")) == below.split("\n", maxsplit=1)[0]
    assert sent(on("When can you come?\n--\nTomasz Wilk")) == ["When can you come?"]
    assert sent(on(f"When can you come?\n\n-- \n{below}")) == ["When can you come?"]


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("image001.png", "image/png"),
        ("smime.p7s", "application/pkcs7-signature"),
        ("smime.p7s", "application/octet-stream"),
        ("", "application/pkcs7-mime"),
        ("invite.ics", "text/calendar"),
        ("tomasz", "text/x-vcard"),
        ("winmail.dat", "application/ms-tnef"),
        ("ATT00001.htm", "text/html"),
    ],
)
def test_what_programs_attach_of_their_own_accord_does_not_send_it_back_and_is_not_sent(name: str, type_: str) -> None:
    decision = on("Swap the lead.", attachments=(Attachment(name, type_, 900, 1),))
    assert sent(decision) == ["Swap the lead."]
    assert all(mail.files == () for mail in to(decision, JANE))


def test_somebody_else_s_mail_below_the_words_comes_back_and_our_own_does_not() -> None:
    begins = "---------- Forwarded message ---------"
    theirs = f"Hi Jane, the supplier writes.\n\n{begins}\nFrom: Supplier <s@supplier.example>\n\nIt is on order.\n"
    assert back(on(theirs)) == begins
    ours = f"Hi Jane, swap it.\n\n{begins}\nFrom: IT <itsupport@kestrelpark.example>\n\n{OURS.format('')}"
    assert sent(on(ours)) == ["Hi Jane, swap it."]


POINTING = [
    "See below",
    "See below.",
    "Please see below in red",
    "Hi Jane, answers inline, thanks.",
    "Answers in line",
    "See my comments in blue below.\n\nThanks\nTomasz",
    "I have answered your questions in red below. Hope that helps!",
    "My replies are in bold.",
    "In red below",
    "As below please",
    "Please find the details below:",
    "Below.",
    "Hi Jane\n\nSee my answers in red.\n\nAny problems let me know.\n\nKind regards\nTomasz Wilk\nIT Technician",
    "Commented between your lines.",
    "Response below in green",
]
WHOLE = [
    "See below:\n1. Press Source",
    "Please find the steps below.\n\n- one\n- two",
    "The lead is below the board.",
    "The answer is in line 3 of the sheet.",
    "Press the button below the screen",
    "See you below",
    "I replied to your mail.",
    "The comments in blue show the cells.",
    "In line with the policy, no.",
    "If the light is in red, wait.",
    "Answers in red: yes to both.",
    "Read the notice below the window",
    "",
    "Thanks",
]


@pytest.mark.parametrize("text", POINTING)
def test_words_that_point_at_what_is_not_there_come_back(text: str) -> None:
    assert points_below(text)
    assert back(on(text + OUTLOOK + OURS.format(ASKED)))


@pytest.mark.parametrize("text", WHOLE)
def test_words_that_stand_for_themselves_do_not(text: str) -> None:
    assert points_below(text) == ""


def test_courtesies_are_told_from_words() -> None:
    assert only_courtesies("Hi Jane,\n\nThank you very much. Hope that helps!\n\nKind regards\nTomasz")
    assert not only_courtesies("Thanks. The lead is in your tray.")


DIVIDERS = ["--", "––", "__", "", "---", "-----", "***"]
SENTENCES = [
    "Swap the lead for the black one.",
    "also restart it",
    "Which room are you in?",
    "Press Source",
    "Room 12: HDMI 1",
    "ring 01632 960 877",
    "Hall Projector",
    "see https://kb.example/a",
    "Monday Morning",
    "This email may contain a virus.",
    "1. Turn it off",
    "It says so below the line",
    "Sent from the tablet in room 12",
    "Main Office",
    "School Office",
    "Year 5",
    "> dir",
    "> Which lead do I take?",
    "> which room is it in?",
]


def says(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()


@settings(max_examples=400, deadline=None)
@given(
    lines=st.lists(st.sampled_from([*DIVIDERS, *SENTENCES]), min_size=1, max_size=8),
    quote=st.sampled_from(["", OUTLOOK + OURS]),
)
def test_whatever_is_typed_around_dividers_is_sent_whole_or_comes_back(lines: Sequence[str], quote: str) -> None:
    typed = [line for at, line in enumerate(lines) if line in DIVIDERS or line not in lines[:at]]
    decision = on("\n".join(typed) + quote.format(ASKED))
    meant = [line for line in typed if not line.startswith(">")]
    for text in sent(decision):
        assert says(text) == says("\n".join(meant)), typed
    if not sent(decision):
        assert decision.outcome == "directive_refused"

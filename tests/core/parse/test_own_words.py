"""What a mail shows as new and what of it counts as its author's own words: quoted lines, names, lines of devices."""

import pytest

from mailbot.core.decide.team.grammar.table import DIRECTIVES
from mailbot.core.parse.mime import parse
from mailbot.core.parse.quotes import MARKER
from tests.core.parse.test_new_text import ATTRIBUTIONS, reply


def test_an_error_that_its_author_shows_behind_a_mark_is_kept_but_gives_no_order() -> None:
    message = reply("It says\n> Access denied: #solved\n> 0x80070005\nWhat now?\n")
    assert message.new_text == "It says\n> Access denied: #solved\n> 0x80070005\nWhat now?"
    assert message.words == "It says\nWhat now?"
    assert message.said == message.words


def test_lines_behind_a_mark_that_close_an_answer_are_a_quote() -> None:
    assert reply("All good now.\n\nJane\n\n>Hi Jane\n>\n>Is it on?\n").new_text == "All good now.\n\nJane"
    assert reply("All good now.\n-- \nJane\nYear 5\nHall\n\n> Is it on?\n").new_text == "All good now."


@pytest.mark.parametrize("announced", [*ATTRIBUTIONS[:11], MARKER, "From: IT <it@x.example>\nDate: today\nTo: Jane"])
def test_a_quote_that_is_announced_is_one_wherever_it_stands(announced: str) -> None:
    quoted = "\n".join(f"> {line}" for line in announced.split("\n"))
    body = f"{quoted}\n> Internal: she is on the list\n\nYes, it is.\n"
    assert reply(body).new_text == "Yes, it is."


@pytest.mark.parametrize("announced", [*ATTRIBUTIONS[:11], MARKER])
def test_an_error_above_the_line_that_announces_the_quote_is_its_author_s(announced: str) -> None:
    shown = "It says\n> Access denied\nWhat now?"
    body = f"{shown}\n\n{announced}\n> {MARKER}\n> Is it on?\n> On Monday, 2 Nov 2026 IT <it@x.example> wrote:\n>> Hm\n"
    assert reply(body).new_text == shown


def test_answers_between_lines_that_announce_themselves_late_stand_alone() -> None:
    assert reply("> Which room?\nY5\n> On Mon, 2 Nov 2026 IT <it@x.example> wrote:\n>> Hm\n").new_text == "Y5"


def test_what_stands_below_the_announced_quote_does_not_keep_one_above() -> None:
    body = "All good.\n\n> Is it on?\n\nOn Mon, 2 Nov 2026 at 08:12, IT <it@x.example> wrote:\n\nIs it plugged in?\n"
    assert reply(body).new_text == "All good."


def test_a_long_answer_is_not_looked_through_for_who_is_quoted() -> None:
    assert "Access" not in reply("It says\n> Access denied\n" + "and again\n" * 600).new_text


def test_a_quote_in_the_markup_is_one_without_a_line_above_it() -> None:
    html = "<div><blockquote>internal: she is on the list</blockquote><p>Yes.</p></div>"
    cited = html.replace("<blockquote>", '<blockquote type="cite">')
    assert reply(cited, kind="text/html").new_text == "Yes."
    plain = "> internal: she is on the list\n\nYes.\n"
    head = "From: jane@kestrelpark.example\nIn-Reply-To: <q@help.example>\nSubject: Re: x\nMIME-Version: 1.0\n"
    head += "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
    raw = f"{head}{plain}\n--b\nContent-Type: text/html\n\n{cited}\n--b--\n"
    assert parse(raw.encode()).new_text == "Yes."


def test_nothing_but_lines_behind_marks_is_shown_and_says_nothing() -> None:
    """A technician's empty answer must not send our own notes on."""
    message = reply("> she is on the list\n")
    assert message.new_text == "> she is on the list"
    assert message.words == ""
    assert reply(f"> {MARKER}\n> she is on the list\n").new_text == ""


def test_a_name_and_a_post_below_a_delimiter_are_shown_and_no_words() -> None:
    message = reply("Still broken.\n\n-- \nJane Ashdown\nYear 5\n")
    assert message.new_text == "Still broken.\n\nJane Ashdown\nYear 5"
    assert message.words == "Still broken."
    assert message.signature == ""


@pytest.mark.parametrize(
    "below",
    [
        "Jane\njane@kestrelpark.example",
        "Jane\nExtension 01632 960 123",
        "Jane Ashdown\nYear 5\nKestrel Park",
        "Jane\n" + "a long motto of the school that nobody has to read again, ever",
        "#solved",
        "Jane\n #solved",
        "",
    ],
)
def test_more_than_a_name_below_a_delimiter_is_a_signature(below: str) -> None:
    message = reply(f"Still broken.\n\n-- \n{below}\n")
    assert message.new_text == message.words == "Still broken."


def test_a_name_below_the_quote_is_a_signature() -> None:
    body = "Still broken.\n\nOn Mon, 2 Nov 2026 at 08:12, IT <it@x.example> wrote:\n> Is it on?\n\n-- \nJane Ashdown\n"
    assert reply(body).new_text == "Still broken."


def test_a_name_alone_below_a_delimiter_is_no_answer() -> None:
    assert reply("-- \nJane Ashdown\n").new_text == ""


@pytest.mark.parametrize("directive", [f"#{name}" for name in list(DIRECTIVES)[:3]])
def test_a_directive_above_a_delimited_name_is_the_last_word(directive: str) -> None:
    assert reply(f"Swap the lead.\n\n{directive}\n\n-- \nTomasz Nowak\n").words.endswith(directive)


DEVICES = [
    "Sent from my iPhone",
    "Sent from my iPhone 15 Pro",
    "Sent from my iPad",
    "Sent from my BlackBerry",
    "Sent from my Samsung Galaxy smartphone.",
    "Sent from my Galaxy S21",
    "Sent from my Huawei mobile phone",
    "Sent from my mobile device",
    "Sent from Outlook for iOS<https://aka.ms/o0ukef>",
    "Sent from Outlook for Android",
    "Sent from Yahoo Mail on Android",
    "Sent from Mail for Windows 10",
    "Sent from the all-new AOL app for iOS",
    "Sent with Proton Mail secure email.",
    "Sent using the mobile mail app",
    "Sent via BlackBerry on O2",
    "Get Outlook for iOS <https://aka.ms/x>",
    "Yahoo Mail: Search, organise, conquer",
]


@pytest.mark.parametrize("line", DEVICES)
def test_the_line_of_a_known_device_is_cut(line: str) -> None:
    assert reply(f"Still broken.\n\n{line}\n").new_text == "Still broken."


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my phone while covering Year 6",
        "Sent from the tablet in room 12",
        "Sent from my mobile as the laptop is dead",
        "Sent by phone to the office",
        "Sent from tablet 12",
        "Sent with one tablet",
        "Sent by email",
        "Sent from school laptop",
        "Sent from the parent app, it says error 5",
        "Sent with the wrong attachment by mail",
        "Sent from my desk, is much easier than my mobile phone.",
        "Sent on Monday by mail",
    ],
)
def test_a_line_like_a_device_s_with_any_other_word_is_text(line: str) -> None:
    assert reply(f"Still broken.\n\n{line}\n").new_text == f"Still broken.\n\n{line}"


def test_a_soft_hyphen_leaves_every_word_of_a_subject_and_stays_between_signs() -> None:
    raw = "From: jane@kestrelpark.example\nSubject: pass\u00adword \u00adx\u00ad (\u00ad^)a\u200b\u00ad\u200bb\n\nx"
    assert parse(raw.encode()).subject == "password x (\u00ad^)ab"


def test_a_report_that_repeats_the_raw_subject_of_the_mail_inside_reads_it_as_that_does() -> None:
    subject = "打印机坏了".encode("gb2312")
    head = b"From: it@kestrelpark.example\nSubject: " + subject + b"\nMIME-Version: 1.0\n"
    head += b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-8859-1\n\nspam?\n"
    inside = b"--b\nContent-Type: message/rfc822\n\nFrom: a@b.example\nSubject: %s\n"
    inside += b"Content-Type: text/plain; charset=gb2312\n\nx\n--b--\n"
    assert parse(head + inside % subject).subject == "打印机坏了"
    assert parse(head + inside % b"another").subject == subject.decode("cp1252", "replace")

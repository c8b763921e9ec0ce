"""Two hyphens on a line: above a signature they are its delimiter, above words a divider that somebody typed."""

from collections.abc import Callable

import pytest

from mailbot.core.decide.team.grammar.pointing import only_courtesies, points_below
from mailbot.core.parse.html import html_layout
from mailbot.core.parse.marks.contact import is_contact_line, is_name
from mailbot.core.parse.marks.signature import begins_signature, disclaimer_at
from tests.core.parse.test_growth import assert_linear
from tests.core.parse.test_new_text import reply

WORDS = "Still broken."

SIGNATURES = [
    "Jane Ashdown\nYear 5 teacher\nKestrel Park Primary School",
    "Jane Ashdown\n01632 960 100",
    "Mrs J. O'Neill\nDeputy Head | SENCO\nPark Road, Tamsel, TV2 4QT",
    "IT Support Team\nTamsel Valley Trust\nT: 01632 960 877 | www.tamselvalley.example",
    "Kind regards,\nJane",
    "Viele Grüße / Best regards\n\nBob",
    "Jane Ashdown\nMobil: +44 7700 900123\nhttps://kestrelpark.example",
    "Jane Ashdown\nClass teacher\nWorking days: Monday to Thursday\n#TeamKestrel",
    "projector-users mailing list\nhttps://lists.example/projector-users",
    "Jane Ashdown\nKey Stage 2 Lead\n\nThis email is intended for the addressee only. If you can read it, enjoy.",
    "Jane Ashdown\nYear 5 teacher\n\nSent from my iPhone",
    "",
]
DIVIDED = [
    "Also restart it",
    "the sound is gone too",
    "Which room are you in?",
    "Room 12: HDMI 1\nRoom 14: HDMI 2",
    "1. Press Source\n2. Choose HDMI 1",
    "Hall Projector\nYear 5 Whiteboard",
    "Jane Ashdown\nYear 5 teacher\nwould like it back by Friday",
    "Please ring 01632 960 100.",
    "See https://kb.example/boards",
    "Error 0x80070005",
    "Password: 12345678",
    "Done",
    "Thanks for waiting, see you at ten",
    "Then it starts again. Jane",
    "#solved",
    "Jane Ashdown\n#solved",
    "\n".join(f"Line {number}" for number in range(20)),
]


@pytest.mark.parametrize("hyphens", ["--", "––", "__", "-- "])
@pytest.mark.parametrize("below", SIGNATURES)
def test_what_looks_like_a_signature_is_cut_below_any_delimiter(below: str, hyphens: str) -> None:
    assert reply(f"{WORDS}\n\n{hyphens}\n{below}\n").words == WORDS


@pytest.mark.parametrize("hyphens", ["--", "––", "__", "  --"])
@pytest.mark.parametrize("below", DIVIDED)
def test_what_looks_like_words_stays_with_the_divider_above_it(below: str, hyphens: str) -> None:
    message = reply(f"{WORDS}\n{hyphens}\n{below}\n")
    assert message.new_text == message.words == f"{WORDS}\n{hyphens}\n{below}"


@pytest.mark.parametrize("below", DIVIDED[:10])
def test_below_a_delimiter_with_its_space_nothing_but_a_name_and_a_post_is_shown(below: str) -> None:
    assert reply(f"{WORDS}\n\n-- \n{below}\n").words == WORDS


def test_what_is_announced_above_the_hyphens_is_no_signature() -> None:
    body = "Please ring:\n--\nMain Office\n01632 960 877"
    assert reply(body).words == body


def test_lines_behind_marks_below_a_divider_are_their_author_s() -> None:
    body = "It says\n--\nthis:\n> Access denied\nWhat now?"
    assert reply(body).new_text == body


@pytest.mark.parametrize("hyphens", ["-- ", "--"])
def test_a_signature_below_lines_behind_marks_does_not_make_them_their_author_s(hyphens: str) -> None:
    assert reply(f"All good.\n\n> Is it on?\n\n{hyphens}\nJane Ashdown\n01632 960 100\n").new_text == "All good."


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<div>Hi</div><div>-- </div><div>Jane</div>", "-- "),
        ("Hi<br>-- <br>Jane", "-- "),
        ("<p>--&nbsp;</p>", "-- "),
        ("<div>--</div>", "--"),
        ("<div>\n--\n</div>", "--"),
        ("<div>a -- b</div>", "a -- b"),
    ],
)
def test_the_space_of_a_delimiter_is_kept_in_html(html: str, line: str) -> None:
    layout = html_layout(html)
    assert line in layout.lines
    assert len(layout.lines) == len(layout.rich)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Jane,\nThis email may contain a virus, delete it please.\n\nTomasz",
        "Hi Jane,\n\nIf you have received a mail from the bank, do not open it.\n\nTomasz",
        "Hi Jane,\nThis message was sent from the old copier, that is fine.",
        "Hi Jane,\nScanned by the new copier, it works again.",
        "Hi Jane,\nDisclaimer: I have not tried it.",
    ],
)
def test_a_sentence_that_begins_as_small_print_does_is_text(text: str) -> None:
    assert reply(text).words == text


@pytest.mark.parametrize(
    "small_print",
    [
        "This email and any attachments are confidential.\nDelete it.",
        "This message is intended only for the use of the person it is\naddressed to.",
        "If you have received this email in error please tell us.",
        "This email has been scanned for viruses by the trust's mail filter.",
        "Please consider the environment before printing",
        "Diese E-Mail enthält vertrauliche Informationen.",
    ],
)
def test_small_print_is_cut(small_print: str) -> None:
    assert reply(f"{WORDS}\n\n{small_print}\n").new_text == WORDS


def test_red_lines_are_told_by_their_style_alone() -> None:
    html = (
        "<p>a</p><p style='color: #C00000'>b</p><p><span style='font-size:9pt;color:red'>c</span></p>"
        "<p><font color='#ff0000'>d</font></p><p style='background-color:red'>e</p><p style='color:#1d4ed8'>f</p>"
        "<p style='color:rgb(200, 38, 19)'>g</p>h<p style='color:#a87b16'>i</p><p style='color:#66727e'>j</p>"
    )
    layout = html_layout(html)
    assert "".join(layout.lines[at] for at in sorted(layout.red)) == "bcdg"


def of_contact(unit: str) -> Callable[[str], object]:
    return lambda text: [is_contact_line(line) or is_name(line) for line in (unit + text).split("\n")]


@pytest.mark.parametrize(
    "unit",
    [
        "1 1 ",
        "mon to ",
        "a@",
        "T: ",
        "tel.:",
        "(0) ",
        "A ",
        "a.b.",
        "Thanks/",
        "#Aa",
        "https://",
        "- ",
        "0.",
        "\n--\nA",
    ],
)
def test_judging_lines_stays_quick(unit: str) -> None:
    assert_linear(lambda size: lambda: is_contact_line((unit * 200)[:160]) or [unit] * size)
    assert_linear(lambda size: lambda: reply(f"{WORDS}\n--\n" + unit * (size // len(unit))))


@pytest.mark.parametrize(
    "unit", ["see ", "see my ", "answers in ", "below ", "in red ", "hope it ", "thanks.", "see the x "]
)
def test_looking_for_words_that_point_below_stays_quick(unit: str) -> None:
    assert_linear(lambda size: lambda: (points_below(unit * (size // len(unit))), only_courtesies(unit * 900)))


def test_many_dividers_are_judged_once_each() -> None:
    lines = ["--", "A"] * 2_000
    assert_linear(lambda size: lambda: [begins_signature(lines, place) for place in range(size // 1_000)])
    assert not disclaimer_at(lines, 0)

"""What the author wrote now, apart from quotes, signatures and forwarded mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.model.message import Message
from mailbot.core.parse.mime import parse
from mailbot.core.parse.quotes import MARKER, split_reply

HEAD = "From: jane@kestrelpark.example\nMessage-ID: <r@kestrelpark.example>\nIn-Reply-To: <q@help.example>\n"


def reply(body: str, *, subject: str = "Re: smartboard", kind: str = "text/plain", head: str = HEAD) -> Message:
    return parse(f"{head}Subject: {subject}\nContent-Type: {kind}; charset=utf-8\n\n{body}".encode())


ATTRIBUTIONS = [
    "On Mon, 2 Nov 2026 at 08:12, IT Helpdesk <itsupport@kestrelpark.example> wrote:",
    "On Mon, 2 Nov 2026 at 08:12, Kestrel Park IT Helpdesk <\nitsupport@kestrelpark.example> wrote:",
    "On 2 Nov 2026, at 08:12, IT Helpdesk\n<itsupport@kestrelpark.example>\nwrote:",
    "Am Mo., 2. Nov. 2026 um 08:12 Uhr schrieb IT <it@kestrelpark.example>:",
    "Le lun. 2 nov. 2026 à 08:12, IT <it@kestrelpark.example> a écrit :",
    "El lun, 2 nov 2026 a las 8:12, IT (<it@kestrelpark.example>) escribió:",
    "Op ma 2 nov. 2026 om 08:12 schreef IT <it@kestrelpark.example>:",
    "Em seg., 2 de nov. de 2026 às 08:12, IT <it@kestrelpark.example> escreveu:",
    "Il giorno lun 2 nov 2026 alle ore 08:12 IT <it@kestrelpark.example> ha scritto:",
    "2026-11-02 8:12 GMT+00:00 IT Helpdesk <it@kestrelpark.example>:",
    "IT Helpdesk <it@kestrelpark.example> wrote:",
    "-----Original Message-----\nFrom: IT Helpdesk",
    "________________________________\nFrom: IT <it@x.example>\nSent: 02 November 2026 08:12\nTo: Jane\nSubject: x",
    "From: IT Helpdesk <it@x.example>\nDate: Monday, 2 November 2026 at 08:12\nTo: Jane\nSubject: x",
    "*From:* IT <it@x.example>\n*Sent:* 02 November 2026 08:12\n*To:* Jane\n*Subject:* x",
    "Von: IT <it@x.example>\nGesendet: Montag, 2. November 2026 08:12\nAn: Jane\nBetreff: x",
    "De : IT <it@x.example>\nEnvoyé : lundi 2 novembre 2026 08:12\nÀ : Jane\nObjet : x",
    "De: IT <it@x.example>\nEnviado: lunes, 2 de noviembre de 2026 8:12\nPara: Jane\nAsunto: x",
    "Van: IT <it@x.example>\nVerzonden: maandag 2 november 2026 08:12\nAan: Jane\nOnderwerp: x",
    MARKER,
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("prefix", ["> ", ""])
def test_the_quote_below_an_attribution_is_cut(attribution: str, prefix: str) -> None:
    message = reply(f"tried that, still black\n\n{attribution}\n{prefix}Is it plugged in?\n{prefix}Regards, Tomasz\n")
    assert message.new_text == "tried that, still black"
    assert "Is it plugged in?" in message.text


@pytest.mark.parametrize(
    "text",
    [
        "On Monday at 9:30 the projector in Y5 wrote garbage to the screen again.",
        "I had a really hard time with the guide, so when I finally\n"
        "figured it out, I wrote one of my own:\n\nhttp://x.example/",
        "What does 'reply above this line' mean?\nI cannot find it.",
        "From: the office we see nothing.\nTo: be clear, it worked before.",
        "Sent from my desk, is much easier than my mobile phone.",
        "Steps:\n\n1. log in\n2. it says\n\n    Date: wrong\n\nThanks",
        "Service   Expires\n-----------------\nradius    June 27\n\nPlease renew",
        "Hi,\n\nI still have the same problem.\n\nRegards,\n\nJane Ashdown\nYear 5",
        "# Step 1\nuse colour #ff0000\n#solved",
    ],
)
def test_real_words_are_kept_whole(text: str) -> None:
    assert reply(text).new_text == text


def test_answers_between_the_quoted_lines_are_kept() -> None:
    body = "On Mon, 2 Nov 2026 at 08:12, IT <it@x.example> wrote:\n"
    body += "> Which room?\nY5\n> Since when?\nthis morning\n> Regards\n"
    assert reply(body).new_text == "Y5\nthis morning"


def test_an_answer_below_the_quote_is_kept() -> None:
    body = "On Mon, 2 Nov 2026 at 08:12, IT <it@x.example> wrote:\n> Which room?\n\nThe one beside the hall.\n"
    assert reply(body).new_text == "The one beside the hall."


@pytest.mark.parametrize("attribution", [one for one in ATTRIBUTIONS if "Original" not in one])
def test_a_reply_without_words_stays_empty(attribution: str) -> None:
    """A technician's empty answer must not send our own notes to the requester."""
    assert reply(f"{attribution}\n\nInternal: requester is on the list\n").new_text == ""


def test_a_new_mail_that_cites_lines_is_not_emptied() -> None:
    head = "From: jane@kestrelpark.example\nMessage-ID: <n@kestrelpark.example>\n"
    message = reply("> no signal\n> check cable\n", subject="what does this mean", head=head)
    assert message.new_text == "> no signal\n> check cable"


@pytest.mark.parametrize(
    ("tail", "cut"),
    [
        ("-- \nJane Ashdown\nYear 5, 01632 960123", "-- \nJane Ashdown\nYear 5, 01632 960123"),
        ("-- \nJane Ashdown\nYear 5\nKestrel Park", "-- \nJane Ashdown\nYear 5\nKestrel Park"),
        ("Sent from my iPhone", "Sent from my iPhone"),
        ("Get Outlook for Android <https://aka.ms/x>", "Get Outlook for Android <https://aka.ms/x>"),
        ("Sent from Outlook for iOS", "Sent from Outlook for iOS"),
        ("Von meinem iPhone gesendet", "Von meinem iPhone gesendet"),
        ("Envoyé de mon iPhone", "Envoyé de mon iPhone"),
        ("This email and any attachments are confidential.\nDelete it.", "This email and any attachments"),
    ],
)
def test_signatures_devices_and_disclaimers_are_cut_and_kept_aside(tail: str, cut: str) -> None:
    message = reply(f"Still broken.\n\n{tail}\n")
    assert message.new_text == "Still broken."
    assert message.signature.startswith(cut.split("\n", maxsplit=1)[0].rstrip())


def test_a_line_like_a_phones_between_two_paragraphs_is_text() -> None:
    body = "It says at the end:\n\nSent from my iPhone\n\nHow do I get rid of that?"
    assert reply(body).new_text == body


def test_a_directive_below_a_phones_line_does_not_keep_it() -> None:
    assert reply("Swap the lead.\n\nSent from my iPhone\n\n#solved").new_text == "Swap the lead.\n\n\n#solved"


def test_a_divider_in_a_long_text_is_no_signature() -> None:
    body = "First part\n--\n" + "\n".join(f"line {number} of the second part" for number in range(30))
    assert "line 29" in reply(body).new_text


@pytest.mark.parametrize(
    "marker",
    [
        "Begin forwarded message:\n\nFrom: Amir <amir@x.example>\nSubject: printer",
        "---------- Forwarded message ---------\nFrom: Amir <amir@x.example>",
        "__________\nFrom: Amir <a@x.example>\nSent: 02 November 2026 08:12\nTo: Tomasz\nSubject: printer",
    ],
)
def test_a_forwarded_mail_is_kept_apart_from_the_words_above_it(marker: str) -> None:
    head = "From: tomasz@kestrelpark.example\nMessage-ID: <f@x.example>\nReferences: <amirs@x.example>\n"
    message = reply(f"For you please\n\n{marker}\n\nThe printer eats paper.\n", subject="FW: printer", head=head)
    assert message.new_text == "For you please"
    assert "Amir" in message.forwarded
    assert "The printer eats paper." in message.forwarded


HTML_QUOTES = [
    '<div class="gmail_quote"><div class="gmail_attr">On Mon, 2 Nov 2026 at 08:12, IT &lt;it@x.example&gt; wrote:'
    "<br></div>"
    '<blockquote class="gmail_quote">old words</blockquote></div>',
    '<div id="divRplyFwdMsg"><b>From:</b> IT<br></div><div>old words</div>',
    '<div id="appendonsend"></div><hr><div>old words</div>',
    '<div class="OutlookMessageHeader">From: IT</div><p>old words</p>',
    '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p>From: IT</p></div>'
    "<p>old words</p>",
    '<blockquote type="cite"><div>On 2 Nov 2026, at 08:12, IT &lt;it@x.example&gt; wrote:</div>'
    "<div>old words</div></blockquote>",
    '<div class="moz-cite-prefix">On 02/11/2026 08:12, IT wrote:<br></div>'
    '<blockquote type="cite">old words</blockquote>',
    '<div class="yahoo_quoted">On Monday IT wrote: old words</div>',
]


@pytest.mark.parametrize("quote", HTML_QUOTES)
def test_quotes_are_known_by_their_markup(quote: str) -> None:
    message = reply(f"<html><body><div>Still black</div><br>{quote}</body></html>", kind="text/html")
    assert message.new_text == "Still black"
    assert "old words" in message.text
    assert "\x0c" not in message.text


def test_hidden_html_gives_no_directive() -> None:
    body = (
        "<p>Hello</p><p style='display: none'>#solved</p><!-- #solved --><style>#solved{}</style><p hidden>#spam</p>"
        "<script>#kb</script><title>#note</title><ul><li>one</li><li>two</li></ul>"
        '<a href="https://x.example/a">here</a> <a href="https://y.example">https://y.example/</a>'
    )
    assert (
        reply(body, kind="text/html").new_text
        == "Hello\n\n- one\n- two\n\nhere <https://x.example/a> https://y.example/"
    )


LINES = st.sampled_from(
    [
        "On Mon, 2 Nov 2026 at 08:12, A <a@b.example> wrote:",
        "> cited",
        "words",
        "",
        "-- ",
        "From: a@b.example",
        "Sent: 1",
        "To: x",
    ]
)


@given(st.lists(LINES, max_size=12), st.booleans(), st.booleans())
def test_no_line_is_invented(lines: list[str], answers: bool, forwards: bool) -> None:
    split = split_reply("\n".join(lines), answers=answers, forwards=forwards)
    for text in (split.new, split.signature, split.forwarded):
        assert set(text.split("\n")) <= {line.rstrip() for line in lines} | {""}


@pytest.mark.parametrize(
    "unit", ["On ", "On a\n", "> ", "-", "From:\n", "a:\n", "12:00 ", "<a@b>", "wrote:\n", "_____\n", "Sent from "]
)
def test_the_scanner_is_linear(unit: str) -> None:
    message = reply(unit * (200_000 // len(unit)))
    assert message.unreadable is None

"""Answers that a technician types inside the mail that they reply to, as each program writes them.

Programs that quote by `>` or by a block leave the quote for the answer; Outlook writes it among the quoted words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.core.decide.replies.clients import Letter

_PLACES = (
    ("    tried that, still black, Y5 in at 9", "<p>tried that, still black, Y5 in at 9</p>", "</div>"),
    (
        "KB-2007 Boards on the 2021 mount: HDMI lead fails (technician, 74 %)",
        "<p><strong>KB-2007</strong> Boards on the 2021 mount: HDMI lead fails</p>",
        "",
    ),
)
_WORD = "<p class=MsoNormal><span style='color:red;mso-fareast-language:EN-US'>{}<o:p></o:p></span></p>"
_WEB = '<div class="elementToProof" style="font-family: Aptos; font-size: 12pt; color: rgb(200, 38, 19);">{}</div>'
_PHONE = '<div dir="auto">{}</div>'
_AMONG = {
    "outlook-desktop": _WORD,
    "outlook-web": _WEB,
    "outlook-new": _WEB,
    "outlook-ios": _PHONE,
    "outlook-android": _PHONE,
    "samsung": _PHONE,
}
_GMAIL = '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid #ccc">'
_CITED = '<blockquote type="cite">'


def answered_inside(letter: Letter, case: Mapping[str, Any]) -> Letter:
    """Give the reply with the lines of `inside` typed into what it quotes, each below a place of its own."""
    lines: Sequence[str] = case.get("inside", ())
    for line, (plain, html, open_div) in zip(lines, _PLACES, strict=False):
        letter = _typed(letter, line, plain=plain, html=html, open_div=open_div, client=str(case["client"]))
    return letter


def _typed(letter: Letter, line: str, *, plain: str, html: str, open_div: str, client: str) -> Letter:
    assert plain in letter.plain
    if client in _AMONG:
        written = letter.plain.replace(plain, f"{plain}\n{line}", 1)
        return replace(letter, plain=written, html=letter.html.replace(html, html + _AMONG[client].format(line), 1))
    written = letter.plain.replace(f"> {plain}", f"> {plain}\n\n{line}\n", 1)
    block = _GMAIL if client.startswith("gmail") else _CITED
    again = f"{block}<table><tr><td>{open_div.replace('/', '')}"
    answer = f"{open_div}</td></tr></table></blockquote><div><br></div><div>{line}</div><div><br></div>{again}"
    return replace(letter, plain=written, html=letter.html.replace(html, html + answer, 1))

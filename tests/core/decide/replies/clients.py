"""How each mail program writes a reply: the HTML around what is typed, its plain alternative, its quote, its transfer.

`reply_bytes(case)` gives the whole mail. A case says what was typed: `typed` (lines; the client makes its own
paragraphs), or `html` and `plain` as the client would write them where there is formatting.
"""

import base64
import html as markup
import quopri
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.core.decide.replies.quoted import DESK, HTML, NAME, PLAIN, SUBJECT, TOKEN

_HEADER_BLOCK = (
    f"From: {NAME} <{DESK}>\nSent: 02 November 2026 08:31\n"
    f"To: Tomasz Wilk <tomasz.wilk@it.tamselvalley.example>\nSubject: {SUBJECT.removeprefix('Re: ')}\n"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """The two bodies that a client writes; '' where it writes none. `flowed` as Thunderbird declares it."""

    plain: str
    html: str = ""
    charset: str = "utf-8"
    transfer: str = "quoted-printable"
    flowed: bool = False
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a technician put in: lines of text, the HTML and plain text of them, the signature of the client."""

    lines: tuple[str, ...]
    html: str
    plain: str
    signature: str
    signature_html: str
    quote: str


def _e(text: str) -> str:
    return markup.escape(text, quote=False).replace("\u00a0", "&nbsp;")


def _cited(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.splitlines())


def _divs(typed: Typed, *, attributes: str = "") -> str:
    if typed.html:
        return typed.html
    return "".join(f"<div{attributes}>{_e(line) or '<br>'}</div>" for line in typed.lines)


def _ios(typed: Typed) -> Letter:
    footer = typed.signature or "Sent from my iPhone"
    lead = f"On 2 Nov 2026, at 08:31, {NAME} <{DESK}> wrote:"
    plain = f"{typed.plain}\n\n{footer}\n"
    if typed.quote != "none":
        plain += f"\n> {lead}\n> \n> \ufeff{_cited(PLAIN)[2:]}\n"
    first, _, rest = _divs(typed).partition("</div>")
    body = f"{first.removeprefix('<div>')}{rest}" if not typed.html else typed.html
    tail = f'<div dir="ltr"><br><blockquote type="cite">{_e(lead)}<br><br></blockquote></div>'
    tail += f'<blockquote type="cite"><div dir="ltr">\ufeff\n{HTML}</div></blockquote>'
    sign = f'<div><br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{_e(footer)}</div>'
    page = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head>'
        f'<body dir="auto">{body}{sign}{tail if typed.quote != "none" else ""}</div></body></html>'
    )
    return Letter(plain, page, agent="iPhone Mail (22B91)")


def _apple(typed: Typed) -> Letter:
    lead = f"On 2 Nov 2026, at 08:31, {NAME} <{DESK}> wrote:"
    sign = f"\n\n{typed.signature}" if typed.signature else ""
    plain = f"{typed.plain}{sign}\n\n> {lead}\n> \n{_cited(PLAIN)}\n"
    sign_html = f'<br id="lineBreakAtBeginningOfSignature"><div>{_e(typed.signature)}</div>' if typed.signature else ""
    sign_html = typed.signature_html or sign_html
    page = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body'
        ' style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">'
        f'{_divs(typed)}{sign_html}<div><br><blockquote type="cite"><div>{_e(lead)}</div>'
        f'<br class="Apple-interchange-newline"><div>{HTML}</div></blockquote></div><br></body></html>'
    )
    if typed.quote == "bottom-post":
        plain = f"> {lead}\n> \n{_cited(PLAIN)}\n\n{typed.plain}{sign}\n"
        page = ""
    return Letter(plain, page, agent="Apple Mail (2.3826.200.121)")


def _wrapped(text: str, *, width: int = 76) -> str:
    """Gmail breaks the lines of its plain alternative at words, whatever was typed."""
    out: list[str] = []
    for line in text.splitlines():
        row = ""
        for word in line.split(" "):
            if row and len(row) + 1 + len(word) > width:
                out.append(row)
                row = word
            else:
                row = f"{row} {word}" if row else word
        out.append(row)
    return "\n".join(out)


def _gmail(typed: Typed, *, phone: bool) -> Letter:
    lead = f"On Mon, 2 Nov 2026 at 08:31, {NAME} <\n{DESK}> wrote:"
    sign = f"\n\n-- \n{typed.signature}" if typed.signature else ""
    cited = _cited(PLAIN)
    plain = f"{_wrapped(typed.plain)}{sign}\n\n{lead}\n\n{cited}\n"
    if typed.html:
        body = f'<div dir="ltr">{typed.html}</div>'
    elif phone:
        head, *rest = typed.lines
        inner = "".join(f'<div dir="auto">{_e(line) or "<br>"}</div>' for line in rest)
        body = f'<div dir="auto">{_e(head)}{inner}</div>'
    else:
        head, *rest = typed.lines
        body = f'<div dir="ltr">{_e(head)}' + "".join(f"<div>{_e(one) or '<br>'}</div>" for one in rest) + "</div>"
    if typed.signature:
        rows = _e(typed.signature).replace("\n", "<br>")
        body += '<div><br clear="all"></div><br><span class="gmail_signature_prefix">-- </span><br>'
        body += f'<div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature">{rows}</div>'
    lead_html = (
        f'<div dir="ltr" class="gmail_attr">On Mon, 2 Nov 2026 at 08:31, {NAME} &lt;'
        f'<a href="mailto:{DESK}">{DESK}</a>&gt; wrote:<br></div>'
    )
    quote = (
        f'<br><div class="gmail_quote gmail_quote_container">{lead_html}<blockquote class="gmail_quote"'
        f' style="margin:0px 0px 0px 0.8ex;border-left:1px solid #ccc;padding-left:1ex">{HTML}</blockquote></div>'
    )
    if typed.quote == "bottom-post":
        plain = f"{lead}\n\n{cited}\n\n{_wrapped(typed.plain)}{sign}\n"
        return Letter(plain, quote.removeprefix("<br>") + body)
    return Letter(plain, body + quote)


def _samsung(typed: Typed) -> Letter:
    footer = typed.signature or "Sent from my Galaxy"
    block = _HEADER_BLOCK.replace("Sent: 02 November 2026 08:31", "Date: 02/11/2026  08:31  (GMT+00:00) ")
    # The plain part of these phones has the quote's header run together on one line.
    run = block.replace("\n", " ")
    plain = f"{typed.plain}\n\n\n{footer}\n\n-------- Original message --------{run}\n\n{PLAIN}\n"
    inner = typed.html or "".join(f'<div dir="auto">{_e(line) or "<br>"}</div>' for line in typed.lines)
    rows = "".join(f"<div>{_e(line)}</div>" for line in block.splitlines())
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body dir="auto">'
        f'{inner}<div dir="auto"><br></div><div dir="auto"><br></div><div id="composer_signature" dir="auto">'
        f'<div style="font-size:12px;color:#575757">{_e(footer)}</div></div><div dir="auto"><br></div><div><br></div>'
        '<div align="left" dir="auto" style="color:#000000"><div>-------- Original message --------</div>'
        f"{rows}<div><br></div></div>{HTML}</body></html>"
    )
    return Letter(plain, page, transfer="base64")


def _outlook_plain(typed: Typed, *, rule: str = "") -> str:
    sign = f"\n\n{typed.signature}" if typed.signature else ""
    return f"{typed.plain}{sign}\n\n{rule}{_HEADER_BLOCK}\n{PLAIN}\n"


def _word(typed: Typed) -> Letter:
    """Outlook for Windows: Word's HTML. Its signature is text like any other."""
    cell = "<p class=MsoNormal><span style='mso-fareast-language:EN-US'>{}<o:p></o:p></span></p>"
    lines = [*typed.lines, "", *typed.signature.splitlines()] if typed.signature else [*typed.lines]
    inner = "\n".join(cell.format(_e(line) or "&nbsp;") for line in lines)
    if typed.html:
        inner = typed.html + "".join(cell.format(_e(line) or "&nbsp;") for line in ("", *typed.signature.splitlines()))
    first, *others = _HEADER_BLOCK.splitlines()
    rows = "<br>".join(f"<b>{name}:</b> {_e(rest)}" for name, _, rest in (one.partition(": ") for one in others))
    quote = (
        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>"
        "<span lang=EN-US style='font-size:11.0pt;font-family:\"Calibri\",sans-serif'>From:</span></b><span lang=EN-US>"
        f" {_e(first.partition(': ')[2])}<br>{rows}<o:p></o:p></span></p></div></div>"
    )
    page = (
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        '<meta http-equiv=Content-Type content="text/html; charset=us-ascii"><meta name=Generator content="Microsoft'
        ' Word 15 (filtered medium)"><style><!--\n/* Font Definitions */\n@font-face\n\t{font-family:"Cambria Math";}\n'
        "p.MsoNormal, li.MsoNormal, div.MsoNormal\n\t{margin:0cm;font-size:11.0pt;color:#ff0000;}\n"
        'a:link\n\t{color:#0563C1;}\n--></style><!--[if gte mso 9]><xml>\n<o:shapedefaults v:ext="edit"'
        ' spidmax="1026" />\n</xml><![endif]--></head><body lang=EN-GB link="#0563C1" vlink="#954F72"'
        f" style='word-wrap:break-word'><div class=WordSection1>{inner}<p class=MsoNormal><o:p>&nbsp;</o:p></p>{quote}"
        f"<p class=MsoNormal><o:p>&nbsp;</o:p></p>{HTML}</div></body></html>"
    )
    return Letter(_outlook_plain(typed), page, charset="windows-1252", agent="Microsoft Outlook 16.0")


def _web(typed: Typed, *, new: bool) -> Letter:
    style = (
        "font-family: Aptos, Aptos_EmbeddedFont, Calibri, Helvetica, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);"
    )
    inner = _divs(typed, attributes=f' class="elementToProof" style="{style}"')
    if typed.signature:
        rows = "".join(f"<div>{_e(line) or '<br>'}</div>" for line in typed.signature.splitlines())
        inner += f'<div class="elementToProof"><br></div><div id="Signature" class="elementToProof">{rows}</div>'
    rows = "<br>".join(
        f"<b>{name}:</b>&nbsp;{_e(rest)}"
        for name, _, rest in (one.partition(": ") for one in _HEADER_BLOCK.splitlines())
    )
    rule = '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
    head = f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" color="#000000">{rows}</font></div>'
    if new:
        rule = '<div id="mail-editor-reference-message-container"><div class="ms-outlook-mobile-reference-message">'
        rule += '<hr style="display: inline-block; width: 98%;">'
        head += "</div></div>"
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><style type="text/css"'
        ' style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head><body dir="ltr">'
        f"{inner}{rule}{head}<div><br></div>{HTML}</body></html>"
    )
    return Letter(_outlook_plain(typed, rule="_" * 32 + "\n"), page, charset="windows-1252")


def _outlook_phone(typed: Typed, *, system: str) -> Letter:
    link = {"iOS": "https://aka.ms/o0ukef", "Android": "https://aka.ms/AAb9ysg"}[system]
    plain = f"{typed.plain}\n\nGet Outlook for {system}<{link}>\n{'_' * 32}\n{_HEADER_BLOCK}\n{PLAIN}\n"
    rows = "<br>".join(
        f"<b>{name}:</b> {_e(rest)}" for name, _, rest in (one.partition(": ") for one in _HEADER_BLOCK.splitlines())
    )
    inner = _divs(typed, attributes=' dir="auto"')
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'
        f'<div dir="auto" style="font-family: Aptos, sans-serif; font-size: 12pt;">{inner}</div>'
        '<div id="ms-outlook-mobile-body-separator-line" dir="auto"><br></div><div id="ms-outlook-mobile-signature"'
        f' dir="auto">Get <a href="{link}">Outlook for {system}</a></div><hr style="display:inline-block;width:98%"'
        f' tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif">{rows}</font>'
        f"<div>&nbsp;</div></div>{HTML}</body></html>"
    )
    return Letter(plain, page, transfer="base64" if system == "Android" else "quoted-printable")


def _thunderbird(typed: Typed, *, with_html: bool) -> Letter:
    lead = f"On 02/11/2026 08:31, {NAME} wrote:"
    sign = f"\n\n-- \n{typed.signature}" if typed.signature else ""
    above, below = (typed.plain + sign, "") if typed.quote == "top-post" else ("", typed.plain + sign)
    plain = f"{above}\n\n{lead}\n{_cited(PLAIN)}\n\n{below}\n".strip() + "\n"
    if not with_html:
        return Letter(plain, flowed=True, transfer="7bit", agent="Mozilla Thunderbird")
    paragraphs = typed.html or "".join(f"<p>{_e(line)}</p>" for line in typed.lines if line)
    quote = (
        f'<div class="moz-cite-prefix">{lead}<br></div><blockquote type="cite" cite="mid:{TOKEN}.n5x2k7w4@mail.'
        f'kestrelpark.example">{HTML}</blockquote>'
    )
    rows = _e(typed.signature).replace("\n", "<br>")
    sign_html = f'<div class="moz-signature">-- <br>{rows}</div>' if typed.signature else ""
    body = quote + paragraphs + sign_html if typed.quote != "top-post" else paragraphs + sign_html + quote
    head = '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">'
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return Letter(plain, page, agent="Mozilla Thunderbird")


def _raw(typed: Typed) -> Letter:
    """Whatever the case says, and nothing added: inline answers and other shapes written out in full."""
    return Letter(typed.plain, typed.html)


CLIENTS: Mapping[str, Callable[[Typed], Letter]] = {
    "ios": _ios,
    "apple-mail": _apple,
    "gmail-web": lambda typed: _gmail(typed, phone=False),
    "gmail-android": lambda typed: _gmail(typed, phone=True),
    "samsung": _samsung,
    "outlook-desktop": _word,
    "outlook-web": lambda typed: _web(typed, new=False),
    "outlook-new": lambda typed: _web(typed, new=True),
    "outlook-ios": lambda typed: _outlook_phone(typed, system="iOS"),
    "outlook-android": lambda typed: _outlook_phone(typed, system="Android"),
    "thunderbird": lambda typed: _thunderbird(typed, with_html=True),
    "thunderbird-text": lambda typed: _thunderbird(typed, with_html=False),
    "raw": _raw,
}


def reply_bytes(case: Mapping[str, Any], *, then: Callable[[Letter, Mapping[str, Any]], Letter] | None = None) -> bytes:
    """Give the reply of one case as it comes over the wire, CRLF throughout.

    `parts` says which alternatives are sent: "both" (default), "plain" or "html". `then` changes what the client wrote.
    """
    lines = tuple(str(case.get("typed", "")).strip("\n").splitlines())
    plain = str(case.get("plain", "")) or "\n".join(lines)
    typed = Typed(
        lines or ("",),
        str(case.get("html", "")).strip(),
        plain.strip("\n"),
        str(case.get("signature", "")).strip(),
        str(case.get("signature_html", "")).strip(),
        str(case.get("quote", "top-post")),
    )
    letter = CLIENTS[case["client"]](typed)
    letter = then(letter, case) if then is not None else letter
    parts = str(case.get("parts", "both"))
    bodies = [("plain", letter.plain)] if parts != "html" and letter.plain else []
    bodies += [("html", letter.html)] if parts != "plain" and letter.html else []
    head = [
        "From: Tomasz Wilk <tomasz.wilk@it.tamselvalley.example>",
        f"To: {NAME} <{DESK}>",
        f"Subject: {case.get('subject', SUBJECT)}",
        "Date: Mon, 02 Nov 2026 08:44:00 +0000",
        f"Message-ID: <{case['id']}@it.tamselvalley.example>",
        f"In-Reply-To: <{TOKEN}.n5x2k7w4@mail.kestrelpark.example>",
        f"References: <k3m7q2x5wz.request@mail.kestrelpark.example> <{TOKEN}.n5x2k7w4@mail.kestrelpark.example>",
        "MIME-Version: 1.0",
    ]
    head += [f"X-Mailer: {letter.agent}"] if letter.agent else []
    written = [_part(kind, body, letter) for kind, body in bodies]
    if len(written) == 1:
        whole = "\n".join(head) + "\n" + written[0]
    else:
        edge = "Apple-Mail-5D1B4F0A"
        head.append(f'Content-Type: multipart/alternative; boundary="{edge}"')
        whole = "\n".join(head) + "\n\n" + "".join(f"--{edge}\n{one}\n" for one in written) + f"--{edge}--\n"
    return whole.replace("\n", "\r\n").encode("utf-8")


def _part(kind: str, body: str, letter: Letter) -> str:
    charset = letter.charset
    try:
        octets = body.encode(charset)
    except UnicodeEncodeError:
        charset, octets = "utf-8", body.encode("utf-8")
    transfer = letter.transfer
    if transfer == "base64":
        text = base64.encodebytes(octets.replace(b"\n", b"\r\n")).decode("ascii")
    elif transfer == "quoted-printable":
        text = quopri.encodestring(octets).decode("ascii")
    else:
        transfer, text = ("7bit", body) if body.isascii() else ("8bit", body)
    flowed = "; format=flowed" if letter.flowed and kind == "plain" else ""
    return f"Content-Type: text/{kind}; charset={charset}{flowed}\nContent-Transfer-Encoding: {transfer}\n\n{text}"

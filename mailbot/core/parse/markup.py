"""What a mail client's markup says about an element: not to be seen, a quote, a signature, red.

What lives here: the names and styles by which clients say so. What does not: laying out (html.py).
"""

import re

from lxml import etree

_DROPPED = frozenset(
    {"script", "style", "title", "head", "noscript", "template", "object", "iframe", "svg", "select", "textarea"}
)
_HIDDEN_STYLE = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|font-size:0(?:px|pt|em|%)?(?:;|$)|opacity:0(?:;|$)"
)
_STARTS_IDS = (
    "divrplyfwdmsg",
    "appendonsend",
    "olk_src_body_section",
    "reply-intro",
    "isforwardcontent",
    "mail-editor-reference-message-container",
)
_STARTS_CLASSES = (
    "outlookmessageheader",
    "yahoo_quoted",
    "moz-email-headers-table",
    "zmail_extra",
    "protonmail_quote",
    "freebirdformquote",
    "front-blockquote",
)
_OUTLOOK_RULE = re.compile(
    r"border-top:(?:solid#(?:e1e1e1|b5c4df)1\.0pt|1pxsolid(?:#b5c4df|#e1e1e1|rgb\(181,196,223\)))"
    r"|border:none;border-top:solid#(?:b5c4df|e1e1e1)"
)
# Much red and little else: named, in hexadecimal digits, or by its three parts.
_RED = re.compile(
    r"(?:^|;)color:(?:red\b|darkred\b|crimson\b|#[b-f][0-9a-f][0-5][0-9a-f][0-5][0-9a-f](?![0-9a-f])|#f00\b|#c00\b"
    r"|rgb\((?:1[89]\d|2\d\d),\d{1,2},\d{1,2}\))"
)
_SIGNATURES = ("signature", "composer_signature", "ms-outlook-mobile-signature", "applemailsignature")
_SIGNATURE_CLASSES = frozenset(
    {"gmail_signature", "gmail_signature_prefix", "moz-signature", "protonmail_signature_block"}
)


def quote_starts(element: etree._Element) -> bool:
    """Whether this block is what Outlook, Yahoo and others put above the mail they answer."""
    given = (element.get("id") or "").lower()
    if given and given.removeprefix("x_").startswith(_STARTS_IDS):
        return True
    classes = (element.get("class") or "").lower()
    if classes and any(name in classes for name in _STARTS_CLASSES):
        return True
    style = element.get("style") or ""
    return bool(style) and bool(_OUTLOOK_RULE.search(style[:500].lower().replace(" ", "")))


def is_signature(element: etree._Element) -> bool:
    """Whether the client itself says that this block is the signature, not words of this mail."""
    given = (element.get("id") or "").lower()
    if given in _SIGNATURES:
        return True
    return not _SIGNATURE_CLASSES.isdisjoint((element.get("class") or "").lower().split())


def is_red(element: etree._Element) -> bool:
    """Whether the element's own words are red, whichever red it is."""
    style = element.get("style") or ""
    return bool(_RED.search(style[:2000].lower().replace(" ", ""))) if "olor" in style else is_font_red(element)


def is_font_red(element: etree._Element) -> bool:
    """The same by the attribute that Outlook's older editors write."""
    return element.tag == "font" and bool(_RED.search(f"color:{(element.get('color') or '').lower()}"))


def is_cited(element: etree._Element) -> bool:
    """Whether a blockquote cites a mail (and is no indented paragraph)."""
    if (element.get("type") or "").lower() == "cite" or element.get("cite"):
        return True
    return "quote" in (element.get("class") or "").lower()


def is_hidden(element: etree._Element) -> bool:
    """Whether people cannot see it, or it holds no words of theirs."""
    if element.tag in _DROPPED or element.get("hidden") is not None:
        return True
    style = element.get("style") or ""
    return bool(style) and bool(_HIDDEN_STYLE.search(style[:2000].lower().replace(" ", "")))

"""Ways into a system and to a person: links with tokens, accounts, mail, telephone, addresses, numbers of people."""

import re

from mailbot.core.kb.private.look import JOIN, PLAIN, QUOTES, Look, Span, joined_by, span_of, whole
from mailbot.core.kb.private.look import trimmed as trim
from mailbot.core.kb.words import STOP

_LINK = re.compile(r"\bhttps?://[^\s<>()\[\]\"']{1,2000}", re.IGNORECASE)
_LINK_SECRET = re.compile(
    r"[?&#;](?:(?:access_?|auth_?|id_?|refresh_?)?token|(?:api_?)?key|sig|signature|code|auth|session|sessionid|sid|sas"
    r"|pwd|password|passwd|secret|invite|otp|ticket|saml\w{0,20}|e|t|k)=[^&]{4}|/s![\w-]{6}",
    re.IGNORECASE,
)
_LINK_PIECE = re.compile(r"[/=]([A-Za-z0-9_-]{14,})")
_LINK_LOGIN = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{1,100}:[^\s/@]{1,100}@[^\s<>()]{1,300}", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+-])(?:mailto:)?[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")

_ID = r"(?P<value>[\"'\u201c\u2018`*_]{0,3}[^\s,;)]{2,64})"
_ACCOUNT = re.compile(
    r"\b(?P<label>user ?name|user ?id|login name|log-?in id|log-?on name|account name|admin account|sam account"
    r"|service account|upn login|(?:log-?in|log-?on|user|account)(?=[ \t]{0,2}(?::|=)|[ \t]is\b))" + JOIN + _ID,
    re.IGNORECASE,
)
_ACTS_AS = re.compile(
    r"\b(?:(?:log(?:ged|s)?|sign(?:ed|s)?)[ -]?(?:in|on|into \w{1,20}|on to \w{1,20})[ \t]as"
    r"|(?:runs?|running|started|logs on)[ \t](?:under|as)|(?:use|with|under|using)[ \t]the[ \t](?:account|user|login))"
    r"[ \t]{1,3}(?:the (?:user|account) )?(?P<join>)" + _ID,
    re.IGNORECASE,
)
_DOMAIN_ACCOUNT = re.compile(r"(?<![\\\w:])[A-Za-z][A-Za-z0-9-]{1,14}\\[A-Za-z0-9._-]{2,30}(?![\\\w])")
_ROLES = """
    admin administrator yourself themselves normal guest pupil pupils teacher staff student students local exam
    anybody somebody someone nobody user users box boxes number type check tab everyone service system domain root
    network supply visitor cover always never under above below
"""
_NOBODY = frozenset(_ROLES.split())
_PHONE = re.compile(
    r"(?<![\w/.-])(?:\+ ?44|0044|\(?0(?=\d))[\d ().\t-]{7,17}\d(?![\w-])(?:[ ,]{0,3}(?:ext|extn|extension"
    r"|x)\.? ?\d{2,6})?",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"\b(?:ext|extn|extension)\.?(?: (?:number|no\.?))?(?: is)? {0,2}\d{3,6}\b|(?<!\d )(?<![\w.])x\d{3,5}\b(?![\w-])",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"\b(?:tel|phone|mob(?:ile)?|ring|call|dial|text|fax)\b[.: ]{1,3}(?:(?:me|us|them|him|her) )?(?:(?:on|at) )?"
    r"(?P<value>\d[\d -]{4,9}\d)(?![\w-])",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"\b(?:payroll|staff|employee|candidate|admission|passport|driving licence|library card|UCI|ULN|exam entry)"
    r" ?(?:no\.?|number|id)?(?: is| was)?[: ]{1,3}(?P<value>(?=[A-Z]{0,4}\d)[A-Z0-9]{5,14})\b"
)
_NI = re.compile(r"\b[A-Za-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]\b")
_NHS = re.compile(
    r"\bNHS(?: (?:no|number))?\.?[ :]{0,3}\d{3}[ -]?\d{3}[ -]?\d{4}\b|(?<![\d-])\d{3}[ -]\d{3}[ -]\d{4}(?![\d-])",
    re.IGNORECASE,
)
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b")
_POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")
_CARD = re.compile(r"(?<![\d-])(?:\d{4}[ -]?){3}\d{4}(?![\d-])")
_BANK = re.compile(r"(?<![\d-])\d{2}[- ]\d{2}[- ]\d{2}[ ,/]{1,3}(?:(?:a/c|account|acc)\.? )?\d{8}(?!\d)", re.IGNORECASE)
_BORN = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?|birthday)\b[ :]{0,3}(?:is |was )?"
    r"(?P<value>\d{1,2}(?:[/.-]|(?:st|nd|rd|th)? )(?:\d{1,2}|[A-Z][a-z]{2,8})[/. -]\d{2,4})",
    re.IGNORECASE,
)
_STREET = (
    "Lane|Street|Road|Avenue|Way|Close|Drive|Court|Crescent|Terrace|Place|Gardens?|Grove|Hill|Square|Row|Walk|Mews"
    "|Rise|Parade|Wharf|Green|Gate|Fields?|Meadows?|St|Rd|Ave|Ln|Dr"
)
_ADDRESS = re.compile(
    r"\b(?:(?:Flat|Unit|Apartment) \d{1,4}[A-Za-z]?,? )?(?:\d{1,4}[A-Za-z]?,? |[A-Z][a-z]{2,20} Court, ?\d{1,4} )"
    rf"(?:[A-Z][a-z'.\u2019]{{1,20}} ){{0,2}}(?:[A-Z][a-z'.\u2019]{{1,20}} |The )(?:{_STREET})\b\.?"
    rf"|\b[A-Z][a-z]{{2,20}} (?:Cottage|House|Farm|Lodge|Villa), (?:[A-Z][a-z'.\u2019]{{1,20}} ){{1,3}}(?:{_STREET})\b"
    rf"|\b(?:Flat|Unit|Apartment) \d{{1,4}}[A-Za-z]?,? [A-Z][a-z'\u2019]{{1,20}} (?:House|{_STREET})\b"
)


def _private_link(found: re.Match[str]) -> Span | None:
    """A link that lets its holder in: a token among its parameters, or a long random piece in it."""
    link = found.group()
    random = any(_is_random(piece) for piece in _LINK_PIECE.findall(link))
    return found.span() if _LINK_SECRET.search(link) or random else None


def _is_random(piece: str) -> bool:
    mixed = any(c.isdigit() for c in piece) and any(c.isalpha() for c in piece)
    return mixed and (len(piece) >= 24 or (any(c.isupper() for c in piece) and any(c.islower() for c in piece)))


def _account(found: re.Match[str]) -> Span | None:
    value = trim(found.group("value").lstrip(QUOTES))
    folded = value.casefold()
    if not value or value.startswith("[") or folded in PLAIN or folded in _NOBODY:
        return None
    label = (found.groupdict().get("label") or "").casefold()
    named = label not in ("account", "user")
    if any(c.isdigit() or c in "._\\" for c in value) or (named and joined_by(found) == ":"):
        return span_of(found)
    if not named:
        return None
    # a lower-case word that nobody says: "jashdown", "mil-evening"
    said = folded in STOP or ("-" not in folded and folded.endswith(("ing", "ed", "ly")))
    return span_of(found) if value.islower() and len(value) >= 5 and not said else None


def _phone(found: re.Match[str]) -> Span | None:
    number: str = found.group().casefold().partition("e")[0].partition("x")[0]
    return found.span() if 10 <= sum(c.isdigit() for c in number) <= 14 else None


LINKS = (
    Look("private link", _LINK_LOGIN, whole, secret=True),
    Look("private link", _LINK, _private_link, secret=True),
)
EMAILS = (Look("email address", _EMAIL, whole),)
REACH = (
    Look("account name", _ACCOUNT, _account),
    Look("account name", _ACTS_AS, _account),
    Look("account name", _DOMAIN_ACCOUNT, whole),
    Look("card number", _CARD, whole, secret=True),
    Look("bank account", _BANK, whole, secret=True),
    Look("date of birth", _BORN, span_of),
    Look("NHS number", _NHS, whole),
    Look("phone number", _PHONE, _phone),
    Look("phone number", _EXTENSION, whole),
    Look("phone number", _LOCAL, span_of),
    Look("personal number", _PERSONAL, span_of),
    Look("NI number", _NI, whole),
    Look("UPN", _UPN, whole),
    Look("address", _ADDRESS, whole),
    Look("postcode", _POSTCODE, whole),
)

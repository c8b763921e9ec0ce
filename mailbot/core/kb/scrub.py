"""What must not stand in an article: secrets, ways to reach people, numbers of people. Names are in names.py.

What lives here: patterns in British formats, text -> text and what was taken out. What does not: the decision whether
an article with something secret in it waits for somebody's word.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from mailbot.core.kb.names import name_pattern
from mailbot.core.model.article import Removed

MAX_TEXT = 64_000
_QUOTES = "\"'\u201c\u2018`*_"

# How a value is joined to its label: "password for the copier is X", "pw: X", "PIN X".
_JOIN = (
    r"(?P<join>(?:[ \t]{1,3}(?:for|on|of|to)(?:[ \t](?!is\b|was\b)[\w'-]{1,30}){1,4}?)?"
    r"[ \t]{0,3}(?:\b(?:is now|is|was|to be|will be|to)\b[ \t]{0,3}[:=]?|[:=]|-(?=[ \t]))|(?=[ \t]))[ \t]{0,3}"
)
# Three or four plain words up to a full stop are a passphrase; else it is what stands there up to the next space.
_VALUE = (
    r"(?P<value>[A-Za-z]{3,20}(?:[ \t][A-Za-z]{2,20}){2,3}(?=[ \t]?(?:[.,;!?)\n]|$))"
    r"|[\"'\u201c\u2018`*_]{0,3}[^\s,;]{3,80})"
)
_PASSWORD = re.compile(
    r"\b(?P<label>password|passwd|passcode|passphrase|pass word|pword|pwd|pw|passwort|wi-?fi key|network key"
    r"|pre-?shared key"
    r"|psk|secret(?: key)?|api key|access key|client secret)" + _JOIN + _VALUE,
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?P<label>pin(?: number| code)?|(?:door |gate |key|keypad |alarm |access |security |entry |safe "
    r"|voucher |activation "
    r"|verification |recovery |one[- ]time |backup |unlock |sms |text |mfa |2fa |admin )?(?:code|combination)"
    r"|otp|product key"
    r"|licen[cs]e key|recovery key|activation key|key safe)"
    + _JOIN
    + r"(?P<value>[\"'\u201c\u2018`*_]{0,3}[A-Za-z0-9-]{3,60})",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\b(?P<label>user ?name|user ?id|login name|log-?in id|account name|admin account|sam account|upn login)"
    + _JOIN
    + r"(?P<value>[\"'\u201c\u2018`*_]{0,3}[^\s,;]{2,64})",
    re.IGNORECASE,
)
_DOMAIN_ACCOUNT = re.compile(r"(?<![\\\w:])[A-Za-z][A-Za-z0-9-]{1,14}\\[A-Za-z0-9._-]{2,30}(?![\\\w])")
_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,10000}?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\Z)"
)
_LINK = re.compile(r"\bhttps?://[^\s<>()\[\]\"']{1,2000}", re.IGNORECASE)
_LINK_SECRET = re.compile(
    r"[?&#;](?:(?:access_?|auth_?|id_?)?token|(?:api_?)?key|sig|signature|code|auth|session|sessionid|sas|pwd"
    r"|password"
    r"|passwd|secret|invite|otp|ticket|t|k)=[^&]{4}",
    re.IGNORECASE,
)
_LINK_RANDOM = re.compile(r"[/=]([A-Za-z0-9_-]{24,})")
_LINK_LOGIN = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{1,100}:[^\s/@]{1,100}@[^\s<>()]{1,300}", re.IGNORECASE)
_API_KEY = re.compile(
    r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{20,100}|sk-[\w-]{20,200}|xox[abpr]-[\w-]{10,200}"
    r"|eyJ[\w-]{10,2000}\.[\w-]{10,2000}(?:\.[\w-]{0,2000})?"
    r"|(?:\d{6}-){7}\d{6}|(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}"
    r"|(?=[A-Za-z]{0,80}\d)(?=\d{0,80}[A-Za-z])[A-Za-z0-9+_]{32,200}={0,2})"
)
_EMAIL = re.compile(r"(?<![\w.+-])(?:mailto:)?[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_PHONE = re.compile(
    r"(?<![\w/.-])(?:\+ ?44|0044|\(?0(?=\d))[\d ().\t-]{7,17}\d(?![\w-])(?:[ ,]{0,3}(?:ext|extn|extension"
    r"|x)\.? ?\d{2,6})?",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\b(?:ext|extn|extension)\.?(?: number)? {0,2}\d{3,6}\b", re.IGNORECASE)
_NI = re.compile(r"\b[A-Za-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]\b")
_NHS = re.compile(
    r"\bNHS(?: (?:no|number))?\.?[ :]{0,3}\d{3}[ -]?\d{3}[ -]?\d{4}\b|(?<![\d-])\d{3}[ -]\d{3}[ -]\d{4}(?![\d-])",
    re.IGNORECASE,
)
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b")
_POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")
_CARD = re.compile(r"(?<![\d-])(?:\d{4}[ -]?){3}\d{4}(?![\d-])")

# After "password is" these tell about the password, they are not it.
_TELLS = """
    wrong incorrect expired refused rejected accepted invalid the a an not too now being your our his her their same
    different case required needed on in at stored kept changed reset what that this correct right fine it its asked
    entered typed set sent given known used saved and or if when then will page prompt box field screen manager reset
    resets change changes again twice once there here no only for with from your new old own temporary blank empty
    yours full empty longer shorter forgotten lost
    hidden shown at least must cannot can should may been has have was were is are as to
    of by sheet policy safe system settings setting error protected about because but so before after until per which
    wherever where who into onto you they we he she i
"""
_PLAIN = frozenset(_TELLS.split())
_ABOUT_FAULTS = re.compile(
    r"\b(?:error|exit|stop|status|event|fault|post|country|dialling|source|qr|bar|zip|html)[ -]?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """A text that may be published, and what was taken out of it (each text once)."""

    text: str
    removed: tuple[Removed, ...]


def scrub(text: str, *, people: Collection[str] = ()) -> Scrubbed:
    """Take secrets, numbers of people, ways to reach them and the names of `people` (names and addresses) out.

    Looks at no more than the first 64,000 characters; the rest is dropped, never passed unseen.
    """
    found: dict[tuple[str, str], Removed] = {}
    text = text[:MAX_TEXT]
    for kind, pattern, secret, accepts in _patterns(people):
        pieces: list[str] = []
        end = 0
        for match in pattern.finditer(text):
            if accepts(match):
                start, stop = _span(match)
                piece = Removed(kind, text[start:stop], f"[{kind}]", secret)
                found.setdefault((kind, piece.text), piece)
                pieces += (text[end:start], piece.replacement)
                end = stop
        text = "".join((*pieces, text[end:]))
    return Scrubbed(text=text, removed=tuple(found.values()))


_Accepts = Callable[[re.Match[str]], bool]


def _patterns(people: Collection[str]) -> Iterator[tuple[str, re.Pattern[str], bool, _Accepts]]:
    """Kind, pattern, whether it is a secret, and a last look; the longest and surest first."""
    yield "private key", _PRIVATE_KEY, True, _always
    yield "private link", _LINK_LOGIN, True, _always
    yield "private link", _LINK, True, _has_token
    yield "key", _API_KEY, True, _always
    yield "password", _PASSWORD, True, _is_password
    yield "code", _CODE, True, _is_code
    yield "email address", _EMAIL, False, _always
    yield "account name", _ACCOUNT, False, _is_account
    yield "account name", _DOMAIN_ACCOUNT, False, _always
    yield "card number", _CARD, True, _always
    yield "NHS number", _NHS, False, _always
    yield "phone number", _PHONE, False, _is_phone
    yield "phone number", _EXTENSION, False, _always
    yield "NI number", _NI, False, _always
    yield "UPN", _UPN, False, _always
    yield "postcode", _POSTCODE, False, _always
    names = name_pattern(people)
    if names is not None:
        yield "name", names.pattern, False, names.is_name


def _has_token(found: re.Match[str]) -> bool:
    """A link that lets its holder in: a token among its parameters, or a long random piece in it."""
    link = found.group()
    return bool(_LINK_SECRET.search(link)) or any(
        any(c.isdigit() for c in piece) and any(c.isalpha() for c in piece) for piece in _LINK_RANDOM.findall(link)
    )


def _always(_: re.Match[str]) -> bool:
    return True


def _span(found: re.Match[str]) -> tuple[int, int]:
    """Where the piece itself stands: the value after a label, without the punctuation of the sentence around it."""
    if "value" not in found.re.groupindex:
        return found.span()
    start, stop = found.span("value")
    return start, start + max(1, len(_trim(found.string[start:stop])))


def _trim(value: str) -> str:
    return value.rstrip(".,;:!?)\"'\u201d\u2019`*_") or value


def _told(found: re.Match[str]) -> tuple[str, str]:
    """The first word after a label, without quotes, and how it is joined: ":", "is", or "" for nothing between."""
    value = _trim(found.group("value").lstrip(_QUOTES)).partition(" ")[0]
    joined: str = found.group("join").strip()
    if joined.endswith((":", "=")):
        return value, ":"
    return value, "is" if joined and not joined.endswith(("-", "to")) else ""


def _is_password(found: re.Match[str]) -> bool:
    """Anything after a colon; any word after "is" that does not talk about passwords; else what looks made up."""
    value, joined = _told(found)
    if not value or value.startswith("[") or value.casefold() in _PLAIN:
        return False
    return joined != "" or (any(c.isdigit() for c in value) and any(c.isalpha() for c in value))


def _is_code(found: re.Match[str]) -> bool:
    value, _ = _told(found)
    before = found.string[max(0, found.start() - 16) : found.start()]
    told = bool(_ABOUT_FAULTS.search(before)) or value.casefold().startswith("0x")
    return any(c.isdigit() for c in value) and not told


def _is_account(found: re.Match[str]) -> bool:
    value, joined = _told(found)
    if not value or value.startswith("[") or value.casefold() in _PLAIN:
        return False
    return joined == ":" or any(c.isdigit() or c in "._\\" for c in value)


def _is_phone(found: re.Match[str]) -> bool:
    number: str = found.group().casefold().partition("e")[0].partition("x")[0]
    digits = sum(c.isdigit() for c in number)
    return 10 <= digits <= 14

"""Passwords, codes and keys: what lets somebody in. Patterns for what British technicians write."""

import re

from mailbot.core.kb.private.desk import is_of_the_desk
from mailbot.core.kb.private.look import (
    DAYS,
    JOIN,
    PLAIN,
    QUOTES,
    Look,
    Span,
    is_made_up,
    is_phrase,
    joined_by,
    span_of,
    whole,
)
from mailbot.core.kb.private.look import trimmed as trim
from mailbot.core.kb.words import STOP

_OPEN = r"[\"'\u201c\u2018`*_]{0,3}"
# Two to four plain words (and a number) up to a full stop are a passphrase; else it is all up to the next space.
_PHRASE_ENDS = (
    r"(?=[ \t]?(?:[.,;!?)(\n]|$)"
    r"|[ \t](?:so|and|but|until|then|on|in|for|at|this|today|now|as|from|with|yesterday)\b)"
)
_VALUE = (
    rf"(?P<value>[A-Za-z]{{3,20}}(?:[ \t][A-Za-z]{{2,20}}){{1,3}}?(?:[ \t]\d{{1,4}})?{_PHRASE_ENDS}"
    rf"|{_OPEN}[^\s,;]{{3,80}})"
)
_PASSWORD = re.compile(
    r"\b(?P<label>password|passwd|passcode|pass[ -]?phrase|pass[ -]word|pword|pwd|pw|passwort"
    r"|pass(?=[ \t]{0,2}(?::|=|is\b|-))"
    r"|memorable (?:word|answer|phrase)"
    r"|wi-?fi key|network key|wpa[23]? key"
    r"|pre-?shared key|psk|secret(?![ ]word)(?: key)?|api key|access key|client secret)" + JOIN + _VALUE,
    re.IGNORECASE,
)
# "reset it to X", "I've put yours back to X": no label at all.
_RESET = re.compile(
    r"\b(?:re)?(?:set|changed|put|switched|moved)(?:[ \t](?:it|that|this|them|yours|his|hers|theirs|mine|back"
    r"|(?:your|the|his|her|their) (?:account|login|log-in|one)|for \w{1,20}|on the system)){1,3}[ \t]to[ \t]{1,3}"
    rf"(?P<value>{_OPEN}[^\s,;]{{5,80}})",
    re.IGNORECASE,
)
# A word of which somebody tells how it is written: "X, with a capital", "X (all lower case)".
_WRITTEN = re.compile(
    rf"(?<=[ \t:,])(?P<value>{_OPEN}[A-Za-z0-9!$\u00a3&%#@._-]{{4,40}})[ \t]?[,(][ \t]?"
    r"(?:with (?:a |an )?(?:big |small )?(?:capital|upper|lower)|all (?:in )?(?:lower|upper|small|capital)"
    r"|capital [A-Z]\b|no spaces|one word\b|all one word)",
)
# The same without a comma: "that's thursday all lower".
_SPELT_SO = re.compile(
    rf"(?:\b(?P<verb>is|use|type|enter|try|its|it['\u2019]s|that['\u2019]?s) |: )(?P<value>{_OPEN}[A-Za-z]{{4,40}}) "
    r"(?:all (?:in )?(?:lower|upper|small|capital|caps|one word)|in (?:lower|small|capitals?|caps)\b|with a capital)",
    re.IGNORECASE,
)
_CODE_VALUE = rf"(?P<value>{_OPEN}(?:\d{{2,4}}(?:[ -]\d{{2,4}}){{1,3}}|[A-Za-z0-9-]{{3,60}})[#*]?)"
_CODE = re.compile(
    r"\b(?P<label>pin(?: number| code)?|(?:door |gate |key |keypad |alarm |access |security |entry |safe |lock "
    r"|voucher |activation |verification |recovery |one[- ]time |backup |unlock |sms |text |mfa |2fa |admin "
    r"|six-figure |four-figure |six-digit |four-digit )?(?:code|combination)|otp"
    r"|product key|licen[cs]e key|recovery key"
    r"|activation key|key ?safe|key ?pad|padlock|lock ?box|key ?box"
    r"|safe(?= is\b| number\b| code\b)(?: number| code)?|passcode"
    r"|serial(?: number)?(?= (?:for|of) the licen)|master key)" + JOIN + _CODE_VALUE,
    re.IGNORECASE,
)
_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,10000}?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\Z)"
)
_API_KEY = re.compile(
    r"\b(?:AKIA[0-9A-Z]{16}|AIza[\w-]{30,40}|gh[pousr]_\w{20,100}|github_pat_\w{20,100}|glpat-[\w-]{16,60}"
    r"|[sp]k[-_][\w-]{16,200}|xox[abpr]-[\w-]{10,200}|ya29\.[\w-]{10,200}"
    r"|eyJ[\w-]{10,2000}\.[\w-]{10,2000}(?:\.[\w-]{0,2000})?"
    r"|(?:\d{6}[- ]{1,3}){5,7}\d{6}|(?:[A-Z0-9]{5}-){3,5}[A-Z0-9]{5}(?![\w-])"
    r"|(?=[A-Z-]{0,30}\d)(?=[\d-]{0,30}[A-Z])(?:[A-Z0-9]{4}-){3,6}[A-Z0-9]{4}(?![\w-])"
    r"|(?=[A-Za-z]{0,80}\d)(?=\d{0,80}[A-Za-z])[A-Za-z0-9+_]{32,200}={0,2})"
)
_ABOUT_FAULTS = re.compile(
    r"\b(?:error|exit|stop|status|event|fault|post|country|dialling|source|qr|bar|zip|html|part|product|cost)[ -]?$",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?:use|with|type|enter|try|using|and|as)[ \t]{1,3}(?:(?:the|this|that)[ \t]{1,3})?$", re.IGNORECASE
)


def _password(found: re.Match[str]) -> Span | None:
    """Anything after a colon; any word after "is" that does not talk about passwords; else what looks made up."""
    raw, joined = found.group("value"), joined_by(found)
    if joined in (":", "is") and " " in raw and not any(word in PLAIN for word in raw.casefold().split()):
        return span_of(found)
    if _is_passphrase(found, raw):
        return span_of(found)
    if is_phrase(raw) and (joined or _is_introduced(found, raw) or not _is_plain(raw) or _is_odd(raw)):
        return span_of(found)
    raw = raw.partition(" ")[0]
    value = trim(raw.lstrip(QUOTES)).lstrip("(")
    if not value or value.startswith("[") or value.casefold() in PLAIN:
        return None
    quoted = raw[0] in "\"'\u201c\u2018`"
    told = joined in (":", "is") or is_made_up(value) or (quoted and raw != value) or _is_introduced(found, value)
    return span_of(found, raw) if told or _stands_alone(found, value) else None


def _is_passphrase(found: re.Match[str], raw: str) -> bool:
    """Whether the label says that several words follow, and several do: "the passphrase is battle of hastings 1066"."""
    words = raw.casefold().split()
    label = re.sub(r"[ -]", "", found["label"].casefold())
    return label == "passphrase" and len(words) > 1 and words[0] not in STOP and words[0] not in PLAIN


def _is_odd(phrase: str) -> bool:
    """Whether half the words of three or four are none of a helpdesk's: "password correct pony blanket staple"."""
    words = phrase.casefold().split()
    return len(words) > 2 and sum(is_of_the_desk(word) or word in PLAIN for word in words) * 2 <= len(words)


def _is_plain(phrase: str) -> bool:
    """Whether one word of a phrase is one of a helpdesk's own: "password, MFA reset"."""
    return any(word in PLAIN or is_of_the_desk(word) for word in phrase.casefold().split())


def _stands_alone(found: re.Match[str], value: str) -> bool:
    """ "PSK falcon" and "the password, falcon, still works": a word that is neither common nor about passwords."""
    join, label = found.group("join").strip(), found.group("label").casefold()
    between = join == "," and " " not in found.group("value") and found.string[found.end() : found.end() + 1] == ","
    short = join == "" and label in ("psk", "pw", "pwd", "passphrase", "wifi key", "wi-fi key", "network key")
    return (between or short) and value.casefold() not in STOP


def _is_introduced(found: re.Match[str], value: str) -> bool:
    """ "use the password letmein": a word alone, which is neither common nor one that goes with passwords."""
    before = found.string[max(0, found.start() - 24) : found.start()]
    plain = value.casefold() in STOP or value.casefold().endswith(("ing", "ed"))
    return not plain and found.group("join").strip() == "" and bool(_INTRODUCED.search(before))


def _made_up(found: re.Match[str]) -> Span | None:
    """A value that looks made up, or that a sign stands behind in the middle of a line ("letmein! (small l)")."""
    raw = found.group("value")
    value = trim(raw.lstrip(QUOTES))
    goes_on = bool(re.match(r"[ \t]\S", found.string[found.end("value") : found.end("value") + 2]))
    signed = raw[-1] in "!$&#" and goes_on and value.casefold() not in STOP
    return span_of(found) if (is_made_up(value) or signed) and not value.startswith("[") else None


def _written(found: re.Match[str]) -> Span | None:
    value = found.group("value").lstrip(QUOTES).casefold()
    return None if (value in STOP and value not in DAYS) or value in PLAIN else span_of(found)


def _spelt_so(found: re.Match[str]) -> Span | None:
    """What is to be typed so may be a thing ("type the surname in capitals"), what something is may not."""
    told = found["verb"] is not None and found["verb"].casefold() not in ("use", "type", "enter", "try")
    return _written(found) if told or not is_of_the_desk(found["value"].casefold()) else None


def _code(found: re.Match[str]) -> Span | None:
    value = trim(found.group("value").lstrip(QUOTES))
    before = found.string[max(0, found.start() - 16) : found.start()]
    told = bool(_ABOUT_FAULTS.search(before)) or value.casefold().startswith("0x")
    return span_of(found) if any(c.isdigit() for c in value) and not told else None


PRIVATE_KEYS = (Look("private key", _PRIVATE_KEY, whole, secret=True),)
SECRETS = (
    Look("key", _API_KEY, whole, secret=True),
    Look("password", _PASSWORD, _password, secret=True),
    Look("password", _RESET, _made_up, secret=True),
    Look("password", _WRITTEN, _written, secret=True),
    Look("password", _SPELT_SO, _spelt_so, secret=True),
    Look("code", _CODE, _code, secret=True),
)

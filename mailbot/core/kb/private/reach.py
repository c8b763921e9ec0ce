"""Ways into a system and to a person: links with tokens, accounts, mail, telephone, addresses, numbers of people."""

import re

from mailbot.core.kb.private.look import JOIN, PLAIN, QUOTES, Look, Span, joined_by, span_of, whole
from mailbot.core.kb.private.look import trimmed as trim
from mailbot.core.kb.words import STOP

_LINK = re.compile(r"\b(?:https?|webcals?|ftps?|sftp|zoommtg|msteams)://[^\s<>()\[\]\"']{1,2000}", re.IGNORECASE)
_LINK_SECRET = re.compile(
    r"[?&#;](?:\w{0,20}token|\w{0,20}key|tok|sig|signature|code|auth|session|sessionid|sid|sas"
    r"|pwd|password|passwd|secret|invite|otp|ticket|saml\w{0,20}|e|t|k)=[^&]{4}|/s![\w-]{6}|/meetup-join/|/j(?:oin)?/\d{5}|/join\?\w{1,12}="
    r"|/(?:magic|invites?|invitations?|one-?time|once|reset|verify|activate|confirm|secret|private|share[ds]?|token|otp"
    r"|auth|login|redeem|claim|enrol)/(?:[\w.~-]{1,60}/)?(?=[\w.~-]*\d)[\w.~-]{4}",
    re.IGNORECASE,
)
_LINK_PIECE = re.compile(r"[/=#!]([A-Za-z0-9_.~-]{6,})")
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
# "user lights, no password"
_UNGUARDED = re.compile(
    r"\b(?:user ?(?:name)?|log-?in|log-?on|log[ -]?(?:in|on) (?:is|as)|account|as|is|its|it's)[ :]{1,2}(?P<join>)"
    r"(?P<value>[\w.-]{3,30})[ ,(-]{1,3}(?:and |with |it has |has |there(?:'s| is) )?"
    r"(?:no|blank|empty|without(?: an?y?)?) (?:pass(?:word|code)?|pw|pwd|pin)\b",
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
    r"\b(?:ext|extn|extension)[\"']?\.?(?: (?:number|no\.?))?(?: is)?:? {0,2}\d{2,6}\b"
    r"|(?<!\d )(?<![\w.])x(?!(?:64|86|32)\b)\d{2,5}\b(?![\w-])|(?:(?<=\] )|(?<=[-\u2013,|/] ))x \d{2,5}\b",
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
_PLATE = re.compile(r"(?<![\w-])[A-Z]{2}\d{2} ?[A-Z]{3}(?![\w-])")
_NI = re.compile(r"\b[A-Za-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]\b")
_NHS = re.compile(
    r"\bNHS(?: (?:no|number))?\.?[ :]{0,3}\d{3}[ -]?\d{3}[ -]?\d{4}\b"
    r"|(?<![\d-])(?<!44 )\d{3}[ -]\d{3}[ -]\d{4}(?![\d-])",
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
# A day, month and year long gone is somebody's birthday, whatever the words around say.
_OLD_DAY = re.compile(r"(?<![\d/.-])\d{1,2}([/.-])\d{1,2}\1(?:19\d\d|20[01]\d)(?![\d/-])")
_STREET = (
    "Lane|Street|Road|Avenue|Way|Close|Drive|Court|Crescent|Terrace|Place|Gardens?|Grove|Hill|Square|Row|Walk|Mews"
    "|Rise|Parade|Wharf|Yard|Fold|Croft|Bank|Mount|Brow|Nook|Quay|Bungalows|Garth|Vale|Houses|Chase|Circus|Crossing|Wynd|Cottages|Buildings|Villas|Green|Gate|Fields?|Meadows?|View|Side|Head|Hollow|Dene|Dell|Park|Lea|Royd|Edge|Holt|Copse|Ridge|Heights|Approach"
    "|Parkway|Broadway|Passage|Alley|Spinney|Paddock|Orchard|Common|Moor|Estate|Cliffe?|Bridge|Brook|Quadrant|St|Rd|Ave|Ln|Dr"
)
_PROPER = r"[A-Z][\w'.&\u2019-]{0,20}"
_CODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
# What may follow the street: district, town and county after commas, and the postcode.
_TOWN = rf"(?:, ?{_PROPER}(?:[ -]{_PROPER}){{0,2}}){{0,3}}(?:,?[ ]{_PROPER}(?=,?[ ]{_CODE}))?(?:,?[ ]{_CODE})?"
# Capitalised words between commas up to a postcode are an address, whatever they are.
_UP_TO_CODE = re.compile(
    rf"(?<![\w-])(?:(?:{_PROPER}|\d{{1,4}}[A-Za-z]?)(?:[ ](?:{_PROPER}|\d{{1,4}})){{0,4}}, ){{1,4}}"
    rf"(?:{_PROPER}(?:[ ]{_PROPER}){{0,2}},?[ ])?{_CODE}"
)
_HOUSE = (
    "Cottages?|House|Farm|Lodge|Villa|Vicarage|Rectory|Barn|Mill|Primary|School|Academy|Forge|Annexe|Works|Hall|Manor"
    "|Bungalow|Stables|Chapel|Croft|Flat|Court"
)
_ADDRESS = re.compile(
    rf"(?:\b(?:{_PROPER}[ ]){{0,2}}(?:{_HOUSE}), ?)?(?:"
    r"\b(?:(?:Flat|Unit|Apartment) \d{1,4}[A-Za-z]?,? )?(?:\d{1,4}[A-Za-z]?,? |[A-Z][a-z]{2,20} Court, ?\d{1,4} )"
    rf"(?:[A-Z][a-z'.\u2019]{{1,20}} ){{0,2}}(?:[A-Z][a-z'.\u2019]{{1,20}} |The )(?:{_STREET})\b\.?"
    rf"|\b(?:[A-Z][a-z]{{2,20}} ){{1,2}}(?:{_HOUSE}), (?:[A-Z][a-z'.\u2019]{{1,20}} ){{1,3}}(?:{_STREET})\b"
    rf"|\b(?:{_PROPER}[ ]){{1,3}}(?:{_STREET})\b(?=,[ ][A-Z])"
    rf"|\b(?:Flat|Unit|Apartment) \d{{1,4}}[A-Za-z]?,? [A-Z][a-z'\u2019]{{1,20}} (?:House|{_STREET})\b)" + _TOWN
)


def _private_link(found: re.Match[str]) -> Span | None:
    """A link that lets its holder in: a token among its parameters, or a long random piece in it."""
    link = found.group()
    random = _has_groups(link) or any(_is_random(piece) for piece in _LINK_PIECE.findall(link))
    return found.span() if _LINK_SECRET.search(link) or (random and not _ABOUT.search(link)) else None


# Pages that everybody reads: what makers and authorities say of their things.
_ABOUT = re.compile(
    r"^https?://(?:(?:support|learn|help|kb|community|answers|status)(?:\.[\w-]{1,40}){1,4}"
    r"|(?:[\w-]{1,40}\.){0,3}(?:gov\.uk|wikipedia\.org))(?:/|$)",
    re.IGNORECASE,
)


def _has_groups(link: str) -> bool:
    """Whether what stands behind the host has a piece of letters and digits, or a long number."""
    behind = link.partition("://")[2].partition("/")[2]
    pieces = [piece for piece in re.split(r"[/?&=#.:~_-]", behind) if len(piece) > 3]
    return any(any(c.isdigit() for c in one) and (any(c.isalpha() for c in one) or len(one) > 5) for one in pieces)


def _is_random(piece: str) -> bool:
    """Whether a piece of a link was drawn by lot: letters and digits, or big and small, change places often."""
    mixed = any(c.isdigit() for c in piece) and any(c.isalpha() for c in piece)
    if mixed and len(piece) >= 24:
        return True
    return any(_changes(part) > (1 if len(part) > 7 else 2) for part in re.split(r"[-_.~]", piece) if len(part) > 5)


def _changes(part: str) -> int:
    """How often letters and digits change places in a part of a link, and big letters stand where no word begins."""
    swaps = len(re.findall(r"(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)", part))
    return swaps + len(re.findall(r"[A-Z](?=[A-Z][a-z])|[a-z][A-Z](?=[A-Z\d]|$)", part)) // 2


def _account(found: re.Match[str]) -> Span | None:
    value = trim(found.group("value").lstrip(QUOTES))
    folded = value.casefold()
    listed = joined_by(found) == ":" and found.string[found.end("value") :][:1] in ("", "\n")
    if not value or value.startswith("[") or folded in PLAIN or (folded in _NOBODY and not listed):
        return None
    label = (found.groupdict().get("label") or "").casefold()
    named = label not in ("account", "user")
    if any(c.isdigit() or c in "._\\" for c in value) or ((named or listed) and joined_by(found) == ":"):
        return span_of(found)
    if not named:
        return None
    # a lower-case word that nobody says: "jashdown", "mil-evening"
    said = folded in STOP or ("-" not in folded and folded.endswith(("ing", "ed", "ly")))
    return span_of(found) if value.islower() and len(value) >= 5 and not said else None


def _unguarded(found: re.Match[str]) -> Span | None:
    low = found["value"].casefold()
    return None if low in STOP or low in PLAIN or low in _NOBODY or low.endswith(("ing", "ed")) else span_of(found)


def _phone(found: re.Match[str]) -> Span | None:
    number: str = found.group().casefold().partition("e")[0].partition("x")[0]
    return found.span() if 10 <= sum(c.isdigit() for c in number) <= 14 else None


# A link of which somebody says that not everybody has it: "unlisted", "only for you", "don't share this one".
_A_LINK = r"(?:link|page|url|address|web ?page|web address|album|video|film|folder|calendar|feed|invite|invitation)"
_SHUT = (
    r"(?:unlisted|private(?=[!),:])|(?:not|isn['\u2019]?t) (?:listed|public)"
    r"|(?:private|secret|personal|hidden|own|one[- ]?(?:time|off)"
    rf"|single[- ]use|magic|(?:members?|staff|governors?)[- ]only) {_A_LINK}s?|{_A_LINK} (?:is )?(?:just|only|private)"
    r"|(?:just|only) (?:for|between) (?:you|us|me|staff|parents|governors)"
    r"|(?:don['\u2019]?t|do not|never|not to(?: be)?|not be|please not)"
    r" (?:share|forward|pass|post|publish|hand|give)\w{0,2}"
    rf"(?: (?:it|this|that|these|the|my|our|your|round|around|on|out|one|{_A_LINK})){{0,4}}"
    rf"|(?:any|every)(?:one|body) (?:with|who has|that has)(?: (?:the|this|that))? {_A_LINK}"
    rf"|keep (?:it|this|that)(?: (?:one|{_A_LINK}))? (?:to|between|private|quiet|secret|safe))"
)
_SHUT_LINK = re.compile(
    rf"(?<!\[)\b{_SHUT}\b[!)]{{0,3}}[^\n.!?\[]{{0,60}}?(?P<value>(?>{_LINK.pattern}))", re.IGNORECASE
)
_LINK_SHUT = re.compile(
    rf"(?P<value>(?>{_LINK.pattern}))[ ,;:(\u2013-]{{1,4}}[^\n.!?\[]{{0,30}}?\b{_SHUT}\b", re.IGNORECASE
)

LINKS = (
    Look("private link", _LINK_LOGIN, whole, secret=True),
    Look("private link", _LINK, _private_link, secret=True),
    Look("private link", _SHUT_LINK, span_of, secret=True),
    Look("private link", _LINK_SHUT, span_of, secret=True),
)
EMAILS = (Look("email address", _EMAIL, whole),)
REACH = (
    Look("account name", _ACCOUNT, _account),
    Look("account name", _ACTS_AS, _account),
    Look("account name", _UNGUARDED, _unguarded),
    Look("account name", _DOMAIN_ACCOUNT, whole),
    Look("card number", _CARD, whole, secret=True),
    Look("bank account", _BANK, whole, secret=True),
    Look("date of birth", _BORN, span_of),
    Look("date of birth", _OLD_DAY, whole),
    Look("NHS number", _NHS, whole),
    Look("phone number", _PHONE, _phone),
    Look("phone number", _EXTENSION, whole),
    Look("phone number", _LOCAL, span_of),
    Look("personal number", _PERSONAL, span_of),
    Look("NI number", _NI, whole),
    Look("number plate", _PLATE, whole),
    Look("UPN", _UPN, whole),
    Look("address", _UP_TO_CODE, whole),
    Look("address", _ADDRESS, whole),
    Look("postcode", _POSTCODE, whole),
)

"""From a mail to the question in it: greeting, sign-off, footers and leftovers of quotes go, words stay.

What lives here: which lines are the question. What does not: what a word is (words.py) and what it is worth (rank.py).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from mailbot.core.kb.words import Token, tokens

MAX_WORDS = 400
MAX_TEXT = 20_000
MAX_LINES = 400
MAX_SUBJECT = 300

_SUBJECT_PREFIX = re.compile(r"^(?:(?:re|fw|fwd|aw|sv|antw)\s{0,3}:\s{0,3}){1,10}", re.IGNORECASE)
_TAG = re.compile(r"\[#\d{1,12}-[a-z0-9]{1,12}\]", re.IGNORECASE)
_GREETING = re.compile(
    r"^(?:hi|hiya|hello|hey|dear|morning|afternoon|evening|good (?:morning|afternoon|evening|day))\b"
    r"(?:[ ,]{1,3}(?!i\b|we\b|my\b|the\b|can\b|could\b)[\w'.-]{1,30}){0,4}[ ]{0,3}[,.!:-]{0,3}$",
    re.IGNORECASE,
)
_GREETING_START = re.compile(
    r"^(?i:hi|hiya|hello|hey|dear|morning|good morning|good afternoon)"
    r"(?:[ ,.!-]{1,3}(?i:there|all|it|team|both|everyone)\b(?! is\b)[ ,.!-]{1,3}"
    r"|(?: [A-Z][\w'-]{1,20}){1,3}[,.!-] {0,3}|[ ,.!-]{1,3})"
)
_CLOSING = re.compile(
    r"^(?:(?:many |with |best |kind |kindest |warm |warmest )?(?:thanks|regards|wishes|thank you)|ta|cheers|best|yours"
    r"|all the best|thx|sincerely|yours (?:sincerely|faithfully)|much appreciated|thanks in advance"
    r"|(?:thanks|thank you|ta|cheers) (?:again|so much|very much|in advance|for your (?:help|time)|a lot|all|both))"
    r"(?: (?:and )?(?:kind |best )?(?:regards|wishes))?[ ,.!x]{0,8}$",
    re.IGNORECASE,
)
_CLOSING_WITH_NAME = re.compile(
    r"^(?:(?:many |kind |best )?(?:thanks|regards|wishes)|thank you|ta|cheers)[ ,.!-]{1,3}"
    r"[A-Z][\w'-]{0,20}(?: [A-Z][\w'.-]{0,20}){0,2}[ .!x]{0,8}$"
)
_QUOTE_INTRO = re.compile(
    r"^on .{4,200} wrote:?\s{0,3}$|^-{2,10} ?(?:original|forwarded) message|^from: .{1,200}$|^begin forwarded",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"^(?:sent from (?:my|outlook|mail)|get outlook for|sent via|disclaimer|confidentiality|[*_=-]{5,200}$"
    r"|(?:this|the information in this|the contents of this) (?:e-?mail|message|communication)\b"
    r"|please (?:consider|think of) the environment|if you (?:have received|are not the intended)|-- ?$)",
    re.IGNORECASE,
)
_DISCLAIMER = (
    "intended recipient",
    "intended only for",
    "intended solely for",
    "intended for the addressee",
    "received in error",
    "received it in error",
    "received this email in error",
    "does not accept liability",
    "legally privileged",
    "views expressed",
    "virus-free",
)
_NEXT_QUESTION = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?]['\")])|\n)\s{0,4}(?=(?:oh,? |and,? )?(?:also|another|one (?:more|other)|the other|p\.?s"
    r"|separate(?:ly)?|seperate(?:ly)?|second(?:ly)?|two|additionally|in addition|furthermore"
    r"|on (?:another|a different|an unrelated)|whil(?:e|st) (?:i'?m|i am|you'?re)|unrelated"
    r"|(?:different|other) (?:thing|question|problem)|[2-4][.):])\b)"
    r"|\n\s{0,4}(?=(?:[-*\u2022]|[1-9][.)])\s)",
    re.IGNORECASE,
)
_LEAST_QUESTION = 4
_MOST_QUESTIONS = 3
_PHONE = re.compile(r"(?:\+44|\(?0\d)[\d ()-]{7,16}\d(?: ?(?:ext|x)\.? ?\d{1,6})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asks: the tokens of the subject and those of the text, at most 400 together, names left out.

    `text` is the question as cleaned, for people (and for a model of meaning, where there is one) to read. `parts` are
    its questions one by one, where it says that it asks several ("and another thing").
    """

    subject: tuple[Token, ...]
    body: tuple[Token, ...]
    text: str = ""
    parts: tuple["Query", ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts whose meaning a model may be asked for: the whole, then each part."""
        return (self.text, *(part.text for part in self.parts))


def query_from(subject: str, new_text: str, *, names: Collection[str] = ()) -> Query:
    """The question in a mail: its subject and new text (no quotes, no signature, or at least few of either).

    `names` are words that say who and not what (the requester's, the school's): they are left out.
    Never raises; looks at no more than the first 20,000 characters.
    """
    who = {word.surface for name in names for word in tokens(name, limit=20)}
    title = _TAG.sub(" ", _SUBJECT_PREFIX.sub("", subject[:MAX_SUBJECT].strip()))
    if title.strip().casefold() in ("(no subject)", "no subject"):
        title = ""
    question = _PHONE.sub(" ", strip_courtesy(new_text))
    head = tuple(token for token in tokens(title, limit=60) if token.surface not in who)
    body = tuple(token for token in tokens(question, limit=MAX_WORDS - len(head)) if token.surface not in who)
    parts = tuple(_part(piece, who=who) for piece in _questions(question))
    return Query(subject=head, body=body, text=f"{title}\n{question}".strip(), parts=parts)


def _part(piece: str, *, who: Collection[str]) -> Query:
    body = tuple(token for token in tokens(piece, limit=MAX_WORDS) if token.surface not in who)
    return Query(subject=(), body=body, text=piece)


def _questions(text: str) -> list[str]:
    """The questions of a mail that says it has several; none where it says nothing of the kind, or they are tiny."""
    pieces = [piece.strip() for piece in _NEXT_QUESTION.split(text)]
    if len(pieces) < 2:
        return []
    told = [piece for piece in pieces if sum(not word.stop for word in tokens(piece, limit=60)) >= _LEAST_QUESTION]
    return told[:_MOST_QUESTIONS] if len(told) > 1 else []


def strip_courtesy(text: str) -> str:
    """The lines of a mail that say something: no greeting, sign-off, name block, phone footer, disclaimer or quote."""
    lines = [line.rstrip() for line in text[:MAX_TEXT].replace("\r", "").split("\n")[:MAX_LINES]]
    lines = _until_footer(lines)
    lines = _without_sign_off([line for line in lines if not line.lstrip().startswith(">")])
    while lines and (not lines[0] or _GREETING.match(lines[0][:120].lstrip())):
        lines.pop(0)
    if lines:
        lines[0] = _GREETING_START.sub("", lines[0].lstrip())
    return "\n".join(lines).strip()


def _until_footer(lines: list[str]) -> list[str]:
    """Cut at the first footer or quote, unless nothing would be left."""
    for number, line in enumerate(lines):
        if not line:
            continue
        head = line[:300].lstrip()
        if _FOOTER.match(head) or _QUOTE_INTRO.match(head) or _is_disclaimer(line):
            return lines[:number] if any(lines[:number]) else lines[number + 1 :]
    return lines


def _is_disclaimer(line: str) -> bool:
    return any(map(line[:2000].casefold().__contains__, _DISCLAIMER))


def _without_sign_off(lines: list[str]) -> list[str]:
    """Cut at a closing ("Many thanks") near the end, else cut a last paragraph that is only a name and a place."""
    for number in range(max(1, len(lines) - 12), len(lines)):
        head = lines[number][:120].lstrip()
        if (_CLOSING.match(head) or _CLOSING_WITH_NAME.match(head)) and any(lines[:number]):
            return lines[:number]
    while lines and not lines[-1]:
        lines = lines[:-1]
    start = len(lines)
    while start and lines[start - 1]:
        start -= 1
    if start and len(lines) - start <= 6 and all(_looks_like_name(line) for line in lines[start:]):
        return lines[:start]
    return lines


def _looks_like_name(line: str) -> bool:
    """A short line of capitalised words and numbers, without a sentence in it: "School Secretary, Pippin Lane"."""
    words = line.replace(",", " ").replace("|", " ").split()
    if not words or len(words) > 9 or "?" in line:
        return False
    named = sum(word[:1].isupper() or word[:1].isdigit() or word[:1] in '"&+(' for word in words)
    return named * 3 >= len(words) * 2

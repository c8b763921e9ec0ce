"""From a technician's answer to an article: the symptom in the requester's words, the answer, nobody's name in either.

What lives here: the article's text and title, and when an answer is none. What does not: what is taken out (scrub.py),
where the request and directives are read, and whether the article is published or waits as a draft.
"""

import re
from collections.abc import Collection

from mailbot.core.kb.known import NOTHING_KNOWN, Known
from mailbot.core.kb.pictured import without_marks
from mailbot.core.kb.query import strip_courtesy
from mailbot.core.kb.scrub import scrub
from mailbot.core.kb.words import tokens
from mailbot.core.model.article import Promotion, Removed

MAX_TITLE = 90
MAX_SYMPTOM = 500
MAX_ANSWER = 30_000
LEAST_WORDS = 12
A_VISIT = 30

_PREFIX = re.compile(
    r"^(?:(?:re|fw|fwd|urgent|help|important|asap|query|request)[ ]?[:!-]{1,3} ?){1,10}", re.IGNORECASE
)
_TAG = re.compile(r"\[#\d{1,12}-[a-z0-9]{1,12}\]", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]{1,400}[.!?]{0,3}")
_LINK = re.compile(r"\b(?:https?://|www\.)\S{1,2000}", re.IGNORECASE)
_MARKUP = re.compile(r"[<>`|\[\]*_#]")
_WHO = re.compile(r"\[(?:name|phone number|email address|account name|postcode|NI number|NHS number|UPN)\]")
# What mail programs write for a bullet in the plain text of a list.
_BULLET = re.compile(r"(?m)^([ \t]{0,12})[\u2022\u00b7\u25cf\u25e6\u25aa\uf0b7\u2043][ \t]{1,6}")
_PLACEHOLDER = re.compile(r"\[(?:name|link)\]")
_VISIT = re.compile(
    r"\b(?:ill|i will|i can|i shall|well|we will|will|lets|someone will|somebody will)\b.{0,40}"
    r"\b(?:pop|come|call|ring|phone|be over|be with|drop|swing|look|visit|nip|see you)\b|\b(?:on my way"
    r"|be right there|see you)\b"
)
_NICETIES = re.compile(
    r"^(?:i )?(?:hope (?:you|this|that)|let me know|give (?:me|us) a (?:shout|ring|call)|any (?:problems"
    r"|questions|issues)"
    r"|shout if|just (?:shout|ask|reply)|thanks for (?:your|getting|letting|the)|thank you for (?:your|getting"
    r"|letting|the)"
    r"|sorry (?:to hear|about|for)|no (?:problem|worries)|have a (?:good|great|nice|lovely)|if you (?:have"
    r"|need) any)\b",
    re.IGNORECASE,
)


def promote(  # noqa: PLR0913 -- what an article is made of, each from another hand
    *,
    title: str | None,
    question: str,
    answer: str,
    people: Collection[str],
    proposed_from: str,
    least_words: int = LEAST_WORDS,
    known: Known = NOTHING_KNOWN,
) -> Promotion:
    """An article from an answer: `question` is the requester's new text, `answer` the technician's, without directives.

    `people` are the names and addresses on the thread, `proposed_from` is the request's subject, from which a title is
    made where none is given. Everything is scrubbed, the title too; `known` are words that readers know already.
    `refusal` says why an answer is no article: it has fewer than `least_words` words, or only promises a visit.
    """
    removed: list[Removed] = []

    def clean(text: str) -> str:
        scrubbed = scrub(text, people=people, known=known)
        removed.extend(piece for piece in scrubbed.removed if piece not in removed)
        return scrubbed.text

    steps = clean(_steps(answer[:MAX_ANSWER]))
    symptom = _without_who(clean(_symptom(question)))
    heading = clean(_title(title, subject=proposed_from, question=question, answer=without_marks(answer)))
    heading = " ".join(_PLACEHOLDER.sub(" ", heading).split()).strip(" ,;:-")[:MAX_TITLE] or "Untitled"
    parts = [f"## What you see\n\n{symptom}\n"] if symptom else []
    parts.append(f"## What to do\n\n{steps}\n")
    return Promotion(
        title=heading,
        body="\n".join(parts),
        removed=tuple(removed),
        refusal=_refusal(steps, least_words=least_words),
    )


def _steps(answer: str) -> str:
    """The answer's own lines as they are, without courtesies at either end and without the lines that only hope."""
    lines = strip_courtesy(answer).split("\n")
    while lines and (not lines[0].strip() or _is_nicety(lines[0])):
        lines.pop(0)
    if lines:
        first, _, rest = lines[0].partition(". ")
        lines[0] = rest if rest and _is_nicety(first) else lines[0]
    while lines and (not lines[-1].strip() or _is_nicety(lines[-1])):
        lines.pop()
    text = _BULLET.sub(r"\1- ", "\n".join(lines)).strip()
    return text[:1].upper() + text[1:]


def _is_nicety(line: str) -> bool:
    """A line or sentence of courtesy and nothing else: "Thanks for your email. The lamp is gone" is more than that."""
    sentences = [found.group().strip() for found in _SENTENCE.finditer(line[:400])]
    return len(line.split()) <= 16 and all(_NICETIES.match(sentence) for sentence in sentences if sentence)


def _without_who(symptom: str) -> str:
    """The symptom without sentences that say who asks ("[name] here, my number is ..."), if any other is left."""
    sentences = [found.group().strip() for found in _SENTENCE.finditer(symptom)]
    return " ".join(sentence for sentence in sentences if sentence and not _WHO.search(sentence)) or symptom


def _symptom(question: str) -> str:
    """The requester's sentences that say something, at most 500 characters of plain text: no links and no markup."""
    plain = _MARKUP.sub(" ", _LINK.sub("(link)", strip_courtesy(question)))
    kept: list[str] = []
    for found in _SENTENCE.finditer(plain):
        sentence = " ".join(found.group().split())
        if sentence and not _is_nicety(sentence) and any(not word.stop for word in tokens(sentence, limit=60)):
            if sum(map(len, kept)) + len(sentence) > MAX_SYMPTOM:
                break
            kept.append(sentence)
    text = " ".join(kept)
    return text[:1].upper() + text[1:]


def _title(given: str | None, *, subject: str, question: str, answer: str) -> str:
    """The given title, else a subject that says something, else the first such sentence of question or answer."""
    if given and given.strip():
        return " ".join(given.split())[:MAX_TITLE]
    bare = " ".join(_TAG.sub(" ", _PREFIX.sub("", subject[:300].strip())).split())
    candidates = [bare, *_SENTENCE.findall(_symptom(question))[:3], *_SENTENCE.findall(strip_courtesy(answer))[:1]]
    for candidate in candidates:
        text = " ".join(_MARKUP.sub(" ", candidate).split()).strip(" .,;:!")
        if sum(not word.stop for word in tokens(text, limit=40)) >= 2:
            return _shorten(text[:1].upper() + text[1:])
    return _shorten(bare or "Untitled")


def _shorten(text: str) -> str:
    if len(text) <= MAX_TITLE:
        return text
    return text[:MAX_TITLE].rpartition(" ")[0] or text[:MAX_TITLE]


def _refusal(steps: str, *, least_words: int) -> str | None:
    steps = without_marks(steps)
    words = len(steps.split())
    if words < least_words:
        return f"The answer has {words} words; an article needs at least {least_words} that say what to do."
    if words < A_VISIT and _VISIT.search(steps.casefold().replace("'", "").replace("\u2019", "")):
        return "The answer promises a visit or a call and does not say what to do."
    return None

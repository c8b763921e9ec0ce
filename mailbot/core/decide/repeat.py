"""The same person asks again: a mail sent twice is one, and what is about the same matter is linked.

Counted are their own requests that are open and were opened within the day. Whoever is not believed repeats nothing.
"""

import re
from datetime import timedelta
from functools import lru_cache

from rapidfuzz import fuzz

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.telling.entry import DESK, words_of
from mailbot.core.model.effects.on_request import AddEntry
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.request import RequestBrief

WITHIN_A_DAY = timedelta(hours=24)
WITHIN_MINUTES = timedelta(minutes=15)
_NEARLY = 85.0
_MOST_TEXT = 2_000
_MOST_WORDS = 200
_PREFIX = re.compile(r"^(?:\s{0,3}(?:fwd?|fw|re|aw|wg)\s{0,2}:\s{0,3}){1,5}", re.IGNORECASE)
_SPACES = re.compile(r"[\W_]+")


def sent_twice(case: Case) -> RequestBrief | None:
    """Give the request that the very same mail has opened within minutes; None where this one brings more."""
    message = case.message
    if message.unreadable is not None or any(not file.inline for file in message.attachments):
        return None
    known = case.desk.snapshot.requests
    recent = [one for one in _recent(case, within=WITHIN_MINUTES) if one.number in known]
    if not recent:
        return None
    said = words_of(message)
    words = _words(said)
    if len(said) >= _MOST_TEXT or len(words.split()) >= _MOST_WORDS:
        return None  # the end is not compared, and may be another matter
    return next((one for one in recent if _is_same(case, words, one)), None)


def kept_once(case: Case) -> Plan:
    """A mail sent twice: noted on the request that it opened; nothing is answered twice and nobody is bothered."""
    earlier = sent_twice(case)
    if earlier is None:
        raise AssertionError("only a mail that was sent twice comes here")
    text = f"{case.author} sent the same mail again."
    entry = AddEntry(earlier.number, "event", DESK, text, case.arrived.received_at, internal=True)
    return Plan("entry_added", (entry,), (f"the same words as request {earlier.number}, minutes later: it is one",))


def asked_again(case: Case) -> RequestBrief | None:
    """Give their open request of the day that says nearly the same."""
    recent = [one for one in _recent(case, within=WITHIN_A_DAY) if one.asked]
    if not recent:
        return None
    words = _words(words_of(case.message))
    return next((one for one in recent if _likeness(words, one) >= _NEARLY), None)


def same_matter(case: Case) -> RequestBrief | None:
    """Give the open request of the day that a new one is to be linked to: the same subject, or nearly the same words.

    Nothing confidential is linked with what more people see.
    """
    if case.verdict.sensitive:
        return None
    subject = folded_subject(case.message.subject)
    named = (one for one in _recent(case, within=WITHIN_A_DAY) if subject and folded_subject(one.subject) == subject)
    return next(named, None) or asked_again(case)


def _recent(case: Case, *, within: timedelta) -> tuple[RequestBrief, ...]:
    if case.level < TrustLevel.T1 or case.request is not None:
        return ()
    now = case.desk.now
    mine = case.desk.snapshot.open_requests
    return tuple(one for one in mine if not one.sensitive and timedelta(0) <= now - one.opened_at <= within)


def _is_same(case: Case, words: str, earlier: RequestBrief) -> bool:
    """To the word: "room 3" and "room 5" differ in a digit, and are two rooms that wait."""
    subject = folded_subject(case.message.subject)
    return words != "" and (subject, words) == (folded_subject(earlier.subject), _words(earlier.asked))


def _likeness(words: str, earlier: RequestBrief) -> float:
    return fuzz.token_sort_ratio(words, _words(earlier.asked))


@lru_cache(maxsize=200)  # the mail's own are asked for by row after row of the table
def _words(text: str) -> str:
    return " ".join(_SPACES.sub(" ", text[:_MOST_TEXT]).casefold().split()[:_MOST_WORDS])


def folded_subject(subject: str) -> str:
    """The subject without "Re:", signs and capitals: what two mails that are one have in common."""
    return _SPACES.sub(" ", _PREFIX.sub("", subject[:300])).casefold().strip()

"""What an out-of-office answer says: that its writer is away, and until when, as people in Britain write it. Pure."""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailbot.core.model.message import Message
from mailbot.core.sla.when import moment_in

_LONGEST = 2_000
_MIDNIGHT = time(0)
_DAY = timedelta(days=1)
_AWAY = re.compile(
    r"\bout of (?:the |my )?(?:office|school)\b|\b(?:on|annual|sick|parental|study) (?:annual |sick |study )?leave\b"
    r"|\b(?:i am|i'm|i\u2019m|we are|currently|be) (?:away|off|abroad|unavailable)\b"
    r"|\b(?:holiday|vacation|half.?term)\b"
    r"|\bnot (?:in|at|working|available|be (?:in|at|working|available))\b|\bon (?:a )?(?:course|training)\b"
    r"|\b(?:back|return(?:ing)?) (?:on|in|at|to)\b|\bdo(?:n't|n\u2019t| not) work\b",
    re.IGNORECASE,
)
_OTHERS = ("It is a report that a mail was read.", "It is an answer to an invitation.", "It is a cancelled invitation.")
_BY_SUBJECT = "The subject is that of an automatic answer."
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? \d{{4}})?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}(?:[/.](?:\d{4}|\d{2}))?)"
)
_WHEN = rf"(?:(?:next )?{_WEEKDAY}(?:,? (?:the )?{_DATE})?|(?:the )?{_DATE}|tomorrow|next week)(?![\w/])"
_FILLER = r"(?: [\w':.]{1,12}){0,4}?"
_SPAN = re.compile(rf"\bfrom (?:[\w/.]+ ){{1,4}}?(?:to|until|till|[-\u2013]) (?P<last>{_WHEN})", re.IGNORECASE)
_BACK = re.compile(
    rf"\b(?:back|return(?:ing)?|resume|available again|reply|respond|answer){_FILLER}(?: on| from| by)?"
    rf" (?P<back>{_WHEN})",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\b(?P<how>until|till|through|up to and including){_FILLER} (?P<until>{_WHEN})(?P<more> inclusive)?",
    re.IGNORECASE,
)


def says_absent(message: Message) -> bool:
    """Tell whether an automatic answer says that its writer is away: no receipt, no answer to an invitation."""
    if message.kind != "auto_reply" or any(sign in _OTHERS for sign in message.automatic):
        return False
    return _BY_SUBJECT in message.automatic or _AWAY.search(_words(message)) is not None


def away_until(message: Message, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Give when (UTC) the writer is back by the answer's own words; None where they name no day to come.

    "back on Monday 2nd November" and "until Monday" end where that day begins, "from 7 to 11 December" after its last.
    """
    return next(_moments(_words(message), now=now, zone=zone), None)


def _moments(text: str, *, now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    for found in _SPAN.finditer(text):
        yield from _read(found["last"], now=now, zone=zone, through=True)
    for found in _BACK.finditer(text):
        yield from _read(found["back"], now=now, zone=zone)
    for found in _UNTIL.finditer(text):
        through = found["how"].lower() in ("through", "up to and including") or bool(found["more"])
        yield from _read(found["until"], now=now, zone=zone, through=through)


def _read(written: str, *, now: datetime, zone: ZoneInfo, through: bool = False) -> Iterator[datetime]:
    """The day that is meant; a weekday that does not fit its date is left aside."""
    plain = re.sub(r"^the |, ?(?:the )?", " ", written.strip()).strip()
    dated = re.search(_DATE, plain, re.IGNORECASE)
    for text in (plain, dated[0] if dated else plain):
        found = moment_in(text, now, zone, at=_MIDNIGHT)
        if isinstance(found, datetime):
            local = found.astimezone(zone)
            last = datetime.combine(local.date() + _DAY, _MIDNIGHT, tzinfo=zone) if through else found
            yield last.astimezone(found.tzinfo)
            return


def _words(message: Message) -> str:
    said = message.words.strip() or message.text
    return " ".join(f"{message.subject} . {said[:_LONGEST]}".split())

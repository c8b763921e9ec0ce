"""Mail on a thread whose word does not count: not readable, a variant, not verified, or not from anybody on it.

It is always kept where the team sees it. It changes no state, and nothing is disclosed to who sent it. One thing it may
do, since being wrong there harms nobody: words that the rules call sensitive make the request so.
"""

from dataclasses import replace

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.telling.entry import entry_of, grown, words_of
from mailbot.core.decide.telling.files import files_of
from mailbot.core.decide.telling.notify import News, notify
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_request import SetState
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.request import Request


def unreadable(case: Case, request: Request) -> Plan:
    """A reply that could not be read: nothing of it may go out or settle anything, so the team looks at it."""
    return _told(case, request, author=case.author, notice="This reply could not be read; the original is attached.")


def variant(case: Case, request: Request) -> Plan:
    """The same Message-ID, sender and subject within the hour, but other content: an entry, and no automatic answer."""
    entry = entry_of(case, request=request.number, internal=True)
    return Plan("entry_added", (entry,), ("a variant of a message that is on the request already",))


def not_verified(case: Case, request: Request) -> Plan:
    """A sender who is unknown or proven false: shown to the team as such; an offer has nobody to tell yet."""
    author = f"{case.author} (not verified)"
    notice = f"It says that it is from {case.author}, and that is not verified. Nothing was changed."
    if request.state == "offered" and not case.verdict.sensitive:
        return _only_kept(case, request, author=author)
    return _told(case, request, author=author, notice=notice)


def outsider(case: Case, request: Request) -> Plan:
    """Somebody who is not on the request, with a mail of ours in hand: told as from them, not as the requester."""
    address = case.sender.address or case.author
    author = f"{address} (not on this request)"
    if request.state == "offered" and not case.verdict.sensitive:
        return _only_kept(case, request, author=author)
    return _told(case, request, author=author, notice=f"This is from {address}, not from the requester.")


def _only_kept(case: Case, request: Request, *, author: str) -> Plan:
    entry = entry_of(case, request=request.number, author=author, internal=True)
    return Plan("unverified", (entry,), ("kept; the offer waits on for its requester",))


def _told(case: Case, request: Request, *, author: str, notice: str) -> Plan:
    entry = entry_of(case, request=request.number, author=author, internal=True)
    after = grown(request, entry=entry, message_id=case.message.message_id)
    marked: tuple[Effect, ...] = ()
    if case.verdict.sensitive and not request.sensitive:
        after = replace(after, sensitive=True)
        marked = (SetState(request.number, request.state, case.desk.now, sensitive=True),)
    files = files_of(case)
    news = News(
        event="message_added",
        text=words_of(case.message),
        notice=notice,
        verified=case.level >= TrustLevel.T2,
        attachments=files.said,
        original=case.message.unreadable is not None,
        files=files.sent,
    )
    mails = notify(after, news=news, desk=case.desk)
    return Plan("unverified", (entry, *marked, *mails), (notice,))

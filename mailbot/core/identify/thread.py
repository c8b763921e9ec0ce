"""Which request a message belongs to.

Asked in this order, the first answer wins, and what comes later is not weighed against it:
1. it is a variant of a message that is already there;
2. the sender's own token (an old one names its request still);
3. an id of a mail that we sent, in In-Reply-To or References, newest first;
4. the sender's own earlier Message-ID, or that of somebody else on the request: people answer their own first mail;
5. our synthetic first id of a thread;
6. the subject tag with its random letters;
7. somebody else's token.
4, 5 and 6 can be known or guessed by others, so they count only for who is on the request. A bare number never joins.
3 and 7 join anybody, who may then still not be on the request: that is kept apart in `on_request`.
A request that was merged into another is that other one, for ever.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailbot.core.identify.token import day_number, expired
from mailbot.core.model.message import Message
from mailbot.core.model.people import Person
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Keys, Referenced, Snapshot, Token
from mailbot.core.model.stimulus import JoinedBy

REQUESTER_TOKEN_LIVES = timedelta(days=90)
MOST_MERGES = 10


@dataclass(frozen=True, slots=True)
class Thread:
    """The request that a message joined and how; `token` is the sender's own (or a bounce's), None without one.

    A mail with the token of an article is about that `article` (its id) and joins no request. `held` is the reference
    of the mail that waits for a word, where the token is the one-time one for it, or that came back with a mistake.
    `listed` is the list or digest whose rows it answers: that joins no request either.
    """

    request: Request | None = None
    joined_by: JoinedBy = "none"
    token: Token | None = None
    token_expired: bool = False
    article: str | None = None
    article_version: int = 0
    held: str | None = None
    listed: Referenced | None = None


def find_thread(message: Message, *, keys: Keys, snapshot: Snapshot, person: Person | None, now: datetime) -> Thread:
    """Give the thread of `message`; `person` is who the database knows at its strict sender address."""
    token = _own_token(message, keys=keys, person=person)
    about = snapshot.references.get(token.reference) if token else None
    if token is not None and about is not None and about.kind == "article":
        return Thread(
            token=token,
            token_expired=_is_old(token, request=None, now=now),
            article=about.target.partition("@")[0],
            article_version=_version(about.target),
        )
    if token is not None and about is not None and about.kind == "list" and token.purpose == "t":
        return Thread(token=token, token_expired=_is_old(token, request=None, now=now), listed=about)
    waits = token is not None and token.purpose in ("t", "c") and about is not None and about.kind == "held"
    held = token.reference if token is not None and waits else None
    if held is not None and token is not None and _request_of(token, snapshot=snapshot) is None:
        return Thread(token=token, token_expired=_is_old(token, request=None, now=now), held=held)
    request, joined_by = _joined(keys=keys, snapshot=snapshot, person=person, token=token)
    # A token gives its authority on the request that it names and nowhere else.
    if token is not None and (request is None or _request_of(token, snapshot=snapshot) is not request):
        token = None
    if token is not None and _named_first(token, snapshot=snapshot) is not request:
        # its entries were numbered otherwise before the merge: nothing of them counts as seen
        token = replace(token, entry_seen=0)
    return Thread(
        request=request,
        joined_by=joined_by,
        token=token,
        token_expired=token is not None and _is_old(token, request=request, now=now),
        held=held if token is not None else None,
    )


def _version(target: str) -> int:
    """The version that a mail about an article showed ("KB-12@3"), 0 where it does not say."""
    digits = target.partition("@")[2]
    return int(digits) if digits.isdecimal() else 0


def is_on(request: Request, *, person: Person | None) -> bool:
    """Tell whether this person is the request's requester, a participant or a technician."""
    if person is None:
        return False
    keys = {request.requester.key, *(participant.key for participant in request.participants)}
    return person.technician is not None or person.key in keys


def _own_token(message: Message, *, keys: Keys, person: Person | None) -> Token | None:
    """The first token that was mailed to this very person; a machine's answer may bring a bounce token instead."""
    mailed = (token for token in keys.tokens if person is not None and token.person == person.key)
    own = next((token for token in mailed if token.purpose != "b"), None)
    if own is None and message.kind in ("bounce", "auto_reply"):
        return next((token for token in keys.tokens if token.purpose == "b"), None)
    return own


def _joined(
    *, keys: Keys, snapshot: Snapshot, person: Person | None, token: Token | None
) -> tuple[Request | None, JoinedBy]:
    answers: Iterable[tuple[Request | None, JoinedBy]] = (
        (snapshot.requests.get(snapshot.variant_of or 0), "variant"),
        (_request_of(token, snapshot=snapshot) if token else None, "token"),
        (_by_message_id(keys, snapshot=snapshot, ours=True), "our_message_id"),
        (_if_on(_by_message_id(keys, snapshot=snapshot, ours=False), person=person), "their_message_id"),
        (_if_on(_by_synthetic(keys, snapshot=snapshot), person=person), "synthetic"),
        (_if_on(_by_tag(keys, snapshot=snapshot), person=person), "tag"),
        (_by_foreign_token(keys, snapshot=snapshot), "token"),
    )
    found = ((_surviving(request, snapshot=snapshot), how) for request, how in answers if request is not None)
    return next(found, (None, "none"))


def _surviving(request: Request, *, snapshot: Snapshot) -> Request:
    """What a request goes on as that was merged; merged ones may have been merged again."""
    for _ in range(MOST_MERGES):
        into = snapshot.requests.get(request.merged_into) if request.merged_into is not None else None
        if into is None:
            break
        request = into
    return request


def _named_first(token: Token, *, snapshot: Snapshot) -> Request | None:
    """The request that the token was made for, which may have been merged since."""
    return _request_named(token.reference, snapshot=snapshot)


def _request_of(token: Token, *, snapshot: Snapshot) -> Request | None:
    found = _named_first(token, snapshot=snapshot)
    return _surviving(found, snapshot=snapshot) if found is not None else None


def _request_named(reference: str, *, snapshot: Snapshot) -> Request | None:
    """The request that a reference points at, or the one that a held mail is about ("1042:17", its inbox row last)."""
    found = snapshot.references.get(reference)
    if found is None or found.kind not in ("request", "held"):
        return None
    number = found.target.partition(":")[0]
    return snapshot.requests.get(int(number)) if number.isdecimal() else None


def _by_message_id(keys: Keys, *, snapshot: Snapshot, ours: bool) -> Request | None:
    for id_ in keys.message_ids:
        request = snapshot.requests.get(snapshot.by_message_id.get(id_, 0))
        if request is not None and ours is not _was_received(id_, request=request):
            return request
    return None


def _was_received(message_id: str, *, request: Request) -> bool:
    """An entry bears the id of the mail that it came in; what bears none of them was sent by us."""
    return any(entry.message_id == message_id for entry in request.entries)


def _by_synthetic(keys: Keys, *, snapshot: Snapshot) -> Request | None:
    found = (_request_named(reference, snapshot=snapshot) for reference in keys.synthetic)
    return next((request for request in found if request is not None), None)


def _by_tag(keys: Keys, *, snapshot: Snapshot) -> Request | None:
    if keys.tag is None:
        return None
    number, letters = keys.tag
    request = snapshot.requests.get(number)
    return request if request is not None and request.tag == letters else None


def _by_foreign_token(keys: Keys, *, snapshot: Snapshot) -> Request | None:
    found = (_request_of(token, snapshot=snapshot) for token in keys.tokens)
    return next((request for request in found if request is not None), None)


def _if_on(request: Request | None, *, person: Person | None) -> Request | None:
    return request if request is not None and is_on(request, person=person) else None


def _is_old(token: Token, *, request: Request | None, now: datetime) -> bool:
    if expired(token, today=day_number(now)):
        return True
    if token.purpose != "r" or request is None or request.state != "closed":
        return False
    newest = max((entry.at for entry in request.entries), default=request.opened_at)
    return now - newest > REQUESTER_TOKEN_LIVES

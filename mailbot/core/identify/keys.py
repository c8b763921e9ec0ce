"""First half of identification: what has to be looked up before anything can be said about a message.

Nothing is believed here. Tokens are verified, since one that does not verify names nothing.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from mailbot.core.identify.token import TOKEN_LENGTH, read
from mailbot.core.model.message import Message
from mailbot.core.model.snapshot import Keys, Token

MOST_TOKENS = 20
MOST_MESSAGE_IDS = 50
MOST_ARTICLES = 10
MOST_LINES = 2_000

_TAG = re.compile(r"\[#([1-9][0-9]{0,9})-([a-z2-7]{5})\]", re.IGNORECASE)
_SYNTHETIC = re.compile(r"([a-z2-7]{10})\.request@", re.IGNORECASE)
_ARTICLE = re.compile(r"\bkb-? ?([0-9]{1,9})\b", re.IGNORECASE)
_LONGEST_SUBJECT = 1000


def keys_of(  # noqa: PLR0913 -- each is a fact of its own that only the caller has
    message: Message,
    *,
    trust: str,
    content_key: str,
    has_identity: bool,
    received_at: datetime,
    token_keys: Mapping[str, bytes],
    synthetic_host: str,
) -> Keys:
    """Give everything to look up for `message`; bounded, whatever the mail contains.

    `synthetic_host` is the right side of our own Message-IDs, `received_at` when the mail came (UTC).
    """
    ids = _unique((*_quoted(message), *message.in_reply_to, *reversed(message.references)), limit=MOST_MESSAGE_IDS)
    synthetic = [(id_, _synthetic_reference(id_, host=synthetic_host)) for id_ in ids]
    return Keys(
        trust=trust,
        address=message.sender.address if message.sender else "",
        tokens=_tokens(message, token_keys=token_keys),
        message_ids=tuple(id_ for id_, reference in synthetic if reference is None),
        synthetic=_unique((reference for _, reference in synthetic if reference is not None), limit=MOST_TOKENS),
        tag=subject_tag(message.subject),
        content_key=content_key,
        has_identity=has_identity,
        own_message_id=message.message_id,
        subject=message.subject,
        received_at=received_at,
        articles=_articles(message),
        ours=read((message.message_id or "")[:TOKEN_LENGTH], keys=token_keys) is not None,
    )


def subject_tag(subject: str) -> tuple[int, str] | None:
    """Give number and letters of the first tag such as `[#1042-k7f3q]` in a subject."""
    found = _TAG.search(subject[:_LONGEST_SUBJECT])
    return (int(found[1]), found[2].lower()) if found else None


def _quoted(message: Message) -> tuple[str, ...]:
    original = message.bounce.original_message_id if message.bounce else None
    return (original,) if original else ()


def _tokens(message: Message, *, token_keys: Mapping[str, bytes]) -> tuple[Token, ...]:
    found = (read(text, keys=token_keys) for text in message.tokens[:MOST_TOKENS])
    return tuple(dict.fromkeys(token for token in found if token is not None))


def _articles(message: Message) -> tuple[str, ...]:
    """The articles that lines beginning with a `#` name, as in "#send KB-12"."""
    lines = (line for line in message.new_text.splitlines()[:MOST_LINES] if line.lstrip().startswith("#"))
    return _unique(
        (f"KB-{int(found[1])}" for line in lines for found in _ARTICLE.finditer(line[:200])), limit=MOST_ARTICLES
    )


def _synthetic_reference(message_id: str, *, host: str) -> str | None:
    found = _SYNTHETIC.match(message_id)
    return found[1].lower() if found and message_id[found.end() :].lower() == host.lower() else None


def _unique(values: Iterable[str], *, limit: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))[:limit]

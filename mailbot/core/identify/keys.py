"""First half of identification: what has to be looked up before anything can be said about a message.

Nothing is believed here. Tokens are verified, since one that does not verify names nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.core.identify.asked import asked_in
from mailbot.core.identify.token import TOKEN_LENGTH, read
from mailbot.core.model.message import Message
from mailbot.core.model.snapshot import Keys, Token

MOST_TOKENS = 20
MOST_MESSAGE_IDS = 50
MOST_ARTICLES = 10
MOST_LINES = 2_000
MOST_ADDRESSES = 20
MOST_NUMBERS = 5
MOST_TAGS = 20

_TAG = re.compile(r"\[#([1-9][0-9]{0,9})-([a-z2-7]{5})\]", re.IGNORECASE)
_SYNTHETIC = re.compile(r"([a-z2-7]{10})\.request@", re.IGNORECASE)
_ARTICLE = re.compile(r"\bkb-? ?([0-9]{1,9})\b", re.IGNORECASE)
_NUMBERS = re.compile(r"^\s{0,8}#\s?(?:merge|link)\b[\s.:#-]{0,4}([1-9][0-9]{0,9})\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}")
_ROW = re.compile(r"\s{0,8}(?:[0-9]|all\b)", re.IGNORECASE)
_LONGEST_SUBJECT = 1000
_LONGEST_QUESTION = 1000
_BULLETS = " \t\u00a0*-\u2022\u00b7"


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines that may name something, each cut to what a directive may need.

    `hashed` begin with a `#`, also behind a bullet or stars; `tags` stand behind a subject; `rows` name rows of a list
    ("3 send KB-12").
    """

    hashed: Sequence[str]
    tags: Sequence[str]
    rows: Sequence[str]

    @property
    def directives(self) -> Sequence[str]:
        """The lines with a `#` and the tags."""
        return (*self.hashed, *self.tags)


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
    lines = _lines_of(message)
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
        articles=_articles(lines),
        asked=asked_in((message.subject[:_LONGEST_SUBJECT], *lines.hashed)),
        addresses=_addresses(message, lines),
        numbers=_numbers(lines),
        question=f"{message.subject[:_LONGEST_SUBJECT]} {message.words[:_LONGEST_QUESTION]}",
        ours=read((message.message_id or "")[:TOKEN_LENGTH], keys=token_keys) is not None,
    )


def with_held(keys: Keys, messages: Iterable[Message]) -> Keys:
    """Give the keys with what the mails name that wait for a word or a corrected line: they are decided on with it."""
    articles, addresses, numbers = list(keys.articles), list(keys.addresses), list(keys.numbers)
    for message in messages:
        lines = _lines_of(message)
        articles += _articles(lines)
        addresses += _addresses(message, lines)
        numbers += _numbers(lines)
    return replace(
        keys,
        articles=_unique(articles, limit=2 * MOST_ARTICLES),
        addresses=_unique(addresses, limit=MOST_ADDRESSES),
        numbers=tuple(dict.fromkeys(numbers))[: 2 * MOST_NUMBERS],
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


def _lines_of(message: Message) -> _Lines:
    lines = message.words.splitlines()[:MOST_LINES]
    bare = [line.lstrip(_BULLETS) for line in lines] if "#" in message.words else []
    return _Lines(
        hashed=[line[:200] for line in bare if line.startswith("#")],
        tags=[f"#{tag}"[:200] for tag in message.subject[:_LONGEST_SUBJECT].split("#")[1:][:MOST_TAGS]],
        rows=[line[:200] for line in lines if _ROW.match(line)],
    )


def _articles(lines: _Lines) -> tuple[str, ...]:
    """The articles that directives name, as in "#send KB-12"."""
    on_lines = (*lines.directives, *lines.rows)
    return _unique(
        (f"KB-{int(found[1])}" for line in on_lines for found in _ARTICLE.finditer(line)), limit=MOST_ARTICLES
    )


def _addresses(message: Message, lines: _Lines) -> tuple[str, ...]:
    """Whom the mail names beside its sender: in To and Cc, above a mail that it forwards, on lines with a `#`."""
    sender = message.sender.address if message.sender else ""
    written = (one.address for one in (*message.to, *message.cc))
    original = message.original.sender if message.original else None
    forwarded = (original.address,) if original else ()
    ordered = (found[0].lower().rstrip(".") for line in lines.directives for found in _ADDRESS.finditer(line))
    most = MOST_ADDRESSES // 2
    named = (*_unique(written, limit=most), *forwarded, *_unique(ordered, limit=most - 1))
    return tuple(one for one in dict.fromkeys(named) if one != sender and not _holds_token(one, message=message))


def _holds_token(address: str, *, message: Message) -> bool:
    """Whether it is an address of ours to which a reply goes."""
    return "+" in address and any(token in address for token in message.tokens[:MOST_TOKENS])


def _numbers(lines: _Lines) -> tuple[int, ...]:
    """The requests that lines such as "#merge 1040" name."""
    found = (_NUMBERS.match(line) for line in lines.directives)
    return tuple(dict.fromkeys(int(one[1]) for one in found if one is not None))[:MOST_NUMBERS]


def _synthetic_reference(message_id: str, *, host: str) -> str | None:
    found = _SYNTHETIC.match(message_id)
    return found[1].lower() if found and message_id[found.end() :].lower() == host.lower() else None


def _unique(values: Iterable[str], *, limit: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))[:limit]

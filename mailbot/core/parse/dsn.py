"""Bounces: delivery status notifications (RFC 3464) and, as well as it goes, the free forms of older servers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from email.message import Message as MimeMessage
from typing import Literal

from mailbot.core.model.message import BounceReport
from mailbot.core.parse.headers import RawHeaders, message_id
from mailbot.core.parse.wire.addresses import find_plain, is_plain
from mailbot.core.parse.wire.leaves import Leaf, leaf_bytes, payload_of
from mailbot.core.parse.wire.words import plain

_MAX_RECIPIENTS = 20
_MAX_SCAN = 65_536
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_QUOTED_ID = re.compile(r"(?im)^[> \t]{0,8}message-id:[ \t]*<([^<>\s]{1,400})>")
_QUOTED_TO = re.compile(r"(?im)^[> \t]{0,8}to:([^\n]{1,400})")
_FAILED_LINE = re.compile(
    r"(?im)^[ \t]*(?:<([^<>\s]{3,320})>|(?:to|recipient|address|user|failed recipient)[^\n:]{0,20}:([^\n]{3,320})):?"
)
_ORIGINAL_TYPES = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_DELAY_WORDS = re.compile(
    r"\b(?:delayed|still trying|will (?:be retried|keep trying|continue)|warning message only)\b", re.IGNORECASE
)


def read_bounce(
    leaves: Sequence[Leaf], *, headers: RawHeaders, text: str, own_addresses: Iterable[str] = ()
) -> BounceReport:
    """What the bounce says. `text` is its visible text; `own_addresses` (To of the bounce) never count as failing."""
    recipients: list[str] = []
    action, status = _reported(leaves, recipients)
    for value in headers.all("x-failed-recipients"):
        for one in plain(value).split(","):
            _add(recipients, one)
    own = frozenset(own_addresses)
    if not recipients:
        _from_text(recipients, text[:_MAX_SCAN], own)
    return BounceReport(
        recipients=tuple(recipients[:_MAX_RECIPIENTS]),
        action=_action(action, text),
        status=status or _status(text[:_MAX_SCAN]),
        original_message_id=original_id(leaves, text=text),
    )


def _reported(leaves: Iterable[Leaf], recipients: list[str]) -> tuple[str, str]:
    """Action and status of the delivery status parts, failing addresses added to `recipients`; `failed` wins."""
    action, status = "", ""
    for leaf in leaves:
        for name, value in _fields(leaf) if leaf.type.endswith("/delivery-status") else ():
            if name in ("final-recipient", "original-recipient"):
                _add(recipients, value.rpartition(";")[2])
            elif name == "action" and action != "failed":
                action = value.strip().lower()
            elif name == "status" and not status:
                status = _status(value)
    return action, status


def original_id(leaves: Sequence[Leaf], *, text: str) -> str | None:
    """The Message-ID of the mail that came back, from the returned part or else from what is quoted."""
    for leaf in leaves:
        if leaf.type in _ORIGINAL_TYPES:
            for name, value in _original_headers(leaf):
                if name == "message-id" and (found := message_id(value)):
                    return found
    match = _QUOTED_ID.search(text[:_MAX_SCAN]) or _somewhere(leaves)
    return message_id(f"<{match[1]}>") if match else None


def _somewhere(leaves: Iterable[Leaf]) -> re.Match[str] | None:
    """The Message-ID in a part that servers return the mail in without saying so, or broken."""
    for leaf in leaves:
        found = _QUOTED_ID.search(_all_of(leaf)[:_MAX_SCAN])
        if found is not None:
            return found
    return None


def _all_of(leaf: Leaf) -> str:
    payload = payload_of(leaf.part)
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, MimeMessage):
        return leaf_bytes(leaf)[:_MAX_SCAN].decode("utf-8", "replace")
    body = payload_of(inner)
    head = "\n".join(f"{name}: {value}" for name, value in inner.raw_items())
    return f"{head}\n\n{body}" if isinstance(body, str) else head


def original_headers(leaves: Iterable[Leaf]) -> dict[str, list[str]]:
    """The returned mail's raw headers by lower-case name: its references and recipients may hold our tokens."""
    found: dict[str, list[str]] = {}
    for leaf in leaves:
        if leaf.type in _ORIGINAL_TYPES:
            for name, value in _original_headers(leaf):
                found.setdefault(name, []).append(value)
    return found


def _original_headers(leaf: Leaf) -> Iterator[tuple[str, str]]:
    payload = payload_of(leaf.part)
    if isinstance(payload, list):
        for inner in payload[:1]:
            if isinstance(inner, MimeMessage):
                yield from ((name.lower(), str(value)) for name, value in inner.raw_items())
    else:
        yield from _lines_of(leaf_bytes(leaf)[:_MAX_SCAN].decode("utf-8", "replace"))


def _fields(leaf: Leaf) -> Iterator[tuple[str, str]]:
    payload = payload_of(leaf.part)
    if not isinstance(payload, list):
        yield from _lines_of(leaf_bytes(leaf)[:_MAX_SCAN].decode("utf-8", "replace"))
        return
    for block in payload[:_MAX_RECIPIENTS]:
        if isinstance(block, MimeMessage):
            yield from ((name.lower(), plain(str(value))) for name, value in block.raw_items())
            body = payload_of(block)
            if isinstance(body, str):  # a missing blank line leaves fields in the body
                yield from _lines_of(body[:_MAX_SCAN])


def _lines_of(text: str) -> Iterator[tuple[str, str]]:
    name, value = "", ""
    for line in text.splitlines():
        if line[:1] in (" ", "\t"):
            value += " " + line.strip()
            continue
        if name:
            yield name, value
        head, colon, value = line.partition(":")
        name, value = (head.strip().lower(), value.strip()) if colon and len(head) < 60 else ("", "")
    if name:
        yield name, value


def _from_text(recipients: list[str], text: str, own: frozenset[str]) -> None:
    for match in _FAILED_LINE.finditer(text):
        for address in find_plain(match[1] or match[2]):
            if address not in own:
                _add(recipients, address)
        if len(recipients) >= _MAX_RECIPIENTS:
            return
    if recipients:
        return
    quoted = _QUOTED_TO.search(text)
    for address in (*find_plain(quoted[1] if quoted else ""), *find_plain(text)):
        if address not in own and not address.startswith(("mailer-daemon", "postmaster")):
            _add(recipients, address)
            return


def _add(recipients: list[str], value: str) -> None:
    address = value.strip().strip("<>").lower()
    if is_plain(address) and address not in recipients:
        recipients.append(address)


def _action(action: str, text: str) -> Literal["failed", "delayed", "other"]:
    if action.startswith(("failed", "failure")):
        return "failed"
    if action.startswith("delayed"):
        return "delayed"
    if action:
        return "other"
    return "delayed" if _DELAY_WORDS.search(text[:_MAX_SCAN]) else "failed"


def _status(text: str) -> str:
    match = _STATUS.search(text)
    return match[0] if match else ""

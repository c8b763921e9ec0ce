"""Bytes to Message: the one door of the parser. Joins its rooms; knows no policy and believes nobody."""

from collections.abc import Sequence
from email import message_from_bytes, policy

from mailbot.core.model.message import Address, BounceReport, Message, MessageKind
from mailbot.core.parse import dsn
from mailbot.core.parse import headers as heads
from mailbot.core.parse.attachments import read_attachments
from mailbot.core.parse.automatic import Signs, read_signs
from mailbot.core.parse.body import Body, read_body
from mailbot.core.parse.headers import RawHeaders
from mailbot.core.parse.marks.subjects import is_forward, is_reply
from mailbot.core.parse.quotes import split_reply
from mailbot.core.parse.tokens import TOKEN_HEADERS, find_tokens
from mailbot.core.parse.wire.addresses import read_address, read_addresses
from mailbot.core.parse.wire.charset import decode
from mailbot.core.parse.wire.clean import clean_body
from mailbot.core.parse.wire.guard import guard
from mailbot.core.parse.wire.leaves import Leaf, leaves


def parse(raw: bytes) -> Message:
    """Understand one mail as far as it goes. Never raises: what fails is named in `unreadable`, with what can be shown.

    Example: `parse(b"From: a@b.example\\nSubject: Hi\\n\\nHelp").sender.address == "a@b.example"`.
    """
    try:
        return _understood(raw)
    except Exception as fault:  # noqa: BLE001 -- hostile input: whatever fails becomes a mail for a person to read
        return _unreadable(raw, f"{type(fault).__name__}: {fault}")


def _unreadable(raw: bytes, why: str) -> Message:
    start = clean_body(decode(raw[:4096]))
    return Message(
        kind="new",
        sender=None,
        from_display=heads.sender_key(raw[:4096]),
        text=start,
        new_text=start,
        unreadable=why[:300],
        truncated=True,
    )


def _understood(raw: bytes) -> Message:
    guarded = guard(raw)
    mail = message_from_bytes(guarded.raw, policy=policy.compat32)
    given = heads.read_headers(mail)
    parts = tuple(leaves(mail))
    body = read_body(parts)
    charset = next((leaf.charset for leaf in parts if leaf.charset), "")
    subject = heads.header_text(given.first("subject"), body_charset=charset)
    to, more_to = read_addresses(given.all("to"), body_charset=charset)
    cc, more_cc = read_addresses(given.all("cc"), body_charset=charset)
    reply_to, more_reply = read_addresses(given.all("reply-to"), body_charset=charset)
    from_display = heads.header_text(", ".join(given.all("from")[:3]), body_charset=charset, limit=400)
    signs = read_signs(given, subject=subject, sender=_visible(from_display), has_report=_has_report(parts))
    in_reply_to = heads.message_ids(given.all("in-reply-to"))
    references = heads.message_ids(given.all("references"))
    answers = bool(in_reply_to or references) or is_reply(subject)
    kind = _kind(signs, answers=answers)
    attachments, more_files = read_attachments(parts, shown=body.shown, html=body.html, bounced=kind == "bounce")
    bounce = _bounce(parts, given=given, body=body, to=to) if kind == "bounce" else None
    forwards = is_forward(subject)  # clients put the forwarded mail's id into In-Reply-To
    split = split_reply(body.marked, answers=answers and not forwards, forwards=forwards)
    return Message(
        kind=kind,
        sender=heads.strict_sender(given.all("from")),
        from_display=from_display,
        to=to,
        cc=cc,
        reply_to=reply_to,
        subject=subject,
        message_id=heads.message_id(given.first("message-id")),
        in_reply_to=in_reply_to,
        references=references,
        date=heads.header_text(given.first("date"), limit=100),
        text=body.text,
        new_text=split.new,
        signature=split.signature,
        forwarded=split.forwarded,
        attachments=attachments,
        tokens=_tokens(given, parts, bounce=bounce, ids=(in_reply_to, references), text=body.text),
        automatic=signs.all,
        headers=heads.telling_headers(given),
        bounce=bounce,
        truncated=guarded.truncated or body.truncated or more_to or more_cc or more_reply or more_files,
    )


def _kind(signs: Signs, *, answers: bool) -> MessageKind:
    if signs.bounce:
        return "bounce"
    if signs.machine:
        return "auto_reply"
    if signs.bulk:
        return "list"
    return "reply" if answers else "new"


def _visible(from_display: str) -> str:
    """The address a reader sees in From, or all of it: mail servers write odd ones."""
    address = read_address(from_display)
    return address.address if address else from_display


def _has_report(parts: Sequence[Leaf]) -> bool:
    return any(leaf.type.endswith("/delivery-status") for leaf in parts)


def _bounce(parts: Sequence[Leaf], *, given: RawHeaders, body: Body, to: tuple[Address, ...]) -> BounceReport:
    return dsn.read_bounce(parts, headers=given, text=body.text, own_addresses=[one.address for one in to])


def _tokens(
    given: RawHeaders,
    parts: Sequence[Leaf],
    *,
    bounce: BounceReport | None,
    ids: tuple[tuple[str, ...], tuple[str, ...]],
    text: str,
) -> tuple[str, ...]:
    in_reply_to, references = ids
    recipients = [value for name, value in given.items if name in TOKEN_HEADERS]
    if bounce is not None:
        original = dsn.original_headers(parts)
        for name in TOKEN_HEADERS:
            recipients.extend(original.get(name, ()))
        recipients.extend(original.get("reply-to", ()))
        own = [bounce.original_message_id] if bounce.original_message_id else []
        in_reply_to = (*in_reply_to, *own, *heads.message_ids(original.get("in-reply-to", ())))
        references = (*heads.message_ids(original.get("references", ())), *references)
    return find_tokens(recipients=recipients, in_reply_to=in_reply_to, references=references, text=text)

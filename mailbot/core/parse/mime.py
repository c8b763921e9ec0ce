"""Bytes to Message: the one door of the parser. Joins its rooms; knows no policy and believes nobody."""

from collections.abc import Sequence
from email.message import Message as MimeMessage

from mailbot.core.model.article import pictures_named
from mailbot.core.model.message import Address, Authored, BounceReport, Message, MessageKind
from mailbot.core.parse import dsn
from mailbot.core.parse import headers as heads
from mailbot.core.parse.attachments import read_attachments
from mailbot.core.parse.automatic import Signs, look_alikes, read_signs
from mailbot.core.parse.body import Body, read_body
from mailbot.core.parse.enclosed import charset_inside, enclosed_text
from mailbot.core.parse.headers import RawHeaders
from mailbot.core.parse.marks.cited import has_quotation
from mailbot.core.parse.marks.forwards import forwarded_in
from mailbot.core.parse.marks.robots import begins_with_reply_line, calendar_method
from mailbot.core.parse.marks.subjects import has_tag, is_forward, is_reply
from mailbot.core.parse.packed import Unpack, body_with, files_with, opened
from mailbot.core.parse.pictures import sent_pictures
from mailbot.core.parse.quotes import split_reply
from mailbot.core.parse.said import rich_text
from mailbot.core.parse.tokens import TOKEN_HEADERS, find_tokens
from mailbot.core.parse.wire.addresses import read_address, read_addresses
from mailbot.core.parse.wire.charset import decode
from mailbot.core.parse.wire.clean import clean_body
from mailbot.core.parse.wire.guard import guard
from mailbot.core.parse.wire.leaves import Leaf, leaf_bytes, leaves, local_charset
from mailbot.core.parse.wire.tree import tree

ENCRYPTED = "it is encrypted"
_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")


def parse(raw: bytes, *, unpack: Unpack | None = None) -> Message:
    """Understand one mail as far as it goes. Never raises: what fails is named in `unreadable`, with what can be shown.

    `unpack` opens what Outlook packed (`winmail.dat`); without it that is a file like any other.
    Example: `parse(b"From: a@b.example\\nSubject: Hi\\n\\nHelp").sender.address == "a@b.example"`.
    """
    try:
        return _understood(raw, unpack)
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


def _understood(raw: bytes, unpack: Unpack | None) -> Message:
    guarded = guard(raw)
    mail = tree(guarded.raw)
    given = heads.read_headers(mail)
    parts = tuple(leaves(mail))
    packs = opened(parts, unpack)
    body = body_with(packs, read_body(parts))
    charset = _charset(mail, parts)
    subject = heads.header_text(given.first("subject"), body_charset=charset)
    to, more_to = read_addresses(given.all("to"), body_charset=charset)
    cc, more_cc = read_addresses(given.all("cc"), body_charset=charset)
    reply_to, more_reply = read_addresses(given.all("reply-to"), body_charset=charset)
    from_display = heads.header_text(", ".join(given.all("from")[:3]), body_charset=charset, limit=400)
    signs = read_signs(
        given,
        subject=subject,
        sender=_visible(from_display),
        text=body.text,
        has_report=_has_report(parts),
        calendar=_calendar_method(parts),
    )
    in_reply_to = heads.message_ids(given.all("in-reply-to"))
    references = heads.message_ids(given.all("references"))
    answers = bool(in_reply_to or references) or is_reply(subject)
    kind = _kind(signs, answers=answers)
    attachments, more_files = read_attachments(parts, shown=body.shown, html=body.html, bounced=kind == "bounce")
    bounce = _bounce(parts, given=given, body=body, to=to) if kind == "bounce" else None
    forwards = is_forward(subject)  # clients put the forwarded mail's id into In-Reply-To
    tokens = _tokens(given, parts, bounce=bounce, ids=(in_reply_to, references), text=body.text)
    # a new mail with our tag or token goes on with what was written before: what it quotes is no word of its author
    quotes = (answers or bool(tokens) or has_tag(subject)) and not forwards
    split = split_reply(body.marked, answers=quotes, forwards=forwards, cites=has_quotation(body.html))
    alike = look_alikes(
        given, subject=subject, sender=from_display, text=_said(split.new, body.text), has_file=bool(attachments)
    )
    # a person's first question is quoted to people as plain text: what is sent on answers, forwards or has a directive
    sent_on = quotes or forwards or "#" in subject or "#" in split.words
    pictures = sent_pictures(parts, html=body.html) if sent_on and "cid:" in body.html else {}
    rich = (
        rich_text(body.html, words=split.words, answers=quotes, forwards=forwards, pictures=pictures)
        if sent_on
        else None
    )
    shown = pictures_named(rich.pictured) if rich is not None else ()
    enclosed = enclosed_text(parts) if kind != "bounce" else ""
    forwarded = "\n\n".join(filter(None, (split.forwarded, enclosed)))
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
        text=body.text if body.text.strip() else enclosed,
        new_text=split.new,
        authored=Authored(split.new, split.words) if split.words != split.new else None,
        rich=rich,
        pictures=tuple(one for one in pictures.values() if one.id in shown),
        signature=split.signature,
        forwarded=forwarded,
        original=forwarded_in(forwarded) if forwarded else None,
        attachments=files_with(packs, attachments, html=body.html),
        tokens=tokens,
        automatic=(*signs.all, *alike),
        headers=heads.telling_headers(given),
        bounce=bounce,
        unreadable=_sealed(parts) if not body.text.strip() else None,
        truncated=guarded.truncated or body.truncated or more_to or more_cc or more_reply or more_files,
    )


def _charset(mail: MimeMessage, parts: Sequence[Leaf]) -> str:
    """The character set in which raw 8-bit bytes of the header are read where they are no UTF-8."""
    own = next((leaf.charset for leaf in parts if leaf.charset), "") or local_charset(mail)
    return charset_inside(mail, parts) or own


def _kind(signs: Signs, *, answers: bool) -> MessageKind:
    if signs.bounce:
        return "bounce"
    if signs.machine:
        return "auto_reply"
    if signs.bulk:
        return "list"
    return "reply" if answers else "new"


def _sealed(parts: Sequence[Leaf]) -> str | None:
    """Why a mail without any text is closed to us: S/MIME (RFC 8551) or PGP/MIME (RFC 3156) that was encrypted."""
    for leaf in parts:
        signed = leaf.parameters.get("smime-type", "").lower() in ("signed-data", "certs-only")
        if leaf.type == "application/pgp-encrypted" or (leaf.type in _SMIME and not signed):
            return ENCRYPTED
    return None


def _visible(from_display: str) -> str:
    """The address a reader sees in From, or all of it: mail servers write odd ones."""
    address = read_address(from_display)
    return address.address if address else from_display


def _has_report(parts: Sequence[Leaf]) -> bool:
    return any(leaf.type.endswith("/delivery-status") for leaf in parts)


def _said(new_text: str, text: str) -> str:
    """The new text; the whole one where a helpdesk's reply line at its top has hidden all of it."""
    return text if not new_text and begins_with_reply_line(text) else new_text


def _calendar_method(parts: Sequence[Leaf]) -> str:
    """What the first calendar part asks for (RFC 5546), '' where there is none."""
    for leaf in parts:
        if leaf.type == "text/calendar":
            return leaf.parameters.get("method", "").lower() or calendar_method(leaf_bytes(leaf))
    return ""


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

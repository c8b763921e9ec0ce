"""A Message as plain JSON values, for the command line and for measuring. Nothing is left out but the raw headers."""

from mailbot.core.model.message import Address, Message
from mailbot.core.parse.wire.addresses import read_address, read_addresses


def message_as_json(message: Message) -> dict[str, object]:
    """The message as JSON values; Message-IDs without brackets, `from` the strict sender or else what From shows.

    `from_addr` is the address a reader would see even where the strict parser believes nobody (`strict` false): the
    first of several in From, or where From names none the one that an answer would go to.
    """
    bounce = message.bounce
    return {
        "kind": message.kind,
        "from": message.sender.address if message.sender else message.from_display,
        "from_addr": message.sender.address if message.sender else _seen(message),
        "from_name": message.sender.name if message.sender else "",
        "strict": message.sender is not None,
        "to": _addresses(message.to),
        "cc": _addresses(message.cc),
        "reply_to": _addresses(message.reply_to),
        "subject": message.subject,
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to[0] if message.in_reply_to else None,
        "references": list(message.references),
        "date": message.date,
        "text": message.text,
        "new_text": message.new_text,
        "words": message.words,
        "signature": message.signature,
        "forwarded": message.forwarded,
        "attachments": [
            {"name": one.name, "type": one.type, "size": one.size, "part": one.part, "inline": one.inline}
            for one in message.attachments
        ],
        "tokens": list(message.tokens),
        "automatic": list(message.automatic),
        "bounce": None
        if bounce is None
        else {
            "recipients": list(bounce.recipients),
            "action": bounce.action,
            "status": bounce.status,
            "original_message_id": bounce.original_message_id,
        },
        "unreadable": message.unreadable,
        "truncated": message.truncated,
    }


def _addresses(addresses: tuple[Address, ...]) -> list[str]:
    return [one.address for one in addresses]


def _seen(message: Message) -> str:
    listed = read_addresses([message.from_display])[0] or message.reply_to
    address = listed[0] if listed else read_address(message.from_display)
    return address.address if address else ""

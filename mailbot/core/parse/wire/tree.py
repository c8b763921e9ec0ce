"""Bytes to the standard library's tree of MIME parts: ordinary mail is cut here, anything else by the library itself.

The library looks at every line and builds a pattern for every boundary, which took half of a mail's reading; where
nothing is odd, cutting at the boundaries gives the same tree. `tests/core/parse/test_tree.py` holds the two together.
"""

import re
from contextlib import suppress
from email import policy
from email.message import Message as MimeMessage
from email.parser import BytesParser

_POLICY = policy.compat32
_DEEPEST = 5  # each level is a copy
_FIELD = re.compile(r"([!-9;-~]+):[ \t]*([^\n]*\n(?:[ \t][^\n]*\n)*)")
_PLAIN_BOUNDARY = re.compile(r"[a-z]+/[a-z]+;[ \t\r\n]*boundary=\"([A-Za-z0-9._=-]{1,70})\"")
_BLANK = re.compile(r"\n\r?\n")
_LONE_RETURN = re.compile(r"\r(?!\n)")  # a line's end to the library, in heads and between parts


class _OddError(Exception):
    """Something that the library reads by rules of its own."""


def tree(data: bytes) -> MimeMessage:
    """The mail as `email.parser.BytesParser` gives it under `compat32`, without defects, preambles and epilogues.

    The bytes have passed `guard`: depth, parts and sizes are bounded.
    """
    text = data.decode("ascii", "surrogateescape")
    if not _LONE_RETURN.search(text):
        with suppress(_OddError):
            return _entity(text, depth=0)
    # imported above, not by `message_from_bytes`: the process apart can open no file by now
    return BytesParser(policy=_POLICY).parsebytes(data)


def _entity(text: str, *, depth: int) -> MimeMessage:
    mail: MimeMessage = MimeMessage(policy=_POLICY)
    body = _read_head(mail, text)
    kind, _, which = mail.get_content_type().partition("/")
    if kind == "message" or which == "digest" or depth > _DEEPEST:
        raise _OddError
    if kind == "multipart":
        plain = _PLAIN_BOUNDARY.fullmatch(str(mail.get("content-type", "")))
        for part in _parts(body, plain[1] if plain else mail.get_boundary() or ""):
            mail.attach(_entity(part, depth=depth + 1))
    else:
        mail.set_payload(body)
    return mail


def _read_head(mail: MimeMessage, text: str) -> str:
    """Put the fields into the mail; gives what follows the blank line."""
    if text[:1] in ("\n", "\r"):
        head, body = "", text[2 if text.startswith("\r\n") else 1 :]
    else:
        blank = _BLANK.search(text)
        if blank is None:
            raise _OddError
        head, body = text[: blank.start() + 1], text[blank.end() :]
    at = 0
    while field := _FIELD.match(head, at):  # to search for the next one would try a line without a colon everywhere
        name, value = field.groups()
        if value[0] in "\r\n":  # an empty first line is read by rules that change from version to version
            name, value = _POLICY.header_source_parse([field[0]])
        mail.set_raw(name, value.rstrip("\r\n"))
        at = field.end()
    if at != len(head):  # a line that is no field ends the library's head
        raise _OddError
    return body


def _parts(body: str, boundary: str) -> list[str]:
    """What stands between the delimiters (RFC 2046 5.1.1): each closed, none empty, none doubled."""
    delimiter, body = f"\n--{boundary}", f"\n{body}"
    if not boundary.strip():
        raise _OddError
    found, begin, at = list[str](), -1, body.find(delimiter)
    while at >= 0:
        end = body.find("\n", at + 1)
        rest = body[at + len(delimiter) : end if end >= 0 else None].removesuffix("\r").rstrip(" \t")
        after = at + 1
        if rest in ("", "--"):
            if 0 <= begin < at:
                found.append(body[begin:at].removesuffix("\r"))
            elif begin >= 0 or rest:
                raise _OddError
            if rest:
                return found
            if end < 0:
                break
            begin, after = end + 1, end
        at = body.find(delimiter, after)
    raise _OddError

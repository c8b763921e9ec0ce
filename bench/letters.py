"""The mails of the benchmark: questions that school staff really ask, in the clothes that mail programs give them.

Deterministic: the same seed makes the same bytes. What lives here: what is asked, by whom, and the MIME around it.
What does not: delivering them (desk.py) and measuring (intake.py).
"""

import base64
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

from bench.questions import CLOSINGS, FIRST_NAMES, GREETINGS, LAST_NAMES, QUESTIONS, ROLES, ROOMS, SCHOOLS, WHEN

AUTHSERV = "mx.bench.example"
ATTACHMENT_EVERY = 10
ATTACHMENT_BYTES = 100_000
WORD_LIKE_STYLE = "".join(
    f"p.Para{number}, li.Para{number}, div.Para{number} {{margin:0cm; margin-bottom:.0001pt; font-size:11.0pt; "
    f'font-family:"Calibri",sans-serif; color:#{number:02d}2F{number:02d}; mso-style-priority:{number};}}\n'
    for number in range(1, 30)
)
DISCLAIMER = (
    "This email and any attachments are intended for the addressee alone and may be confidential. If you have received "
    "it in error, please tell the sender and delete it. The school does not accept liability for views expressed here. "
    "Please consider the environment before printing."
)


@dataclass(frozen=True, slots=True)
class Sender:
    """One member of staff."""

    name: str
    address: str
    school: str
    role: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail: who asks, its Message-ID, and the bytes with CRLF line ends."""

    sender: Sender
    message_id: str
    raw: bytes


def senders(count: int, *, seed: int) -> tuple[Sender, ...]:
    """`count` different people spread over the trust's schools."""
    dice = random.Random(seed)  # noqa: S311 -- the same people every time is the point
    people = []
    for number in range(count):
        domain, school = SCHOOLS[number % len(SCHOOLS)]
        first, last = dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES)
        address = f"{first}.{last}{number}@{domain}".lower()
        people.append(Sender(f"{first} {last}", address, school, dice.choice(ROLES)))
    return tuple(people)


def letters(people: tuple[Sender, ...], *, count: int, to: str, end: datetime, seed: int) -> Iterator[Letter]:
    """`count` questions to the address `to`, each person in turn, the last one dated a minute before `end`."""
    dice = random.Random(seed + 1)  # noqa: S311
    turns = [people[number % len(people)] for number in range(count)]
    dice.shuffle(turns)
    for number, sender in enumerate(turns):
        sent = end - timedelta(minutes=1, seconds=count - number)
        message_id = f"<{dice.getrandbits(96):024x}@{sender.address.partition('@')[2]}>"
        attached = number % ATTACHMENT_EVERY == ATTACHMENT_EVERY - 1
        subject, paragraphs = _words(sender, dice=dice)
        head = _head(sender, subject=subject, to=to, message_id=message_id, sent=sent, dice=dice)
        parts = _dressed(paragraphs, dice=dice)
        if attached:
            parts = _with_attachment(parts, dice=dice)
        yield Letter(sender, message_id, "\r\n".join([*head, *parts, ""]).encode("utf-8"))


def _words(sender: Sender, *, dice: random.Random) -> tuple[str, list[str]]:
    subject, question, more = dice.choice(QUESTIONS)
    filled = {"room": dice.choice(ROOMS), "when": dice.choice(WHEN), "year": dice.randint(1, 9)}
    body = question.format(**filled)
    if dice.random() < 0.4:
        body = _misspelt(body, dice=dice)
    paragraphs = [dice.choice(GREETINGS), body]
    if dice.random() < 0.7:
        paragraphs.append(more.format(**filled))
    paragraphs += [
        dice.choice(CLOSINGS),
        f"{sender.name}\n{sender.role}\n{sender.school}\n01632 96{dice.randint(0, 9999):04d}",
    ]
    if dice.random() < 0.6:
        paragraphs.append(DISCLAIMER)
    return subject.format(**filled), paragraphs


def _misspelt(text: str, *, dice: random.Random) -> str:
    """Two neighbours of one longer word change places: how hurried people write."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if long:
        place = dice.choice(long)
        word, cut = words[place], dice.randint(1, len(words[place]) - 3)
        words[place] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)


def _head(sender: Sender, *, subject: str, to: str, message_id: str, sent: datetime, dice: random.Random) -> list[str]:
    """The headers of a mail that passed three servers and two filters, the trusted stamp on top."""
    domain = sender.address.partition("@")[2]
    stamp = format_datetime(sent)
    hops = [
        f"Received: from mail{hop}.{domain} (198.51.100.{hop + 7}) by relay{hop}.{domain} (2001:db8::{hop})\r\n"
        f" with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)\r\n"
        f" id 15.20.{dice.randint(1000, 9999)}.{hop}; {stamp}"
        for hop in range(3)
    ]
    signature = base64.b64encode(dice.randbytes(256)).decode()
    return [
        f"Authentication-Results: {AUTHSERV}; spf=pass smtp.mailfrom={sender.address};\r\n"
        f" dkim=pass header.d={domain}; dmarc=pass header.from={domain}",
        *hops,
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=selector1;\r\n"
        " h=From:Date:Subject:Message-ID:Content-Type:MIME-Version;\r\n b="
        + "\r\n ".join(signature[at : at + 70] for at in range(0, len(signature), 70)),
        f"From: {sender.name} <{sender.address}>",
        f"To: IT helpdesk <{to}>",
        f"Subject: {subject}",
        f"Date: {stamp}",
        f"Message-ID: {message_id}",
        "Accept-Language: en-GB, en-US",
        "Content-Language: en-GB",
        f"X-MS-Exchange-Organization-Network-Message-Id: {dice.getrandbits(128):032x}",
        "X-MS-Exchange-AntiSpam-MessageData-ChunkCount: 1",
        f"X-Microsoft-Antispam-Message-Info: {base64.b64encode(dice.randbytes(420)).decode()}",
        "MIME-Version: 1.0",
    ]


def _dressed(paragraphs: list[str], *, dice: random.Random) -> list[str]:
    """The words as a mail program writes them: mostly text and HTML, sometimes text alone."""
    text = "\r\n\r\n".join(one.replace("\n", "\r\n") for one in paragraphs)
    plain = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", text]
    kind = dice.random()
    if kind < 0.12:
        return plain
    html = _heavy_html(paragraphs) if kind < 0.9 else _light_html(paragraphs)
    edge = f"_000_{dice.getrandbits(64):016x}_"
    return [
        f'Content-Type: multipart/alternative; boundary="{edge}"',
        "",
        f"--{edge}",
        *plain,
        f"--{edge}",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        html,
        f"--{edge}--",
    ]


def _light_html(paragraphs: list[str]) -> str:
    inner = "".join(f"<div>{_lines(one)}</div><div><br></div>\r\n" for one in paragraphs)
    return f'<div dir="ltr">{inner}</div>'


def _heavy_html(paragraphs: list[str]) -> str:
    inner = "".join(
        f'<p class="Para1" style="margin:0cm 0cm 8pt;line-height:107%"><span lang="EN-GB" '
        f'style="font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif">{_lines(one)}</span></p>\r\n'
        for one in paragraphs
    )
    style = WORD_LIKE_STYLE.replace("\n", "\r\n")
    return (
        f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8">'
        f"<style><!--\r\n{style}--></style></head>\r\n"
        f'<body lang="EN-GB" style="word-wrap:break-word"><div class="WordSection1">\r\n{inner}</div></body></html>'
    )


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>\r\n")


def _with_attachment(parts: list[str], *, dice: random.Random) -> list[str]:
    """The same beside a photograph of 100 KB: bytes that no compression makes smaller."""
    edge = f"_004_{dice.getrandbits(64):016x}_"
    data = base64.b64encode(dice.randbytes(ATTACHMENT_BYTES)).decode()
    return [
        f'Content-Type: multipart/mixed; boundary="{edge}"',
        "",
        f"--{edge}",
        *parts,
        f"--{edge}",
        'Content-Type: image/jpeg; name="photo.jpg"',
        'Content-Disposition: attachment; filename="photo.jpg"',
        "Content-Transfer-Encoding: base64",
        "",
        *(data[at : at + 76] for at in range(0, len(data), 76)),
        f"--{edge}--",
    ]

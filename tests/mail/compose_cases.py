"""Builders for the tests of compose: one context, one effect, sample words. No checks."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from mailbot.core.identify.token import sign
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.mails.outgoing import MailContent, Recipient
from mailbot.core.model.mails.requester import UnknownSenderMail
from mailbot.mail.letter.compose import ComposeContext
from mailbot.mail.letter.render import Templates
from mailbot.mail.letter.samples import SCHOOL, SUBJECT
from mailbot.settings.installation import MailboxSettings

PROGRAM = Path(__file__).parents[2] / "templates"
TEMPLATES = Templates([PROGRAM])
HOST = "mail.kestrelpark.example"
ADDRESS = "itsupport@kestrelpark.example"


KEYS = {"a": b"a key for tests alone, 32 octets."}
TODAY = 2497  # 2 November 2026, in days since 2020-01-01
a_token = partial(sign, keys=KEYS, current="a", day=TODAY)


def a_context(
    *, plus: bool = True, address: str = ADDRESS, name: str = "", school: str = SCHOOL, nonce: str = "n5x2k7w4"
) -> ComposeContext:
    """The desk of Kestrel Park on a November morning."""
    return ComposeContext(
        mailbox=MailboxSettings(id="kestrel", trust="tvlt", address=address, name=name, plus=plus),
        school=school,
        host=HOST,
        templates=TEMPLATES,
        sign=partial(sign, keys=KEYS, current="a"),
        nonce=nonce,
        now=datetime(2026, 11, 2, 8, 30, tzinfo=UTC),
    )


def a_send(content: MailContent, **changes: object) -> SendMail:
    """The effect for this content, to whom it would go."""
    technician = content.template.startswith("technician/")
    to = Recipient("jane.ashdown@kestrelpark.example", "Jane Ashdown", "p4n6t2ys", "r")
    if technician:
        to = Recipient("tomasz.wilk@it.tamselvalley.example", "Tomasz Wilk", "w7c3b5dd", "t")
    values: dict[str, object] = {
        "to": to,
        "content": content,
        "school": "kestrel-park",
        "subject": SUBJECT,
        "reference": "k3m7q2x5wz",
        "thread": "k3m7q2x5wz",
        "request": 1042,
        "tag": "k7f3q",
        "entry_seen": 3,
        "in_reply_to": "abc123@outlook.example",
        "references": ("first@outlook.example", "abc123@outlook.example"),
    }
    if isinstance(content, UnknownSenderMail):
        values |= {
            "to": Recipient("stranger@elsewhere.example", "", "", "r"),
            "reference": "",
            "thread": "",
            "request": None,
        }
        values |= {"tag": "", "subject": "Win a prize"}
    return SendMail(**(values | changes))  # type: ignore[arg-type]  # the keys are those of the dataclass

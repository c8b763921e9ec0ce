"""A desk without servers: a mail's bytes go through the parser, identification and the decision on built rows.

`Mail` is what arrives and how; `judge` says what the desk made of it. No expectation stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from mailbot.core.decide.decide import decide
from mailbot.core.identify.identified import identify
from mailbot.core.identify.keys import keys_of
from mailbot.core.identify.token import day_number, sign
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_articles import PublishArticle, SaveArticle
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_request import Assign, SetState
from mailbot.core.model.people import Person
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Snapshot, TokenPurpose
from mailbot.core.model.stimulus import MessageArrived
from mailbot.core.parse.mime import parse
from tests.support.builders import (
    HOST,
    KEYS,
    MONDAY,
    a_directory,
    a_policy,
    a_request,
    a_snapshot,
    an_arrival,
    an_index,
)

POLICY = a_policy()
DIRECTORY = a_directory(POLICY)
INDEX = an_index(policy=POLICY)
TODAY = day_number(MONDAY)
REQUEST = a_request()
DESK = "itsupport@kestrelpark.example"
TAG = f"[#{REQUEST.number}-{REQUEST.tag}]"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: its From headers and others as written, text, and how it came in."""

    froms: tuple[bytes, ...]
    text: str
    headers: tuple[tuple[str, str], ...] = ()
    to: str = DESK
    subject: str = f"Re: Projector {TAG}"
    message_id: str = "a1@mail.example"
    profile: str = "google"
    authserv_id: str = ""
    vouched: bool = False
    envelope_from: str | None = "someone@mail.example"

    @property
    def raw(self) -> bytes:
        """The bytes, with the believed server's headers on top as they are given."""
        head = [f"{name}: {value}".encode() for name, value in self.headers]
        froms = [b"From: " + value for value in self.froms]
        rest = [
            f"To: {self.to}",
            f"Subject: {self.subject}",
            f"Message-ID: <{self.message_id}>",
            "Date: Mon, 23 Nov 2026 09:30:00 +0000",
            "Content-Type: text/plain; charset=utf-8",
        ]
        return b"\r\n".join([*head, *froms, *(line.encode() for line in rest), b"", self.text.encode(), b""])


@dataclass(frozen=True, slots=True)
class Judged:
    """What the desk made of a mail."""

    arrived: MessageArrived
    decision: Decision

    @property
    def mails(self) -> tuple[SendMail, ...]:
        """The mails that go out."""
        return tuple(effect for effect in self.decision.effects if isinstance(effect, SendMail))

    @property
    def acts(self) -> bool:
        """Whether anything but an entry came of it for the request: a state, an owner, an article, public words."""
        changes = (SetState, Assign, SaveArticle, PublishArticle)
        changed = any(
            isinstance(effect, changes) and getattr(effect, "request", REQUEST.number) == REQUEST.number
            for effect in self.decision.effects
        )
        return changed or any(
            mail.to.purpose == "r" and mail.to.address == REQUEST.requester.address for mail in self.mails
        )


def judge(
    mail: Mail,
    *requests: Request,
    snapshot: Snapshot | None = None,
    now: datetime = MONDAY,
    keys: Mapping[str, bytes] = KEYS,
) -> Judged:
    """Let the desk have this mail; `requests` are those it knows (by default one of Jane's)."""
    message = parse(mail.raw)
    wanted = keys_of(
        message,
        trust="valley",
        content_key="v1:x",
        has_identity=True,
        received_at=now,
        token_keys=keys,
        synthetic_host=HOST,
    )
    arrival = an_arrival(
        auth_kind=mail.profile,
        authserv_id=mail.authserv_id,
        vouched=mail.vouched,
        envelope_from=mail.envelope_from,
        received_at=now,
    )
    known = snapshot or a_snapshot(*(requests or (REQUEST,)))
    # the store looks requests up by tag letters: what it would not find is not there
    if wanted.tag is not None and wanted.tag not in {(one.number, one.tag) for one in known.requests.values()}:
        wanted = replace(wanted, tag=None)
    arrived = identify(message, arrival=arrival, keys=wanted, snapshot=known, directory=DIRECTORY, now=now)
    return Judged(arrived, decide(arrived, snapshot=known, policy=POLICY, index=INDEX, now=now))


def a_token_of(
    person: Person,
    purpose: TokenPurpose,
    *,
    age: int = 0,
    current: str = "a",
    keys: Mapping[str, bytes] = KEYS,
    reference: str = REQUEST.reference,
) -> str:
    """The token that we mailed to this person about the request, `age` days ago."""
    return sign(
        purpose=purpose,
        reference=reference,
        person=person.key,
        entry_seen=1,
        day=TODAY - age,
        keys=keys,
        current=current,
    )


def plus(token: str, *, address: str = DESK) -> str:
    """Our address with this token in its plus part."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


@dataclass(slots=True)
class Counts:
    """How many cases a matrix had, by name, and the ones that came out wrong."""

    cases: dict[str, int] = field(default_factory=dict)
    wrong: list[Any] = field(default_factory=list)

    def add(self, name: str, *, times: int = 1) -> None:
        """Count a case."""
        self.cases[name] = self.cases.get(name, 0) + times

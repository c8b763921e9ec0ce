"""What the desk would do about a mail: the same steps as process.py, on an empty desk, and nothing is stored or sent.

What lives here: one mail -> decision, proposal and reasons. What does not: reading files of mails, and printing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Literal

from mailbot.core.decide.decide import decide
from mailbot.core.decide.question import offerable_now, question_in
from mailbot.core.decide.rules import ask
from mailbot.core.identify.arrival import Arrival, Directory
from mailbot.core.identify.identified import identify
from mailbot.core.identify.keys import keys_of
from mailbot.core.kb.index import Index, Meaning
from mailbot.core.kb.propose import Proposal
from mailbot.core.model.effects.on_articles import MakeOffer
from mailbot.core.model.effects.on_request import OpenRequest
from mailbot.core.model.people import Route, TrustLevel
from mailbot.core.model.policy import Policy
from mailbot.core.model.snapshot import Fresh, Snapshot
from mailbot.core.model.stimulus import MessageArrived
from mailbot.core.parse.mime import parse

_FRESH = Fresh(
    number=1, tag="tried", reference="t" * 10, person_key="t" * 8, article_number=1, article_reference="u" * 10
)
NOTHING = Proposal(0.0, (), ())


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would have become of one mail. `filed` is for mail that gets no request at all, such as automatic replies.

    `proposal` offers nothing of what is sensitive or urgent; for the former no article is even looked for.
    """

    decision: Literal["offer", "ticket", "filed"]
    sensitive: bool
    urgent: bool
    proposal: Proposal
    why: tuple[str, ...]


class Rehearsal:
    """Mails to one trust, tried one by one against its policy and articles."""

    def __init__(
        self,
        *,
        policy: Policy,
        directory: Directory,
        index: Index,
        meanings: Callable[[Sequence[str]], Sequence[Meaning]] | None = None,
    ) -> None:
        self._policy = policy
        self._directory = directory
        self._index = index
        self._meanings = meanings

    def of(self, raw: bytes, *, now: datetime, school: str | None = None, to: str = "") -> Rehearsed:
        """Try one mail as it came. `school` is where it was written to, `to` the mailbox, where these are known.

        Whether a sender was proven cannot be seen any more: everybody in a mapped domain, and everybody who writes to
        a named `school`, is taken for known.
        """
        arrived = self._identified(raw, now=now, school=school, to=to)
        verdict = ask(arrived, rules=self._policy.rules, zone=self._policy.zone)
        index = self._index
        if self._meanings is not None and not verdict.sensitive:
            index = index.knowing(self._meanings(question_in(arrived, policy=self._policy).texts))
        snapshot = Snapshot(trust=self._policy.trust, fresh=_FRESH)
        decision = decide(arrived, snapshot=snapshot, policy=self._policy, index=index, now=now)
        offered = any(isinstance(effect, MakeOffer) for effect in decision.effects)
        opened = any(isinstance(effect, OpenRequest) for effect in decision.effects)
        proposal = NOTHING if verdict.sensitive else self._proposal(arrived, index)
        return Rehearsed(
            decision="offer" if offered else "ticket" if opened else "filed",
            sensitive=verdict.sensitive,
            urgent=verdict.urgent,
            proposal=proposal if offered else replace(proposal, offered=()),
            why=(f"rule {decision.rule}", *decision.reasons),
        )

    def _proposal(self, arrived: MessageArrived, index: Index) -> Proposal:
        return offerable_now(arrived, policy=self._policy, index=index, grounds=True)

    def _identified(self, raw: bytes, *, now: datetime, school: str | None, to: str) -> MessageArrived:
        message = parse(raw)
        keys = keys_of(
            message,
            trust=self._policy.trust,
            content_key="tried",
            has_identity=False,
            received_at=now,
            token_keys={},
            synthetic_host="tried.invalid",
        )
        arrival = Arrival(inbox=0, mailbox=self._directory.mailbox_of(to) or "", received_at=now)
        snapshot = Snapshot(trust=self._policy.trust, fresh=_FRESH)
        arrived = identify(message, arrival=arrival, keys=keys, snapshot=snapshot, directory=self._directory, now=now)
        if school is None:
            return arrived
        sender = replace(arrived.sender, level=max(arrived.sender.level, TrustLevel.T1))
        return replace(arrived, sender=sender, route=Route(school, "named", "the file names the school"))


def mail_of(*, sender: str, to: str, subject: str, body: str) -> bytes:
    """A plain mail with these parts, as bytes; line ends and controls in headers become spaces."""
    mail = EmailMessage(policy=SMTP)
    for name, value in (("From", sender), ("To", to), ("Subject", subject)):
        if value.strip():
            mail[name] = " ".join(value.split())
    mail["Message-ID"] = "<tried@tried.invalid>"
    mail.set_content(body, cte="base64")
    return bytes(mail)

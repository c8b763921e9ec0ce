"""What every stimulus of the installation shares: policies, fresh numbers and ids, mailboxes, compose with its keys."""

import secrets
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from mailbot.core.identify.arrival import Arrival, OurMailbox, directory_of
from mailbot.core.identify.token import sign
from mailbot.core.model.effects import Decision, OpenRequest, SaveArticle, SendMail
from mailbot.core.model.mail import Outgoing
from mailbot.core.model.people import Person
from mailbot.core.model.policy import Policy
from mailbot.core.model.snapshot import Fresh, TokenPurpose
from mailbot.mail.compose import ComposeContext, compose
from mailbot.mail.render import Templates
from mailbot.settings.installation import AuthProfile, Settings
from mailbot.store.inbox import Claimed

BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


def random_id(length: int) -> str:
    """`length` random base32 characters (5 bits each), from the system's source."""
    return "".join(secrets.choice(BASE32) for _ in range(length))


class Numbering(Protocol):
    """Hands out numbers that were reserved in blocks; gaps are fine."""

    def request(self) -> int:
        """The next request number of the installation."""

    def article(self, trust: str) -> int:
        """The next article number of the trust."""


class Office:
    """One per daemon. Its values never change while it runs; safe to share between threads."""

    def __init__(
        self,
        *,
        settings: Settings,
        policies: Mapping[str, Policy],
        templates: Mapping[str, Templates],
        numbers: Numbering,
        technicians: Mapping[str, Mapping[str, Person]],
    ) -> None:
        self.settings = settings
        self.policies = policies
        self.technicians = technicians
        self._templates = templates
        self._numbers = numbers
        self._spare_numbers: deque[int] = deque()
        self._spare_articles: Mapping[str, deque[int]] = {trust: deque() for trust in policies}
        self.directories = {
            trust: directory_of(
                policy,
                mailboxes={
                    box.id: OurMailbox(address=box.address, school=box.school)
                    for box in settings.mailboxes.values()
                    if box.trust == trust
                },
            )
            for trust, policy in policies.items()
        }

    def fresh(self, trust: str) -> Fresh:
        """Numbers and random ids for one decision; `give_back` them afterwards."""
        return Fresh(
            number=_first(self._spare_numbers, otherwise=self._numbers.request),
            tag=random_id(5),
            reference=random_id(10),
            person_key=random_id(8),
            article_number=_first(self._spare_articles[trust], otherwise=lambda: self._numbers.article(trust)),
            article_reference=random_id(10),
        )

    def give_back(self, fresh: Fresh, *, trust: str, used: Decision) -> None:
        """Keep the numbers that a committed decision did not use for the next one."""
        if not any(isinstance(effect, OpenRequest) for effect in used.effects):
            self._spare_numbers.append(fresh.number)
        if not any(isinstance(effect, SaveArticle) for effect in used.effects):
            self._spare_articles[trust].append(fresh.article_number)

    def arrival(self, claimed: Claimed) -> Arrival:
        """How a delivery came in, with the auth profile of its mailbox (polled) or of its listener (pushed).

        One whose mailbox or listener is no longer configured has none: nothing proves its sender.
        """
        auth = self._auth(claimed)
        return Arrival(
            inbox=claimed.id,
            mailbox=claimed.mailbox,
            received_at=claimed.received_at,
            envelope_from=claimed.envelope_from,
            vouched=claimed.vouched,
            auth_kind=auth.kind,
            authserv_id=auth.authserv_id,
        )

    def _auth(self, claimed: Claimed) -> AuthProfile:
        if claimed.listener is None:
            box = self.settings.mailboxes.get(claimed.mailbox)
            return box.auth if box is not None else AuthProfile()
        return next((one.auth for one in self.settings.listeners if one.id == claimed.listener), AuthProfile())

    def compose(self, mail: SendMail, *, trust: str, now: datetime, original: bytes = b"") -> Outgoing:
        """The final bytes of one mail; `original` is the mail it is about, as it came.

        Raises TemplateBroken, or ValueError for what cannot stand in a header.
        """
        policy = self.policies[trust]
        school = policy.schools[mail.school]
        context = ComposeContext(
            mailbox=self.settings.mailboxes[school.mailbox],
            school=school.name,
            host=self.settings.host,
            templates=self._templates[trust],
            sign=self._sign,
            nonce=random_id(12),
            now=now,
            zone=school.calendar.zone,
            original=original,
        )
        return compose(mail, context=context)

    def _sign(self, *, purpose: TokenPurpose, reference: str, person: str, entry_seen: int, day: int) -> str:
        return sign(
            purpose=purpose,
            reference=reference,
            person=person,
            entry_seen=entry_seen,
            day=day,
            keys=self.settings.keys,
            current=self.settings.current_key,
        )


def _first(spare: deque[int], *, otherwise: Callable[[], int]) -> int:
    try:
        return spare.popleft()
    except IndexError:
        return otherwise()

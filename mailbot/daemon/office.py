"""What every stimulus of the installation shares: policies, fresh numbers and ids, mailboxes, compose with its keys."""

import secrets
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from mailbot.core.identify.arrival import Arrival, OurMailbox, directory_of
from mailbot.core.identify.token import sign
from mailbot.core.model.article import Picture
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_articles import SaveArticle
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_request import OpenRequest
from mailbot.core.model.mails.outgoing import Outgoing
from mailbot.core.model.people import Person
from mailbot.core.model.policy import Policy
from mailbot.core.model.snapshot import Fresh, TokenPurpose
from mailbot.mail.letter.compose import ComposeContext, compose
from mailbot.mail.letter.render import Templates
from mailbot.settings.installation import AuthProfile, Settings
from mailbot.store.flow.inbox import Claimed

# as many as one mail can make known: everybody in copy, and the sender of what it forwards
MOST_NEW_PEOPLE = 20
BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
# every value of a byte as one of 32 letters, each of them eight times
_LETTERS = bytes.maketrans(bytes(range(256)), BASE32.encode() * 8)


def random_id(length: int) -> str:
    """`length` random base32 characters (5 bits each), from the system's source."""
    return secrets.token_bytes(length).translate(_LETTERS).decode("ascii")


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
            more_keys=_keys(MOST_NEW_PEOPLE),
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

    def compose(
        self,
        mail: SendMail,
        *,
        trust: str,
        now: datetime,
        original: bytes = b"",
        pictures: Mapping[str, Picture] = MappingProxyType({}),
    ) -> Outgoing:
        """The final bytes of one mail; `original` is the mail it is about, as it came, `pictures` what it may show.

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
            pictures=pictures,
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


def _keys(count: int) -> tuple[str, ...]:
    """So many persons' keys, 8 base32 characters each."""
    letters = random_id(8 * count)
    return tuple(letters[place : place + 8] for place in range(0, 8 * count, 8))


def _first(spare: deque[int], *, otherwise: Callable[[], int]) -> int:
    try:
        return spare.popleft()
    except IndexError:
        return otherwise()

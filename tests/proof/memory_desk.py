"""A desk whose rows live in memory and whose clock is stepped: real bytes in, real decisions, real bytes out.

It keeps what the store would, as far as trust and loops depend on it. What it does not know of an effect it leaves out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from mailbot.core.decide.decide import decide
from mailbot.core.identify.arrival import Arrival, directory_of
from mailbot.core.identify.identified import identify
from mailbot.core.identify.keys import keys_of
from mailbot.core.identify.token import sign
from mailbot.core.kb.index import Index
from mailbot.core.model.effects.decision import Decision, Effect
from mailbot.core.model.effects.on_articles import MakeOffer
from mailbot.core.model.effects.on_mail import HoldMessage, SendMail, UseReference
from mailbot.core.model.effects.on_people import AddPerson, MarkAddress
from mailbot.core.model.effects.on_request import AddEntry, Assign, OpenRequest, SetState
from mailbot.core.model.message import Message
from mailbot.core.model.people import Person
from mailbot.core.model.policy import Policy
from mailbot.core.model.request import Entry, Request
from mailbot.core.model.snapshot import AddressState, Fresh, Held, Keys, Referenced, Snapshot
from mailbot.core.parse.mime import parse
from mailbot.mail.letter.compose import ComposeContext, compose
from mailbot.mail.letter.render import Templates
from mailbot.settings.installation import MailboxSettings
from tests.support.builders import ARTICLES, JANE, MAILBOXES, MONDAY, SAM, TEAM, TOM, a_policy, an_index

TEMPLATES = Templates([Path(__file__).parents[2] / "templates"])
KEPT_FIRST, KEPT_LAST = 5, 45
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """One mail that went out."""

    at: datetime
    recipient: str
    envelope_from: str
    message_id: str
    effect: SendMail
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Door:
    """How a mail comes in: the auth profile, whether its peer is vouched for, and the envelope's sender."""

    auth_kind: str = "google"
    vouched: bool = False
    envelope_from: str | None = "someone@mail.example"


class MemoryDesk:
    """`receive` takes bytes and gives the mails that answer them; `later` moves the clock."""

    def __init__(
        self,
        *,
        host: str = "desk.example",
        keys: Mapping[str, bytes] | None = None,
        policy: Policy | None = None,
        people: Sequence[Person] = (JANE, TOM, SAM),
        mailboxes: Mapping[str, str] | None = None,
    ) -> None:
        self.now = MONDAY
        self.host = host
        self.keys = dict(keys or {"a": b"a key for tests"})
        self.current = next(iter(self.keys))
        self.policy = policy or a_policy()
        self.index: Index = an_index(policy=self.policy)
        ours = {id_: box.address for id_, box in MAILBOXES.items()} | dict(mailboxes or {})
        self.mailboxes = {id_: MailboxSettings(id=id_, trust="valley", address=one) for id_, one in ours.items()}
        self.directory = directory_of(
            self.policy, mailboxes={id_: replace(box, address=ours[id_]) for id_, box in MAILBOXES.items()}
        )
        self.people = {person.address: person for person in (*people, *TEAM.values())}
        self.by_key = {person.key: person for person in self.people.values()}
        self.requests: dict[int, Request] = {}
        self.references: dict[str, Referenced] = {}
        self.by_message_id: dict[str, int] = {}
        self.addresses: dict[str, AddressState] = {}
        self.held: dict[str, Held] = {}
        self.sent: list[Sent] = []
        self.outcomes: Counter[str] = Counter()
        self.decisions: list[Decision] = []
        self._numbers = count(1)
        self._inbox = count(1)
        self._seen: dict[tuple[str | None, str], None] = {}

    def later(self, **how_much: float) -> None:
        """Move the clock forward."""
        self.now += timedelta(**how_much)

    def receive(self, raw: bytes, *, door: Door = Door()) -> tuple[Sent, ...]:
        """Let one mail in; gives what goes out because of it."""
        message = parse(raw)
        wanted = self._keys(message)
        fresh = self._fresh()
        inbox = next(self._inbox)
        snapshot = self._snapshot(wanted, fresh=fresh)
        arrival = Arrival(inbox, "kestrel", self.now, door.envelope_from, door.vouched, door.auth_kind)
        arrived = identify(
            message, arrival=arrival, keys=wanted, snapshot=snapshot, directory=self.directory, now=self.now
        )
        decision = decide(arrived, snapshot=snapshot, policy=self.policy, index=self.index, now=self.now)
        self.decisions = [*self.decisions[-9:], decision]
        self.outcomes[decision.outcome] += 1
        for effect in decision.effects:
            self._apply(effect, message=message, raw=raw)
        out = tuple(self._send(effect) for effect in decision.effects if isinstance(effect, SendMail))
        self.sent.extend(out)
        return out

    def to(self, address: str) -> list[Sent]:
        """Every mail that this address got."""
        return [mail for mail in self.sent if mail.recipient == address]

    def _keys(self, message: Message) -> Keys:
        return keys_of(
            message,
            trust=self.policy.trust,
            content_key=f"v1:{next(self._numbers)}",
            has_identity=True,
            received_at=self.now,
            token_keys=self.keys,
            synthetic_host=self.host,
        )

    def _fresh(self) -> Fresh:
        number = next(self._numbers)
        name = self._letters(number)
        return Fresh(1000 + number, name[-5:], f"r{name}"[:10], f"p{name}"[-8:], number, f"a{name}"[:10])

    @staticmethod
    def _letters(number: int) -> str:
        """Nine letters that differ for each number; no secret hangs on them here."""
        mixed = (number * 2_654_435_761) % 32**9
        return "".join(_LETTERS[mixed // 32**place % 32] for place in range(9))

    def _snapshot(self, keys: Keys, *, fresh: Fresh) -> Snapshot:
        bearers = (self.by_key.get(token.person) for token in keys.tokens)
        people = {one.key: one for one in (self.people.get(keys.address), *bearers) if one is not None}
        return Snapshot(
            trust=self.policy.trust,
            fresh=fresh,
            people=tuple(people.values()),
            references=self.references,
            requests=self.requests,
            by_message_id=self.by_message_id,
            addresses=self.addresses,
            articles={article.id: article for article in ARTICLES},
            technicians=TEAM,
            held=self.held,
        )

    def _apply(self, effect: Effect, *, message: Message, raw: bytes) -> None:
        match effect:
            case AddPerson(person):
                self.people[person.address] = self.by_key[person.key] = person
            case OpenRequest():
                self._open(effect)
            case AddEntry():
                self._enter(effect, message=message)
            case SetState(number, state):
                self._change(number, state=state)
            case Assign(number, technician):
                self._change(number, assignee=technician)
            case MakeOffer(number, articles):
                self._change(number, offered=articles)
            case _:
                self._know(effect, message=message, raw=raw)

    def _know(self, effect: Effect, *, message: Message, raw: bytes) -> None:
        match effect:
            case MarkAddress(address, at):
                self.addresses[address] = replace(self._address(address), bounced_at=at)
            case HoldMessage(reference, inbox, number):
                self.references[reference] = Referenced(reference, "held", f"{number or ''}:{inbox}")
                self.held[reference] = Held(reference, number, raw=raw, message=message)
            case UseReference(reference):
                self.held[reference] = replace(self.held[reference], used_at=self.now)
            case _:
                pass

    def _open(self, effect: OpenRequest) -> None:
        self.requests[effect.number] = Request(
            number=effect.number,
            tag=effect.tag,
            reference=effect.reference,
            version=1,
            trust=self.policy.trust,
            school=effect.school,
            state=effect.state,
            subject=effect.subject,
            requester=self.by_key[effect.requester_key],
            opened_at=self.now,
            priority=effect.priority,
            line=effect.line,
            ticket_at=self.now if effect.state == "open" else None,
            sensitive=effect.sensitive,
        )
        self.references[effect.reference] = Referenced(effect.reference, "request", str(effect.number))

    def _enter(self, effect: AddEntry, *, message: Message) -> None:
        request = self.requests[effect.request]
        entry = Entry(
            number=request.next_entry,
            kind=effect.kind,
            at=effect.at,
            author=effect.author,
            text=effect.text,
            internal=effect.internal,
            verified=effect.verified,
            message_id=message.message_id,
        )
        entries = (*request.entries, entry)
        if len(entries) > KEPT_FIRST + KEPT_LAST:
            entries = (*entries[:KEPT_FIRST], *entries[-KEPT_LAST:])
        theirs = effect.kind == "message" and not effect.internal
        self._change(
            effect.request,
            entries=entries,
            next_entry=entry.number + 1,
            last_requester_entry=entry.number if theirs else request.last_requester_entry,
        )
        if message.message_id:
            self.by_message_id.setdefault(message.message_id, effect.request)

    def _change(self, number: int, **columns: object) -> None:
        self.requests[number] = replace(self.requests[number], **columns)  # type: ignore[arg-type]  # names of fields

    def _address(self, address: str) -> AddressState:
        return self.addresses.get(address) or AddressState(address)

    def _send(self, effect: SendMail) -> Sent:
        school = self.policy.schools[effect.school]
        context = ComposeContext(
            mailbox=self.mailboxes[school.mailbox],
            school=school.name,
            host=self.host,
            templates=TEMPLATES,
            sign=partial(sign, keys=self.keys, current=self.current),
            nonce=f"nonce{next(self._numbers)}",
            now=self.now,
        )
        out = compose(effect, context=context)
        if effect.request is not None:
            self.by_message_id[out.message_id] = effect.request
        if effect.automatic and effect.to.purpose == "r":
            state = self._address(effect.to.address)
            recent = tuple(at for at in state.automatic_at if self.now - at < _DAY)
            self.addresses[effect.to.address] = replace(state, automatic_at=(*recent, self.now))
        return Sent(self.now, out.recipient, out.envelope_from, out.message_id, effect, out.data)

"""How invented requesters take what the desk sends them: they read it, and some of them answer.

They know of their request what stands in their own mails and nothing else. What lives elsewhere: what they ask in the
first place (letters) and when (staff).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from mailbot.core.model.article import Article
from mailbot.core.model.policy import Calendar
from mailbot.core.sla.hours import is_open, next_opening
from mailbot.daemon.simulate.people.letters import invent_letter
from mailbot.daemon.simulate.people.staff import Moment, Requester
from mailbot.daemon.simulate.post import Mail
from mailbot.daemon.simulate.world import World

_SOLVED = ("That solved it, thank you", "Brilliant, that worked", "All sorted now, thanks", "that fixed it")
_STUCK = ("still stuck I'm afraid", "tried that, no luck", "no, still the same", "That is not my problem, sorry")
_DETAILS = ("It is the one by the window.", "Any time after three is fine.", "It says error 41 now.", "Yes please.")
_NOT_FIXED = ("It has stopped again, sorry.", "I am afraid it still does not work.")
_THANKS = ("Thank you!", "Lovely, thanks so much.", "Many thanks")
_WORSE = ("It is urgent now, my class are waiting.", "Any news on this please?")


@dataclass(slots=True)
class Matter:
    """One request in its requester's mind: what would help them, and how often they have been written to."""

    helped_by: str
    mails: int = 0


class Requesters:
    """All of a trust's staff. Their mails come to `read`."""

    def __init__(self, world: World, *, articles: Sequence[Article]) -> None:
        self._world = world
        self._articles = articles
        self._people: dict[str, Requester] = {}
        self._matters: dict[int, Matter] = {}

    @property
    def asked(self) -> int:
        """How many new requests were written so far."""
        return len(self._matters)

    def expect(self, moment: Moment) -> None:
        """Let somebody write a new request at that moment."""
        self._people[moment.who.address.address] = moment.who
        self._world.at(moment.at, lambda: self._ask(moment.who))

    def read(self, mail: Mail) -> None:
        """Somebody got a mail: they may answer, when they get round to it."""
        who = self._people.get(mail.recipient)
        ordinal = mail.ordinal
        matter = self._matters.get(ordinal) if ordinal is not None else None
        if who is None or matter is None:
            return
        matter.mails += 1
        dice = self._world.dice("requester", ordinal, matter.mails)
        answer = self._answer(mail, matter=matter, dice=dice)
        if answer:
            at = self._when(who.school.calendar, dice=dice)
            self._world.at(at, lambda: self._world.answer(mail, sender=who.address, text=answer))

    def _ask(self, who: Requester) -> None:
        ordinal = len(self._matters) + 1
        mine = [one for one in self._articles if not one.schools or who.school.id in one.schools]
        letter = invent_letter(who.address.name, articles=mine, dice=self._world.dice("letter", ordinal))
        self._matters[ordinal] = Matter(letter.answered_by)
        self._world.ask(who.address, to=who.helpdesk, subject=letter.subject, text=letter.text, ordinal=ordinal)

    def _answer(self, mail: Mail, *, matter: Matter, dice: Random) -> str:
        """What they write back, '' where nothing."""
        drawn = dice.random()
        if "Did that help?" in mail.words:
            return _to_offer(helps=bool(matter.helped_by) and matter.helped_by in mail.words, drawn=drawn, dice=dice)
        if "waiting for a word from you" in mail.words:
            return dice.choice(_DETAILS) if drawn < 0.5 else ""
        if "we take it that" in mail.words:
            return dice.choice(_NOT_FIXED) if drawn < 0.1 else ""
        if "You can expect to hear from us" in mail.words:
            return dice.choice(_WORSE) if drawn < 0.03 else ""
        if "We think this is sorted" in mail.words:
            return _one_of({0.06: _NOT_FIXED, 0.22: _THANKS}, drawn=drawn, dice=dice)
        return dice.choice(_DETAILS) if "?" in mail.words.partition("> ")[0] and drawn < 0.8 else ""

    def _when(self, calendar: Calendar, *, dice: Random) -> datetime:
        """Between two lessons, else on the next morning at school; some look at their mail at home."""
        later = self._world.now + timedelta(minutes=dice.lognormvariate(3.6, 0.9))
        if is_open(later, calendar=calendar) or dice.random() < 0.08:
            return later
        opening = next_opening(later, calendar=calendar)
        return (opening if opening > later else later) + timedelta(minutes=dice.uniform(0, 90))


def _to_offer(*, helps: bool, drawn: float, dice: Random) -> str:
    if helps:
        return _one_of({0.62: _SOLVED, 0.84: _STUCK}, drawn=drawn, dice=dice)
    return _one_of({0.04: _SOLVED, 0.66: _STUCK}, drawn=drawn, dice=dice)


def _one_of(shares: Mapping[float, Sequence[str]], *, drawn: float, dice: Random) -> str:
    """One of the texts of the first share that what was drawn lies below; '' above all of them."""
    return next((dice.choice(texts) for below, texts in shares.items() if drawn < below), "")

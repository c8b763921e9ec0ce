"""How invented technicians work: one thing at a time, what is urgent first, several tickets begun, lunch in between.

What is critical they answer at once, with whatever they have in hand, as anybody with a telephone does.

They know of a ticket what stands in the notifications that they got, and answer those, with directives that exist.
What does not live here: when they are ill or on leave (absence).
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from mailbot.core.model.message import Address
from mailbot.core.model.policy import Technician
from mailbot.daemon.simulate.people.absence import Diary
from mailbot.daemon.simulate.post import Mail
from mailbot.daemon.simulate.world import World

# what comes of a piece of work, by the technician's line: the shares add up to one
_OUTCOMES: Mapping[int, Mapping[str, float]] = {
    1: {"solved": 0.70, "answer": 0.12, "pending": 0.09, "escalate": 0.06, "note": 0.03},
    2: {"solved": 0.72, "answer": 0.13, "pending": 0.07, "escalate": 0.04, "down": 0.02, "note": 0.02},
    3: {"solved": 0.80, "answer": 0.12, "pending": 0.06, "note": 0.02},
}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "solved": (
        "I have been to your room and it works now. Shout if it does not stay so.\n\n#solved",
        "Done from here. Please restart once and you should be all right.\n\n#solved",
        "A new one is on your desk, the old one was beyond help.\n\n#solved",
    ),
    "answer": (
        "Thanks, I have it and will come by later today.",
        "The part is on its way, I will put it in when it comes.",
    ),
    "pending": (
        "Which room is it in, and when may I come?\n\n#pending",
        "Does it do so on another one too?\n\n#pending",
    ),
    "escalate": ("#escalate beyond what I may change",),
    "down": ("A new lead will do, there are some in the cupboard.\n\n#note\n#line 1",),
    "note": ("Looked at it, the model is out of warranty.\n\n#note",),
}
_ON_MY_WAY = ("On my way.", "I am coming over now.", "I have it, give me five minutes.")
_MINUTES: Mapping[int, float] = {1: 13.0, 2: 22.0, 3: 28.0}
_SOMEBODY_ELSES = re.compile(r"\bIt is [^.,]{3,60}'s[,.]")
_LISTED = re.compile(r"^ ?\d{1,4}  (\d{1,12}) .*\n +(.*)$", re.MULTILINE)
_RANKS = {"P1": 0, "P2": 1, "P3": 2, "P4": 3}
_MOST_VISITS = 6
_MOST_REFUSALS = 3


@dataclass(slots=True)
class Case:
    """One ticket on somebody's list. `mail` is the newest that they can answer, `ready` when they go on with it."""

    number: int
    mail: Mail
    rank: int
    came: datetime
    ready: datetime
    reminded: bool = False
    refused: bool = False
    answered: bool = False


class Desk:
    """One technician with their list; `absent` is what takes them off it."""

    def __init__(self, world: World, technician: Technician, diary: Diary, *, helpdesk: str) -> None:
        self.technician = technician
        self.answered = 0
        self._world = world
        self._diary = diary
        self._cases: dict[int, Case] = {}
        self._visits: Counter[int] = Counter()
        self._refusals: Counter[int] = Counter()
        self._at_it = False
        self._waking: datetime | None = None
        self._me = Address(technician.name, technician.address)
        self._helpdesk = helpdesk

    def read(self, mail: Mail) -> None:
        """A mail came: it lies in their box, and they look when they are there and have nothing in hand."""
        if mail.number is None:
            self._ask_for(mail)
        elif mail.subject.startswith("Not sent yet:"):
            self._send_all_the_same(mail)
        elif self._concerns(mail):
            self._put_on_list(mail)
        self._look_later(self._world.now + timedelta(minutes=2))

    def _ask_for(self, mail: Mail) -> None:
        """A list came: what is theirs in it, and not on their own list yet, they ask the desk to show."""
        for row in _LISTED.finditer(mail.text):
            number = int(row[1])
            if number not in self._cases and row[2].endswith(f", {self.technician.name}"):
                self._world.write(self._me, to=self._helpdesk, subject=f"#show {number}", text=f"#show {number}")

    def _send_all_the_same(self, mail: Mail) -> None:
        """A colleague answered first: half of them say that theirs is to go out too, the others let it be."""
        dice = self._world.dice("overlap", mail.number, self.technician.id, self.answered)
        at = self._diary.next_at_work(self.technician, self._world.now + timedelta(minutes=dice.uniform(3, 30)))
        if at is not None and dice.random() < 0.5:
            self.answered += 1
            self._world.at(at, lambda: self._world.answer(mail, sender=self._me, text="Send"))

    def _concerns(self, mail: Mail) -> bool:
        if "It has moved to line" in mail.words:
            self._cases.pop(mail.number or 0, None)
        if "It has moved to line" in mail.words or mail.subject.startswith(("Done:", "Not delivered:")):
            return False
        if mail.subject.startswith("Not done:"):
            self._refusals[mail.number or 0] += 1
            if self._refusals[mail.number or 0] > _MOST_REFUSALS:
                self._cases.pop(mail.number or 0, None)
                return False
        if mail.number in self._cases or _SOMEBODY_ELSES.search(mail.words) is None:
            return True
        return "who is not at work" in mail.words

    def _put_on_list(self, mail: Mail) -> None:
        number, now = mail.number or 0, self._world.now
        reminder, refused = mail.subject.startswith(("Reminder:", "Late:")), mail.subject.startswith("Not done:")
        rank = next((rank for name, rank in _RANKS.items() if f"{number}, {name}," in mail.words), 2)
        case = self._cases.get(number)
        if case is None:
            new = Case(number, mail, rank, came=now, ready=now, reminded=reminder, refused=refused)
            self._cases[number] = new
            if rank == 0 and not reminder and not refused:
                self._say_on_my_way(new)
            return
        case.mail, case.rank, case.refused = mail, rank, refused
        case.reminded = case.reminded or reminder
        if not reminder:
            case.ready = now

    def _say_on_my_way(self, case: Case) -> None:
        dice = self._world.dice("on my way", case.number, self.technician.id)
        seen = self._diary.next_at_work(self.technician, self._world.now + timedelta(minutes=dice.uniform(1, 12)))
        if seen is not None:
            self._world.at(seen, lambda: self._tell(case, dice=dice))

    def _tell(self, case: Case, *, dice: Random) -> None:
        """They are still the one to do it, and have not answered yet."""
        if self._cases.get(case.number) is case and not case.answered:
            self.answered += 1
            self._world.answer(case.mail, sender=self._me, text=dice.choice(_ON_MY_WAY))

    def _look_later(self, moment: datetime) -> None:
        """Look at the list at that moment, or when they are at work next; not twice."""
        at = self._diary.next_at_work(self.technician, moment)
        if self._at_it or at is None or (self._waking is not None and self._waking <= at):
            return
        self._waking = at
        self._world.at(at, lambda: self._wake(at))

    def _wake(self, planned: datetime) -> None:
        if self._waking == planned:
            self._waking = None
        now = self._world.now
        if self._at_it:
            return
        if self._diary.next_at_work(self.technician, now) != now:
            self._look_later(now)
            return
        ready = [one for one in self._cases.values() if one.ready <= now]
        if ready:
            self._begin(min(ready, key=lambda one: (one.rank, not one.reminded, one.came, one.number)))
        elif self._cases:
            self._look_later(min(one.ready for one in self._cases.values()))

    def _begin(self, case: Case) -> None:
        self._visits[case.number] += 1
        dice = self._world.dice("work", case.mail.ordinal or case.number, self._visits[case.number])
        line = self.technician.line
        minutes = _MINUTES.get(line, 15.0) * dice.lognormvariate(-0.18, 0.6)
        self._at_it = True
        self._world.at(self._world.now + timedelta(minutes=minutes), lambda: self._finish(case, dice))

    def _finish(self, case: Case, dice: Random) -> None:
        self._at_it = False
        now = self._world.now
        if self._cases.get(case.number) is case and self._diary.next_at_work(self.technician, now) is not None:
            last = case.refused or self._visits[case.number] >= _MOST_VISITS
            self._write(case, "solved" if last else _outcome(self.technician.line, dice=dice), dice=dice)
        # walking, a telephone call, somebody at the door
        self._look_later(now + timedelta(minutes=dice.expovariate(1 / 6)))

    def _write(self, case: Case, outcome: str, *, dice: Random) -> None:
        case.reminded, case.answered = False, True
        if outcome in ("answer", "note"):
            soon = 15 if case.rank == 0 else 60 * case.rank
            case.ready = self._world.now + timedelta(minutes=dice.uniform(soon / 2, soon * 3))
        else:
            del self._cases[case.number]
        self.answered += 1
        self._world.answer(case.mail, sender=self._me, text=dice.choice(_WORDS[outcome]))


def _outcome(line: int, *, dice: Random) -> str:
    shares = _OUTCOMES.get(line, _OUTCOMES[1])
    return dice.choices(tuple(shares), weights=tuple(shares.values()))[0]


def desks_of(world: World, technicians: Mapping[str, Technician], diary: Diary, *, helpdesk: str) -> dict[str, Desk]:
    """Give everybody's desk by their address; `helpdesk` is where they write what is no answer."""
    return {one.address: Desk(world, one, diary, helpdesk=helpdesk) for _, one in sorted(technicians.items())}

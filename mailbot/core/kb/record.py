"""What people said of an article that they were sent, and how far that moves it: a prior, bounded, that can be told.

What lives here: votes -> records. What does not: where votes come from (store/kb/knowledge.py), ranking (rank.py).

One person has one vote on an article, their latest. An article is measured by the usual share of yes among all votes of
its trust, so that it does not matter that people with a complaint answer more often. With few votes nothing happens,
and with many no more than the policy's bound: words and meaning decide, the record tips what they leave open.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mailbot.core.model.article import Record
from mailbot.core.model.policy import KbPolicy

# As though the trust had heard six times yes and four times no before anybody answered.
_USUAL_YES, _USUAL_ALL = 6.0, 10.0


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person said of one version of an article: that it helped, or that it did not."""

    article: str
    version: int
    person: str
    helped: bool


@dataclass(frozen=True, slots=True)
class Records:
    """The votes by article and person, what they add up to by article, and the usual share of yes in the trust."""

    votes: Mapping[str, Mapping[str, Vote]] = field(default_factory=dict, repr=False)
    told: Mapping[str, tuple[int, int, int]] = field(default_factory=dict, repr=False)
    usual: float = _USUAL_YES / _USUAL_ALL

    @property
    def size(self) -> int:
        """How many votes count."""
        return sum(len(people) for people in self.votes.values())

    def of(self, article: str, *, version: int, kb: KbPolicy) -> Record | None:
        """The record of an article as it is now; None where nobody has said anything of this version."""
        seen, helped, asked = self.told.get(article, (version, 0, 0))
        if not asked or seen != version:
            return None
        strength = max(kb.record_strength, 1.0)
        share = (helped + strength * self.usual) / (asked + strength)
        moved = _log_odds(share) - _log_odds(self.usual)
        return Record(helped=helped, asked=asked, odds=max(-kb.record_most, min(kb.record_most, moved)))


NO_RECORDS = Records()


def heard(records: Records, votes: Sequence[Vote]) -> Records:
    """The records after these votes, oldest first; a person's later vote on an article takes the place of the former.

    The same votes once more change nothing. What was said of a former version counts no more: it may have been mended.
    """
    known = {article: dict(people) for article, people in records.votes.items()}
    for vote in votes:
        known.setdefault(vote.article, {})[vote.person] = vote
    told = {article: _added_up(people.values()) for article, people in known.items()}
    yes = sum(helped for _, helped, _ in told.values())
    asked = sum(all_ for _, _, all_ in told.values())
    return Records(known, told, (yes + _USUAL_YES) / (asked + _USUAL_ALL))


def _added_up(votes: Iterable[Vote]) -> tuple[int, int, int]:
    """The latest version that anybody spoke of; how many it helped, and how many spoke of it."""
    several = tuple(votes)
    latest = max(vote.version for vote in several)
    of_it = [vote.helped for vote in several if vote.version == latest]
    return latest, sum(of_it), len(of_it)


def _log_odds(share: float) -> float:
    return math.log(share / (1.0 - share))

"""What to write next: questions alike that no article answered, with the best answer that a technician gave.

What lives here: questions -> groups, the largest first. What does not: where the questions are read.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log, sqrt

from mailbot.core.kb.promote import promote
from mailbot.core.kb.query import query_from
from mailbot.core.model.article import Promotion

ALIKE = 0.35
LEAST = 2
MOST_QUESTIONS = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that no article answered: the request, its words, the answers given with their authors' lines."""

    request: int
    subject: str
    text: str
    people: tuple[str, ...] = ()
    answers: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that are alike, and a draft from the best answer among them (None where no answer says enough)."""

    asked: tuple[Asked, ...]
    draft: Promotion | None

    @property
    def title(self) -> str:
        """What to call it."""
        return self.draft.title if self.draft is not None else self.asked[0].subject


def gaps(questions: Sequence[Asked], *, least: int = LEAST, least_words: int = 12) -> tuple[Gap, ...]:
    """Groups of at least `least` questions alike, the largest first; the newest 2,000 questions are looked at.

    Each question joins the group whose first question it is most like (cosine of rare words, at least 0.35).
    """
    asked = questions[:MOST_QUESTIONS]
    words = [_words(one) for one in asked]
    common = Counter(word for several in words for word in several)
    rare = {word: log(1 + len(words) / count) for word, count in common.items()}
    groups: list[list[int]] = []
    for number, mine in enumerate(words):
        best = max(groups, key=lambda group: _alike(mine, words[group[0]], rare), default=None)
        if best is not None and _alike(mine, words[best[0]], rare) >= ALIKE:
            best.append(number)
        else:
            groups.append([number])
    kept = sorted((group for group in groups if len(group) >= least), key=lambda group: (-len(group), group[0]))
    return tuple(_gap([asked[number] for number in group], least_words=least_words) for group in kept)


def _words(one: Asked) -> frozenset[str]:
    query = query_from(one.subject, one.text, names=one.people)
    return frozenset(token.stem for token in (*query.subject, *query.body) if not token.stop)


def _alike(ours: Collection[str], theirs: Collection[str], rare: dict[str, float]) -> float:
    length = sqrt(sum(rare[word] ** 2 for word in ours) * sum(rare[word] ** 2 for word in theirs))
    shared = (word for word in ours if word in theirs)
    return sum(rare[word] ** 2 for word in shared) / length if length else 0.0


def _gap(asked: list[Asked], *, least_words: int) -> Gap:
    """The draft comes from the answer of the highest line, then the longest, that says what to do."""
    answers = [(line, len(text), one, text) for one in asked for line, text in one.answers]
    for _, _, one, text in sorted(answers, key=lambda found: (-found[0], -found[1])):
        draft = promote(
            title=None,
            question=one.text,
            answer=text,
            people=one.people,
            proposed_from=one.subject,
            least_words=least_words,
        )
        if draft.refusal is None and not draft.holds_secret:
            return Gap(tuple(asked), draft)
    return Gap(tuple(asked), None)

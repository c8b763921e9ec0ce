"""What to write next: questions alike that no article answered, with the best answer that a technician gave.

What lives here: questions -> groups, the largest first. What does not: where the questions are read.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from mailbot.core.kb.known import NOTHING_KNOWN, Known
from mailbot.core.kb.promote import promote
from mailbot.core.kb.query import query_from
from mailbot.core.model.article import Promotion
from mailbot.core.model.care import Answered, Question

ALIKE = 0.35
LEAST = 2
MOST_QUESTIONS = 2_000
MOST_ANSWERS = 50


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that are alike, and a draft from the best answer among them (None where no answer says enough).

    `source` is the question whose `answer` the draft is made from. `article` was made from one of them ('' for none):
    the others came after it.
    """

    asked: tuple[Question, ...]
    draft: Promotion | None = None
    source: Question | None = None
    answer: Answered | None = None
    article: str = ""

    @property
    def title(self) -> str:
        """What to call it."""
        return self.draft.title if self.draft is not None else self.asked[0].subject


def gaps(
    questions: Sequence[Question],
    *,
    lines: Mapping[str, int],
    least: int = LEAST,
    least_words: int = 12,
    known: Known = NOTHING_KNOWN,
) -> tuple[Gap, ...]:
    """Groups of at least `least` questions alike, the largest first; the newest 2,000 questions are looked at.

    Each question joins the group whose first question it is most like (cosine of rare words, at least 0.35). `lines`
    maps a technician's name to their line, `known` are words that a draft's readers know already. Where an article was
    made from one of a group, only what was asked after it counts.
    """
    asked = questions[:MOST_QUESTIONS]
    groups = ([asked[number] for number in group] for group in _groups([_words(one) for one in asked]))
    kept = sorted(filter(None, (_since_article(group, least=least) for group in groups)), key=_largest_first)
    return tuple(_with_draft(group, lines=lines, least_words=least_words, known=known) for group in kept)


def _words(one: Question) -> frozenset[str]:
    query = query_from(one.subject, one.text, names=one.people)
    return frozenset(token.stem for token in (*query.subject, *query.body) if not token.stop)


def _groups(words: Sequence[frozenset[str]]) -> list[list[int]]:
    """The places of texts that are alike; each text is compared with those first ones alone that share a word."""
    common = Counter(word for several in words for word in several)
    rare = {word: log(1 + len(words) / count) for word, count in common.items()}
    lengths = [sqrt(sum(rare[word] ** 2 for word in mine)) for mine in words]
    first_with: dict[str, list[int]] = defaultdict(list)
    groups: dict[int, list[int]] = {}
    for number, mine in enumerate(words):
        shared: dict[int, float] = defaultdict(float)
        for word in mine:
            for first in first_with[word]:
                shared[first] += rare[word] ** 2
        likeness = {first: found / (lengths[first] * lengths[number]) for first, found in shared.items()}
        best = max(likeness, key=lambda first: (likeness[first], -first), default=None)
        if best is not None and likeness[best] >= ALIKE:
            groups[best].append(number)
            continue
        groups[number] = [number]
        for word in mine:
            first_with[word].append(number)
    return list(groups.values())


def _since_article(group: list[Question], *, least: int) -> Gap | None:
    """The group, without what was asked before an article was made from it; None where too little is left."""
    written = max(
        (one for one in group if one.article_at is not None), key=lambda one: str(one.article_at), default=None
    )
    if written is None or written.article_at is None:
        return Gap(tuple(group)) if len(group) >= least else None
    moment = written.article_at
    later = tuple(one for one in group if one.opened_at is not None and one.opened_at > moment)
    return Gap(later, article=written.article) if len(later) >= least else None


def _largest_first(gap: Gap) -> tuple[int, int]:
    return (-len(gap.asked), -gap.asked[0].number)


def _with_draft(gap: Gap, *, lines: Mapping[str, int], least_words: int, known: Known) -> Gap:
    """The draft comes from the answer of the highest line, then the longest, that says what to do."""
    answers = [
        (lines.get(answer.author, 0), len(answer.text), one, answer) for one in gap.asked for answer in one.answers
    ]
    best_first = sorted(answers, key=lambda found: (-found[0], -found[1]))[:MOST_ANSWERS]
    for _, _, one, answer in best_first:
        draft = promote(
            title=None,
            question=one.text,
            answer=answer.text,
            people=one.people,
            proposed_from=one.subject,
            least_words=least_words,
            known=known,
        )
        if draft.refusal is None and not draft.holds_secret:
            return Gap(gap.asked, draft, one, answer, gap.article)
    return gap

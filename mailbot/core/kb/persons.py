"""Questions for people: money, contracts, moving and fitting things, decisions. No article answers these by itself.

What lives here: whether a question holds one of the policy's phrases. What does not: what follows (confidence.py).
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from mailbot.core.kb.query import Query


def asks_a_person(query: Query, phrases: Sequence[str]) -> bool:
    """Whether the question holds one of these phrases, as whole words; apostrophes do not count."""
    if not phrases:
        return False
    text = query.text.casefold().replace("\u2019", "").replace("'", "")
    return _pattern(tuple(phrases)).search(text) is not None


@lru_cache(maxsize=64)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    several = (r"\s+".join(re.escape(word) for word in phrase.replace("'", "").split()) for phrase in phrases)
    return re.compile(r"(?<!\w)(?:" + "|".join(several) + r")(?!\w)")

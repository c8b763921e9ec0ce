"""Synonyms that help nobody: concepts of which no article speaks.

What lives here: articles and synonyms -> names of such concepts. What does not: saying so (cli/check.py).
"""

from collections.abc import Iterable

from mailbot.core.kb.terms.document import read_article
from mailbot.core.kb.terms.lexicon import CONCEPT_MARK, read_synonyms
from mailbot.core.model.article import Article
from mailbot.core.model.policy import KbPolicy


def unused_synonyms(articles: Iterable[Article], *, kb: KbPolicy) -> tuple[str, ...]:
    """The concepts of the policy none of whose words stands in any of these articles, in the policy's order."""
    lexicon = read_synonyms(kb.synonyms)
    used: set[str] = set()
    for article in articles:
        used.update(term for term in read_article(article, lexicon=lexicon).said if term.startswith(CONCEPT_MARK))
    return tuple(concept for concept in kb.synonyms if CONCEPT_MARK + concept not in used)

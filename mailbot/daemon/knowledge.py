"""Each trust's article index, in memory and in step with the database.

What `#kb` or an import wrote is in the next answer, without a restart.
"""

import threading
from collections.abc import Mapping

from mailbot.core.kb.index import Index, build
from mailbot.core.model.policy import Policy
from mailbot.store import articles
from mailbot.store.engine import Database


class Knowledge:
    """Builds a trust's index when first asked for, then adds what changed since. Safe to share between threads."""

    def __init__(self, database: Database, policies: Mapping[str, Policy]) -> None:
        self._database = database
        self._policies = policies
        self._lock = threading.Lock()
        self._change = 0
        self._indexes: dict[str, Index] = {}

    def index(self, trust: str) -> Index:
        """The index of one trust with all that is committed now."""
        with self._lock, self._database.read() as unit:
            for change, article in articles.changed_since(unit, change=self._change):
                self._change = change
                if article.trust in self._indexes:
                    self._indexes[article.trust] = self._indexes[article.trust].with_article(article)
            if trust not in self._indexes:
                self._indexes[trust] = build(articles.published(unit, trust=trust), kb=self._policies[trust].kb)
            return self._indexes[trust]

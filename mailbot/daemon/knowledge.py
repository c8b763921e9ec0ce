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
        self._indexes: dict[str, tuple[int, Index]] = {}

    def index(self, trust: str) -> Index:
        """The index of one trust with all that is committed now."""
        with self._lock:
            known = self._indexes.get(trust)
            if known is None:
                change, found = articles.changed_since(self._database, trust=trust, change=0)
                index = build(found, kb=self._policies[trust].kb)
            else:
                change, found = articles.changed_since(self._database, trust=trust, change=known[0])
                index = known[1]
                for article in found:
                    index = index.with_article(article)
            self._indexes[trust] = (change, index)
            return index

"""Each trust's article index, in memory and in step with the database; with the model of meaning where there is one.

What `#kb` or an import wrote is in the next answer, without a restart, and so is what people said of an article.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from mailbot.core.kb.index import Index, Likeness, Meaning, build
from mailbot.core.kb.record import NO_RECORDS, Records, Vote, heard
from mailbot.core.kb.terms.lexicon import Lexicon, read_synonyms
from mailbot.core.kb.terms.reckoning import Reckoning
from mailbot.core.model.article import Article
from mailbot.core.model.policy import KbPolicy, Policy
from mailbot.store.engine import Database, Unit
from mailbot.store.errors import StoreError
from mailbot.store.kb import articles, knowledge
from mailbot.store.kb.vectors import StoredVectors, Vectors, keep, stored

# Articles that are read for their meaning while a mail waits; where more are unread, words alone must do meanwhile.
_WHILE_WAITING = 4
_AT_A_TIME = 16
_READ_AT_ONCE = 4
_STOP_SECONDS = 5.0
_PREPARED = 2_000
_MOST_BYTES = 96_000_000
# A decision is committed a little after the moment that it carries; outcomes of so long ago are read once more.
_STILL_COMMITTING = timedelta(minutes=10)
# With more votes than that in memory they are read anew, which leaves the latest.
_MOST_HEARD = 2 * knowledge.MOST_VOTES


class MeaningShelf(Protocol):
    """Some articles, ready to be compared with questions; `size` is its bytes in memory."""

    size: int

    def likenesses(self, texts: Sequence[str]) -> Mapping[str, Likeness]:
        """How like a text, and each of the parts of it that follow, articles are, by text."""


class Mind(Protocol):
    """The optional model of meaning; `name` tells models apart. `reckoning` is faster than the core's own."""

    name: str
    reckoning: Reckoning

    def read(self, title: str, body: str) -> bytes:
        """The vectors of one article, packed."""

    def shelf(self, articles: Sequence[tuple[str, bytes]]) -> MeaningShelf:
        """Articles (id, packed vectors) to be compared with questions."""


@dataclass(frozen=True, slots=True)
class _Shelved:
    """A trust's shelf of meaning, made when its articles were at `change`."""

    change: int
    shelf: MeaningShelf


@dataclass(frozen=True, slots=True)
class _Heard:
    """What people said of a trust's articles until a moment (UTC), and what of it was said shortly before that."""

    records: Records = NO_RECORDS
    until: datetime | None = None
    lately: frozenset[tuple[datetime, Vote]] = frozenset()


_NOTHING_HEARD = _Heard()


class Knowledge:
    """Builds a trust's index when first asked for, then adds what changed since. Safe to share between threads."""

    def __init__(self, database: Database, policies: Mapping[str, Policy], *, mind: Mind | None = None) -> None:
        self._database = database
        self._policies = policies
        self._mind = mind
        self._lock = threading.Lock()
        self._change = 0
        self._changes: dict[str, int] = {}
        self._indexes: dict[str, Index] = {}
        self._lexicons: dict[tuple[tuple[str, tuple[str, ...]], ...], Lexicon] = {}
        self._shelves: OrderedDict[str, _Shelved] = OrderedDict()
        self._heard: dict[str, _Heard] = {}
        self._reading: dict[str, threading.Thread] = {}
        self._stopping = threading.Event()

    @property
    def has_mind(self) -> bool:
        """Whether there is a model of meaning to ask."""
        return self._mind is not None

    def prepare(self) -> None:
        """Build indexes before the first mails ask for them: those of the first trusts, up to 2,000 articles or so.

        That is what takes about a second; the others are built when they are asked for.
        """
        built = 0
        for trust in self._policies:
            if built >= _PREPARED:
                return
            try:
                with self._database.read() as unit:
                    built += self.index(unit, trust).size
            except StoreError:
                return  # whoever needs one meets the same, and can wait

    def index(self, unit: Unit, trust: str) -> Index:
        """The index of one trust with all that the unit sees; and what another has seen that began later."""
        with self._lock:
            if trust in self._indexes:
                self._catch_up(unit)
            else:
                self._build(trust)
            self._indexes[trust] = index = self._indexes[trust].with_records(self._heard_of(unit, trust))
            return index

    def with_meaning(self, index: Index, trust: str, texts: Sequence[str]) -> Index:
        """The trust's index as it was given, with the meaning of a text and of the parts of it that follow.

        By words alone while there are articles still to be read. One run of the model for all texts: ask for a mail
        that is to be answered with articles, and for no other.
        """
        if self._mind is None or not texts:
            return index
        shelf = self._shelf(trust)
        if shelf is None:
            return index
        return index.knowing(_meanings(shelf, texts), reckoning=self._mind.reckoning)

    def stop(self) -> None:
        """Read no more articles in the background. The model's library must be at rest when the process ends."""
        self._stopping.set()
        with self._lock:
            reading = list(self._reading.values())
        for thread in reading:
            thread.join(_STOP_SECONDS)

    def _build(self, trust: str) -> None:
        kb = self._policies[trust].kb
        # of this moment: the caller's unit may have begun before a change that was caught up with meanwhile
        with self._database.read() as unit:
            if self._indexes:
                self._catch_up(unit)
            else:
                self._change = articles.last_change(unit)
            found = articles.published(unit, trust=trust)
        self._indexes[trust] = build(found, kb=kb, lexicon=self._lexicon(kb))

    def _catch_up(self, unit: Unit) -> None:
        changed: dict[str, list[Article]] = {}
        for change, article in articles.changed_since(unit, change=self._change):
            self._change = change
            self._changes[article.trust] = change
            changed.setdefault(article.trust, []).append(article)
        for trust, several in changed.items():
            if trust in self._indexes:
                self._indexes[trust] = self._indexes[trust].with_articles(several)

    def _heard_of(self, unit: Unit, trust: str) -> Records:
        """What people said of the trust's articles up to now; what was told already is not read again."""
        known = self._heard.get(trust, _NOTHING_HEARD)
        if known.records.size > _MOST_HEARD:
            known = _NOTHING_HEARD
        since = known.until - _STILL_COMMITTING if known.until is not None else None
        told = [one for one in knowledge.votes(unit, trust=trust, since=since) if one not in known.lately]
        if told:
            until = told[-1][0] if known.until is None else max(known.until, told[-1][0])
            lately = {one for one in (*known.lately, *told) if one[0] >= until - _STILL_COMMITTING}
            known = _Heard(heard(known.records, [vote for _, vote in told]), until, frozenset(lately))
        self._heard[trust] = known
        return known.records

    def _lexicon(self, kb: KbPolicy) -> Lexicon:
        """Trusts with the same synonyms share what was made of them."""
        key = tuple(sorted(kb.synonyms.items()))
        if key not in self._lexicons:
            self._lexicons[key] = read_synonyms(kb.synonyms)
        return self._lexicons[key]

    def _shelf(self, trust: str) -> MeaningShelf | None:
        """The trust's shelf as of its last change; None while too many of its articles are unread."""
        with self._lock:
            change = self._changes.get(trust, 0)
            known = self._shelves.get(trust)
            if known is not None and known.change == change:
                self._shelves.move_to_end(trust)
                return known.shelf
            if trust in self._reading:
                return None
        with self._database.read() as unit:
            published = articles.published(unit, trust=trust)
            vectors = stored(unit, trust=trust)
        unread = [article for article in published if not self._is_read(article, vectors)]
        if len(unread) > _WHILE_WAITING:
            self._read_later(trust, unread)
            return None
        fresh = {one.article: one for one in self._read(unread, trust=trust)}
        shelf = self._made(published, {**vectors, **fresh})
        with self._lock:
            self._shelves[trust] = _Shelved(change, shelf)
            self._shelves.move_to_end(trust)
            while sum(one.shelf.size for one in self._shelves.values()) > _MOST_BYTES and len(self._shelves) > 1:
                self._shelves.popitem(last=False)
        return shelf

    def _is_read(self, article: Article, vectors: Vectors) -> bool:
        known = vectors.get(article.id)
        mind = self._mind
        return known is not None and mind is not None and (known.version, known.model) == (article.version, mind.name)

    def _made(self, published: Iterable[Article], vectors: Vectors) -> MeaningShelf:
        if self._mind is None:
            raise AssertionError("a shelf of meaning needs a model")
        return self._mind.shelf([(article.id, vectors[article.id].vectors) for article in published])

    def _read_later(self, trust: str, unread: Sequence[Article]) -> None:
        with self._lock:
            if trust in self._reading or self._stopping.is_set():
                return
            given = (trust, unread)
            thread = threading.Thread(target=self._read_all, args=given, name=f"reading-{trust}", daemon=True)
            self._reading[trust] = thread
            thread.start()

    def _read_all(self, trust: str, unread: Sequence[Article]) -> None:
        try:
            for start in range(0, len(unread), _READ_AT_ONCE):
                if self._stopping.is_set():
                    return
                self._read(unread[start : start + _READ_AT_ONCE], trust=trust)
        except StoreError:
            return  # the next question begins again where this ended
        finally:
            with self._lock:
                self._reading.pop(trust, None)

    def _read(self, unread: Sequence[Article], *, trust: str) -> list[StoredVectors]:
        if self._mind is None or not unread:
            return []
        read = [vectors_of(article, self._mind) for article in unread]
        keep(self._database, read, trust=trust)
        return read


def vectors_of(article: Article, mind: Mind) -> StoredVectors:
    """What the model makes of an article, ready to be stored."""
    return StoredVectors(article.id, article.version, mind.name, mind.read(article.title, article.body))


def meanings_of(
    mind: Mind, several: Sequence[Article], *, vectors: Vectors, say: Callable[[str], None]
) -> Callable[[Sequence[str]], list[Meaning]]:
    """The meaning of texts among these articles, for a trial: what is not stored yet is read now, and not stored."""
    known = [(article, vectors.get(article.id)) for article in several]
    packed: list[tuple[str, bytes]] = []
    for number, (article, found) in enumerate(known, start=1):
        if found is not None and (found.version, found.model) == (article.version, mind.name):
            packed.append((article.id, found.vectors))
            continue
        if number % _AT_A_TIME == 1:
            say(f"reading articles for their meaning: {number} of {len(known)}")
        packed.append((article.id, mind.read(article.title, article.body)))
    shelf = mind.shelf(packed)
    return lambda texts: _meanings(shelf, texts)


def _meanings(shelf: MeaningShelf, texts: Sequence[str]) -> list[Meaning]:
    return [Meaning(text, likeness) for text, likeness in shelf.likenesses(texts).items()]

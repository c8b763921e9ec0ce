"""How fast a mail is matched: `python -m bench.kb [--model data/model]`. One core, one process, made-up articles.

Articles of 132 words are put together from the demo trust's sentences, with made-up product names between them, and
asked with 60 words of its style. Prints build time, latency and memory; ends with 1 where a figure is not reached.
"""

import argparse
import json
import multiprocessing
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from mailbot.core.kb.index import Index, Meaning, build
from mailbot.core.kb.propose import propose
from mailbot.core.kb.query import query_from
from mailbot.core.kb.rank import rank
from mailbot.core.model.article import Article, Scope
from mailbot.core.model.policy import KbPolicy, OfferPolicy, Policy
from mailbot.daemon.bootstrap import load_mind
from mailbot.daemon.knowledge import Knowledge
from mailbot.settings.articles import load_articles
from mailbot.settings.config import load
from mailbot.settings.rules import load_policy
from mailbot.store.engine import Database, open_database
from mailbot.store.kb.articles import import_articles
from mailbot.store.migrations.upgrade import upgrade

TOP = Path(__file__).parents[1]
MAILS = 400
WORDS = 60
ONE = 10_000
TRUSTS, EACH = 1_000, 200
OFFER = OfferPolicy()


def main() -> int:
    """Measure and print; 1 where something took too long."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=TOP / "data" / "model", help="the folder of a model of meaning")
    parser.add_argument("--part", choices=("one", "many"), help="one large trust, or many; default both")
    options = parser.parse_args()
    if options.part is None:
        return max(_alone(part, model=options.model) for part in ("one", "many"))
    settings = load(TOP / "config.toml", environ={})
    policy = load_policy("tvlt", TOP / "data" / "demo", base=TOP / "rules", mailboxes=settings.mailboxes)
    writer = Writer(random.Random(7))  # noqa: S311 -- the same articles each time
    reached = [
        *(one_large_trust(policy.kb, writer, model=options.model) if options.part == "one" else ()),
        *(many_trusts(policy, writer) if options.part == "many" else ()),
    ]
    return 0 if all(reached) else 1


def _alone(part: str, *, model: Path) -> int:
    """One part in a process of its own, so that its memory is not counted with that of the other."""
    command = [sys.executable, "-m", "bench.kb", "--part", part, "--model", str(model.resolve())]
    return subprocess.run(command, cwd=TOP, check=False).returncode


class Writer:
    """Writes articles and mails from what the demo trust's articles say."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        articles = load_articles(TOP / "data" / "demo" / "articles", trust="tvlt")
        self._titles = [article.title for article in articles]
        pieces = [piece for article in articles for piece in re.split(r"(?<=[.!?])\s+|\n+", article.body)]
        self._sentences = [piece for piece in pieces if len(piece.split()) > 3]
        self._words = sorted({word for sentence in self._sentences for word in sentence.split()})

    def article(self, number: int, *, trust: str) -> Article:
        """One article of 132 words; every ninth word may be a product's name that few others have."""
        words = " ".join(self._chance.sample(self._sentences, 12)).split()[:132]
        for place in range(0, len(words), 9):
            if self._chance.random() < 0.5:
                words[place] = f"prod{self._chance.randrange(20_000)}"
        title = f"{self._chance.choice(self._titles)} {self._chance.choice(self._words)}"
        body = " ".join(words[:30]) + "\n\n" + " ".join(words[30:])
        tags = tuple(self._chance.sample(self._words, 4))
        return Article(id=f"KB-{number}", trust=trust, title=title, body=body, tags=tags)

    def mail(self) -> str:
        """Sixty words, some of them misspelt."""
        words = " ".join(self._chance.sample(self._sentences, 6)).split()[:WORDS]
        for place in range(5, len(words), 12):
            words[place] = words[place][:2] + words[place][3:]
        return " ".join(words)


def one_large_trust(kb: KbPolicy, writer: Writer, *, model: Path) -> Iterator[bool]:
    """10,000 articles of one trust."""
    articles = [writer.article(number, trust="t") for number in range(ONE)]
    start = time.process_time()
    index = build(articles, kb=kb)
    yield told(f"index of {ONE:,} articles built", time.process_time() - start, "s", most=5.0)
    mails = [writer.mail() for _ in range(MAILS)]
    scope = Scope("t", "oakfold")
    yield from latencies(
        f"a mail of {WORDS} words against {ONE:,} articles, by words",
        mails,
        lambda mail: propose(query_from("", mail), index, scope=scope, offer=OFFER),
        most=25.0,
    )
    start = time.process_time()
    for number in range(20):
        index = index.with_article(writer.article(number, trust="t"))
    yield told("a changed article is in the index", (time.process_time() - start) / 20 * 1000, "ms", most=250.0)
    yield from with_meaning(index, articles, mails, model=model, scope=scope)


def with_meaning(
    index: Index, articles: Sequence[Article], mails: Sequence[str], *, model: Path, scope: Scope
) -> Iterator[bool]:
    """The same with the model; 200 articles are read, and their vectors stand for all."""
    mind = load_mind(model, say=print)
    if mind is None:
        print(f"no model in {model}: `make model` fetches one; the figures with it are left out")
        return
    start = time.process_time()
    read = [mind.read(article.title, article.body) for article in articles[:200]]
    told("one article read for its meaning, once", (time.process_time() - start) / 200 * 1000, "ms")
    shelf = mind.shelf([(article.id, read[place % len(read)]) for place, article in enumerate(articles)])
    print(f"vectors of {len(articles):,} articles in memory: {shelf.size / 1e6:.0f} MB")

    def ask(mail: str) -> None:
        query = query_from("", mail)
        alike = shelf.likenesses(query.texts)
        knowing = index.knowing([Meaning(text, likeness) for text, likeness in alike.items()], reckoning=mind.reckoning)
        propose(query, knowing, scope=scope, offer=OFFER)

    yield from latencies(f"the same by words and meaning, {ONE:,} articles", mails, ask, most=40.0)


def many_trusts(policy: Policy, writer: Writer) -> Iterator[bool]:
    """1,000 trusts of 200 articles each in one process, from a database, indexes built when first needed."""
    names = [f"trust-{number}" for number in range(TRUSTS)]
    with tempfile.TemporaryDirectory() as folder:
        # in a process of its own, so that what the filling needs is not counted
        filling = multiprocessing.get_context("spawn").Process(target=fill, args=(folder, names, writer))
        filling.start()
        filling.join()
        database = open_database(f"sqlite:///{folder}/bench.sqlite3")
        before = memory()
        knowledge = Knowledge(database, dict.fromkeys(names, policy))
        index_now = partial(index_of, knowledge, database)
        built = [timed(partial(index_now, name)) for name in names]
        yield told(f"index of a trust's {EACH} articles, when first needed", worst(built), "ms (p99)", most=1_000.0)
        mails = [writer.mail() for _ in range(MAILS)]
        chance = random.Random(3)  # noqa: S311 -- which trust asks
        yield from latencies(
            f"a mail to one of {TRUSTS:,} trusts of {EACH} articles",
            mails,
            lambda mail: ask_one(index_now, chance.choice(names), mail),
            most=25.0,
        )
        yield told("memory of the whole process", memory(), f"MB ({before:.0f} before)", most=400.0)
        database.close()


def fill(folder: str, names: Sequence[str], writer: Writer) -> None:
    """A database with the articles of all trusts."""
    database = open_database(f"sqlite:///{folder}/bench.sqlite3")
    upgrade(database)
    for name in names:
        some = [writer.article(number, trust=name) for number in range(EACH)]
        import_articles(database, some, now=datetime(2026, 11, 26, 8, tzinfo=UTC))
    database.close()


def index_of(knowledge: Knowledge, database: Database, trust: str) -> Index:
    """A trust's index as the daemon takes it for each mail."""
    with database.read() as unit:
        return knowledge.index(unit, trust)


def ask_one(index_now: Callable[[str], Index], trust: str, mail: str) -> None:
    """One mail as the daemon asks it."""
    rank(query_from("", mail), index_now(trust), scope=Scope(trust, "oakfold"))


def latencies(what: str, mails: Sequence[str], ask: Callable[[str], object], *, most: float) -> Iterator[bool]:
    """Print p50 and p99 of asking these mails one by one."""
    took = [timed(partial(ask, mail)) for mail in mails]
    print(f"{what}: p50 {sorted(took)[len(took) // 2]:.1f} ms")
    yield told(f"{what}: p99", worst(took), "ms", most=most)


def timed(act: Callable[[], object]) -> float:
    """Milliseconds of this process's time."""
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def worst(took: Sequence[float]) -> float:
    """The 99th percentile."""
    return sorted(took)[min(len(took) - 1, int(len(took) * 0.99))]


def memory() -> float:
    """Resident memory now, in megabytes (10^6)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def told(what: str, value: float, unit: str, *, most: float | None = None) -> bool:
    """Print one figure as a line of text and of JSON; False where it is more than it may be."""
    reached = most is None or value <= most
    limit = "" if most is None else f"  (at most {most:g}{'' if reached else ': NOT REACHED'})"
    print(f"{what}: {value:.1f} {unit}{limit}")
    print(json.dumps({"what": what, "value": round(value, 2), "most": most}), file=sys.stderr)
    return reached


if __name__ == "__main__":
    sys.exit(main())

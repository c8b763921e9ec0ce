"""Articles kept alive: `kb history`, `kb export`, `kb health`, `kb gaps`. The other actions are in kb.py."""

import argparse
import difflib
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from mailbot.cli.desk.opened import add_trust, now_utc, opened, policy_of, zone_of
from mailbot.cli.page import add_action, counted, moment, say, say_json, strong, table, wrapped
from mailbot.core.kb.care.gaps import Asked, Gap, gaps
from mailbot.core.kb.care.health import Record, findings
from mailbot.core.kb.index import build
from mailbot.core.model.article import Article
from mailbot.core.model.policy import Policy
from mailbot.settings.articles import article_as_markdown, load_articles
from mailbot.settings.errors import SettingsError
from mailbot.settings.installation import Settings
from mailbot.store import articles as store
from mailbot.store import knowledge, lists

_DAYS = 28


def add_actions(actions: Any) -> None:
    """The arguments of these four. `actions` is argparse's."""
    past = add_action(
        actions, "history", summary="every version of an article, and what changed", examples="mailbot kb history KB-12"
    )
    past.add_argument("id", metavar="ID", help="such as KB-1042, or 1042")
    out = add_action(
        actions,
        "export",
        summary="write every article as a file; files that say the same already are left as they are",
        examples="mailbot kb export articles/",
    )
    out.add_argument("folder", type=Path, metavar="DIR", help="made where it is not there")
    ill = add_action(
        actions,
        "health",
        summary="articles that fail, that nobody meets, that a newer one repeats, that are old",
        examples="mailbot kb health",
    )
    missing = add_action(
        actions,
        "gaps",
        summary="questions alike that no article answered, with the best answer as a draft",
        examples="mailbot kb gaps --days 28 --least 3",
    )
    missing.add_argument("--days", type=int, default=_DAYS, metavar="N", help=f"how far back (default {_DAYS})")
    missing.add_argument("--least", type=int, default=2, metavar="N", help="at least so many questions (default 2)")
    for action in (past, out, ill, missing):
        add_trust(action)


def history(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    """Print the versions, newest last, each with its difference to the one before."""
    id_ = f"KB-{options.id}" if options.id.isdecimal() else options.id.upper()
    with opened(settings) as database, database.read() as unit:
        found = knowledge.history(unit, trust=trust, article=id_)
        now = store.show(unit, trust=trust, article=id_)
    if now is None:
        sys.exit(f"there is no article {id_}; find it by its words: mailbot kb search, or: mailbot kb list")
    if options.json:
        say_json({"id": id_, "state": now.state, "versions": found})
        return 0
    zone = zone_of(settings)
    say([strong(f"{id_} is {now.state}, version {now.version}")])
    before: list[str] = []
    for one in found:
        say(["", *wrapped(one.title, first=f"v{one.version}  {moment(one.at, zone=zone)}  {one.author or 'import'}  ")])
        lines = one.body.splitlines()
        if before:
            changes = difflib.unified_diff(before, lines, lineterm="", n=0)
            say(
                line
                for change in list(changes)[2:]
                if change[:2] != "@@"
                for line in wrapped(change[1:], first=f"  {change[0]} ")
            )
        before = lines
    return 0


def export(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    """Write files; a file that holds an article of the same words keeps its bytes and its name."""
    with opened(settings) as database, database.read() as unit:
        articles = lists.article_list(unit, trust=trust)
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    there = _files(folder, trust=trust)
    report = [{"what": _write(one, folder, there), "id": one.id, "title": one.title} for one in articles]
    if options.json:
        say_json(report)
        return 0
    say(table([(row["what"], row["id"], row["title"]) for row in report], indent=0))
    counts = (f"{sum(row['what'] == what for row in report)} {what}" for what in ("written", "changed", "unchanged"))
    say([strong(", ".join(counts))])
    return 0


def _files(folder: Path, *, trust: str) -> dict[str, tuple[Path, Article]]:
    """The articles that stand in files already, by id."""
    found: dict[str, tuple[Path, Article]] = {}
    try:
        known = {article.id: article for article in load_articles(folder, trust=trust)}
    except SettingsError as error:
        sys.exit(f"nothing was written: {error}")
    for file in folder.rglob("*.md"):
        named = re.search(r'^id = "([A-Z]{1,8}-[0-9]{1,9})"', file.read_text(encoding="utf-8-sig"), re.MULTILINE)
        if named and named[1] in known:
            found[named[1]] = (file, known[named[1]])
    return found


def _write(article: Article, folder: Path, there: dict[str, tuple[Path, Article]]) -> str:
    text = article_as_markdown(article)
    if article.id not in there:
        slug = re.sub(r"[^a-z0-9]+", "-", article.title.lower()).strip("-")[:50].strip("-")
        (folder / f"{article.id.lower()}-{slug}.md").write_text(text, encoding="utf-8")
        return "written"
    file, known = there[article.id]
    if article_as_markdown(known) == text or _same_words(known, article):
        return "unchanged"
    file.write_text(text, encoding="utf-8")
    return "changed"


def _same_words(known: Article, article: Article) -> bool:
    """Apart from the version, which a file need not say."""
    return (*_words(known),) == (*_words(article),)


def _words(one: Article) -> Iterator[object]:
    yield from (one.title, one.body.strip(), one.audience, one.schools, one.tags, one.state, one.line, one.author)
    yield one.updated


def health(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    """Print what ails the published articles, each with its reason."""
    policy = policy_of(settings, trust)
    with opened(settings) as database, database.read() as unit:
        articles = store.published(unit, trust=trust)
        told = knowledge.outcomes(unit, trust=trust)
    records = {id_: Record(sum(of.values()), of.get("solved", 0), of.get("not_solved", 0)) for id_, of in told.items()}
    found = findings(
        articles,
        records=records,
        index=build(articles, kb=policy.kb),
        today=now_utc().astimezone(policy.zone).date(),
        duplicate=policy.promotion.duplicate,
    )
    if options.json:
        say_json([{"id": one.article.id, "ailment": one.ailment, "why": one.why} for one in found])
        return 0
    for one in found:
        say(wrapped(f"{one.article.title}: {one.why}", first=f"{one.ailment:<10} {one.article.id:<8} "))
    say([strong(f"{counted(len(found), 'finding')} on {counted(len(articles), 'published article')}")])
    return 0


def missing(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    """Print groups of questions that no article answered, the largest first, each with a draft where there is one."""
    policy = policy_of(settings, trust)
    since = now_utc() - timedelta(days=options.days)
    with opened(settings) as database, database.read() as unit:
        asked = knowledge.unanswered(unit, trust=trust, since=since)
    found = gaps([_asked(one, policy) for one in asked], least=options.least, least_words=policy.promotion.least_words)
    if options.json:
        say_json(
            [{"requests": [one.request for one in gap.asked], "title": gap.title, "draft": gap.draft} for gap in found]
        )
        return 0
    for number, gap in enumerate(found, start=1):
        say(_gap(number, gap))
    say(
        [
            strong(
                f"{counted(len(found), 'gap')} among {counted(len(asked), 'question')} of the last {options.days} days"
            )
        ]
    )
    return 0


def _asked(one: knowledge.Question, policy: Policy) -> Asked:
    lines = {technician.name: technician.line for technician in policy.technicians.values()}
    answers = tuple((lines.get(author, 0), text) for author, text in one.answers)
    return Asked(one.number, one.subject, one.text, one.people, answers)


def _gap(number: int, gap: Gap) -> Iterator[str]:
    requests = ", ".join(str(one.request) for one in gap.asked[:10])
    yield from wrapped(f"{gap.title} ({counted(len(gap.asked), 'question')}: {requests})", first=f"{number}. ")
    if gap.draft is None:
        yield "   no answer among them says enough for a draft"
    else:
        yield from (line for text in gap.draft.body.splitlines() for line in wrapped(text, first="   | "))
    yield ""

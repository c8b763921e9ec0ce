"""Articles kept alive: `kb history`, `kb export`, `kb health`, `kb gaps`. The others are in the files beside it."""

import argparse
import difflib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from mailbot.cli.desk.article_file import NO_ARTICLE, article_id
from mailbot.cli.desk.opened import names_of, now_utc, opened, policy_of, zone_of
from mailbot.cli.page import counted, moment, say, say_json, strong, table, wrapped
from mailbot.core.kb.care.gaps import Gap, gaps
from mailbot.core.kb.care.health import findings
from mailbot.core.kb.index import build
from mailbot.core.kb.known import known_to
from mailbot.core.model.article import Article, Picture, Scope
from mailbot.settings.articles import article_as_markdown, load_articles
from mailbot.settings.errors import SettingsError
from mailbot.settings.installation import Settings
from mailbot.settings.pictures import with_files
from mailbot.store import pictures
from mailbot.store.kb import articles as store
from mailbot.store.kb import knowledge
from mailbot.store.look import lists

Thing = TypeVar("Thing")

_EVERY = 50
_DONE = {"undone": "taken back"}


def told(things: Iterable[Thing], *, of: int, doing: str) -> Iterator[Thing]:
    """The same things; on a terminal every fifty of them are told on standard error."""
    for number, one in enumerate(things, start=1):
        if number % _EVERY == 0 and sys.stderr.isatty():
            print(f"{doing} {number} of {of} ...", file=sys.stderr)
        yield one


def history(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    """Print the versions, newest last, each with its difference to the one before, and what was done with them."""
    id_ = article_id(options.id)
    with opened(settings) as database, database.read() as unit:
        found = knowledge.history(unit, trust=trust, article=id_)
        done = knowledge.events(unit, trust=trust, article=id_)
        now = store.show(unit, trust=trust, article=id_)
    if now is None:
        sys.exit(NO_ARTICLE.format(id=id_))
    if options.json:
        say_json({"id": id_, "state": now.state, "versions": found, "events": done})
        return 0
    names = names_of(settings, trust)
    zone = zone_of(settings)
    say([strong(f"{id_} is {now.state}, version {now.version}")])
    before: list[str] = []
    for one in found:
        of_it = [event for event in done if event.version == one.version]
        say(["", *wrapped(one.title, first=f"v{one.version}  ")])
        say(f"    {moment(event.at, zone=zone)}  {_doing(event, names)}" for event in of_it)
        if not of_it:
            say([f"    {moment(one.at, zone=zone)}  {names.get(one.author, one.author) or 'imported'}"])
        lines = one.body.splitlines()
        say(_changed(before, lines))
        before = lines
    return 0


def _doing(event: knowledge.Event, names: Mapping[str, str]) -> str:
    who = names.get(event.by, event.by) or "the operator"
    return f"{_DONE.get(event.what, event.what)} by {who}"


def _changed(before: list[str], after: list[str]) -> Iterator[str]:
    changes = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:] if before else ()
    for change in changes:
        if change[:2] != "@@":
            yield from wrapped(change[1:], first=f"  {change[0]} ")


def export(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    """Write files; a file that holds an article of the same words keeps its bytes and its name."""
    folder: Path = options.folder
    try:
        report = _exported(folder, settings, trust)
    except OSError as error:
        why = error.strerror or error
        sys.exit(f"{error.filename or folder} cannot be written ({why}): name a folder that mailbot may write to")
    if options.json:
        say_json(report)
        return 0
    say(table([(row["what"], row["id"], row["title"]) for row in report], indent=0))
    counts = (f"{sum(row['what'] == what for row in report)} {what}" for what in ("written", "changed", "unchanged"))
    say([strong(", ".join(counts))])
    return 0


def _exported(folder: Path, settings: Settings, trust: str) -> list[dict[str, str]]:
    """What became of each article. Raises OSError."""
    with opened(settings) as database, database.read() as unit:
        articles = lists.article_list(unit, trust=trust)
        folder.mkdir(parents=True, exist_ok=True)
        there = _files(folder, trust=trust)
        return [
            {"what": _write(one, folder, there, pictures.of_articles(unit, (one,))), "id": one.id, "title": one.title}
            for one in told(articles, of=len(articles), doing="writing")
        ]


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


def _write(article: Article, folder: Path, there: dict[str, tuple[Path, Article]], shown: Mapping[str, Picture]) -> str:
    if article.id not in there:
        slug = re.sub(r"[^a-z0-9]+", "-", article.title.lower()).strip("-")[:50].strip("-")
        _put(article, folder / f"{article.id.lower()}-{slug}.md", shown)
        return "written"
    file, known = there[article.id]
    if article_as_markdown(known) == article_as_markdown(article) or _same_words(known, article):
        return "unchanged"
    _put(article, file, shown)
    return "changed"


def _put(article: Article, file: Path, shown: Mapping[str, Picture]) -> None:
    """The pictures first, so that the file never names one that is not there."""
    body, files = with_files(article.body, stem=file.stem, pictures=shown)
    for name, data in files.items():
        (file.parent / name).write_bytes(data)
    file.write_text(article_as_markdown(replace(article, body=body)), encoding="utf-8")


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
        uses = knowledge.uses(unit, trust=trust)
    found = findings(
        articles,
        uses=uses,
        index=build(articles, kb=policy.kb),
        today=now_utc().astimezone(policy.zone).date(),
        duplicate=policy.promotion.duplicate,
    )
    if options.json:
        say_json([{"id": one.article.id, "ailment": one.ailment, "why": one.why} for one in found])
        return 0
    for one in found:
        say(wrapped(f"{one.article.title}: {one.why}", first=f"{one.ailment:<12} {one.article.id:<8} "))
    say([strong(f"{counted(len(found), 'finding')} on {counted(len(articles), 'published article')}")])
    return 0


def missing(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    """Print groups of questions that no article answered, the largest first, each with a draft where there is one."""
    policy = policy_of(settings, trust)
    since = now_utc() - timedelta(days=options.days)
    with opened(settings) as database, database.read() as unit:
        asked = knowledge.unanswered(unit, trust=trust, since=since)
        index = build(store.published(unit, trust=trust), kb=policy.kb)
    known = known_to(Scope(trust, ""), index=index, policy=policy)
    lines = {technician.name: technician.line for technician in policy.technicians.values()}
    found = gaps(asked, lines=lines, least=options.least, least_words=policy.promotion.least_words, known=known)
    if options.json:
        say_json(
            [{"requests": [one.number for one in gap.asked], "title": gap.title, "draft": gap.draft} for gap in found]
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


def _gap(number: int, gap: Gap) -> Iterator[str]:
    requests = ", ".join(str(one.number) for one in gap.asked[:10])
    yield from wrapped(f"{gap.title} ({counted(len(gap.asked), 'question')}: {requests})", first=f"{number}. ")
    if gap.article:
        yield f"   {gap.article} was made from an earlier one and has not answered these"
    if gap.answer is not None:
        yield from wrapped(
            f"{gap.answer.author} answered ticket {gap.source.number if gap.source else ''}:", first="   "
        )
    if gap.draft is None:
        yield "   no answer among them says enough for a draft"
    else:
        yield from (line for text in gap.draft.body.splitlines() for line in wrapped(text, first="   | "))
    yield ""

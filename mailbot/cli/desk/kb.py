"""The work of `mailbot kb`: list, show, search, add, import. The other actions are in the files beside it."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mailbot.cli.desk import kb_care
from mailbot.cli.desk.article_file import NO_ARTICLE, UNNUMBERED, article_id, read_article
from mailbot.cli.desk.kb_evaluate import run_evaluate
from mailbot.cli.desk.kb_try import run_try
from mailbot.cli.desk.opened import now_utc, opened, policy_of, school_of, settings_of, trust_of
from mailbot.cli.installation import or_exit
from mailbot.cli.page import counted, say, say_json, strong, table, wrapped
from mailbot.core.kb.index import build
from mailbot.core.kb.propose import CANDIDATES, propose
from mailbot.core.kb.query import query_from
from mailbot.core.model.article import Article, Match, Picture, Reason, Scope
from mailbot.settings.articles import article_as_markdown, load_articles
from mailbot.settings.installation import Settings
from mailbot.settings.pictures import pictures_below
from mailbot.store.engine import Database
from mailbot.store.kb import articles as store
from mailbot.store.kb import knowledge
from mailbot.store.look import lists
from mailbot.store.numbers import Numbers

_MOST_FOUND = CANDIDATES


def run(options: argparse.Namespace) -> int:
    """Do the one that was asked for."""
    settings = settings_of(options)
    trust = trust_of(options, settings)
    actions: dict[str, Callable[[argparse.Namespace, Settings, str], int]] = {
        "list": _list,
        "show": _show,
        "search": _search,
        "add": _add,
        "import": _import,
        "history": kb_care.history,
        "export": kb_care.export,
        "health": kb_care.health,
        "gaps": kb_care.missing,
        "try": run_try,
        "evaluate": run_evaluate,
    }
    return actions[options.action](options, settings, trust)


def _list(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    school = school_of(options, policy_of(settings, trust)) if options.school else None
    with opened(settings) as database, database.read() as unit:
        found = lists.article_list(unit, trust=trust, state=options.state, audience=options.audience, school=school)
    if options.json:
        say_json(found)
        return 0
    rows = [(one.id, one.state, one.audience, _schools(one), one.title) for one in found]
    if rows:
        lines = table(rows, head=("id", "state", "for", "schools", "title"), indent=0, whole=(0, 1, 2))
        say([*lines, "", counted(len(found), "article")])
    elif options.state or options.audience or options.school:
        say(["No article fits. All of them: mailbot kb list"])
    else:
        say(["There is no article yet. To bring some in: mailbot kb import FOLDER"])
    return 0


def _schools(article: Article) -> str:
    if not article.schools:
        return "all"
    more = len(article.schools) - 1
    return article.schools[0] + (f" and {more} more" if more else "")


def _show(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    id_ = article_id(options.id)
    with opened(settings) as database, database.read() as unit:
        found = store.show(unit, trust=trust, article=id_)
    if found is None:
        sys.exit(NO_ARTICLE.format(id=id_))
    if options.json:
        say_json(found)
    else:
        # word for word, so that it can be kept in a file, changed and added again; our articles hold no controls
        say(_printable(line) for line in article_as_markdown(found).rstrip("\n").split("\n"))
    return 0


def _printable(line: str) -> str:
    return "".join(letter if letter.isprintable() or letter == "\t" else "\ufffd" for letter in line)


def _search(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    policy = policy_of(settings, trust)
    school = school_of(options, policy)
    with opened(settings) as database, database.read() as unit:
        records = knowledge.records(unit, trust=trust)
        index = build(store.published(unit, trust=trust), kb=policy.kb).with_records(records)
    scope = Scope(trust=trust, school=school or "", audience="technician" if options.technician else "staff")
    found_for = propose(query_from("", " ".join(options.words)), index, scope=scope, offer=policy.offer, grounds=True)
    matches = found_for.candidates[: max(1, min(options.limit, _MOST_FOUND))]
    offered = frozenset(match.article.id for match in found_for.offered)
    if options.json:
        found = [{"match": match, "offered": match.article.id in offered} for match in matches]
        say_json({"scope": scope, "confidence_needed": policy.offer.confidence, "found": found})
    else:
        say(_matches(matches, offered=offered, needed=policy.offer.confidence))
    return 0


def _matches(matches: Sequence[Match], *, offered: frozenset[str], needed: float) -> Iterator[str]:
    if not matches:
        yield "Nothing holds any of these words: a ticket would be opened."
        return
    for match in matches:
        mark = "offered  " if match.article.id in offered else " " * 9 if offered else ""
        yield from wrapped(match.article.title, first=f"{match.confidence:>4.0%}  {match.article.id:<8}  {mark}")
        grounds = dict.fromkeys(_ground(reason) for reason in match.reasons)
        told = f"; {match.record.told}" if match.record is not None else ""
        yield from wrapped(", ".join(grounds) + told, first="      why: ")
    yield ""
    if offered:
        yield f"A requester gets the {counted(len(offered), 'article')} marked so, before any ticket."
    else:
        yield f"None is sure enough ({needed:.0%} is needed): a ticket would be opened."


def _ground(reason: Reason) -> str:
    words = reason.word if reason.word == reason.met else f"{reason.word} ~ {reason.met}"
    return f"{words} ({reason.field})"


def _add(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    policy = policy_of(settings, trust)
    article = or_exit(lambda: read_article(options.file, trust=trust, schools=policy.schools))
    with opened(settings, write=True) as database:
        if article.id == UNNUMBERED:
            article = replace(article, id=f"KB-{Numbers(database).article(trust)}")
        report = _bring_in(database, [article], trust=trust)
    return _say_report(report, options)


def _import(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    policy = policy_of(settings, trust)
    _progress(f"reading {options.folder} ...")
    found = or_exit(lambda: load_articles(options.folder, trust=trust, schools=policy.schools))
    if not found:
        sys.exit(f"{options.folder} holds no article: one *.md for each, Markdown below +++ front matter +++")
    with opened(settings, write=True) as database:
        _progress(f"writing {counted(len(found), 'article')} ...")
        shown = pictures_below(options.folder, found)
        report = _bring_in(database, found, trust=trust, shown=shown)
    return _say_report(report, options)


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


def _bring_in(
    database: Database, articles: Sequence[Article], *, trust: str, shown: Mapping[str, Picture] = MappingProxyType({})
) -> list[dict[str, Any]]:
    """What became of each article: `added`, `updated` or `unchanged`; all of them in one transaction."""
    with database.read() as unit:
        before = lists.article_versions(unit, trust=trust)
    told = kb_care.told(articles, of=len(articles), doing="writing")
    store.import_articles(database, told, now=now_utc(), shown=shown)
    with database.read() as unit:
        after = lists.article_versions(unit, trust=trust)
    return [
        {
            "id": one.id,
            "what": "added" if one.id not in before else "unchanged" if before[one.id] == after[one.id] else "updated",
            "version": after[one.id],
            "state": one.state,
            "title": one.title,
        }
        for one in articles
    ]


def _say_report(report: Sequence[dict[str, Any]], options: argparse.Namespace) -> int:
    if options.json:
        say_json(report)
        return 0
    say(table([(row["what"], row["id"], f"v{row['version']}", row["title"]) for row in report], indent=0))
    if len(report) > 1:
        counts = (f"{sum(row['what'] == what for row in report)} {what}" for what in ("added", "updated", "unchanged"))
        say([strong(", ".join(counts))])
    return 0

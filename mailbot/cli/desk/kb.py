"""Articles: list and show them, add or import files; ask the knowledge base as a mail would, and judge its answers.

examples:
  mailbot kb list --audience staff --school kestrel-park
  mailbot kb show KB-1042
  mailbot kb search "cant get the smartboard to show my laptop" --school kestrel-park
  mailbot kb add projector.md
  mailbot kb import articles/
  mailbot kb export articles/
  mailbot kb history KB-1042
  mailbot kb health
  mailbot kb gaps
  mailbot kb try last-month/*.eml
  mailbot kb evaluate labelled.jsonl --fit

A file is Markdown below TOML front matter between +++ lines (title, audience, tags ...). Importing twice changes
nothing. A running daemon answers with what was added or imported within seconds.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from mailbot.cli.desk import kb_care
from mailbot.cli.desk.article_file import UNNUMBERED, read_article
from mailbot.cli.desk.kb_evaluate import evaluate_arguments, run_evaluate
from mailbot.cli.desk.kb_try import run_try, try_arguments
from mailbot.cli.desk.opened import add_trust, now_utc, opened, policy_of, school_of, settings_of, trust_of
from mailbot.cli.installation import or_exit
from mailbot.cli.page import add_action, counted, say, say_json, strong, table, wrapped
from mailbot.core.kb.index import build
from mailbot.core.kb.propose import CANDIDATES, propose
from mailbot.core.kb.query import query_from
from mailbot.core.model.article import Article, ArticleState, Audience, Match, Reason, Scope
from mailbot.settings.articles import article_as_markdown, load_articles
from mailbot.settings.installation import Settings
from mailbot.store import articles as store
from mailbot.store import lists
from mailbot.store.engine import Database
from mailbot.store.numbers import Numbers

_FOUND = 5
_MOST_FOUND = CANDIDATES


def arguments(parser: argparse.ArgumentParser) -> None:
    """list, show, search, add, import, try, evaluate."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _list_arguments(actions)
    kb_care.add_actions(actions)
    show = add_action(
        actions, "show", summary="one article as it is now, in the form of a file", examples="mailbot kb show KB-1042"
    )
    show.add_argument("id", metavar="ID", help="such as KB-1042, or 1042")
    add_trust(show)
    search = add_action(
        actions,
        "search",
        summary="what a requester who writes these words would be offered, how sure that is and why",
        examples='mailbot kb search "cant print" --school oakfold\nmailbot kb search "wifi code" --technician',
    )
    search.add_argument("words", nargs="+", metavar="WORDS", help="as somebody would write them")
    search.add_argument(
        "--school", metavar="ID", help="whose requester asks (default: articles of the whole trust alone)"
    )
    search.add_argument("--technician", action="store_true", help="a technician asks: technicians' articles, too")
    search.add_argument("--limit", type=int, default=_FOUND, metavar="N", help=f"at most so many (default {_FOUND})")
    add_trust(search)
    add = add_action(
        actions,
        "add",
        summary="add one article, or a new version of one; without an id in the file it gets the next number",
        examples="mailbot kb add projector.md",
    )
    add.add_argument("file", type=Path, metavar="FILE.md", help="Markdown below +++ front matter +++")
    add_trust(add)
    importing = add_action(
        actions,
        "import",
        summary="bring in every *.md of a folder, all or nothing; what is there already stays unchanged",
        examples="mailbot kb import articles/",
    )
    importing.add_argument("folder", type=Path, metavar="DIR", help="with one article in each *.md")
    add_trust(importing)
    try_arguments(actions)
    evaluate_arguments(actions)


def _list_arguments(actions: Any) -> None:
    listing = add_action(
        actions,
        "list",
        summary="articles by number",
        examples="mailbot kb list --state draft\nmailbot kb list --audience staff --school kestrel-park",
    )
    listing.add_argument("--state", choices=get_args(ArticleState), help="in this state alone")
    listing.add_argument("--audience", choices=get_args(Audience), help="for these alone")
    listing.add_argument("--school", metavar="ID", help="what this school may see")
    add_trust(listing)


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
    lines = table(rows, head=("id", "state", "for", "schools", "title"), indent=0, whole=(0, 1, 2)) if rows else []
    say([*lines, *([""] if rows else []), counted(len(found), "article")])
    return 0


def _schools(article: Article) -> str:
    if not article.schools:
        return "all"
    more = len(article.schools) - 1
    return article.schools[0] + (f" and {more} more" if more else "")


def _show(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    id_ = f"KB-{options.id}" if options.id.isdecimal() else options.id.upper()
    with opened(settings) as database, database.read() as unit:
        found = store.show(unit, trust=trust, article=id_)
    if found is None:
        sys.exit(f'there is no article {id_}; find it by its words: mailbot kb search "...", or: mailbot kb list')
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
        index = build(store.published(unit, trust=trust), kb=policy.kb)
    scope = Scope(trust=trust, school=school or "", audience="technician" if options.technician else "staff")
    found_for = propose(query_from("", " ".join(options.words)), index, scope=scope, offer=policy.offer)
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
        yield from wrapped(", ".join(grounds), first="      why: ")
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
        report = _bring_in(database, found, trust=trust)
    return _say_report(report, options)


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


def _bring_in(database: Database, articles: Sequence[Article], *, trust: str) -> list[dict[str, Any]]:
    """What became of each article: `added`, `updated` or `unchanged`; all of them in one transaction."""
    with database.read() as unit:
        before = lists.article_versions(unit, trust=trust)
    store.import_articles(database, articles, now=now_utc())
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

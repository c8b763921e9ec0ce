"""Articles: list and show them, add or import files; ask the knowledge base as a mail would, and judge its answers.

examples:
  mailbot kb list --audience staff --school kestrel-park
  mailbot kb show KB-1042
  mailbot kb search "smartboard does not show my laptop" --school kestrel-park
  mailbot kb add projector.md
  mailbot kb import articles/
  mailbot kb export articles/
  mailbot kb history KB-1042
  mailbot kb health
  mailbot kb gaps
  mailbot kb try last-month/*.eml
  mailbot kb evaluate labelled.jsonl --fit

A file is Markdown below TOML front matter between +++ lines (title, audience, tags ...); `mailbot kb show` prints one
to copy. Importing twice changes nothing. A running daemon answers with what was added or imported within seconds.
"""

import argparse
from pathlib import Path
from typing import get_args

from mailbot.cli.usage.desk import kb_care, kb_evaluate, kb_try
from mailbot.cli.usage.options import a_number, add_action, share
from mailbot.core.model.article import ArticleState, Audience

_FOUND = 5

_LIST = """
Articles by number: id, state, for whom, for which schools, title. Nothing is changed.

examples:
  mailbot kb list
  mailbot kb list --state draft                wait for somebody's #approve
  mailbot kb list --audience staff --school kestrel-park
"""
_SHOW = """
One article as it is now, word for word, in the form of a file: front matter, then Markdown. Nothing is changed.

examples:
  mailbot kb show KB-1042
  mailbot kb show 1042 > projector.md    to change it; then: kb add

Exit status 1 where there is no such article.
"""
_SEARCH = """
What a requester who writes these words would be offered, how sure that is and why.

examples:
  mailbot kb search "cant print" --school oakfold
  mailbot kb search "wifi code" --technician

It prints the nearest articles with the confidence of each and the words that met, marks those that would be offered,
and says whether a ticket would be opened instead. Nothing is stored. It asks by words alone; `mailbot kb try` asks as
the daemon does, with the model of meaning where there is one.
"""
_FORM = """
The form of a file:
  +++
  title = "Projector shows no signal"
  audience = "staff"             # or "technician"
  tags = ["projector", "hdmi"]
  +++
  1. Take out the lead ...
"""
_ADD = f"""
Add one article, or a new version of one: a file with an id is that article; one without gets the next number.

examples:
  mailbot kb add projector.md
{_FORM}
It prints what became of it: added, updated or unchanged, with its number. A running desk answers with it within
seconds. Where the file has mistakes, each is named with its line, nothing is changed, and the exit status is 1.
"""
_IMPORT = """
Bring in every *.md of a folder and those below it, all or nothing; what is there already stays unchanged.

examples:
  mailbot kb import articles/

It prints each article as added, updated or unchanged. Importing twice changes nothing, and an article that is missing
from the folder is left as it is. Where one file has mistakes, each is named with its line, nothing is changed at all,
and the exit status is 1. The form of a file: `mailbot kb add --help`.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything about articles: to read, to write, to keep alive, to try."""
    _reading(parser)
    _writing(parser)
    kb_care.arguments(parser)
    kb_try.arguments(parser)
    kb_evaluate.arguments(parser)
    share(parser, "--json", "--trust")


def _reading(parser: argparse.ArgumentParser) -> None:
    listing = add_action(parser, "list", summary="articles by number", page=_LIST)
    listing.add_argument("--state", choices=get_args(ArticleState), help="in this state alone")
    listing.add_argument("--audience", choices=get_args(Audience), help="for these alone")
    listing.add_argument("--school", metavar="ID", help="what this school may see")
    show = add_action(parser, "show", summary="one article as it is now, in the form of a file", page=_SHOW)
    show.add_argument("id", metavar="ID", help="such as KB-1042, or 1042")
    search = add_action(
        parser,
        "search",
        summary="what a requester who writes these words would be offered, how sure that is and why",
        page=_SEARCH,
    )
    search.add_argument("words", nargs="+", metavar="WORDS", help="as somebody would write them")
    search.add_argument(
        "--school", metavar="ID", help="whose requester asks (default: articles of the whole trust alone)"
    )
    search.add_argument("--technician", action="store_true", help="a technician asks: technicians' articles, too")
    search.add_argument(
        "--limit", type=a_number, default=_FOUND, metavar="N", help="at most so many (default %(default)s)"
    )


def _writing(parser: argparse.ArgumentParser) -> None:
    adding = add_action(
        parser,
        "add",
        summary="add one article, or a new version of one; without an id in the file it gets the next number",
        page=_ADD,
    )
    adding.add_argument("file", type=Path, metavar="FILE.md", help="Markdown below +++ front matter +++")
    importing = add_action(
        parser,
        "import",
        summary="bring in every *.md of a folder, all or nothing; what is there already stays unchanged",
        page=_IMPORT,
    )
    importing.add_argument("folder", type=Path, metavar="DIR", help="with one article in each *.md")

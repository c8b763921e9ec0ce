"""Articles as files: Markdown below TOML front matter between `+++` lines, read for an import, written by an export."""

import json
import re
from collections.abc import Collection
from pathlib import Path

from mailbot.core.model.article import Article
from mailbot.settings.pictures import with_ids
from mailbot.settings.toml.document import Faults, Node, parse_document, read_text
from mailbot.settings.toml.fields import nearest_right
from mailbot.settings.toml.table import Table, shown

_FENCE = "+++"
_ID = re.compile(r"[A-Z]{1,8}-[0-9]{1,9}")
_LARGEST = 200_000
_MOST_FILES = 50_000


def load_articles(folder: Path, *, trust: str, schools: Collection[str] | None = None) -> tuple[Article, ...]:
    """Read every `*.md` below `folder`, in the order of ids; README files are left out.

    With `schools`, an article may name only these. Raises `SettingsError` with every mistake found.
    """
    faults = Faults()
    if not folder.is_dir():
        place = Node(value="", file=folder)
        faults.add(place, key="", wrong="this is no folder", right="Name the folder that holds the articles.")
    found: dict[str, tuple[Article, Path]] = {}
    files = sorted(file for file in folder.rglob("*.md") if file.stem.lower() != "readme")
    for file in files[:_MOST_FILES]:
        article = _read(file, trust=trust, schools=schools, faults=faults)
        if article is None:
            continue
        first = found.setdefault(article.id, (article, file))
        if first[1] != file:
            place = Node(value="", file=file)
            faults.add(place, key="id", wrong=f"{article.id} stands in {first[1]} too", right="Give each its own id.")
    faults.raise_any()
    return tuple(article for article, _ in sorted(found.values(), key=lambda pair: _by_number(pair[0].id)))


def article_as_markdown(article: Article) -> str:
    """Write one article so that `load_articles` gives it back equal. The trust is not written: the importer says it."""
    lines = [_FENCE, f"id = {_quoted(article.id)}", f"title = {_quoted(article.title)}"]
    lines.append(f"audience = {_quoted(article.audience)}")
    if article.schools:
        lines.append(f"schools = {_quoted_list(article.schools)}")
    lines.append(f"tags = {_quoted_list(article.tags)}")
    if article.updated is not None:
        lines.append(f"updated = {article.updated.isoformat()}")
    lines.append(f"line = {article.line}")
    if article.author:
        lines.append(f"author = {_quoted(article.author)}")
    if article.version != 1:
        lines.append(f"version = {article.version}")
    lines.append(f"state = {_quoted(article.state)}")
    return "\n".join([*lines, _FENCE, "", article.body.strip(), ""])


def _read(file: Path, *, trust: str, schools: Collection[str] | None, faults: Faults) -> Article | None:
    text = read_text(file, faults=faults, largest=_LARGEST)
    if text is None:
        return None
    start, fence, rest = text.partition(f"{_FENCE}\n")
    front, end, body = rest.partition(f"\n{_FENCE}\n")
    if start or not fence or not end:
        place = Node(value="", file=file, line=1)
        wrong = "this is no article: it has no front matter"
        faults.add(place, key="", wrong=wrong, right="Begin with +++, id, title, audience and so on, and +++ again.")
        return None
    document = parse_document(front, file=file, faults=faults, first_line=2)
    if document is None:
        return None
    table = Table(document, name="", faults=faults)
    article = _article(table, body=with_ids(body, folder=file.parent), trust=trust)
    table.close()
    _check(table, article=article, schools=schools)
    return article


def _check(table: Table, *, article: Article, schools: Collection[str] | None) -> None:
    if not _ID.fullmatch(article.id):
        table.fault("id", wrong=f'"{article.id}" is no number of an article', right="Write KB-1042.")
    if not article.body:
        table.fault("", wrong="the article says nothing", right="Write its text below the second +++.")
    if "schools" in table and not article.schools:
        # An empty list read as "everybody" would show a school's own article to all the others.
        table.fault("schools", wrong="names nobody", right="Name the schools, or take it out for the whole trust.")
    for node, school in table.text_nodes("schools"):
        if schools is not None and school not in schools:
            right = nearest_right(school, schools, otherwise="Add it to the trust's schools.")
            table.fault_at(node, key="schools", wrong=f"{shown(node)} is no school", right=right)


def _article(table: Table, *, body: str, trust: str) -> Article:
    title = table.text("title", longest=200)
    return Article(
        id=table.text("id", longest=20),
        trust=trust,
        title=title,
        body=_without_heading(body.strip(), title=title),
        audience=table.choice("audience", options=("staff", "technician"), default="staff"),
        schools=table.texts("schools"),
        tags=table.texts("tags", most=50),
        state=table.choice("state", options=("draft", "published", "retired"), default="published"),
        version=table.integer("version", default=1, low=1),
        line=table.integer("line", default=1, low=1, high=3),
        author=table.text("author", default=""),
        updated=table.day("updated"),
    )


def _without_heading(body: str, *, title: str) -> str:
    """A first heading that only repeats the title would stand twice in every mail."""
    first, _, rest = body.partition("\n")
    return rest.strip() if first.removeprefix("#").strip() == title and first.startswith("# ") else body


def _by_number(id: str) -> tuple[str, int]:
    letters, _, digits = id.partition("-")
    return letters, int(digits)


def _quoted(text: str) -> str:
    # A JSON string is a TOML string, but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _quoted_list(texts: Collection[str]) -> str:
    return "[" + ", ".join(_quoted(text) for text in texts) + "]"

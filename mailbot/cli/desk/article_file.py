"""One article from a file of its own: the form of an import folder, but the id may be left out for the next number."""

import tomllib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from mailbot.core.model.article import Article
from mailbot.settings.articles import load_articles
from mailbot.settings.errors import Fault, SettingsError

UNNUMBERED = "KB-0"
NO_ARTICLE = 'there is no article {id}; find it by its words: mailbot kb search "...", or: mailbot kb list'
_FENCE = "+++"
_LARGEST = 1_000_000


def read_article(file: Path, *, trust: str, schools: Collection[str]) -> Article:
    """The article in `file`; its id is `KB-0` where the file names none. Raises SettingsError with every mistake."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST)
    except OSError as error:
        fault = Fault(
            file, 0, "", f"this file cannot be read ({error.strerror})", "Name a Markdown file of an article."
        )
        raise SettingsError((fault,)) from error
    with TemporaryDirectory(prefix="mailbot-") as folder:
        # load_articles reads folders, and it alone knows what an article may say
        copy = Path(folder) / "article.md"
        copy.write_bytes(_numbered(data))
        try:
            (article,) = load_articles(Path(folder), trust=trust, schools=schools)
        except SettingsError as error:
            raise SettingsError(tuple(replace(fault, file=file) for fault in error.faults)) from error
    return article


def article_id(typed: str) -> str:
    """An article's id as an operator types it: `KB-12`, `kb-12` or 12."""
    return f"KB-{typed}" if typed.isdecimal() else typed.upper()


def _numbered(data: bytes) -> bytes:
    """The file with an id at the end of its front matter where there is none, so that no line moves."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return data
    start, fence, rest = text.partition(f"{_FENCE}\n")
    front, end, body = rest.partition(f"\n{_FENCE}\n")
    if start or not fence or not end:
        return data
    try:
        if "id" in tomllib.loads(front):
            return data
    except tomllib.TOMLDecodeError:
        return data
    return f'{fence}{front}\nid = "{UNNUMBERED}"{end}{body}'.encode()

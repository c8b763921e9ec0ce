"""Pictures beside the file of an article: `![The button](kb-12-kiln-1.png)` there, `![The button](cid:...)` inside."""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from mailbot.core.model.article import PICTURED, Article, Picture, pictures_named
from mailbot.core.parse.pictures import LARGEST_PICTURE, picture_type

ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_FILES = ("*.png", "*.jpg", "*.jpeg", "*.gif")
_MOST_FILES = 50_000
# A file of this very folder: no path leads out of it.
_BESIDE = re.compile(
    r"!\[([^\[\]\n]{0,120})\]\(([A-Za-z0-9_][A-Za-z0-9._-]{0,200}\.(?:png|jpe?g|gif))\)", re.IGNORECASE
)

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


def with_ids(body: str, *, folder: Path) -> str:
    """Give the body with the pictures that it names and that stand in this folder under their ids.

    What is not there, is larger than 1 MB or is no PNG, JPEG or GIF stays as it was written.
    """

    def named(found: re.Match[str]) -> str:
        picture = _read(folder / found[2], name=found[1])
        return found.group() if picture is None else picture.reference

    return _BESIDE.sub(named, body)


def pictures_below(folder: Path, articles: Iterable[Article]) -> dict[str, Picture]:
    """Give the pictures below this folder that these articles name, by id."""
    wanted = {id_ for article in articles for id_ in pictures_named(article.body)}
    if not wanted:
        return {}
    files = sorted(file for pattern in _FILES for file in folder.rglob(pattern))
    read = (_read(file, name=file.name) for file in files[:_MOST_FILES])
    return {one.id: one for one in read if one is not None and one.id in wanted}


def with_files(body: str, *, stem: str, pictures: Mapping[str, Picture]) -> tuple[str, dict[str, bytes]]:
    """Give the body with these pictures as files STEM-1.png and so on, and the bytes of each file.

    What is not among them keeps its id.
    """
    known = [pictures[id_] for id_ in pictures_named(body) if id_ in pictures and pictures[id_].type in ENDINGS]
    stem = _UNFIT.sub("-", stem).lstrip("-.") or "picture"
    files = {one.id: f"{stem}-{place}.{ENDINGS[one.type]}" for place, one in enumerate(known, start=1)}

    def named(found: re.Match[str]) -> str:
        return f"![{found[1]}]({files[found[2]]})" if found[2] in files else found.group()

    return PICTURED.sub(named, body), {files[one.id]: one.data for one in known}


def _read(file: Path, *, name: str) -> Picture | None:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_PICTURE + 1)
    except OSError:
        return None
    type_ = picture_type(data)
    if not type_ or len(data) > LARGEST_PICTURE:
        return None
    return Picture(sha256(data).hexdigest()[:32], name, type_, data)

"""The new text of a mail with its bold, headings, lists and links, read from the HTML beside the plain text.

It is believed only where it says the same words as the plain text, less what the client itself calls the signature.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace

from mailbot.core.model.article import Picture
from mailbot.core.model.message import Rich
from mailbot.core.parse.html import Layout, html_layout
from mailbot.core.parse.marks.cited import has_quotation
from mailbot.core.parse.marks.rich import words_in
from mailbot.core.parse.pictures import picture_name
from mailbot.core.parse.quotes import MARKER, split_reply
from mailbot.core.parse.tokens import is_token_line

LONGEST = 200_000
# What mail programs write into the plain text in the place of a picture.
_STOOD = re.compile(r"\[(?:cid|image): ?[^\[\]\n]{0,300}\]")
_NONE: Mapping[str, Picture] = {}


def rich_text(
    html: str, *, words: str, answers: bool, forwards: bool, pictures: Mapping[str, Picture] = _NONE
) -> Rich | None:
    """Give the author's words as light Markdown; None where the HTML is none, is very long or says something else.

    `pictures` are those of the mail that people meant, by Content-ID: where they stand in it they are named there.
    """
    if not html or len(html) > LONGEST or not words:
        return None
    layout = html_layout(html)
    inside = _typed_inside(layout) if answers else ()
    kept = [place for place in range(len(layout.lines)) if place not in layout.signed]
    lines = [layout.lines[place] for place in kept]
    new = split_reply("\n".join(lines), answers=answers, forwards=forwards, cites=has_quotation(html)).words
    if not new or not _say_the_same(new, words, signature="".join(layout.lines[one] for one in sorted(layout.signed))):
        return Rich(words, words, inside=inside) if inside else None
    text = _richly(new, lines=lines, rich=[layout.rich[place] for place in kept])
    shown = _with_pictures(layout, kept=kept, pictures=pictures) if pictures else []
    pictured = _richly(new, lines=lines, rich=shown) if shown else ""
    return Rich(words, text, pictured if pictured != text else "", inside)


def _typed_inside(layout: Layout) -> tuple[str, ...]:
    """The lines in red between the first and the last line of our own quoted mail; gateways' warnings stand outside."""
    if not layout.red:
        return ()
    begins = next((at for at, line in enumerate(layout.lines) if MARKER in line), len(layout.lines))
    ends = [at for at, line in enumerate(layout.lines) if is_token_line(line)]
    return tuple(layout.lines[at] for at in sorted(layout.red) if ends and begins < at < ends[-1])


def _say_the_same(new: str, words: str, *, signature: str) -> bool:
    """Whether the HTML's new text has the words of the plain text, with its signature or without."""
    said = {words_in(words)}
    if "[" in words:
        said.add(words_in(_STOOD.sub("", words)))
    written = words_in(new)
    return written in said or (signature != "" and written + words_in(signature) in said)


def _with_pictures(layout: Layout, *, kept: list[int], pictures: Mapping[str, Picture]) -> list[str]:
    """The kept lines in their rich form, each with the pictures behind it as paragraphs of their own."""
    rich = {place: layout.rich[place] for place in kept}
    first = kept[0] if kept else -1
    for shown in layout.pictures:
        picture = pictures.get(shown.content_id)
        if picture is None or shown.behind not in (-1, *rich):
            continue
        named = replace(picture, name=picture_name(shown.words) or picture.name)
        if shown.behind == -1:
            rich[first] = f"{named.reference}\n\n{rich[first]}"
        else:
            rich[shown.behind] += f"\n\n{' ' * 4 * shown.depth}{named.reference}"
    return list(rich.values())


def _richly(new: str, *, lines: list[str], rich: list[str]) -> str:
    """Each line of the new text in its rich form: the lines of `new` come in the order of `lines`, some left out."""
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        places.setdefault(line.rstrip(), []).append(at)
    written: list[str] = []
    place = 0
    for line in new.split("\n"):
        later = places.get(line, [])
        nearest = bisect_left(later, place)
        written.append(rich[later[nearest]].rstrip() if nearest < len(later) else line)
        place = later[nearest] + 1 if nearest < len(later) else place
    return "\n".join(written)

"""The texts by which an article is known: title, title with symptom, the whole, and each paragraph under its title."""

import re

from mailbot.core.kb.terms.document import split_symptom
from mailbot.core.model.article import without_pictures

MAX_PARAGRAPHS = 8
_LEAST_WORDS = 4
_MARKUP = re.compile(r"[*_`>#|\[\]()~]")
_LABEL = re.compile(r"^\s*symptoms?\s*[.:]?\s*", re.IGNORECASE)


def views_of(title: str, body: str) -> list[str]:
    """At least three texts (title, lead, whole), then up to eight paragraphs."""
    body = without_pictures(body)
    symptom, _ = split_symptom(body, title=title)
    lead = _LABEL.sub("", _plain(symptom))
    plain = _plain(body)
    paragraphs = [piece.strip() for piece in re.split(r"\n\s*\n", plain)]
    told = [f"{title}. {piece}" for piece in paragraphs if len(piece.split()) >= _LEAST_WORDS][:MAX_PARAGRAPHS]
    return [title, f"{title}. {lead}", f"{title}. {plain}", *told]


def _plain(markdown: str) -> str:
    return _MARKUP.sub(" ", markdown).strip()

"""Pictures through promotion: they keep their places, their names are scrubbed, and no id looks like a secret."""

from hashlib import sha256

import pytest

from mailbot.core.kb.pictured import marked, shown
from mailbot.core.kb.promote import promote
from mailbot.core.kb.terms.document import read_article
from mailbot.core.kb.terms.lexicon import Lexicon
from mailbot.core.model.article import Article, Picture, Promotion

PEOPLE = ("Jane Ashdown", "jane.ashdown@kestrelpark.example", "Ruth Mellor")
SHOTS = [Picture(sha256(bytes([place])).hexdigest()[:32], f"shot {place}.png", "image/png") for place in range(5)]
WORDS = "Lift the lid of the kiln and look for the switch on the left, then press it until it clicks twice."


def article(answer: str, *, title: str | None = "Kiln", pictures: list[Picture] = SHOTS) -> Promotion:
    """What becomes of an answer that may name these pictures."""
    made = promote(
        title=title, question="The kiln shows E7", answer=marked(answer, pictures=pictures), people=PEOPLE,
        proposed_from="",
    )  # fmt: skip
    return shown(made, answer=answer, pictures=pictures, people=PEOPLE)


def test_each_picture_keeps_its_place_and_nothing_is_taken_out_for_it() -> None:
    answer = "\n\n".join(f"{WORDS} Step {place}.\n\n{one.reference}" for place, one in enumerate(SHOTS))
    made = article(answer)
    assert made.body.endswith(f"## What to do\n\n{answer}\n")
    assert made.removed == ()
    assert not made.holds_secret


@pytest.mark.parametrize("name", ["Jane Ashdown's screen", "jane.ashdown@kestrelpark.example.png", "Ruth Mellor"])
def test_a_name_of_a_picture_is_scrubbed(name: str) -> None:
    answer = f"{WORDS}\n\n![{name}](cid:{SHOTS[0].id})"
    body = article(answer).body
    assert f"](cid:{SHOTS[0].id})" in body
    assert not any(word in body for word in ("Jane", "jane", "Ruth", "Ashdown", "ashdown"))


def test_what_is_no_picture_of_this_mail_goes() -> None:
    made = article(f"{WORDS}\n\n![look](cid:{'c' * 32})\n\n{SHOTS[0].reference}", pictures=[])
    assert "![" not in made.body
    assert "cid:" not in made.body


def test_a_picture_is_no_word_and_no_title() -> None:
    assert article(f"Look here.\n\n{SHOTS[0].reference}\n\n{SHOTS[1].reference}").refusal is not None
    made = article(f"{SHOTS[0].reference}\n\n{WORDS}", title=None)
    assert "cid" not in made.title
    assert "\ufdd8" not in made.title + made.body


def test_the_id_of_a_picture_is_nothing_to_be_found_by() -> None:
    bare = Article("KB-1", "oak", "Kiln", WORDS)
    pictured = Article("KB-1", "oak", "Kiln", f"{WORDS}\n\n{SHOTS[0].reference}")
    assert read_article(pictured, lexicon=Lexicon()).said == read_article(bare, lexicon=Lexicon()).said

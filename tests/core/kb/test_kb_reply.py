"""What requesters' replies mean."""

import json
from pathlib import Path
from typing import Any

import pytest

from mailbot.core.kb.reply import understand
from mailbot.core.model.policy import Phrases


def labelled(name: str) -> list[Any]:
    lines = (Path(__file__).parent / f"replies_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("row", labelled("work"), ids=lambda row: row["text"][:30] or "empty")
def test_a_reply_means_what_a_person_reads_in_it(row: dict[str, Any]) -> None:
    meaning = understand(row["text"], phrases=Phrases())
    assert (meaning.kind, meaning.n) == (row["meaning"], row.get("n"))


def test_of_the_replies_that_were_held_back_none_is_wrongly_taken_for_solved() -> None:
    got = [(row, understand(row["text"], phrases=Phrases())) for row in labelled("held")]
    assert [row["text"] for row, meaning in got if meaning.kind == "solved" and row["meaning"] != "solved"] == []
    right = sum(meaning.kind == row["meaning"] and meaning.n == row.get("n") for row, meaning in got)
    assert right / len(got) >= 0.85


def test_an_article_can_be_asked_for_by_its_number() -> None:
    assert understand("please send me KB-1042", phrases=Phrases()).article == "KB-1042"


def test_a_trusts_own_phrases_count() -> None:
    phrases = Phrases(solved=("mint",), stuck=("it's knackered",), thanks=("nice one",))
    assert understand("mint", phrases=phrases).kind == "solved"
    assert understand("the mint smell is back in room 4", phrases=phrases).kind == "other"
    assert understand("Its knackered", phrases=phrases).kind == "not_solved"
    assert understand("nice one", phrases=phrases).kind == "thanks"


@pytest.mark.parametrize("text", ["no " * 60_000, "it has " * 20_000, "\n" * 90_000, "👍" * 90_000, "a" * 90_000])
def test_hostile_replies_cost_nothing(text: str) -> None:
    assert understand(text, phrases=Phrases()).kind in {"solved", "not_solved", "other"}

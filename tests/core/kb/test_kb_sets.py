"""The figures on sets written by hand: planted private things, near duplicates. The second halves were opened once."""

import json
from pathlib import Path

import pytest

from mailbot.core.kb.index import Index, build
from mailbot.core.kb.near import nearest
from mailbot.core.kb.promote import promote
from mailbot.core.model.article import Scope
from mailbot.core.model.policy import KbPolicy, PromotionPolicy
from mailbot.settings.articles import load_articles
from tests.core.kb.planted import answers

HERE = Path(__file__).parent
DEMO = HERE.parents[2] / "data" / "demo" / "articles"


@pytest.mark.parametrize("half", ["work", "held"])
def test_of_500_planted_private_things_99_in_100_are_taken_out_and_the_steps_stay(half: str) -> None:
    planted = missed = touched = 0
    for answer in answers(half):
        promotion = promote(title=None, question="", answer=answer.text, people=answer.people, proposed_from="x")
        planted += len(answer.planted)
        missed += len(answer.missed(promotion.body))
        touched += sum(step not in promotion.body for step in answer.steps)
    assert planted == 500
    assert missed <= planted / 100
    assert touched <= 4


@pytest.fixture(scope="module")
def index() -> Index:
    return build(load_articles(DEMO, trust="t"), kb=KbPolicy())


@pytest.mark.parametrize("half", ["work", "held"])
def test_nine_in_ten_near_duplicates_are_found_and_hardly_anything_else(half: str, index: Index) -> None:
    lines = (HERE / f"near_{half}.jsonl").read_text(encoding="utf-8").splitlines()
    schools = {article.id: article.schools for article in load_articles(DEMO, trust="t")}
    found = false = pairs = 0
    for row in map(json.loads, lines):
        made = promote(title=row["title"], question="", answer=row["answer"], people=(), proposed_from="")
        school = next(iter(schools.get(row.get("article", ""), ())), "")
        near = nearest(made.title, made.body, index, scope=Scope("t", school, "technician"))
        said = near[0].id if near is not None and near[1] >= PromotionPolicy().duplicate else None
        pairs += "article" in row
        found += "article" in row and said == row["article"]
        false += "article" not in row and said is not None
    assert pairs == 30
    assert found >= 0.9 * pairs
    assert false <= 0.05 * (len(lines) - pairs)

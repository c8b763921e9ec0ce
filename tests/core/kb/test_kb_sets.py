"""The figures on sets written by hand: planted private things, near duplicates. The second halves were opened once."""

import json
import tomllib
from pathlib import Path

import pytest

from mailbot.core.kb.index import Index, build
from mailbot.core.kb.near import nearest
from mailbot.core.kb.promote import promote
from mailbot.core.kb.scrub import scrub
from mailbot.core.model.article import Scope
from mailbot.core.model.policy import KbPolicy, PromotionPolicy
from mailbot.settings.articles import load_articles
from tests.core.kb.planted import PUBLIC, answers, missed_of, promoted, public_without, spare_of, written

HERE = Path(__file__).parent
DEMO = HERE.parents[2] / "data" / "demo" / "articles"


@pytest.mark.parametrize("half", ["work", "held"])
def test_of_500_planted_private_things_99_in_100_are_taken_out_and_the_steps_stay(half: str) -> None:
    planted = missed = touched = 0
    for answer in answers(half):
        body = promoted(answer)
        planted += len(answer.planted)
        missed += len(answer.missed(body))
        touched += sum(step not in body for step in answer.steps)
    assert planted == 500
    assert missed <= planted / 100
    assert touched <= 12  # of 400 lines beside secrets


WHOLE = [
    ("secrets_third", 300, 99),
    ("secrets_fourth", 100, 99),
    ("secrets_fifth", 100, 98),
    ("secrets_sixth", 792, 98),
    ("secrets_seventh", 200, 98),
    ("secrets_eighth", 200, 99),
    ("secrets_ninth", 85, 98),
    ("secrets_tenth", 84, 97),
    ("secrets_eleventh", 105, 98),
    ("secrets_twelfth", 66, 98),
    ("secrets_thirteenth", 200, 98),
    ("secrets_fourteenth", 418, 99),
    ("secrets_fifteenth", 549, 99),
    ("secrets_sixteenth", 235, 99),
    ("secrets_seventeenth", 264, 99),
    ("secrets_eighteenth", 244, 99),
]


@pytest.mark.parametrize(("name", "size", "kept"), WHOLE)
def test_of_answers_written_out_whole_nearly_all_private_things_are_taken_out(name: str, size: int, kept: int) -> None:
    """The level kept; what these sets gave when they were first opened stands in docs/knowledge.md."""
    planted = missed = 0
    for answer in written(name):
        planted += len(answer.planted)
        missed += len(missed_of(answer))
    assert planted == size
    assert missed <= planted * (100 - kept) / 100


def test_where_answers_give_secrets_away_few_other_words_go_with_them() -> None:
    """A word too many costs the technician a look at the diff: at most two in an answer."""
    several = written("secrets_sixth")
    assert sum(len(spare_of(answer)) for answer in several) <= 2 * len(several)


@pytest.mark.parametrize(("name", "most"), [("innocent", 24), ("innocent_held", 16)])
def test_of_answers_with_nothing_secret_few_wait_for_a_word(name: str, most: int) -> None:
    """Hurried notes full of models, prices and numbers; the second set was opened once, when the points were fitted."""
    told = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["answer"]
    waiting = [
        one
        for one in told
        if any(piece.secret for piece in scrub(one["text"], people=one["people"], known=PUBLIC).removed)
    ]
    assert len(waiting) <= most


GIVEN = [
    ("Open the trim tool and use bluebell to get in. The user is mediapc.", ("bluebell", "mediapc")),
    ("Log in as hallpc (curtain) and start the lights.", ("hallpc", "curtain")),
    ("| who | login | secret |\n|---|---|---|\n| all | ks14 | rocket |", ("ks14", "rocket")),
    ("Here is how to get in: hold P, then 0113, then the arrow.", ("0113",)),
    ("Tap this once: https://survey.example.com/r/m9Xk3vQ", ("m9Xk3vQ",)),
]
KEPT = [
    "Press Windows + R, type ipconfig and press Enter.",
    "Choose Other user and sign in with your school email and your usual password.",
    "If error code 53 comes back, update to version 14.2 and restart the copier.",
    "Set the screen to 1920 x 1080 and pick the input HDMI 2 in Room 12.",
    "Open https://support.google.com/chrome/answer/95346 and follow the page for Windows 11.",
]


@pytest.mark.parametrize(("text", "private"), GIVEN)
def test_what_is_given_to_get_in_with_goes_however_plain_the_word(text: str, private: tuple[str, ...]) -> None:
    after = scrub(text)
    assert not [one for one in private if one in after.text]
    assert any(piece.secret for piece in after.removed)


@pytest.mark.parametrize("text", KEPT)
def test_ordinary_steps_stay_word_for_word(text: str) -> None:
    assert scrub(text).text == text


def test_articles_without_private_things_keep_99_in_100_lines() -> None:
    lines = touched = 0
    for article in load_articles(DEMO, trust="t"):
        before = article.body.split("\n")
        after = scrub(article.body, known=public_without(article.id)).text.split("\n")
        lines += len(before)
        touched += sum(one != other for one, other in zip(before, after, strict=True))
    assert lines > 2000
    assert touched <= lines / 100


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

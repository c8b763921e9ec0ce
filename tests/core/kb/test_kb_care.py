"""What to write next and what to look after: groups of questions, contradictions, and what is said of an article."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mailbot.core.kb.care.differ import difference
from mailbot.core.kb.care.gaps import gaps
from mailbot.core.kb.care.health import by_article, findings
from mailbot.core.kb.care.twins import twins
from mailbot.core.kb.index import build
from mailbot.core.model.article import Article
from mailbot.core.model.care import Answered, Question, Use
from mailbot.core.model.policy import KbPolicy

MOMENT = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = date(2026, 11, 23)
STEPS = "Switch the kiln off at the wall, take the clay out of the lid switch and close the lid until it clicks."
LINES = {"Ruth Lindqvist": 3, "Tomasz Wilk": 1}


def asked(number: int, text: str, *answers: tuple[str, str], day: int = 0, article: str = "") -> Question:
    opened = MOMENT + timedelta(days=day)
    return Question(
        number,
        f"Question {number}",
        text,
        ("Jane Ashdown",),
        tuple(Answered(author, words, place + 2) for place, (author, words) in enumerate(answers)),
        opened,
        article,
        opened + timedelta(hours=1) if article else None,
    )


KILNS = (
    asked(4, "The kiln in the art room shows error E7 and will not fire"),
    asked(3, "Error E7 on the kiln, it will not fire"),
    asked(2, "kiln in art room: E7 error, wont fire"),
)
OTHERS = (asked(9, "No sound in the hall"), asked(8, "The minibus radio is broken"))


def found(*questions: Question, least: int = 3) -> list[list[int]]:
    return [[one.number for one in gap.asked] for gap in gaps(questions, lines=LINES, least=least)]


def test_questions_alike_are_one_gap_and_the_others_none() -> None:
    assert found(*OTHERS, *KILNS) == [[4, 3, 2]]
    assert found(*OTHERS, *KILNS, least=4) == []


def test_the_largest_gap_comes_first() -> None:
    radios = [asked(number, "The minibus radio is broken and hisses") for number in range(20, 15, -1)]
    assert found(*KILNS, *radios) == [[20, 19, 18, 17, 16], [4, 3, 2]]


def test_the_draft_is_the_answer_of_the_highest_line_that_says_enough() -> None:
    first = replace(KILNS[0], answers=(Answered("Tomasz Wilk", f"{STEPS} Then wait for an hour and try again.", 2),))
    third = replace(KILNS[1], answers=(Answered("Ruth Lindqvist", STEPS, 2), Answered("Ruth Lindqvist", "Done.", 3)))
    [gap] = gaps((first, third, KILNS[2]), lines=LINES)
    assert gap.source == third
    assert gap.answer == Answered("Ruth Lindqvist", STEPS, 2)
    assert gap.draft is not None
    assert "clay out of the lid switch" in gap.draft.body


def test_an_answer_with_a_password_or_without_steps_is_no_draft() -> None:
    answers = (Answered("Ruth Lindqvist", f"{STEPS} Password: Kiln-Fire99!", 2), Answered("Ruth Lindqvist", "Done", 3))
    [gap] = gaps((replace(KILNS[0], answers=answers), *KILNS[1:]), lines=LINES)
    assert gap.draft is None
    assert gap.answer is None


def test_what_was_asked_before_an_article_was_made_of_it_is_no_gap_any_more() -> None:
    made = replace(KILNS[2], article="KB-9", article_at=MOMENT + timedelta(days=1))
    assert found(*KILNS[:2], made) == []
    later = tuple(replace(one, opened_at=MOMENT + timedelta(days=2)) for one in KILNS[:2])
    [gap] = gaps((*later, made), lines=LINES, least=2)
    assert [one.number for one in gap.asked] == [4, 3]
    assert gap.article == "KB-9"


def article(id_: str, title: str, body: str, *, day: int = 0, **changes: object) -> Article:
    made = Article(id=id_, trust="valley", title=title, body=body, updated=TODAY - timedelta(days=100 - day))
    return replace(made, **changes)  # type: ignore[arg-type]


# (what the older says, what the newer says); the same in other words is no contradiction, and neither is more of it
CONTRARY = [
    ("Hold the power button for 10 seconds.", "Hold the power button for 30 seconds."),
    ("Then restart the laptop in the classroom.", "Do not restart the laptop in the classroom."),
    ("1. Choose the printer **Follow-Me** in the list.", "1. Choose the printer **SafeQ** in the list."),
    ('Open the page "My printing" in the browser.', 'Open the page "Print portal" in the browser.'),
    ("- Set the resolution of the board to 1080.", "- Set the resolution of the board to 720."),
    (
        "On the tray, press *Source* on the remote control twice.",
        "On the tray, press *Input* on the remote control twice.",
    ),
    ("Never unplug the network cable of the phone.", "Unplug the network cable of the phone."),
    ("Ring the service desk on extension 4410.", "Ring the service desk on extension 4500."),
    ("Wait 5 minutes before you switch the projector on.", "Wait 20 minutes before you switch the projector on."),
    ("Connect the tablet to the network **TVLT-Staff**.", "Connect the tablet to the network **TVLT-Devices**."),
]
HARMLESS = [
    ("Hold the power button for 10 seconds.", "Hold the power button for 10 seconds until the light is off."),
    ("Hold the power button for 10 seconds.", "Press the reset key for 30 seconds."),
    ("Choose the printer **Follow-Me** in the list.", "Choose the printer **SafeQ**, or **Follow-Me**, in the list."),
    (
        "Restart the laptop in the classroom.",
        "Restart the laptop. Then do not close the lid of the laptop for a minute.",
    ),
    ("Wait 5 minutes and sign in.", "Sign in again after that."),
    ("The lamp lasts 2,000 hours.", "The lamp lasts 4,000 hours."),
    ("1. Press Start.\n2. Press Stop.", "2. Press Start.\n3. Press Stop."),
    ("Set the resolution to 1080.", "Set the resolution to 720, unless the board is new: then it is 1080."),
    ("Press **Source** on the remote control.", "Press the **source** button on the remote control."),
    ("Do not restart the laptop in the classroom.", "Do not restart the laptop in the classroom at all."),
]


@pytest.mark.parametrize(("older", "newer"), CONTRARY)
def test_the_same_instruction_with_another_value_is_a_contradiction(older: str, newer: str) -> None:
    assert difference(article("KB-1", "Board", older), article("KB-2", "Board", newer)) is not None


@pytest.mark.parametrize(("older", "newer"), HARMLESS)
def test_the_same_in_other_words_or_more_of_it_is_none(older: str, newer: str) -> None:
    assert difference(article("KB-1", "Board", older), article("KB-2", "Board", newer)) is None


def test_what_an_article_is_about_is_no_contradiction() -> None:
    mail = article("KB-1", "Scan to email", "Tap your badge and press **Email to me** on the copier.")
    drive = article("KB-2", "Scan to OneDrive", "Tap your badge and press **OneDrive** on the copier.")
    assert difference(mail, drive) is None


BODY = (
    "The visualiser shows a frozen picture and the lamp blinks. Hold the power button for {} seconds. Unplug the grey "
    "lead from the socket under the desk, plug it in again and choose the camera in the presenter program."
)
OLDER = article("KB-1", "Visualiser is frozen", BODY.format(10))
NEWER = article("KB-2", "Frozen visualiser", BODY.format(30), day=50)


def ailments(*articles: Article, uses: dict[str, Use] | None = None) -> dict[tuple[str, str], str]:
    index = build(articles, kb=KbPolicy())
    told = findings(articles, uses=uses or {}, index=index, today=TODAY, duplicate=0.92)
    return {(one.article.id, one.ailment): one.why for one in told if one.ailment not in ("never met", "old")}


def test_the_older_of_two_is_named_whichever_number_it_has() -> None:
    assert set(ailments(OLDER, NEWER)) == {("KB-1", "contradicted")}
    assert set(ailments(replace(OLDER, updated=TODAY), NEWER)) == {("KB-2", "contradicted")}
    assert set(ailments(OLDER, replace(NEWER, body=OLDER.body))) == {("KB-1", "repeated")}


@pytest.mark.parametrize("changes", [{"audience": "technician"}, {"schools": ("bracken",)}])
def test_articles_that_nobody_sees_together_are_not_compared(changes: dict[str, object]) -> None:
    older = replace(OLDER, schools=("kestrel",))
    assert ailments(older, replace(NEWER, **changes)) == {}  # type: ignore[arg-type]


def test_articles_on_different_things_are_not_compared() -> None:
    printer = article(
        "KB-3", "Copier jams", "Hold the power button for 30 seconds, open tray 2 and pull the paper out."
    )
    assert ailments(OLDER, printer) == {}
    assert list(twins((OLDER, printer), lexicon=build((), kb=KbPolicy()).lexicon, least=0.5)) == []


def test_an_article_fails_when_few_of_those_who_answered_were_helped() -> None:
    assert ("KB-1", "fails") in ailments(OLDER, uses={"KB-1": Use(9, 1, 4)})
    assert ailments(OLDER, uses={"KB-1": Use(9, 1, 3)}) == {}
    assert ailments(OLDER, uses={"KB-1": Use(9, 2, 3)}) == {}


def test_all_that_ails_one_article_stands_together_the_worst_first() -> None:
    old = replace(OLDER, updated=TODAY - timedelta(days=500))
    told = findings(
        (old, NEWER), uses={"KB-1": Use(9, 1, 8)}, index=build((old, NEWER), kb=KbPolicy()), today=TODAY, duplicate=0.92
    )
    [(first, several), *_] = by_article(told)
    assert first.id == "KB-1"
    assert [one.ailment for one in several] == ["fails", "contradicted", "old"]

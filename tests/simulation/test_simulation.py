"""A short span of the demo's trust, short of staff so that there is much to be reminded of."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mailbot.daemon.simulate.check.promises import Verdict, judge
from mailbot.daemon.simulate.play import Seen, Wish, play
from mailbot.daemon.simulate.report import figures_of
from mailbot.settings.config import load
from mailbot.settings.shipped import config_file
from tests.simulation import mutants

TRUST = "tvlt"
AWAY = ("priya", "callum", "megan", "aaliyah")
FEW = Wish(first=date(2026, 11, 30), last=date(2026, 12, 8), per_day=6, seed=3, without=AWAY)

Playing = Callable[..., Seen]


@pytest.fixture
def playing(tmp_path: Path) -> Playing:
    """Plays a wish on a folder of its own."""

    def do(wish: Wish, *, name: str = "span") -> Seen:
        folder = tmp_path / name
        folder.mkdir()
        settings = load(config_file(), environ={"MAILBOT__DAEMON__DATA": str(folder)}, create=True)
        return play(wish, settings=settings, trust=TRUST, folder=folder, progress=lambda *_: None)

    return do


def judged(seen: Seen) -> Verdict:
    return judge(seen.policy, history=seen.history, evidence=seen.evidence, asked=seen.asked, ends=seen.ends)


def test_a_short_span_keeps_every_promise_and_gives_sound_figures(playing: Playing) -> None:
    seen = playing(FEW)
    verdict = judged(seen)
    assert verdict.kept, verdict
    assert verdict.owed >= 15
    assert verdict.reminders >= 15
    assert seen.written < 5 * seen.asked, "somebody answers the desk in circles"
    figures = figures_of(seen, without=FEW.without)
    assert figures.requests == seen.asked > 25
    assert 0 < figures.self_solved.part < figures.requests
    assert (
        figures.tickets == sum(row.tickets for row in figures.priorities) == sum(row.tickets for row in figures.schools)
    )
    by_name = {one.name: one for one in figures.load}
    assert by_name["Priya Nambiar"].absent
    assert by_name["Priya Nambiar"].answers == 0
    assert by_name["Tomasz Wilk"].answers > 0
    assert sum(one.answers for one in figures.load) <= seen.written - seen.asked


def test_the_checker_sees_a_timer_that_was_dropped(playing: Playing, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped = mutants.drop_one(monkeypatch)
    verdict = judged(playing(FEW))
    assert len(dropped) == 1
    assert verdict.missed
    assert not verdict.doubled


def test_the_checker_sees_a_timer_that_came_twice(playing: Playing, monkeypatch: pytest.MonkeyPatch) -> None:
    doubled = mutants.double_one(monkeypatch)
    verdict = judged(playing(FEW))
    assert len(doubled) == 1
    assert verdict.doubled
    assert not verdict.missed


def test_the_checker_sees_who_was_written_to_out_of_hours(playing: Playing, monkeypatch: pytest.MonkeyPatch) -> None:
    mutants.disturb(monkeypatch)
    verdict = judged(playing(FEW))
    assert verdict.outside

"""No reminder doubled, none missed: whatever the clock does, however long nobody worked, with however many daemons."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from mailbot.core.model.people import Leave
from mailbot.settings.shipped import config_file
from mailbot.store.acts import absence
from mailbot.store.facts import duty
from tests.clockwork.checker import PromiseBroken, check, told
from tests.clockwork.hands import Stage, london, stage_at
from tests.clockwork.mutants import double_one_timer, drop_one_timer
from tests.journeys.field.desk import copy_trust
from tests.journeys.field.letters import BRACKENRIDGE, JANE, KESTREL_PARK, TOM, UNANSWERED, URGENT
from tests.support.postgres import Postgres

THURSDAY = london(26, 10)
NEXT_TUESDAY = london(1, 12, month=12)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's trust, with somebody on call in the two nights in which the clocks change."""
    copied = copy_trust(config_file().parent / "data" / "demo", tmp_path_factory.mktemp("clockwork") / "tvlt")
    people = copied / "technicians.toml"
    weeks = '[on_call]\n2026-10-19 = "ruth"\n2027-03-22 = "ruth"\n'
    people.write_text(people.read_text().replace("[on_call]\n", weeks))
    return copied


@pytest.fixture(scope="session")
def template(trust: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the schema, the people and the articles."""
    folder = tmp_path_factory.mktemp("clockwork-template")
    with stage_at(THURSDAY - 400 * DAY, folder=folder, trust=trust):
        pass
    return folder / "daemon-0" / "data" / "mailbot.sqlite3"


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A real PostgreSQL."""
    with Postgres() as started:
        yield started


@pytest.fixture
def begin(tmp_path: Path, trust: Path, template: Path) -> Iterator[Callable[[datetime], Stage]]:
    """Opens a desk on SQLite whose clock stands at a moment."""
    opened = []

    def make(moment: datetime) -> Stage:
        data = tmp_path / "daemon-0" / "data"
        data.mkdir(parents=True)
        shutil.copy(template, data)
        context = stage_at(moment, folder=tmp_path, trust=trust)
        opened.append(context)
        return context.__enter__()

    yield make
    for context in opened:
        context.__exit__(None, None, None)


def two_tickets(stage: Stage) -> None:
    """Two schools wait for a first answer."""
    stage.asks(JANE, UNANSWERED, to=KESTREL_PARK)
    stage.asks(TOM, UNANSWERED, to=BRACKENRIDGE)


def steadily(begin: Callable[[datetime], Stage]) -> Stage:
    stage = begin(THURSDAY)
    two_tickets(stage)
    stage.until(NEXT_TUESDAY)
    return stage


def test_steady_time_tells_each_share_once(begin: Callable[[datetime], Stage]) -> None:
    stage = steadily(begin)
    check(stage)
    steps = {(kind, step) for _, kind, _, step, _ in told(stage)}
    # half, three quarters, nine tenths and the whole of the first answer, to the owner; later its cover and leads
    assert {("remind_first_response", step) for step in (500, 750, 900, 901, 1000, 1002)} <= steps


JUMPS: dict[str, tuple[timedelta, ...]] = {
    "an hour forward": (HOUR,),
    "an hour back": (-HOUR,),
    "a day forward": (DAY,),
    "a day back": (-DAY,),
    "an hour forward and back": (HOUR, -HOUR),
    "a day forward and back": (DAY, -DAY),
    "back and forth for long": (-HOUR, DAY, -DAY, HOUR, HOUR, -DAY),
}


@pytest.mark.parametrize("name", JUMPS)
@pytest.mark.parametrize("hours", [2, 6])
def test_a_clock_that_jumps_doubles_nothing_and_misses_nothing(
    begin: Callable[[datetime], Stage], name: str, hours: int
) -> None:
    stage = begin(THURSDAY)
    two_tickets(stage)
    stage.until(THURSDAY + hours * HOUR)
    for jump in JUMPS[name]:
        stage.at(stage.hands.moment + jump)
        check(stage)
    stage.until(NEXT_TUESDAY)
    check(stage)


@pytest.mark.parametrize("outage", [3 * HOUR, 7 * HOUR, 18 * HOUR, 3 * DAY, 5 * DAY])
def test_after_an_outage_all_that_is_due_is_done_once_the_oldest_first(
    begin: Callable[[datetime], Stage], outage: timedelta
) -> None:
    stage = begin(THURSDAY)
    two_tickets(stage)
    before = {row[0] for row in stage.rows("SELECT id FROM timer WHERE state = 'waiting'")}
    dues = dict(stage.rows("SELECT id, due_at FROM timer WHERE state = 'waiting'"))
    stage.at(THURSDAY + outage)
    check(stage)
    acted = [
        int(str(cause).split(":")[1])
        for (cause,) in stage.rows("SELECT cause FROM audit WHERE cause LIKE 'timer:%' ORDER BY id")
    ]
    waited_for = [dues[id_] for id_ in dict.fromkeys(acted) if id_ in before]
    assert waited_for == sorted(waited_for)
    stage.until(NEXT_TUESDAY + outage)
    check(stage)


def test_what_counts_every_minute_is_told_each_person_in_one_mail_where_several_fall_together(
    begin: Callable[[datetime], Stage],
) -> None:
    stage = begin(THURSDAY)
    stage.asks(JANE, URGENT)
    stage.at(THURSDAY + HOUR)  # late by more than half: three shares of its first answer are told beside the owner
    check(stage)
    mails = dict(
        stage.rows("SELECT recipient, count(*) FROM outbox WHERE kind LIKE 'technician/sla_%' GROUP BY recipient")
    )
    assert len(mails) > 1
    assert set(mails.values()) == {1}


def test_what_makes_no_sense_any_more_is_skipped_and_says_why(begin: Callable[[datetime], Stage]) -> None:
    stage = begin(THURSDAY)
    two_tickets(stage)
    stage.write("UPDATE request SET state = 'solved'")
    stage.at(THURSDAY + 7 * HOUR)
    assert told(stage) == {}
    reasons = stage.rows("SELECT DISTINCT reason FROM timer WHERE state = 'skipped' AND subject_kind = 'request'")
    assert reasons == [("the request is solved by now",)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (london(24, 23, month=10), london(25, 8, month=10)),  # the hour from one to two comes twice
        (london(27, 23, month=3, year=2027), london(28, 8, month=3, year=2027)),  # and here it never comes
    ],
    ids=["autumn", "spring"],
)
def test_in_the_nights_in_which_the_clocks_change_what_counts_every_minute_counts_on(
    begin: Callable[[datetime], Stage], before: datetime, after: datetime
) -> None:
    stage = begin(before)
    stage.until(before + timedelta(minutes=90), minutes=5)
    stage.asks(JANE, URGENT)
    stage.until(after, minutes=5)
    check(stage)
    steps = [step for _, kind, _, step, _ in told(stage) if kind == "remind_first_response"]
    assert 1000 in steps


@pytest.mark.parametrize("outage", [5 * HOUR, 4 * DAY])
def test_two_daemons_on_one_postgresql_share_what_is_due(
    server: Postgres, trust: Path, tmp_path: Path, outage: timedelta
) -> None:
    with stage_at(THURSDAY, folder=tmp_path, trust=trust, database=server.new_database(), daemons=2) as stage:
        for _ in range(4):
            two_tickets(stage)
        stage.hands.moment = THURSDAY + outage
        for _ in range(3):
            threads = [Thread(target=daemon.work_off) for daemon in stage.daemons]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        check(stage)
        assert told(stage)


def test_who_drops_a_timer_is_caught(begin: Callable[[datetime], Stage], monkeypatch: pytest.MonkeyPatch) -> None:
    drop_one_timer(monkeypatch)
    with pytest.raises(PromiseBroken, match="no timer for"):
        check(steadily(begin))


def test_who_doubles_a_timer_is_caught(begin: Callable[[datetime], Stage], monkeypatch: pytest.MonkeyPatch) -> None:
    double_one_timer(monkeypatch)
    with pytest.raises(PromiseBroken, match="told more than once"):
        check(steadily(begin))


def goes_on_leave(stage: Stage, start: datetime, end: datetime) -> None:
    """Tomasz, who has the ticket of Kestrel Park, goes: as `mailbot leave add` writes it."""
    leave = Leave("tomasz", start, end, source="command")
    with stage.daemons[0].database.write() as unit:
        duty.add_leave(unit, leave, trust="tvlt", now=stage.hands.moment)
        absence.wake_for(unit, leave, trust="tvlt", now=stage.hands.moment)
        unit.commit()


def events(stage: Stage, words: str) -> int:
    """How often these words stand in the stories."""
    return int(stage.rows("SELECT count(*) FROM entry WHERE text LIKE :words", words=f"%{words}%")[0][0])


def lists(stage: Stage, recipient: str) -> int:
    """How many numbered lists somebody was sent."""
    found = "SELECT count(*) FROM outbox WHERE kind IN ('technician/list', 'technician/digest') AND recipient LIKE :who"
    return int(stage.rows(found, who=f"{recipient}%")[0][0])


def answered(stage: Stage) -> None:
    """Nobody waits for a first answer any more: what is left is to be solved within three days."""
    stage.write("UPDATE request SET answered_at = opened_at, waiting_since = NULL")


def test_leave_begins_and_ends_once_however_often_the_clock_passes_it(begin: Callable[[datetime], Stage]) -> None:
    stage = begin(THURSDAY)
    stage.asks(JANE, UNANSWERED)
    answered(stage)
    goes_on_leave(stage, THURSDAY + HOUR, THURSDAY + 4 * HOUR)
    for jump in (HOUR, -HOUR, 2 * HOUR, -2 * HOUR, DAY, -DAY):
        stage.at(stage.hands.moment + jump)
    stage.until(THURSDAY + 5 * HOUR)
    assert events(stage, "Tomasz Wilk is away") <= 1
    assert events(stage, "Tomasz Wilk is back") == events(stage, "Tomasz Wilk is away")
    assert stage.rows("SELECT assignee, covers_for FROM request") == [("tomasz", None)]


def test_leave_that_passed_while_nobody_worked_moves_nothing_and_says_why(begin: Callable[[datetime], Stage]) -> None:
    stage = begin(THURSDAY)
    stage.asks(JANE, UNANSWERED)
    answered(stage)
    goes_on_leave(stage, THURSDAY + HOUR, THURSDAY + 4 * HOUR)
    stage.at(THURSDAY + 5 * HOUR)
    assert events(stage, "Tomasz Wilk is away") == 0
    reasons = stage.rows("SELECT kind, reason FROM timer WHERE state = 'skipped' AND kind LIKE 'leave_%' ORDER BY kind")
    assert reasons == [
        ("leave_end", "nothing of theirs was covered, and nothing came on what waited"),
        ("leave_start", "they are not away, or not any more"),
    ]


def test_two_daemons_cover_a_leave_once(server: Postgres, trust: Path, tmp_path: Path) -> None:
    with stage_at(THURSDAY, folder=tmp_path, trust=trust, database=server.new_database(), daemons=2) as stage:
        stage.asks(JANE, UNANSWERED)
        goes_on_leave(stage, THURSDAY + HOUR, london(28, 0))
        for moment in (THURSDAY + HOUR, THURSDAY + 2 * HOUR, london(30, 8)):
            stage.hands.moment = moment
            threads = [Thread(target=daemon.work_off) for daemon in stage.daemons]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            stage.at(moment)
            if moment == THURSDAY + 2 * HOUR:
                assert stage.rows("SELECT assignee, covers_for FROM request") == [("priya", "tomasz")]
                answered(stage)
        assert (events(stage, "Tomasz Wilk is away"), events(stage, "Tomasz Wilk is back")) == (1, 1)
        assert (lists(stage, "priya"), lists(stage, "tomasz")) == (1, 1)

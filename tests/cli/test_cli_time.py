"""`mailbot calendar`, `leave` and `load`: pages of 80 columns that say when a school is open and who has how much."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from mailbot.cli.check import terms_that_end
from mailbot.core.model.effects.on_request import Assign
from mailbot.daemon.bootstrap import load_policies
from mailbot.settings.config import load
from mailbot.settings.shipped import config_file
from mailbot.store.acts.apply import apply
from mailbot.store.engine import Database
from mailbot.store.flow.messages import Cause
from mailbot.store.tables import PERSON, TIMER
from tests.cli.filled import ask, now
from tests.store.builders import a_decision, look_at

Call = Callable[..., str]
JsonCall = Callable[..., Any]
ICS = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270903
SUMMARY:Autumn term starts
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20271217
SUMMARY:Autumn term ends
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20271125
SUMMARY:Nativity rehearsal
END:VEVENT
END:VCALENDAR
"""


def test_a_month_shows_hours_closed_days_and_bank_holidays(folder: Path, call: Call, call_json: JsonCall) -> None:
    assert folder.is_dir()
    shown = call("calendar", "show", "kestrel-park", "--month", "2026-12")
    assert shown.startswith("Kestrel Park Middle School, December 2026  (Europe/London)\n")
    assert " 14         15         16         17         18         19 holiday 20 holiday\n" in shown
    assert " 7.45-16.45 7.45-16.45 7.45-16.45 7.45-16.45 7.45-16.15 -          -\n" in shown
    assert "24 closed  25 bank" in shown
    assert "Christmas Day (25)" in shown
    assert "open on 14 days, 124 h 30 min of working time" in shown
    days = call_json("calendar", "show", "tamsel-high", "--month", "2026-12")["days"]
    assert len(days) == 31
    assert days[4] == {"date": "2026-12-05", "kind": "opening", "opens": "09:00", "closes": "13:00", "name": None}


def test_a_month_says_that_the_clocks_change_and_that_no_term_is_known(folder: Path, call: Call) -> None:
    assert folder.is_dir()
    assert "the clocks change on Sunday 28" in call("calendar", "show", "oakfold", "--month", "2027-03")
    assert "no term is known after 20 July 2027" in call("calendar", "show", "oakfold", "--month", "2027-09")


def test_an_unknown_school_is_refused_with_the_known_ones(folder: Path, refused: Call) -> None:
    assert folder.is_dir()
    said = refused("calendar", "show", "oakfeld")
    assert said.startswith("there is no school 'oakfeld'; did you mean oakfold? Known: brackenridge, central, kestrel-")
    assert "no such file. Name the calendar (.ics)" in refused("calendar", "import", "oakfold", "nowhere.ics")


def test_term_dates_are_shown_first_and_written_when_told(folder: Path, call: Call) -> None:
    file = folder / "terms.ics"
    file.write_text(ICS)
    calendar = folder / "data" / "demo" / "calendars" / "kestrel-park.toml"
    before = calendar.read_text()
    shown = call("calendar", "import", "kestrel-park", str(file))
    assert "[2027-09-03, 2027-12-17]," in shown
    assert "[2026-09-03, 2026-10-23]," in shown
    assert "Nativity rehearsal" in shown
    assert calendar.read_text() == before
    call("calendar", "import", "kestrel-park", str(file), "--write")
    assert calendar.read_text().startswith(before.rstrip())
    assert "no term is known" not in call("calendar", "show", "kestrel-park", "--month", "2027-11")


def test_a_file_without_any_term_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str], call: Call) -> None:
    file = folder / "empty.ics"
    file.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    with pytest.raises(SystemExit) as ended:
        call("calendar", "import", "kestrel-park", str(file))
    assert "nothing was changed" in str(ended.value.code)
    assert "0 terms" in " ".join(capsys.readouterr().out.split())


def test_leave_is_added_listed_and_taken_back(database: Database, call: Call, call_json: JsonCall) -> None:
    assert database.sqlite
    year = now().year + 1
    week = ("--from", f"{year}-03-01", "--to", f"{year}-03-05")
    said = call("leave", "add", "megan", *week, "--cover", "aaliyah")
    assert said == f"Megan Treharne is away: 1 Mar - 5 Mar {year} (leave 1).\n"
    call("leave", "add", "Megan", *week, "--cover", "jordan")
    listed = [one for one in call_json("leave", "list") if one["technician"] == "megan"]
    assert [(one["id"], one["cover"], one["source"]) for one in listed] == [(1, "jordan", "command")]
    assert "Jordan Baptiste" in call("leave", "list")
    assert "is not away after all" in call("leave", "remove", "1")
    assert [one for one in call_json("leave", "list") if one["technician"] == "megan"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody", "--from", "2027-03-01"), "there is no technician 'nobody'"),
        (("megan", "--from", "soon"), "'soon' is no day"),
        (("megan", "--from", "9999-12-31", "--to", "9999-12-31"), "'9999-12-31' is no day"),
        (("megan", "--from", "2027-03-05", "--to", "2027-03-01"), "not after --from"),
        (("megan", "--from", "2020-03-01", "--to", "2020-03-02"), "over already"),
        (("megan", "--from", "2027-03-05", "--cover", "megan"), "cannot cover for themselves"),
    ],
)
def test_leave_that_cannot_be_is_refused(database: Database, refused: Call, words: tuple[str, ...], said: str) -> None:
    assert database.sqlite
    assert said in refused("leave", "add", *words)
    assert "there is no leave 7" in refused("leave", "remove", "7")


def test_load_counts_by_priority_and_names_who_is_above_the_cap(
    folder: Path, database: Database, call: Call, call_json: JsonCall
) -> None:
    number, _ = ask(database)
    seen = look_at(database, number, trust="tvlt", now=now())
    with database.write() as unit:
        given = a_decision(Assign(number, "tomasz", 1))
        apply(unit, given, snapshot=seen, cause=Cause("test"), outgoing=[], now=now())
        unit.commit()
    found = {one["technician"]: one for one in call_json("load")["technicians"]}
    assert (found["tomasz"]["open"], found["tomasz"]["weight"], found["tomasz"]["cap"]) == ({"P3": 1}, 2, 40)
    assert found["jordan"]["cap"] == 24
    shown = call("load")
    assert "2/40" in shown
    assert "An open ticket weighs: P1 8, P2 4, P3 2, P4 1." in shown
    assert "above" not in shown
    (folder / "data" / "demo" / "load.toml").write_text("[load]\ncap = 1\n")
    assert "Tomasz Wilk is above their cap: 2 of 1." in call("load")


def test_leave_wakes_the_desk_at_its_beginning_its_end_and_when_it_is_taken_back(
    database: Database, call: Call
) -> None:
    with database.write() as unit:
        unit.connection.execute(
            PERSON.insert(), {"key": "aaaaaaaa", "trust": "tvlt", "name": "M", "technician": "megan"}
        )
        unit.commit()
    call("leave", "add", "megan", "--from", "2099-03-01", "--to", "2099-03-05")

    def timers() -> list[tuple[str, str]]:
        with database.read() as unit:
            rows = unit.connection.execute(select(TIMER.c.kind, TIMER.c.subject_kind).order_by(TIMER.c.id))
            return [(row.kind, row.subject_kind) for row in rows]

    assert timers() == [("leave_start", "technician"), ("leave_end", "technician")]
    call("leave", "remove", "1")
    assert timers()[2:] == [("leave_end", "technician")]


def test_load_counts_what_moved_between_the_lines(database: Database, call: Call, call_json: JsonCall) -> None:
    number, _ = ask(database)
    for line, by in ((2, "tomasz"), (1, "siobhan"), (2, "")):
        seen = look_at(database, number, trust="tvlt", now=now())
        decision = a_decision(Assign(number, None, line, how="line" if by else "breach", by=by))
        with database.write() as unit:
            apply(unit, decision, snapshot=seen, cause=Cause(f"test:{line}:{by}"), outgoing=[], now=now())
            unit.commit()
    moves = call_json("load")["moves"]
    assert sorted((one["from_line"], one["to_line"], one["by"], one["moves"]) for one in moves) == [
        (1, 2, "", 1),
        (1, 2, "tomasz", 1),
        (2, 1, "siobhan", 1),
    ]
    shown = call("load")
    assert "Between the lines, in the last 30 days: 2 moves up, 1 move down" in shown
    assert "Tomasz Wilk" in shown.partition("Between")[2]
    assert "0 moves up, 0 moves down" in call("load", "--since", "2001-01-01", "--until", "2001-02-01")


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 11, 26), ""),
        (date(2027, 6, 1), "ends on 20 July 2027"),
        (date(2027, 9, 1), "was over on 20 July 2027"),
    ],
)
def test_check_notes_a_calendar_whose_last_term_ends_soon_or_is_over(today: date, said: str) -> None:
    policies = load_policies(load(config_file(), environ={}))
    notes = terms_that_end(policies, today=today)
    assert all(said in note for note in notes)
    assert bool(notes) is bool(said)

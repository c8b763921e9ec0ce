"""`mailbot calendar`, `leave` and `load`: pages of 80 columns that say when a school is open and who has how much."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mailbot.core.model.effects import Assign
from mailbot.store.apply import apply
from mailbot.store.engine import Database
from mailbot.store.messages import Cause
from mailbot.store.snapshot import snapshot_of_request
from tests.cli.filled import ask, now
from tests.store.builders import a_decision, some_fresh

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
    assert "known: brackenridge, central," in refused("calendar", "show", "oakfeld")


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
    assert "0 terms" in capsys.readouterr().out


def test_leave_is_added_listed_and_taken_back(database: Database, call: Call, call_json: JsonCall) -> None:
    assert database.sqlite
    said = call("leave", "add", "megan", "--from", "2027-03-01", "--to", "2027-03-05", "--cover", "aaliyah")
    assert said == "Megan Treharne is away: 1 Mar - 5 Mar 2027 (leave 1).\n"
    call("leave", "add", "Megan", "--from", "2027-03-01", "--to", "2027-03-05", "--cover", "jordan")
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
    seen = snapshot_of_request(database, trust="tvlt", number=number, fresh=some_fresh(), now=now())
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

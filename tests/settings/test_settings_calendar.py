"""Calendars, leave and load in a trust's folder: what they say, and every mistake with its line."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.core.model.policy import Hours
from mailbot.core.sla.hours import is_open
from mailbot.core.sla.year import day_of
from mailbot.settings.policy.bank_holidays import bank_holidays
from mailbot.settings.policy.calendar_file import joined, replaced, value_lines
from mailbot.settings.policy.term_dates import Event, TermDates, UnreadableFile, read_term_dates, term_dates
from tests.settings.test_settings_rules import TRUST, loaded, sentences
from tests.support.builders import a_calendar, london

SCHOOL = """\
[calendar.oakfold]
like = "main"
holiday_hours = { tue = "09:00-12:00" }
terms = [[2026-09-03, 2026-12-18]]
half_terms = [[2026-10-26, 2026-10-30]]
inset_days = [2026-10-26]
bank_holidays = "scotland"
closed = [2026-11-23, [2026-12-14, 2026-12-16]]
openings = { 2026-11-28 = "10:00-24:00", 2026-11-30 = "08:00-20:00" }
"""
USES_IT = TRUST.replace('mailbox = "oakfold"', 'mailbox = "oakfold"\ncalendar = "oakfold"')


@pytest.mark.parametrize(
    ("day", "kind", "hours"),
    [
        (date(2026, 11, 16), "term", Hours(time(8), time(16))),
        (date(2026, 11, 17), "term", None),
        (date(2026, 10, 26), "inset", Hours(time(8), time(16))),
        (date(2026, 10, 27), "half-term", Hours(time(9), time(12))),
        (date(2026, 8, 25), "holiday", Hours(time(9), time(12))),
        (date(2026, 11, 23), "closed", None),
        (date(2026, 12, 15), "closed", None),
        (date(2026, 12, 25), "bank holiday", None),
        (date(2026, 11, 28), "opening", Hours(time(10), time(0))),
        (date(2026, 11, 30), "opening", Hours(time(8), time(20))),  # Saint Andrew's Day, and open all the same
    ],
)
def test_every_kind_of_day_is_read(tmp_path: Path, day: date, kind: str, hours: Hours | None) -> None:
    calendar = loaded(tmp_path, trust__trust=USES_IT, trust__calendars=SCHOOL).schools["oakfold"].calendar
    found = day_of(day, calendar=calendar)
    assert (found.kind, found.hours) == (kind, hours)


def test_the_four_nations_have_their_own_bank_holidays() -> None:
    england, scotland, ireland = (bank_holidays(one) for one in ("england", "scotland", "northern-ireland"))
    assert date(2027, 3, 29) in england
    assert date(2027, 3, 29) not in scotland
    assert date(2027, 7, 12) in ireland
    assert date(2027, 7, 12) not in england
    assert bank_holidays("wales") == england


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('bank_holidays = "france"', 'bank_holidays: "france" is not known here'),
        ("openings = { soon = '09:00-12:00' }", "openings.soon: this is no day"),
        ("openings = { 2026-11-28 = '12:00-09:00' }", "openings.2026-11-28: these are no hours"),
        ("closed = [2026-11-28]\nopenings = { 2026-11-28 = '09:00-12:00' }", "2026-11-28 is among closed and among"),
        ("closed = [[2026-11-28, 2026-11-20]]", "this is no first and last day"),
        ("half_terms = [[2026-10-26, 2026-10-30], [2026-10-30, 2026-11-02]]", "begins before the one to 2026-10-30"),
        ("half_term = []", "half_term: is not known here. Did you mean `half_terms`?"),
    ],
)
def test_mistakes_are_told_with_file_and_line(tmp_path: Path, line: str, said: str) -> None:
    [fault] = sentences(tmp_path, trust__calendars=f'[calendar.oakfold]\nlike = "main"\n{line}\n')
    assert fault.startswith("trust/calendars.toml:")
    assert said in fault


def test_leave_is_whole_days_or_moments_of_the_trusts_zone(tmp_path: Path) -> None:
    text = """\
[technician.ann]
name = "Ann"
address = "ann@it.trust.example"
line = 1
cap = 12
[leave.priya-summer]
technician = "priya"
from = 2027-07-26
to = 2027-07-30
cover = "ann"
[leave.dentist]
technician = "ann"
from = 2026-11-30T13:00:00
to = 2026-11-30
"""
    policy = loaded(tmp_path, trust__leave=text)
    dentist, summer = policy.leave
    assert (dentist.start, dentist.end) == (london(2026, 11, 30, 13), london(2026, 12, 1))
    assert (summer.start, summer.end, summer.cover) == (london(2027, 7, 26), london(2027, 7, 31), "ann")
    assert policy.technicians["ann"].cap == 12


def test_leave_of_nobody_or_backwards_is_told(tmp_path: Path) -> None:
    text = '[leave.x]\ntechnician = "prija"\nfrom = 2026-12-02\nto = 2026-12-01\n'
    found = " ".join(sentences(tmp_path, trust__leave=text))
    assert 'there is no technician "prija"' in found
    assert "is not after `from`" in found
    missing = " ".join(sentences(tmp_path, trust__leave='[leave.x]\ntechnician = "priya"\nfrom = "soon"\n'))
    assert "is no day" in missing
    assert "is missing" in missing


def test_weights_follow_from_ranks_unless_they_are_named(tmp_path: Path) -> None:
    assert loaded(tmp_path).load.weights == {"P1": 2, "P3": 1}
    named = loaded(tmp_path, trust__load='[load]\nweights = { P1 = 9 }\ncap = 30\nfair_by = "people"\n').load
    assert (named.weights, named.cap, named.fair_by) == ({"P1": 9, "P3": 1}, 30, "people")
    [fault] = sentences(tmp_path, trust__load="[load]\nweights = { P7 = 9 }\n")
    assert "there is no such priority" in fault


def test_a_rule_about_vips_names_their_addresses_and_is_none_without_any(tmp_path: Path) -> None:
    rule = '[rule.vip]\norder = 90\nreason = "a head"\nwhen = { vip = true }\nthen = { priority = "P1" }\n'
    people = '[person.head]\nname = "A Head"\naddresses = ["head@oakfold.example"]\nvip = true\n'
    assert [one.name for one in loaded(tmp_path, trust__rule=rule).rules] == ["lesson-soon"]
    found = loaded(tmp_path, trust__rule=rule, trust__people=people)
    assert found.rules[-1].senders == ("head@oakfold.example",)


def test_a_season_is_month_and_day(tmp_path: Path) -> None:
    rule = '[rule.exams]\norder = 90\nreason = "exams"\nwhen = { during = [["05-04", "06-26"]] }\nthen = { line = 1 }\n'
    assert loaded(tmp_path, trust__rule=rule).rules[-1].during == (((5, 4), (6, 26)),)
    [fault] = sentences(tmp_path, trust__rule=rule.replace("05-04", "5 May"))
    assert "this is no part of a year" in fault


def event(summary: str, first: date, last: date | None = None) -> Event:
    return Event(summary, first, last or first)


def test_events_are_sorted_by_what_they_mean() -> None:
    found = term_dates(
        [
            event("Autumn Term begins", date(2027, 9, 3)),
            event("Half-term holiday", date(2027, 10, 25), date(2027, 10, 29)),
            event("Last day of the Autumn term", date(2027, 12, 17)),
            event("Spring term", date(2028, 1, 4), date(2028, 3, 31)),
            event("INSET day: school closed to pupils", date(2028, 1, 3)),
            event("Christmas holidays", date(2027, 12, 20), date(2027, 12, 31)),
            event("Good Friday bank holiday", date(2028, 4, 14)),
            event("School closed (polling station)", date(2028, 5, 4)),
            event("Summer term starts", date(2028, 4, 17)),
            event("Half term ends", date(2028, 2, 18)),
            event("Sports day", date(2028, 6, 9)),
        ]
    )
    assert found.terms == ((date(2027, 9, 3), date(2027, 12, 17)), (date(2028, 1, 4), date(2028, 3, 31)))
    assert found.half_terms == ((date(2027, 10, 25), date(2027, 10, 29)),)
    assert found.inset_days == (date(2028, 1, 3),)
    assert found.closed == (date(2028, 5, 4),)
    strange = [one.summary for one in found.not_understood]
    assert strange == ["Half term ends", "Summer term starts", "Sports day"]


def test_next_years_dates_leave_this_years_alone() -> None:
    this_year = a_calendar(terms=((date(2026, 9, 3), date(2026, 12, 18)),), inset_days=frozenset({date(2026, 9, 2)}))
    found = TermDates(terms=((date(2027, 9, 3), date(2027, 12, 17)),), inset_days=(date(2027, 9, 2),))
    both = joined(found, calendar=this_year)
    assert both.terms == (*this_year.terms, *found.terms)
    assert both.inset_days == (date(2026, 9, 2), date(2027, 9, 2))
    corrected = TermDates(terms=((date(2026, 9, 2), date(2026, 12, 19)),))
    assert joined(corrected, calendar=this_year).terms == corrected.terms
    assert joined(TermDates(), calendar=this_year) == TermDates()


def test_only_the_value_of_the_key_changes() -> None:
    first = "# ours\n[calendar.a]\nterms = [\n  [2026-09-03, 2026-10-23],  # Autumn\n]\n"
    text = f'{first}like = "b"  # a word\n\n[calendar.b]\nterms = []\n'
    terms = value_lines("terms", [(date(2027, 1, 5), date(2027, 2, 5))])
    after = replaced(text, table="calendar.a", key="terms", lines=terms)
    assert after == text.replace("  [2026-09-03, 2026-10-23],  # Autumn\n", "  [2027-01-05, 2027-02-05],\n")
    added = replaced(text, table="calendar.a", key="inset_days", lines=["inset_days = [2027-01-04]"])
    assert added == text.replace("# a word\n", "# a word\ninset_days = [2027-01-04]\n")
    assert len(value_lines("closed", [date(2027, 1, n) for n in range(1, 20)])) == 5


def test_a_file_that_is_no_calendar_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.ics"
    for data in (b"\xff\x00nonsense", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", b""):
        file.write_bytes(data)
        with pytest.raises(UnreadableFile):
            read_term_dates(file, zone=ZoneInfo("Europe/London"))
    with pytest.raises(UnreadableFile):
        read_term_dates(tmp_path / "missing.ics", zone=ZoneInfo("Europe/London"))


def test_an_event_of_whole_days_ends_before_the_day_it_names(tmp_path: Path) -> None:
    file = tmp_path / "x.ics"
    lines = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20280104", "DTEND;VALUE=DATE:20280401")
    file.write_text("\r\n".join((*lines, "SUMMARY:Spring term", "END:VEVENT", "END:VCALENDAR", "")))
    assert read_term_dates(file, zone=ZoneInfo("Europe/London")).terms == ((date(2028, 1, 4), date(2028, 3, 31)),)


def test_an_edited_calendar_forgets_the_years_it_was_asked_about() -> None:
    calendar = a_calendar()
    monday = london(2026, 11, 23, 9)
    assert is_open(monday, calendar=calendar)
    assert not is_open(monday, calendar=replace(calendar, closed=frozenset({date(2026, 11, 23)})))


def read_events(folder: Path, *events: str, calendars: int = 1) -> TermDates:
    inside = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    file = folder / "odd.ics"
    file.write_bytes(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inside}END:VCALENDAR\r\n".encode() * calendars)
    return read_term_dates(file, zone=ZoneInfo("Europe/London"))


def test_days_written_as_moments_are_those_of_the_schools_zone(tmp_path: Path) -> None:
    summer = "SUMMARY:INSET day\r\nDTSTART:20260831T230000Z\r\nDTEND:20260901T230000Z"
    winter = (
        "SUMMARY:INSET day\r\nDTSTART;TZID=Europe/London:20261126T000000\r\nDTEND;TZID=Europe/London:20261127T000000"
    )
    assert read_events(tmp_path, summer, winter).inset_days == (date(2026, 9, 1), date(2026, 11, 26))


def test_an_event_may_say_how_long_it_is_in_place_of_its_end(tmp_path: Path) -> None:
    term = "SUMMARY:Autumn term\r\nDTSTART;VALUE=DATE:20260903\r\nDTEND;VALUE=DATE:20261219"
    half = "SUMMARY:Half term\r\nDTSTART;VALUE=DATE:20261026\r\nDURATION:P5D"
    assert read_events(tmp_path, term, half).half_terms == ((date(2026, 10, 26), date(2026, 10, 30)),)


def test_a_cancelled_event_takes_no_day(tmp_path: Path) -> None:
    event = "SUMMARY:INSET day\r\nSTATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20261130"
    assert not read_events(tmp_path, event).anything


@pytest.mark.parametrize(
    "event",
    [
        "SUMMARY:INSET day\r\nDTSTART;VALUE=DATE:20261102\r\nRRULE:FREQ=WEEKLY;COUNT=3",
        "SUMMARY:School closed\r\nDTSTART;VALUE=DATE:20261102\r\nDTEND;VALUE=DATE:20291102",
        "SUMMARY:INSET day\r\nDTSTART;VALUE=DATE:20261102\r\nDTEND;VALUE=DATE:20261104\r\nDURATION:P1D",
    ],
)
def test_what_repeats_contradicts_itself_or_lasts_for_years_is_listed_and_left_out(tmp_path: Path, event: str) -> None:
    found = read_events(tmp_path, event)
    assert not found.anything
    assert [one.first for one in found.not_understood] == [date(2026, 11, 2)]


def test_several_calendars_in_one_file_count_together(tmp_path: Path) -> None:
    found = read_events(tmp_path, "SUMMARY:INSET day\r\nDTSTART;VALUE=DATE:20261102", calendars=2)
    assert found.inset_days == (date(2026, 11, 2),)

"""When a school is open: a month drawn in the terminal, and term dates taken from a calendar file.

examples:
  mailbot calendar show kestrel-park --month 2026-12
  mailbot calendar import kestrel-park termdates.ics           # shows what it would change
  mailbot calendar import kestrel-park termdates.ics --write
"""

import argparse
import re
import sys
from datetime import date
from pathlib import Path

from mailbot.cli.desk.opened import add_trust, now_utc, policy_of, settings_of, trust_of
from mailbot.cli.page import add_action, counted, say, say_json, wrapped
from mailbot.cli.time.month import days_of, drawn
from mailbot.core.model.policy import TRIAGE, Policy, School
from mailbot.settings.policy.calendar_file import Written, write_dates
from mailbot.settings.policy.term_dates import NoLibrary, TermDates, UnreadableFile, read_term_dates

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def arguments(parser: argparse.ArgumentParser) -> None:
    """`show` and `import`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    show = add_action(
        actions,
        "show",
        summary="draw a month of a school's calendar: hours, closed days, INSET days, half-terms",
        examples="mailbot calendar show kestrel-park --month 2026-12\nmailbot calendar show central --json",
    )
    show.add_argument("school", metavar="SCHOOL", help="its id; `central` is the trust's own office")
    show.add_argument("--month", type=_month, metavar="YYYY-MM", help="default: this month")
    take = add_action(
        actions,
        "import",
        summary="take terms, half-terms, INSET days and closed days from an iCalendar file (.ics)",
        examples="mailbot calendar import kestrel-park termdates.ics\n"
        "mailbot calendar import kestrel-park termdates.ics --write",
    )
    take.add_argument("school", metavar="SCHOOL", help="the school whose calendar gets the days")
    take.add_argument("file", type=Path, metavar="FILE.ics")
    take.add_argument("--write", action="store_true", help="change the trust's folder; else only show")
    for action in (show, take):
        add_trust(action)


def run(options: argparse.Namespace) -> int:
    """Do the action; gives the exit code."""
    settings = settings_of(options)
    trust = trust_of(options, settings)
    policy = policy_of(settings, trust)
    school = _school(options, policy)
    if options.action == "import":
        return _import(options, policy=policy, school=school)
    first = options.month or now_utc().astimezone(school.calendar.zone).date().replace(day=1)
    if options.json:
        say_json({"school": school.id, "zone": school.calendar.zone.key, "days": days_of(school, first=first)})
    else:
        say(drawn(school, first=first))
    return 0


def _school(options: argparse.Namespace, policy: Policy) -> School:
    known = sorted(id for id in policy.schools if id != TRIAGE)
    if options.school not in known:
        sys.exit(f"there is no school {options.school!r}; known: {', '.join(known)}")
    return policy.schools[options.school]


def _month(text: str) -> date:
    found = _MONTH.fullmatch(text)
    if found is None or not 2000 <= int(found[1]) <= 2100:
        raise argparse.ArgumentTypeError(f"{text!r} is no month: write 2026-12")
    return date(int(found[1]), int(found[2]), 1)


def _import(options: argparse.Namespace, *, policy: Policy, school: School) -> int:
    try:
        found = read_term_dates(options.file)
    except (NoLibrary, UnreadableFile) as error:
        sys.exit(str(error))
    if options.json and not options.write:
        say_json(found)
        return 0
    if not options.json:
        say(_found(found, file=options.file))
    if not found.anything:
        sys.exit(f"{options.file}: no term, half-term, INSET day or closed day is in it; nothing was changed")
    try:
        written = write_dates(found, policy=policy, school=school, write=options.write)
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}; nothing was changed")
    if options.json:
        say_json({"found": found, "file": str(written.file), "table": written.table})
    else:
        say(_said(written, write=options.write))
    return 0


def _found(found: TermDates, *, file: Path) -> list[str]:
    counts = (
        counted(len(found.terms), "term"),
        counted(len(found.half_terms), "half-term"),
        counted(len(found.inset_days), "INSET day"),
        counted(len(found.closed), "closed day"),
    )
    lines = wrapped(f"{file} has {', '.join(counts)}.")
    if found.not_understood:
        lines += ["", "Not understood, and left out:"]
        for event in found.not_understood:
            lines += wrapped(f"{event.first:%d %b %Y} {event.summary}", first="  ", rest="    ")
    return [*lines, ""]


def _said(written: Written, *, write: bool) -> list[str]:
    head = f"{written.table} {'says now' if write else 'would say'}, in {_near(written.file)}:"
    lines = [*wrapped(head), "", *written.lines, ""]
    if written.shared:
        lines += wrapped(f"The same calendar is used by {', '.join(written.shared)}.")
    if write:
        then = "Look at it with `mailbot calendar show`, then start the desk again: it reads its rules at start."
        return [*lines, *wrapped(then)]
    return [*lines, "Nothing was changed. Add --write to put it there."]


def _near(file: Path) -> Path:
    """The file as it is named from here, where it lies below."""
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file

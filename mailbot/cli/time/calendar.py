"""The work of `mailbot calendar`: a month of a school, and term dates from a file."""

import argparse
import sys
from pathlib import Path

from mailbot.cli.desk.opened import now_utc, policy_of, settings_of, trust_of
from mailbot.cli.known import unknown
from mailbot.cli.page import counted, say, say_json, wrapped
from mailbot.cli.time.month import days_of, drawn
from mailbot.core.model.policy import TRIAGE, Policy, School
from mailbot.settings.policy.calendar_file import Written, write_dates
from mailbot.settings.policy.term_dates import NoLibrary, TermDates, UnreadableFile, read_term_dates


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
        sys.exit(unknown("school", options.school, known))
    return policy.schools[options.school]


def _import(options: argparse.Namespace, *, policy: Policy, school: School) -> int:
    if not options.file.is_file():
        sys.exit(f"{options.file}: no such file. Name the calendar (.ics) that the council or the school publishes")
    try:
        found = read_term_dates(options.file, zone=school.calendar.zone)
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

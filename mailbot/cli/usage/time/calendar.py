"""When a school is open: a month drawn in the terminal, and term dates taken from a calendar file.

examples:
  mailbot calendar show kestrel-park --month 2026-12
  mailbot calendar import kestrel-park termdates.ics    # what would it change?
  mailbot calendar import kestrel-park termdates.ics --write
"""

import argparse
import re
from datetime import date
from pathlib import Path

from mailbot.cli.usage.options import add_action, share

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")

_SHOW = """
Draw a month of a school's calendar: the hours of each day, closed days, INSET days, half-terms and bank holidays.

examples:
  mailbot calendar show kestrel-park --month 2026-12
  mailbot calendar show central --json

These are the very hours that the desk counts its targets in. It reads the trust's folder alone and changes nothing.
"""
_IMPORT = """
Take terms, half-terms, INSET days and closed days from an iCalendar file (.ics), as a council or a school publishes it.

examples:
  mailbot calendar import kestrel-park termdates.ics
  mailbot calendar import kestrel-park termdates.ics --write

It prints what it understood, what it did not, and the lines that the calendar would get. With --write these go into the
file of the trust's folder in which the calendar stands; the desk reads them at its next start. Without, nothing is
changed. It needs a library: pip install "mailbot[calendar]"

exit status:
  0  the dates were shown, or written
  1  the file cannot be read or holds no dates; nothing was changed
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """`show` and `import`."""
    show = add_action(
        parser,
        "show",
        summary="draw a month of a school's calendar: hours, closed days, INSET days, half-terms",
        page=_SHOW,
    )
    show.add_argument("school", metavar="SCHOOL", help="its id; `central` is the trust's own office")
    show.add_argument("--month", type=_month, metavar="YYYY-MM", help="default: this month")
    take = add_action(
        parser,
        "import",
        summary="take terms, half-terms, INSET days and closed days from an iCalendar file (.ics)",
        page=_IMPORT,
    )
    take.add_argument("school", metavar="SCHOOL", help="the id of the school whose calendar gets the days")
    take.add_argument("file", type=Path, metavar="FILE.ics", help="the calendar file")
    take.add_argument("--write", action="store_true", help="change the trust's folder; else only show")
    share(parser, "--json", "--trust")


def _month(text: str) -> date:
    found = _MONTH.fullmatch(text)
    if found is None or not 2000 <= int(found[1]) <= 2100:
        raise argparse.ArgumentTypeError(f"{text!r} is no month: write 2026-12")
    return date(int(found[1]), int(found[2]), 1)

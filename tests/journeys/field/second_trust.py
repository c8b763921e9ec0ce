"""A second customer on the same installation: one school, one technician, one article, written for the tests."""

from pathlib import Path

from mailbot.core.model.message import Address
from tests.journeys.field.letters import Question

ADA = Address("Ada Pryce", "ada@elm.example")
NED = Address("Ned Farrow", "ned@it.elm.example")
ELM_ADDRESS = "help@elm.example"
ELM_TITLE = "Periscope in the boat house is fogged"
ELM_QUESTION = Question(
    "Periscope", "The periscope of the boat house is fogged since Monday, could somebody dry the lens"
)

_FILES = {
    "trust.toml": """\
[trust]
id = "elm"
name = "Elm Trust"
zone = "Europe/London"
domains = [{ name = "it.elm.example", people = "staff" }]
mailbox = "elm"
calendar = "elm"
manager = "ned"
fallback = "help@elm.example"
leads = { 1 = "ned", 2 = "ned", 3 = "ned" }
""",
    "schools/elm.toml": """\
[school.elm]
name = "Elm School"
mailbox = "elm"
calendar = "elm"
domains = [{ name = "elm.example", people = "staff" }]
""",
    "calendars/elm.toml": """\
[calendar.elm]
terms = [[2026-09-03, 2026-12-18]]
term_hours = { mon = "08:00-16:00", tue = "08:00-16:00", wed = "08:00-16:00", thu = "08:00-16:00", fri = "08:00-16:00" }
holiday_hours = {}
""",
    "technicians.toml": """\
[technician.ned]
name = "Ned Farrow"
address = "ned@it.elm.example"
line = 1
schools = ["elm"]
hours = { mon = "08:00-16:00", tue = "08:00-16:00", wed = "08:00-16:00", thu = "08:00-16:00", fri = "08:00-16:00" }
sensitive = true
approves = true
""",
    "articles/kb-1-periscope.md": f"""\
+++
id = "KB-1"
title = "{ELM_TITLE}"
audience = "staff"
updated = 2026-09-02
line = 1
state = "published"
+++

## What you will see

You look through the periscope in the boat house and see nothing, because it is fogged.

## What to do

Open the brass screw of the periscope, let the boat house air dry it, and wipe the glass.
""",
}


def make_second_trust(folder: Path) -> Path:
    """Write the trust's folder and give it."""
    for name, text in _FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder

"""A school morning as a table: who writes what at which hour, and what must come of it.

What does not live here: how a step is played, sent, watched and shown (play).
"""

from dataclasses import dataclass
from datetime import time

from mailbot.core.model.message import Address
from mailbot.core.model.request import RequestState

JANE = Address(name="Jane Ashdown", address="jane.ashdown@kestrelpark.example")
OLU = Address(name="Olu Adeyemi", address="o.adeyemi@kestrelpark.example")
TOM = Address(name="Tom Bracewell", address="tom.bracewell@brackenridge.example")
TOMASZ = Address(name="Tomasz Wilk", address="tomasz.wilk@it.tamselvalley.example")
RUTH = Address(name="Ruth Lindqvist", address="ruth.lindqvist@it.tamselvalley.example")

KESTREL_PARK = "itsupport@kestrelpark.example"
BRACKENRIDGE = "helpdesk@brackenridge.example"


@dataclass(frozen=True, slots=True)
class New:
    """A new mail to one of the desk's addresses."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to the newest mail in the writer's box that has the words `to` in its subject or text."""

    to: str
    text: str
    phone: bool = False


@dataclass(frozen=True, slots=True)
class Gets:
    """A mail that must come: to whom, which words stand in its subject or text, and which must not."""

    who: Address
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Becomes:
    """What the database must say of the request afterwards; None is not asked."""

    state: RequestState
    assignee: str | None = None
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One mail of the morning. `at` is the school's time; `told` is said to whoever watches."""

    at: time
    told: str
    who: Address
    writes: New | Reply
    gets: tuple[Gets, ...]
    becomes: Becomes


MORNING_STEPS: tuple[Step, ...] = (
    Step(
        at=time(7, 10),
        told="The school is still closed. Jane asks",
        who=JANE,
        writes=New(
            to=KESTREL_PARK,
            subject="Cant get the smartboard to show my laptop",
            text="Projector is on but it is just blue, no signal\n\nJane",
        ),
        gets=(Gets(JANE, says=("No signal", "Windows + P")),),
        becomes=Becomes("offered", assignee=""),
    ),
    Step(
        at=time(7, 25),
        told="Jane has tried it; her class comes at nine",
        who=JANE,
        writes=Reply(to="No signal", text="tried that, still black, Y5 in at 9", phone=True),
        gets=(
            Gets(JANE),
            Gets(TOMASZ, says=("still black, Y5 in at 9", "just blue, no signal", "No signal")),
        ),
        becomes=Becomes("open", assignee="tomasz", priority="P2"),
    ),
    Step(
        at=time(7, 40),
        told="In another room, Olu's projector",
        who=OLU,
        writes=New(
            to=KESTREL_PARK,
            subject="Projector in 6B says no signal",
            text=(
                "Morning,\n\nThe projector in 6B has had no signal from my laptop since the summer update. "
                "I have tried the other lead and the other socket.\n\nOlu"
            ),
        ),
        gets=(Gets(OLU, says=("No signal",)),),
        becomes=Becomes("offered", assignee=""),
    ),
    Step(
        at=time(7, 45),
        told="The article does not help Olu",
        who=OLU,
        writes=Reply(to="No signal", text="No luck I'm afraid, I had done all of that. Another laptop works."),
        gets=(Gets(OLU), Gets(TOMASZ, says=("Another laptop works",))),
        becomes=Becomes("open", assignee="tomasz"),
    ),
    Step(
        at=time(8, 25),  # at half past his reminder is due, and would come or not, by a second
        told="Tomasz has been to Jane's room",
        who=TOMASZ,
        writes=Reply(
            to="Y5 in at 9",
            text=(
                "Hi Jane,\n\nI swapped the HDMI lead at the board for a new one, the old one had a bent pin. "
                "It is working with the class laptop now. Shout if it goes black again.\n\nTomasz\n\n#solved"
            ),
        ),
        gets=(Gets(JANE, says=("swapped the HDMI lead",), never=("#solved",)),),
        becomes=Becomes("solved", assignee="tomasz"),
    ),
    Step(
        at=time(8, 35),
        told="Olu's is one for Ruth, the network manager",
        who=TOMASZ,
        writes=Reply(
            to="Another laptop works",
            text="Ruth, looks like the new display driver again, it is only this laptop.\n\n#note\n#assign ruth",
            phone=True,
        ),
        gets=(Gets(RUTH, says=("display driver again", "Another laptop works")),),
        becomes=Becomes("open", assignee="ruth"),
    ),
    Step(
        at=time(8, 50),
        told="Ruth solves it, and makes her answer an article",
        who=RUTH,
        writes=Reply(
            to="Another laptop works",
            text=(
                "Hi Olu,\n\n"
                "The summer update gave some laptops a new display driver, and with it the projector shows no signal. "
                "You can put the old one back:\n\n"
                "1. Right-click the Start button and choose Device Manager.\n"
                "2. Open Display adapters and double-click the name below it.\n"
                "3. On the Driver tab press Roll Back Driver and say yes.\n"
                "4. Restart the laptop with the HDMI lead in, then press Windows + P and choose Duplicate.\n\n"
                "If Roll Back Driver is grey, ring me on 01632 960145 or write to "
                "ruth.lindqvist@it.tamselvalley.example and I will do it from here.\n\n"
                "Ruth\n\n"
                "#solved\n"
                "#kb Projector shows no signal after the summer update"
            ),
        ),
        gets=(
            Gets(OLU, says=("Roll Back Driver", "01632 960145"), never=("#solved", "#kb")),
            Gets(RUTH, says=("Projector shows no signal after the summer update", "Roll Back Driver")),
        ),
        becomes=Becomes("solved", assignee="ruth"),
    ),
    Step(
        at=time(9, 5),
        told="Tom, at another school, has the same and no time to spell",
        who=TOM,
        writes=New(
            to=BRACKENRIDGE,
            subject="projecter",
            text="projecter in lab 2 says no signl since the sumer updat, any ideas?? Tom",
        ),
        gets=(
            Gets(
                TOM,
                says=("Projector shows no signal after the summer update", "Roll Back Driver"),
                never=("Olu", "Ruth", "01632 960145", "ruth.lindqvist"),
            ),
        ),
        becomes=Becomes("offered", assignee=""),
    ),
)

"""Sample content of the week's mail about articles. Everybody in it is invented."""

from mailbot.core.model.care import KnowledgeWeekMail, ToLookAfter, ToWrite

_WRITE = (
    ToWrite(
        1,
        "Laminator in the office jams and smells",
        5,
        (1042, 1031, 1027, 1019, 1003),
        by="Ruth Lindqvist",
        text="Switch it off at the wall and let it cool for ten minutes. Press the release on the right, pull the "
        "pouch out straight and run a carrier sheet through twice before the next ...",
    ),
    ToWrite(2, "cant get into the trip payments page", 3, (1040, 1036, 1012)),
    ToWrite(
        3,
        "Interactive whiteboard pen writes beside the tip",
        3,
        (1050, 1049, 1048),
        by="Tomasz Wilk",
        text="Hold the button on the tray until the board asks for nine crosses, then touch each of them with the pen.",
        article="KB-1166",
    ),
)
_CARE = (
    ToLookAfter(
        4,
        "KB-1038",
        "Classroom board shows no picture from the laptop",
        ("It fails: solved 1 of 9 questions that were answered.", "It is old: last changed 412 days ago."),
    ),
    ToLookAfter(
        5,
        "KB-1012",
        "Reset a visualiser that has frozen",
        (
            "It is contradicted: KB-1140 is newer and says otherwise: here “Hold the power button for 10 seconds”, "
            "there “Hold the power button for 30 seconds”.",
        ),
    ),
    ToLookAfter(6, "KB-1077", "Book the minibus radio", ("Nobody meets it: offered to nobody in 143 days.",)),
)

SAMPLES = (
    KnowledgeWeekMail("Siobhan Keogh", 4, _WRITE, _CARE, more_write=2, more_care=14),
    KnowledgeWeekMail("Siobhan Keogh", 4, _WRITE[:1]),
    KnowledgeWeekMail("Siobhan Keogh", 4, (), (ToLookAfter(1, "KB-1077", "Book the minibus radio", _CARE[2].why),)),
)

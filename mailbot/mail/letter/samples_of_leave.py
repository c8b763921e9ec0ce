"""Sample content for the mails about absences: see `samples.py`. Everybody in it is invented."""

from mailbot.core.model.away import AwayMail

_BACK = "Monday 7 December, 08:00"

SAMPLES: tuple[AwayMail, ...] = (
    AwayMail(
        "Tomasz Wilk",
        "",
        "from 10:00 today until Monday 7 December",
        _BACK,
        covers=(("Priya Nambiar", 3), ("Jordan Baptiste", 1)),
        nobody=1,
        wait=6,
        new_work="Priya Nambiar or Jordan Baptiste",
    ),
    AwayMail("Siobhan Keogh", "Tomasz Wilk", "from 10:00 today on", ""),
    AwayMail(
        "Siobhan Keogh",
        "Tomasz Wilk",
        "from 10:00 today until Friday 27 November",
        "Friday 27 November, 08:00",
        covers=(("Priya Nambiar", 1),),
        new_work="Priya Nambiar",
        source="auto_reply",
        dated=False,
    ),
)

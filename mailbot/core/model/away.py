"""What the mails about somebody's absence say, before words and layout: see `mail.py`."""

from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class AwayMail:
    """To who said that somebody is away, or to their lead: what follows from it.

    `absent` is '' where it is the reader's own leave. `source` "auto_reply" means that an out-of-office answer said so,
    and `dated` whether it says until when. `away` and `back` are texts ("from 08:00 today until Monday 7 December",
    "on Monday 7 December, 08:00"; `back` is '' where nobody knows). `covers` are names with how many tickets each
    looks after, `nobody` is how many have nobody, `wait` how many stay where they are.
    """

    template: ClassVar[str] = "technician/away"
    name: str
    absent: str
    away: str
    back: str
    covers: tuple[tuple[str, int], ...] = ()
    nobody: int = 0
    wait: int = 0
    new_work: str = ""
    source: Literal["away", "auto_reply"] = "away"
    dated: bool = True

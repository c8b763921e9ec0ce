"""What every template sees of the mail around its words: who writes, where replies go, ready links, local times.

What does not live here: the words themselves (`templates/`) and headers (compose).
"""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property, lru_cache
from urllib.parse import quote

from mailbot.mail.letter.headers import clean

# A longer link is cut off by some mail programs, and with it the token at its end.
LINK_SUBJECT = 80
LINK_WORDS = 400

_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "prof", "rev", "fr", "sr"))
_NAME = re.compile(r"[^\W\d_]+(?:['’.-]{1,2}[^\W\d_]*){0,4}")


@dataclass(frozen=True)  # without slots: a cached property needs a place
class Desk:
    """The desk as templates know it.

    `name` is the From name, `address` where a reply goes (with the token where plus addresses work), `subject` the
    thread's subject without tag, `number` the request's, `tag` `[#1042-k7f3q]` or '', `token` the recipient's own or
    '' (then there are no links).
    """

    name: str
    school: str
    address: str
    subject: str
    number: int | None
    tag: str
    token: str
    marker: str
    zone: tzinfo

    @property
    def ref(self) -> str:
        """The line that joins a new mail to the thread, or ''."""
        return f"ref: {self.token}" if self.token else ""

    def link(self, words: str) -> str:
        """A `mailto:` address (RFC 6068) that opens a mail to us with these words and the reference filled in."""
        opening, reference = self._link_ends
        return f"{opening}{_quoted(words[:LINK_WORDS])}{reference}"

    @cached_property
    def _link_ends(self) -> tuple[str, str]:
        """What every link begins and ends with."""
        subject = f"Re: {clean(self.subject, limit=LINK_SUBJECT)} {self.tag}".strip()
        opening = f"mailto:{quote(self.address, safe='@')}?subject={quote(subject, safe='')}&body="
        return opening, quote(f"\n\n\n{self.ref}".replace("\n", "\r\n"), safe="")

    def when(self, moment: datetime) -> str:
        """An aware moment as people at the school say it: "Mon 2 Nov, 08:30"."""
        local = moment.astimezone(self.zone)
        return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"

    def day(self, moment: datetime) -> str:
        """The date alone: "2 Nov 2026"."""
        local = moment.astimezone(self.zone)
        return f"{local.day} {local:%b %Y}"


@lru_cache(maxsize=256)
def _quoted(words: str) -> str:
    """The words of a link as they stand in it: a button's are the same in every mail."""
    return quote(words.replace("\n", "\r\n"), safe="")


def greeting(name: str) -> str:
    """ "Hello Jane," for "Jane Ashdown"; "Hello Mrs Ashdown," where a title leads; "Hello," where it is no name.

    A display name comes from the mail itself: what looks like an address, a link or a number is not repeated.
    """
    words = clean(name, limit=80).split(" ")
    if len(words) > 6 or not all(_NAME.fullmatch(word) for word in words):
        return "Hello,"
    if words[0].rstrip(".").lower() in _TITLES:
        return f"Hello {' '.join(words)},"
    return f"Hello {words[0]},"


def first_name(name: str) -> str:
    """What a requester is called inside a sentence: "Jane", "Mrs Ashdown"; "the requester" where it is no name."""
    return greeting(name).removeprefix("Hello").strip(" ,") or "the requester"

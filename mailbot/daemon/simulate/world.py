"""What all invented people share: the time, the post, what is yet to happen, and dice that fall the same for one seed.

Dice are thrown for each request by itself (`dice`): what one person does differently changes nothing for the others, so
that two simulations of one seed can be compared.
"""

import heapq
from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random

from mailbot.core.model.message import Address
from mailbot.core.model.policy import Policy
from mailbot.daemon.run import Daemon
from mailbot.daemon.simulate.clock import JumpingClock
from mailbot.daemon.simulate.post import Mail, Post

Act = Callable[[], None]


class World:
    """The people's side of a simulation. One thread uses it."""

    def __init__(self, *, daemon: Daemon, policy: Policy, clock: JumpingClock, post: Post, seed: int) -> None:
        self.daemon = daemon
        self.policy = policy
        self.clock = clock
        self.post = post
        self._seed = seed
        self._ahead: list[tuple[datetime, int, Act]] = []
        self._count = 0
        self._asked: dict[str, int] = {}

    @property
    def now(self) -> datetime:
        """The desk's time, aware UTC."""
        return self.clock.now()

    def at(self, moment: datetime, act: Act) -> None:
        """Let something happen at a moment (aware); what is past already happens next."""
        self._count += 1
        heapq.heappush(self._ahead, (max(moment, self.now), self._count, act))

    @property
    def next_at(self) -> datetime | None:
        """When the next thing happens, None when nothing is to come."""
        return self._ahead[0][0] if self._ahead else None

    def happen(self) -> None:
        """Let everything happen whose moment has come."""
        while self._ahead and self._ahead[0][0] <= self.now:
            heapq.heappop(self._ahead)[2]()

    def dice(self, *about: object) -> Random:
        """Dice for one matter: the same seed and the same words give the same throws."""
        return Random(":".join(map(str, (self._seed, *about))))  # noqa: S311 -- the same year every time is the point

    def ask(self, sender: Address, *, to: str, subject: str, text: str, ordinal: int) -> None:
        """Somebody writes the `ordinal`-th new request of the simulation."""
        raw = self.post.new_mail(sender, to=to, subject=subject, text=text, ordinal=ordinal)
        self.post.put_in(raw, sender=sender.address, to=to, daemon=self.daemon)

    def write(self, sender: Address, *, to: str, subject: str, text: str) -> None:
        """Somebody writes a mail of any other kind."""
        raw = self.post.plain_mail(sender, to=to, subject=subject, text=text)
        self.post.put_in(raw, sender=sender.address, to=to, daemon=self.daemon)

    def answer(self, mail: Mail, *, sender: Address, text: str, headers: Mapping[str, str] | None = None) -> None:
        """Somebody answers a mail of the desk."""
        raw = self.post.answer(mail, sender=sender, text=text, headers=headers)
        self.post.put_in(raw, sender=sender.address, to=mail.answer_to, daemon=self.daemon)

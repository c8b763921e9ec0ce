"""A mailbox that could not be read for a stated time is mailed to the lead: once, and again when it is back.

What lives here: when, to whom and in which words. What does not: why a visit failed (polling.py).
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.mails.outgoing import Outgoing, Recipient
from mailbot.core.model.mails.technician import MailboxMail
from mailbot.core.model.policy import CENTRAL, Policy
from mailbot.daemon.clock import Clock
from mailbot.daemon.log import log
from mailbot.daemon.office import Office
from mailbot.daemon.polling import every_of
from mailbot.settings.installation import MailboxSettings
from mailbot.store.engine import Database
from mailbot.store.flow import alarms
from mailbot.store.flow.alarms import Told
from mailbot.store.flow.health import Health, all_health

Event = Literal["mailbox_failing", "mailbox_back"]
SILENT = "No visit of this mailbox has ended since then."


class MailboxAlarm:
    """Looks after the health of all polled mailboxes; `look` is to be called every minute or so by one thread."""

    def __init__(self, *, database: Database, office: Office, clock: Clock) -> None:
        self._database = database
        self._office = office
        self._clock = clock
        self._after = timedelta(minutes=office.settings.alarm_minutes)
        self._started_at = clock.now()
        self._told: dict[str, Told] | None = None

    def look(self, sent: Callable[[], None]) -> None:
        """Tell what is new; `sent` is called where mail waits to go out. Raises DatabaseUnavailable."""
        boxes = [box for box in self._office.settings.mailboxes.values() if box.polled]
        if not boxes or not self._after:
            return
        now = self._clock.now()
        with self._database.read() as unit:
            health = all_health(unit)
            if self._told is None:
                found = alarms.told_and_open(unit, failing=_template("mailbox_failing"), back=_template("mailbox_back"))
                self._told = {told.mailbox: told for told in found}
        for box in boxes:
            if box.id in health and self._look_at(box, health[box.id], told=self._told, now=now):
                sent()

    def _look_at(self, box: MailboxSettings, health: Health, *, told: dict[str, Told], now: datetime) -> bool:
        before = told.get(box.id)
        since = self._unread_since(health, every=every_of(box), now=now)
        if since is not None and before is None:
            begun = Told(box.id, since)
            new = self._tell("mailbox_failing", box, begun, why=health.error or SILENT, now=now)
            told[box.id] = begun
            return new
        if before is not None and health.failing_since is None and since is None:
            new = self._tell("mailbox_back", box, before, why="", now=now)
            del told[box.id]
            return new
        return False

    def _unread_since(self, health: Health, *, every: float, now: datetime) -> datetime | None:
        """Since when it cannot be read, where that is long enough to be told: visits fail, or none has ended."""
        if health.failing_since is not None:
            return health.failing_since if now - health.failing_since >= self._after else None
        last = health.last_success_at
        if last is None:
            return None
        silent = now - max(last, self._started_at)  # a desk that was off has no reason to complain
        return last if silent >= max(self._after, 3 * timedelta(seconds=every)) else None

    def _tell(self, event: Event, box: MailboxSettings, told: Told, *, why: str, now: datetime) -> bool:
        policy = self._office.policies[box.trust]
        to = lead_of(policy)
        log.warning(f"mailbox.told_{event.removeprefix('mailbox_')}", mailbox=box.id, to=to.address if to else None)
        if to is None:
            return False
        mails = self._mails(event, box, told, to=to, why=why, now=now)
        with self._database.write() as unit:
            new = alarms.tell(unit, told, mails, trust=box.trust, now=now)
            unit.commit()
        return new > 0

    def _mails(
        self, event: Event, box: MailboxSettings, told: Told, *, to: Recipient, why: str, now: datetime
    ) -> Sequence[tuple[SendMail, Outgoing]]:
        at = told.since.astimezone(self._office.policies[box.trust].zone)
        since = f"{at:%A} {at.day} {at:%B}, {at:%H:%M}"
        content = MailboxMail(event, to.name, mailbox=box.id, address=box.address, since=since, why=why)
        mail = SendMail(to=to, content=content, school=CENTRAL, subject=box.address)
        return [(mail, self._office.compose(mail, trust=box.trust, now=now))]


def lead_of(policy: Policy) -> Recipient | None:
    """The lead of the highest line that has one (they run the servers), else the manager, else the fallback address."""
    wanted = [*(policy.line_leads[line] for line in sorted(policy.line_leads, reverse=True)), policy.manager]
    for name in (*wanted, policy.fallback):
        technician = policy.technicians.get(name)
        if technician is not None:
            return Recipient(technician.address, technician.name, "", "t")
    return Recipient(policy.fallback, policy.name, "", "t") if "@" in policy.fallback else None


def _template(event: Event) -> str:
    return MailboxMail(event, "", mailbox="", address="", since="").template

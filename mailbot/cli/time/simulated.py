"""A simulated span as a page: what came of it, and whether the desk's promises held. Only looks."""

import math
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from mailbot.cli.page import alarm, lasted, strong, table, wrapped
from mailbot.core.model.policy import Policy
from mailbot.daemon.simulate.check.missed import Broken
from mailbot.daemon.simulate.check.promises import Verdict
from mailbot.daemon.simulate.play import Wish
from mailbot.daemon.simulate.report import Figures, Met, Share

MOST_SHOWN = 12


def page_of(figures: Figures, *, policy: Policy) -> list[str]:
    """The figures as a page."""
    return [
        *_asked(figures),
        "",
        strong("Service level met"),
        *_levels(figures, policy=policy),
        "",
        strong("Reminders sent"),
        *_numbered([(f"{count:,}", kind, "") for kind, count in figures.reminders.items() if count]),
        "",
        strong("Load by technician"),
        *_load(figures),
        "",
        *_longest(figures, policy=policy),
    ]


def head_of(wish: Wish, *, policy: Policy, took: float) -> list[str]:
    """What was played."""
    without = [policy.technicians[one].name for one in wish.without]
    return [
        strong(
            f"{policy.name}, {wish.first:%a} {wish.first.day} {wish.first:%b %Y}"
            f" to {wish.last:%a} {wish.last.day} {wish.last:%b %Y}"
        ),
        *wrapped(
            f"{wish.per_day:g} requests a school day, seed {wish.seed}"
            + (f", without {' and '.join(without)}" if without else "")
            + f"; played in {lasted(took)}"
        ),
        "",
    ]


def _asked(figures: Figures) -> list[str]:
    rows = [
        (f"{figures.requests:,}", "requests", ""),
        (f"{figures.offered:,}", "were sent an article at once", _percent(Share(figures.offered, figures.requests))),
        (f"{figures.self_solved.part:,}", "self-solved", _percent(figures.self_solved)),
        (f"{figures.tickets:,}", "tickets", _percent(Share(figures.tickets, figures.requests))),
        (f"{figures.moves['up']:,}", "times a ticket went up a line", f"{figures.moves['down']:,} times down"),
        (f"{figures.mails_in:,}", "mails came in", f"{figures.mails_out:,} went out"),
    ]
    return _numbered(rows)


def _numbered(rows: Sequence[tuple[str, str, str]]) -> list[str]:
    """Counts set to the right, what they count, and a remark."""
    size = max((len(count) for count, _, _ in rows), default=0)
    wide = max((len(what) for _, what, _ in rows), default=0)
    return [f"  {count:>{size}}  {what:<{wide}}  {more}".rstrip() for count, what, more in rows]


def _levels(figures: Figures, *, policy: Policy) -> list[str]:
    names = {id_: f"{id_} {one.name}" for id_, one in policy.priorities.items()}
    priorities = [
        (names.get(row.name, row.name), f"{row.tickets:,}", _percent(row.answered), _percent(row.solved))
        for row in figures.priorities
    ]
    schools = [
        (
            row.name,
            f"{row.requests:,}",
            _percent(row.self_solved),
            f"{row.tickets:,}",
            _percent(row.answered),
            _percent(row.solved),
            _promised(row),
        )
        for row in figures.schools
    ]
    return [
        *table(priorities, head=("priority", "tickets", "answer", "solved")),
        "",
        *table(
            schools,
            head=("school", "asked", "self", "tickets", "answer", "solved", "promise"),
            whole=(1, 2, 3, 4, 5, 6),
        ),
        *wrapped(
            "self: solved by themselves, of all that was asked; answer, solved: in time, of the tickets' targets",
            first="  ",
        ),
    ]


def _promised(row: Met) -> str:
    """What the level promises, with a mark where a target is below it."""
    if row.promised is None:
        return ""
    below = [
        share for share in (row.answered, row.solved) if share.percent is not None and share.percent < row.promised
    ]
    return f"{row.promised} %{' missed' if below else ''}"


def _load(figures: Figures) -> list[str]:
    rows = [
        (
            one.name,
            one.line,
            "away" if one.absent else f"{one.tickets:,}",
            f"{one.answers:,}",
            one.most,
            f"{one.cap}{' passed' if one.most > one.cap else ''}",
        )
        for one in figures.load
    ]
    return table(rows, head=("technician", "line", "tickets", "mails", "most open weight", "cap"))


def _longest(figures: Figures, *, policy: Policy) -> list[str]:
    wait = figures.longest
    if wait is None:
        return []
    school = policy.schools[wait.school]
    since, until = (moment.astimezone(school.calendar.zone) for moment in (wait.since, wait.until))
    return [
        strong("Longest wait for a first answer"),
        *wrapped(
            f"{lasted(wait.worked.total_seconds())} of {school.name}'s hours: request {wait.number} ({wait.priority}), "
            f"from {since:%a} {since.day} {since:%b %H:%M} to {until:%a} {until.day} {until:%b %H:%M}",
            first="  ",
        ),
    ]


def promises_of(verdict: Verdict, *, zone: ZoneInfo) -> list[str]:
    """What was checked, and each promise that was broken."""
    kinds: Mapping[str, Iterable[Broken]] = {
        "doubled": verdict.doubled,
        "missed": verdict.missed,
        "outside hours": verdict.outside,
    }
    reminders = "1 reminder" if verdict.reminders == 1 else f"{verdict.reminders:,} reminders"
    looked = (
        f"{reminders} looked at, {verdict.owed:,} of them owed at a certain moment; "
        f"the latest came {math.ceil(verdict.latest.total_seconds())} s after it."
    )
    lines = ["", strong("Promises"), *wrapped(looked, first="  ")]
    for kind, several in kinds.items():
        broken = list(several)
        line = f"  {len(broken):>5,}  {kind}"
        lines.append(alarm(line) if broken else line)
        for one in broken[:MOST_SHOWN]:
            local = one.at.astimezone(zone)
            about = f"request {one.number}: " if one.number else ""
            lines += wrapped(f"{local:%a} {local.day} {local:%b %H:%M} {about}{one.what}", first=" " * 9)
        if len(broken) > MOST_SHOWN:
            lines.append(f"{' ' * 9}and {len(broken) - MOST_SHOWN:,} more")
    lines += [alarm(f"  lost: {what}") for what in verdict.lost]
    return lines


def _percent(share: Share) -> str:
    return "-" if share.percent is None else f"{share.percent:.0f} %"

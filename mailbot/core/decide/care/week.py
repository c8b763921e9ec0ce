"""The week's mail to the leads of the lines and the manager: what to write next, and what to look after.

It comes once a week, when they begin to work in it. Who is away all that week gets none: the next one says it anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from mailbot.core.decide.case import Desk, Plan
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.kb.care.gaps import Gap, gaps
from mailbot.core.kb.care.health import Ailment, Finding, by_article, findings
from mailbot.core.kb.known import known_to
from mailbot.core.model.article import Article, Scope
from mailbot.core.model.care import KnowledgeWeekMail, ToLookAfter, ToWrite
from mailbot.core.model.effects.on_mail import SaveList, SendMail
from mailbot.core.model.effects.on_people import WakeTechnician
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import CENTRAL, Policy, Technician
from mailbot.core.model.snapshot import ListedRow
from mailbot.core.model.stimulus import CareTimerKind, KnowledgeWeekDue
from mailbot.core.sla.duty import next_at_work

KIND: CareTimerKind = "knowledge_week"
MOST_WEEKS_AHEAD = 9
LONGEST_TEXT = 220
MOST_SENTENCES = 3
_WEEK = timedelta(days=7)
_AILS: dict[Ailment, str] = {
    "fails": "It fails: {}.",
    "contradicted": "It is contradicted: {}.",
    "repeated": "It is there twice: {}.",
    "never met": "Nobody meets it: {}.",
    "old": "It is old: {}.",
}


def readers(policy: Policy) -> tuple[Technician, ...]:
    """Give whom the week's mail is for: each lead of a line and the manager, once."""
    named = dict.fromkeys((*(policy.line_leads[line] for line in sorted(policy.line_leads)), policy.manager))
    return tuple(policy.technicians[id_] for id_ in named if id_ in policy.technicians)


def first_weeks(policy: Policy, *, now: datetime, leave: Iterable[Leave]) -> tuple[WakeTechnician, ...]:
    """Give the next moment of each reader, for a desk that starts; none where the trust wants no such mail."""
    away = tuple(leave)
    if not policy.care.monday:
        return ()
    found = (_next_week(one, policy=policy, now=now, leave=away) for one in readers(policy))
    return tuple(effect for effect in found if effect is not None)


def week_due(stimulus: KnowledgeWeekDue, *, desk: Desk) -> Plan:
    """Tell what there is to write and to look after, put it off until they are at work, or skip this week."""
    policy, technician = desk.policy, desk.technician(stimulus.technician)
    if technician is None or technician not in readers(policy):
        return Plan("skipped", (), (f"{stimulus.technician or 'whom it is for'} leads no line any more",))
    if not policy.care.monday:
        return Plan("skipped", (), ("monday = false in [care]: nobody gets it",))
    then = _next_week(technician, policy=policy, now=desk.now, leave=desk.snapshot.leave, after=stimulus.round)
    again = (then,) if then is not None else ()
    monday = date.fromordinal(stimulus.round)
    begins = next_at_work(technician, at=desk.now, policy=policy, leave=desk.snapshot.leave)
    if begins is None or begins >= _midnight(monday + _WEEK, policy=policy):
        return Plan("skipped", again, (f"{technician.name} is not at work any more in the week of {monday}",))
    if begins > desk.now:
        later = WakeTechnician(technician.id, KIND, stimulus.round, begins)
        return Plan("timer", (later,), (f"{technician.name} is not at work: it waits until they are",))
    return _told(technician, desk=desk, again=again)


def _told(technician: Technician, *, desk: Desk, again: tuple[WakeTechnician, ...]) -> Plan:
    care = desk.policy.care
    missing = gaps(
        desk.snapshot.unanswered,
        lines={one.name: one.line for one in desk.policy.technicians.values()},
        least=care.times,
        least_words=desk.policy.promotion.least_words,
        known=known_to(Scope(desk.policy.trust, ""), index=desk.index, policy=desk.policy),
    )
    ill = by_article(_ailing(desk))
    if not missing and not ill:
        return Plan("skipped", again, ("nothing came that often without an article, and no article needs care",))
    write = tuple(_to_write(row, gap) for row, gap in enumerate(missing[: care.rows], 1))
    shown = tuple(_to_look_after(row, *one) for row, one in enumerate(ill[: care.rows], len(write) + 1))
    content = KnowledgeWeekMail(
        technician.name,
        care.weeks,
        write,
        shown,
        more_write=len(missing) - len(write),
        more_care=len(ill) - len(shown),
    )
    reference = desk.snapshot.fresh.reference
    rows = (*_rows(missing[: care.rows]), *(ListedRow(0, 0, "care", one.id) for one in shown))
    mail = SendMail(
        to=recipient_of(technician, desk=desk),
        content=content,
        school=CENTRAL,
        subject="",
        reference=reference,
        thread=reference,
    )
    why = f"{technician.name} is told of {len(missing)} things to write and {len(ill)} articles to look after"
    return Plan("timer", (SaveList(reference, technician.id, rows), mail, *again), (why,))


def _ailing(desk: Desk) -> tuple[Finding, ...]:
    return findings(
        _published(desk),
        uses=desk.snapshot.uses,
        index=desk.index,
        today=desk.now.astimezone(desk.policy.zone).date(),
        duplicate=desk.policy.promotion.duplicate,
    )


def _published(desk: Desk) -> Iterator[Article]:
    for shelf in desk.index.shelves.values():
        yield from shelf.articles()


def _rows(missing: Sequence[Gap]) -> Iterator[ListedRow]:
    """Which request's answer a draft is made from; without one, the newest of those that asked."""
    for gap in missing:
        source = gap.source or gap.asked[0]
        yield ListedRow(source.number, gap.answer.entry if gap.answer is not None else 0, "write")


def _to_write(row: int, gap: Gap) -> ToWrite:
    draft = gap.draft
    return ToWrite(
        row=row,
        title=gap.title or "(no subject)",
        times=len(gap.asked),
        requests=tuple(one.number for one in gap.asked[:10]),
        by=gap.answer.author if gap.answer is not None else "",
        text=_beginning(draft.body.partition("## What to do")[2] or draft.body) if draft is not None else "",
        article=gap.article,
    )


def _to_look_after(row: int, article: Article, found: Sequence[Finding]) -> ToLookAfter:
    why = tuple(_AILS[one.ailment].format(one.why) for one in found[:MOST_SENTENCES])
    return ToLookAfter(row, article.id, article.title, why)


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_TEXT else f"{words[:LONGEST_TEXT].rpartition(' ')[0]} ..."


def _next_week(
    technician: Technician, *, policy: Policy, now: datetime, leave: Iterable[Leave], after: int = 0
) -> WakeTechnician | None:
    """When they begin to work next in a week that has not had its moment; None where that is months away.

    `after` is the ordinal of the Monday whose moment has come: where that is long ago, the desk was down, and what is
    left of this week counts as well. Who has never waited waits for the beginning of a week.
    """
    away = tuple(leave)
    today = now.astimezone(policy.zone).date()
    this = today - timedelta(days=today.weekday())
    for monday in (this + _WEEK * ahead for ahead in range(MOST_WEEKS_AHEAD)):
        starts, ends = _midnight(monday, policy=policy), _midnight(monday + _WEEK, policy=policy)
        begins = next_at_work(technician, at=max(starts, now) if after else starts, policy=policy, leave=away)
        if monday.toordinal() > after and begins is not None and now <= begins < ends:
            return WakeTechnician(technician.id, KIND, monday.toordinal(), begins)
    return None


def _midnight(day: date, *, policy: Policy) -> datetime:
    return datetime.combine(day, time(), tzinfo=policy.zone)

"""`#undo`: a technician's last mail on a ticket is taken back, as far as it can be, and they are told how far that was.

What changed since by somebody else's hand stays; words that were sent stay sent. Where replies are held back
(`undo_window`), they are not sent any more.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from mailbot.core.decide.case import Case, Desk, Plan
from mailbot.core.decide.team.work.articles import next_version
from mailbot.core.decide.telling.entry import entry_of
from mailbot.core.decide.telling.mails import recipient_of, to_technician
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_articles import RetireArticle, SaveArticle
from mailbot.core.model.effects.on_request import (
    AddEntry,
    Assign,
    KeepUndo,
    LogTime,
    SetDue,
    SetPriority,
    SetRequester,
    SetSchool,
    SetState,
    SetTags,
    UseUndo,
)
from mailbot.core.model.effects.on_time import CancelTimers, ScheduleTimer
from mailbot.core.model.mails.technician import DirectiveFault, DoneMail
from mailbot.core.model.people import Person
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request
from mailbot.core.model.undo import Marks, Rest, Undoable
from mailbot.core.sla.durations import say_duration

WITHIN = timedelta(minutes=10)


@dataclass(slots=True)
class _Back:
    """What is taken back, and what is not, a clause each."""

    effects: list[Effect] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def remembered(case: Case, before: Request, after: Request, *, by: Technician, rest: Rest) -> tuple[Effect, ...]:
    """Give the effect that keeps what a mail did, () where that was nothing."""
    marks = marks_of(before), marks_of(after)
    if marks[0] == marks[1] and rest == Rest():
        return ()
    return (KeepUndo(Undoable(before.number, by.id, case.desk.now, *marks, rest)),)


def marks_of(request: Request) -> Marks:
    """Give what the request says about itself."""
    return Marks(
        state=request.state,
        school=request.school,
        requester=request.requester.key,
        priority=request.priority,
        line=request.line,
        assignee=request.assignee,
        due_at=request.due_at,
        due_set_at=request.due_set_at,
        pending_until=request.pending_until,
        tags=request.tags,
        answered_at=request.answered_at,
        waiting_since=request.waiting_since,
    )


def undone(case: Case, request: Request, technician: Technician) -> Plan | DirectiveFault:
    """Take back the technician's last mail on the request; a fault where there is none of the last minutes."""
    desk = case.desk
    within = max(WITHIN, desk.policy.undo_window)
    last = next(
        (one for one in desk.snapshot.undoable if (one.request, one.technician) == (request.number, technician.id)),
        None,
    )
    if last is None or last.id is None or case.arrived.received_at - last.at > within:
        minutes = int(within / timedelta(minutes=1))
        return DirectiveFault("#undo", f"No mail of yours of the last {minutes} minutes changed this ticket.")
    back = _Back()
    _words(last, request, back=back)
    _state(last, request, desk=desk, back=back)
    _marks(last, request, desk=desk, back=back)
    _beside(last, request, desk=desk, back=back)
    return _plan(case, request, technician, back=back)


def _plan(case: Case, request: Request, technician: Technician, *, back: _Back) -> Plan:
    lines = (
        *((f"Taken back: {'; '.join(back.done)}.",) if back.done else ("Nothing was taken back.",)),
        *((f"Not taken back: {'; '.join(back.left)}.",) if back.left else ()),
    )
    event = entry_of(case, request=request.number, kind="event", author=technician.name, internal=True)
    said = f"{technician.name} took back their last mail: {'; '.join(back.done) or 'nothing'}."
    entry: AddEntry = replace(event, text=said, attachments=())
    seen = case.arrived.token.entry_seen if case.arrived.token else 0
    told = to_technician(
        DoneMail(technician.name, request.number, lines),
        request=request,
        recipient=recipient_of(technician, desk=case.desk),
        entry_seen=seen,
    )
    return Plan("directive_done", (entry, *back.effects, told), (f"#undo: {said}",))


def _words(last: Undoable, request: Request, *, back: _Back) -> None:
    """The answer: not sent where it is held back still; else it has gone, and that is said."""
    held = bool(last.waiting) and not last.gone
    entries = last.rest.sent if held else ()
    waiting = last.before.waiting_since or request.waiting_since
    row = last.id or 0
    mails = last.waiting if held else ()
    back.effects.append(UseUndo(request.number, row, mails, entries, last.before.answered_at, waiting))
    if held:
        back.done.append("your answer, which has not been sent")
    elif last.rest.sent:
        back.left.append("your answer, which has been sent")


def _state(last: Undoable, request: Request, *, desk: Desk, back: _Back) -> None:
    before, after = last.before, last.after
    if (before.state, before.pending_until) == (after.state, after.pending_until):
        return
    if before.state in ("offered", "self_solved"):
        back.left.append("that it is a ticket now")
    elif (request.state, request.pending_until) != (after.state, after.pending_until):
        back.left.append(f"the state, which has changed since ({request.state.replace('_', ' ')})")
    else:
        number, until = request.number, before.pending_until
        ahead = until if until is not None and until > desk.now else None
        back.effects += [SetState(number, before.state, desk.now, until=ahead), CancelTimers(number, "close_solved")]
        if before.state == "solved":
            closing = desk.now + timedelta(days=desk.policy.close_after_days)
            back.effects.append(ScheduleTimer(number, "close_solved", round=request.next_entry, due_at=closing))
        back.done.append(f"the state ({before.state.replace('_', ' ')} again)")


def _marks(last: Undoable, request: Request, *, desk: Desk, back: _Back) -> None:
    """Whatever else the request says about itself, one thing after the other."""
    before, after, now = last.before, last.after, marks_of(request)
    number = request.number
    for name, was, became, stands, effect in (
        (
            "the owner",
            (before.assignee, before.line),
            (after.assignee, after.line),
            (now.assignee, now.line),
            Assign(number, before.assignee, before.line),
        ),
        ("the priority", before.priority, after.priority, now.priority, SetPriority(number, before.priority)),
        (
            "the time it is due",
            before.due_at,
            after.due_at,
            now.due_at,
            SetDue(number, before.due_at, before.due_set_at),
        ),
        ("the tags", before.tags, after.tags, now.tags, SetTags(number, before.tags)),
        ("the school", before.school, after.school, now.school, SetSchool(number, before.school)),
    ):
        if was == became:
            continue
        if became != stands:
            back.left.append(f"{name}, changed since")
            continue
        back.effects.append(effect)
        back.done.append(name)
    _requester(last, request, desk=desk, back=back)


def _requester(last: Undoable, request: Request, *, desk: Desk, back: _Back) -> None:
    key = last.before.requester
    if key == last.after.requester:
        return
    if request.requester.key != last.after.requester:
        back.left.append("the requester, changed since")
        return
    former = next((one for one in desk.snapshot.people if one.key == key), Person(None, key, "", ""))
    back.effects.append(SetRequester(request.number, former))
    back.done.append("the requester")


def _beside(last: Undoable, request: Request, *, desk: Desk, back: _Back) -> None:
    """Time, article, and what cannot be undone."""
    rest = last.rest
    if rest.minutes:
        back.effects.append(LogTime(request.number, last.technician, -rest.minutes))
        back.done.append(f"{say_duration(timedelta(minutes=rest.minutes))} logged")
    if rest.article:
        _article(last, desk=desk, back=back)
    back.left += rest.lasting


def _article(last: Undoable, *, desk: Desk, back: _Back) -> None:
    """A new article is retired; a new version gives way to the one before it."""
    id_, _, version = last.rest.article.partition("@")
    article = desk.snapshot.articles.get(id_)
    if article is None or article.state == "retired" or str(article.version) != version:
        back.left.append(f"{id_}, changed since")
        return
    earlier = desk.snapshot.earlier.get(id_)
    if article.version == 1 or earlier is None:
        back.effects.append(RetireArticle(id_, last.technician, "undone"))
    else:
        former = next_version(article, body=earlier.body, title=earlier.title, desk=desk)
        reference = desk.snapshot.fresh.article_reference
        back.effects.append(SaveArticle(former, reference, by=last.technician, what="undone"))
    back.done.append(id_)

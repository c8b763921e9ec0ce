"""Numbered lists of tickets for one technician: the rows as a mail shows them, and the reference that replies name.

A list never shows what its reader may not see, and of a confidential ticket no more than that it is there.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from mailbot.core.decide.case import Desk
from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.telling.due import said
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_mail import SaveList, SendMail
from mailbot.core.model.listing import FoundArticle, ListedTicket, ListMail
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import ListedRow
from mailbot.core.sla.targets import Standing, standing, waiting_for

MOST_ROWS = 50
_NEVER = datetime.max.replace(tzinfo=UTC)


def next_target(request: Request, *, desk: Desk) -> Standing | None:
    """Give how the ticket stands to its next target that is not met: a word that is waited for, else its solution."""
    word = waiting_for(request, policy=desk.policy, now=desk.now)
    if word is not None and word.met_at is None:
        return word
    end = standing(request, kind="resolution", policy=desk.policy, now=desk.now)
    return end if end is not None and end.met_at is None else None


def most_pressing_first(requests: Iterable[Request], *, desk: Desk) -> list[Request]:
    """Give the requests by when they are due, those without a due time last, then by priority and number."""

    def pressing(request: Request) -> tuple[datetime, int, int]:
        target = next_target(request, desk=desk)
        due = target.due_at if target is not None and target.due_at is not None else _NEVER
        known = desk.policy.priorities.get(request.priority)
        return (due, known.rank if known else 99, request.number)

    return sorted(requests, key=pressing)


def listing(  # noqa: PLR0913 -- each is a part of the mail
    requests: Sequence[Request],
    *,
    technician: Technician,
    title: str,
    subject: str,
    school: str,
    desk: Desk,
    news: Mapping[int, tuple[str, ...]] | None = None,
    articles: tuple[FoundArticle, ...] = (),
) -> tuple[Effect, ...]:
    """Give the list as a mail to the technician's registered address, and its rows as what replies point at.

    At most 50 rows; `news` by number makes it a digest. `school` says whose mailbox it comes from.
    """
    seen = [one for one in requests if may_see(technician, request=one)]
    shown = seen[:MOST_ROWS]
    rows = tuple(
        _row(place, one, news=(news or {}).get(one.number, ()), desk=desk) for place, one in enumerate(shown, 1)
    )
    content = ListMail(
        event="list" if news is None else "digest",
        name=technician.name,
        title=title,
        rows=rows,
        more=len(seen) - len(shown),
        articles=articles,
    )
    # without rows there is nothing that a reply could name
    reference = desk.snapshot.fresh.reference if shown else ""
    mail = SendMail(
        to=recipient_of(technician, desk=desk),
        content=content,
        school=school,
        subject=subject,
        reference=reference,
        thread=reference,
    )
    if not shown:
        return (mail,)
    points_at = tuple(ListedRow(one.number, one.next_entry - 1) for one in shown)
    return (SaveList(reference, technician.id, points_at), mail)


def _row(place: int, request: Request, *, news: tuple[str, ...], desk: Desk) -> ListedTicket:
    school = desk.school(request.school)
    owner = desk.technician(request.assignee)
    target = next_target(request, desk=desk) if request.state == "open" else None
    hidden = request.sensitive
    due = said(target, now=desk.now, calendar=school.calendar) if target else ""
    return ListedTicket(
        row=place,
        number=request.number,
        subject="" if hidden else request.subject or "(no subject)",
        requester="" if hidden else request.requester.name or request.requester.address,
        school=school.name,
        priority=request.priority,
        state=request.state,
        owner=owner.name if owner else "nobody's",
        due="" if not hidden and _says(news, due) else due,
        late=target is not None and target.due_at is not None and target.due_at <= desk.now,
        news=() if hidden else news,
        sensitive=hidden,
    )


def _says(sentences: tuple[str, ...], due: str) -> bool:
    """Whether a reminder says it already."""
    return any(one.startswith(f"{due[:1].upper()}{due[1:]}.") for one in sentences)

"""Tells technicians: whom, and with what beside the new words. Nothing in here ever goes to a requester."""

from dataclasses import dataclass, replace
from typing import Literal

from mailbot.core.decide.case import Desk
from mailbot.core.decide.sensitive import told_of
from mailbot.core.decide.telling.due import said
from mailbot.core.decide.telling.mails import recipient_of, to_technician
from mailbot.core.kb.query import query_from
from mailbot.core.kb.rank import rank
from mailbot.core.model.article import Match, Scope, without_pictures
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_mail import SendMail, SentFile
from mailbot.core.model.mails.outgoing import Recipient
from mailbot.core.model.mails.technician import NotificationMail, SuggestedArticle
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Entry, Request, SolvedRequest
from mailbot.core.sla.leave import away_at
from mailbot.core.sla.targets import standing, waiting_for

SUGGESTED_OF_A_KIND = 2
LEAST_SUGGESTED = 0.1  # of a technician's time a long shot costs more than it brings
LONGEST_SUMMARY = 4_000  # of the body: the mail shows its first line
MOST_LINKS = 10
_LONGEST_QUESTION = 4_000


Event = Literal["assigned", "message_added", "sla_warning", "sla_breach", "shown"]


@dataclass(frozen=True, slots=True)
class News:
    """What a notification is about: `text` is new, `verified` whether its sender was proven, `original` attaches it.

    `attachments` says a line of each file, `files` are those of the mail decided on that go on with it.
    """

    event: Event
    text: str
    notice: str = ""
    verified: bool = True
    attachments: tuple[str, ...] = ()
    original: bool = False
    files: tuple[SentFile, ...] = ()


def notify(request: Request, *, news: News, desk: Desk) -> tuple[SendMail, ...]:
    """Give the notification for whoever looks after the request; `request` has the new entry already.

    That is its assignee, else the lead of its line; of a sensitive request all who are named for such, and only those.
    """
    return tuple(tell(recipient, request=request, news=news, desk=desk) for recipient in in_charge(request, desk=desk))


def tell(recipient: Recipient, *, request: Request, news: News, desk: Desk) -> SendMail:
    """Give the notification for one recipient."""
    school = desk.school(request.school)
    requester = request.requester
    content = NotificationMail(
        event=news.event,
        name=recipient.name,
        number=request.number,
        subject=request.subject,
        school=school.name,
        priority=request.priority,
        state=request.state,
        requester=requester.name or requester.address or "unknown sender",
        requester_address=requester.address,
        requester_role=requester.role,
        requester_phone=requester.phone,
        verified=news.verified,
        new_text=news.text,
        notice=news.notice,
        due=_due(request, desk=desk),
        story=_story(request, shown=news.text),
        offered=request.offered,
        previous=tuple(
            brief for brief in desk.snapshot.previous_requests if brief.number != request.number and not brief.sensitive
        ),
        suggestions=() if request.sensitive else suggestions(request, desk=desk),
        attachments=news.attachments,
        sensitive=request.sensitive,
        similar=() if request.sensitive else _similar(request, desk=desk),
        people=tuple(person.name or person.address for person in request.participants),
        tags=request.tags,
        spent=_spent(request, desk=desk),
        links=_links(request, desk=desk),
    )
    mail = to_technician(content, request=request, recipient=recipient, entry_seen=request.next_entry - 1)
    return replace(mail, original=news.original, files=news.files)


def shows_similar(decision: Decision) -> bool:
    """Give whether a mail of the decision shows technicians what was answered to others about the same."""
    contents = (effect.content for effect in decision.effects if isinstance(effect, SendMail))
    return any(isinstance(one, NotificationMail) and not one.sensitive for one in contents)


def _links(request: Request, *, desk: Desk) -> tuple[str, ...]:
    """The numbers of the requests that belong to this one, with the subject of those that are no secret."""
    linked = () if request.linked_to is None else (request.linked_to,)
    known = {one.number: one.subject for one in desk.snapshot.open_requests if not one.sensitive}
    known |= {one.number: one.subject for one in desk.snapshot.requests.values() if not one.sensitive}
    numbers = sorted({*linked, *request.links} - {request.number})
    return tuple(f"{number} ({known[number]})" if number in known else str(number) for number in numbers[:MOST_LINKS])


def in_charge(request: Request, *, desk: Desk) -> tuple[Recipient, ...]:
    """Give who is told of news on the request; never nobody, as long as the policy names anybody."""
    if request.sensitive:
        named = told_of(request, desk=desk)
        return tuple(recipient_of(one, desk=desk) for one in named) or lead_of(None, desk=desk)
    assignee = desk.technician(request.assignee)
    return (recipient_of(assignee, desk=desk),) if assignee else lead_of(request.line, desk=desk)


def lead_of(line: int | None, *, desk: Desk) -> tuple[Recipient, ...]:
    """Give the lead of a line, else the manager, else the policy's fallback address; who is on leave is passed over.

    Where all of them are away and there is no such address, it is the lead all the same.
    """
    policy = desk.policy
    named = (policy.line_leads.get(line) if line is not None else None, policy.manager, policy.fallback)
    answerable = [one for one in map(desk.technician, named) if one is not None]
    known = desk.snapshot.leave
    there = [one for one in answerable if not away_at(one, policy=policy, at=desk.now, leave=known)]
    if "@" in policy.fallback and not there:
        return (Recipient(policy.fallback, policy.name, "", "t"),)
    return tuple(recipient_of(one, desk=desk) for one in (*there, *answerable)[:1])


def suggestions(request: Request, *, desk: Desk) -> tuple[SuggestedArticle, ...]:
    """Give the nearest articles of either audience that the requester has not been offered yet."""
    asked = "\n".join(entry.text for entry in request.entries if entry.kind == "message")
    scope = Scope(desk.policy.trust, request.school, "technician")
    matches = rank(query_from(request.subject, asked[:_LONGEST_QUESTION]), desk.index, scope=scope)
    tried = {article.id for article in request.offered}
    likely = [match for match in matches if match.article.id not in tried and match.confidence >= LEAST_SUGGESTED]
    for_technicians = [match for match in likely if match.article.audience == "technician"]
    for_staff = [match for match in likely if match.article.audience == "staff"]
    return tuple(_suggested(match) for kind in (for_technicians, for_staff) for match in kind[:SUGGESTED_OF_A_KIND])


def hand_over(request: Request, *, technician: Technician, notice: str, desk: Desk) -> SendMail:
    """Give the notification for a technician who owns the request from now on; `notice` says who handed it over."""
    news = asked_again(request, event="assigned", notice=notice)
    return tell(recipient_of(technician, desk=desk), request=request, news=news, desk=desk)


def asked_again(request: Request, *, event: Event, notice: str) -> News:
    """Give the newest question of the request as news: what a mail shows that no new words brought about."""
    asked = newest_question(request)
    if asked is None:
        return News(event=event, text="", notice=notice)
    return News(event, asked.text, notice, verified=asked.verified, attachments=asked.attachments)


def newest_question(request: Request) -> Entry | None:
    """Give the newest entry that is by somebody on the request, not by a technician."""
    return next((entry for entry in reversed(request.entries) if entry.kind == "message" and not entry.internal), None)


def _similar(request: Request, *, desk: Desk) -> tuple[SolvedRequest, ...]:
    """Solved requests about the same, of other people too: their subject and the answer, nobody's own words."""
    return tuple(
        replace(one, school=desk.school(one.school).name)
        for one in desk.snapshot.similar or ()
        if one.number != request.number
    )


def _spent(request: Request, *, desk: Desk) -> str:
    """The logged time in words: "1 h 20 min (Tomasz Wilk 50 min, Priya Nambiar 30 min)"."""
    each = {id_: minutes for id_, minutes in request.spent.items() if minutes > 0}
    if not each:
        return ""
    names = {id_: who.name if (who := desk.technician(id_)) else id_ for id_ in each}
    shares = ", ".join(f"{names[id_]} {_minutes(minutes)}" for id_, minutes in each.items())
    return f"{_minutes(sum(each.values()))} ({shares})" if len(each) > 1 else shares


def _minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "")))


def _story(request: Request, *, shown: str) -> tuple[Entry, ...]:
    """All entries but the newest that says what is shown as new."""
    newest = max((entry.number for entry in request.entries if entry.text == shown), default=0)
    return tuple(entry for entry in request.entries if entry.number != newest)


def _due(request: Request, *, desk: Desk) -> str:
    """The next answer that they wait for, and the end of it: what is met, or stands, is not said."""
    found = waiting_for(request, policy=desk.policy, now=desk.now)
    end = standing(request, kind="resolution", policy=desk.policy, now=desk.now)
    calendar = desk.school(request.school).calendar
    times = [said(one, now=desk.now, calendar=calendar) for one in (found, end) if one is not None]
    return ", ".join(dict.fromkeys(filter(None, times)))


def _suggested(match: Match) -> SuggestedArticle:
    article = match.article
    return SuggestedArticle(
        article.id, article.title, article.audience, without_pictures(article.body)[:LONGEST_SUMMARY], match.confidence
    )

"""What follows from a reply of a requester or participant, by the state of the request.

Only what a sender's trust allows: who is not proven and has no token of theirs may add to a request and turn an offer
into a ticket, no more. Nobody is sent articles again on a request, unless they ask for one that was offered.
"""

from dataclasses import replace
from datetime import timedelta

from mailbot.core.decide.away.cover import covered
from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.opening import added, assign, become_ticket, more_urgent, news_of, open_ticket
from mailbot.core.decide.participants import with_copied
from mailbot.core.decide.question import asked_for
from mailbot.core.decide.telling.credit import credit
from mailbot.core.decide.telling.entry import in_state
from mailbot.core.decide.telling.files import too_large
from mailbot.core.decide.telling.mails import first_name, to_requester, withheld
from mailbot.core.decide.telling.notify import notify
from mailbot.core.kb.reply import ReplyMeaning, understand
from mailbot.core.model.article import Article
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_articles import RecordOutcome
from mailbot.core.model.effects.on_request import SetPriority, SetState
from mailbot.core.model.effects.on_time import CancelTimers, ScheduleTimer
from mailbot.core.model.mails.requester import ArticleSentMail
from mailbot.core.model.mails.technician import TooLargeMail
from mailbot.core.model.request import Request

_CONTENT = ("solved", "thanks")
_NEEDS_NOBODY = (*_CONTENT, "wants_article")


def meaning(case: Case) -> ReplyMeaning:
    """Give what the reply means; a file or a forwarded mail is more than any courtesy around it."""
    said = understand(case.message.words, phrases=case.desk.policy.phrases)
    brings_more = case.message.forwarded.strip() or any(not file.inline for file in case.message.attachments)
    if said.kind in _NEEDS_NOBODY and (brings_more or case.verdict.sensitive or case.verdict.urgent):
        return ReplyMeaning("other", "kind words, and something with them")
    return said


def on_offer(case: Case, request: Request) -> Plan:
    """A reply to an offer: solved, a thank-you, another article please, or (all else) a ticket."""
    said = meaning(case)
    if said.kind == "wants_article":
        return _send_article(case, request, said)
    if said.kind == "solved" and case.full_word:
        return _self_solved(case, request)
    if said.kind in _CONTENT:
        why = "a thank-you settles nothing" if said.kind == "thanks" else "solved, but not proven: nothing is settled"
        return _entry_only(case, request, why)
    return become_ticket(case, request).because(f"the reply means {said.kind}: {said.why}")


def on_ticket(case: Case, request: Request) -> Plan:
    """A reply on a ticket that somebody works on: an entry, and its owner is told; "solved" settles it."""
    said = meaning(case)
    if said.kind == "thanks":
        return _entry_only(case, request, "a thank-you is kept and bothers nobody")
    after, entry = added(case, request)
    effects: tuple[Effect, ...] = (entry,)
    if said.kind == "solved" and case.full_word:
        effects = (replace(entry, wants_answer=False),)
        due = case.desk.now + timedelta(days=case.desk.policy.close_after_days)
        effects = (
            *effects,
            *credit(request, desk=case.desk),
            SetState(request.number, "solved", case.desk.now, outcome="requester"),
            ScheduleTimer(request.number, "close_solved", round=request.next_entry, due_at=due),
        )
        news = news_of(case, event="message_added", notice="They say that it is solved, so the ticket is.")
        return Plan("entry_added", (*effects, *notify(after, news=news, desk=case.desk)), (f"solved: {said.why}",))
    return _told(case, request)


def on_solved(case: Case, request: Request) -> Plan:
    """A reply to a solved request: a problem opens it again, a thank-you does not."""
    said = meaning(case)
    if said.kind in _CONTENT or not _says_anything(case):
        return _entry_only(case, request, "kind words open nothing again")
    if not case.full_word:
        return _told(case, request, notice="It is not proven who wrote this, so the ticket stays solved.")
    return become_ticket(case, request, reopened=True).because(f"the reply means {said.kind}: {said.why}")


def on_closed(case: Case, request: Request) -> Plan:
    """A reply after the end: a new request that is linked to the old one; a thank-you is only kept."""
    if meaning(case).kind in _CONTENT or not _says_anything(case):
        return _entry_only(case, request, "kind words open nothing again")
    return open_ticket(case, linked_to=request.number).because(
        f"request {request.number} is {request.state}: a new request is linked to it"
    )


def on_spam(case: Case, request: Request) -> Plan:
    """A reply on what was marked as spam: kept, and nobody is bothered."""
    return _entry_only(case, request, "the request was marked as spam")


def _told(case: Case, request: Request, *, notice: str = "") -> Plan:
    """An entry and a notification; pending ends, a rule may raise the priority or call the request sensitive."""
    desk = case.desk
    after, entry = added(case, request)
    effects: tuple[Effect, ...] = (entry,)
    state, sensitive = request.state, request.sensitive or case.verdict.sensitive
    if case.full_word and state == "pending":
        state = "open"
    if (state, sensitive) != (request.state, request.sensitive):
        effects = (*effects, SetState(request.number, state, desk.now, sensitive=sensitive))
    priority = more_urgent(request.priority, case.verdict.priority, desk=desk)
    if priority != request.priority:
        effects = (*effects, SetPriority(request.number, priority))
    after = replace(in_state(after, state, at=desk.now), sensitive=sensitive, priority=priority)
    after, copied = with_copied(case, after)
    effects = (*effects, *copied)
    if sensitive and not request.sensitive:
        # whoever owned it so far may not see it any more
        after, assigning, _ = assign(after, desk=desk)
        effects = (*effects, *assigning)
    else:
        # what was left to wait while its owner is away may not be able to any more
        after, covering, _ = covered(after, desk=desk)
        effects = (*effects, *covering)
    news = news_of(case, event="message_added", notice=notice)
    plan = Plan("entry_added", (*effects, *notify(after, news=news, desk=desk)), ("its owner is told",))
    return _with_word_on_size(plan, case, after)


def _with_word_on_size(plan: Plan, case: Case, after: Request) -> Plan:
    """The plan with a mail to its writer where not all that came with the reply got to a technician."""
    said, person = too_large(case), case.sender.person
    if not said or person is None:
        return plan
    held_back = withheld(case.sender.address, school=after.school, desk=case.desk)
    if held_back is not None:
        return plan.because(held_back)
    content = TooLargeMail(first_name(person.name), case.desk.school(after.school).name, after.number, said)
    return plan.then(to_requester(content, request=after, person=person, entry_seen=after.next_entry - 1))


def _self_solved(case: Case, request: Request) -> Plan:
    _, entry = added(case, request)
    return Plan(
        "self_solved",
        (
            replace(entry, wants_answer=False),
            *credit(request, desk=case.desk),
            SetState(request.number, "self_solved", case.desk.now, outcome="self_solved"),
            CancelTimers(request.number, "offer_silence"),
        ),
        ("the requester says that an article solved it",),
    )


def _send_article(case: Case, request: Request, said: ReplyMeaning) -> Plan:
    wanted = asked_for(request, place=said.n, article=said.article)
    article = case.desk.snapshot.articles.get(wanted.id) if wanted else None
    held_back = withheld(case.sender.address, school=request.school, desk=case.desk)
    if article is None or not _readable(article, request) or held_back is not None or case.sender.person is None:
        return become_ticket(case, request).because(held_back or "no offered article is the one they ask for")
    after, entry = added(case, request)
    school = case.desk.school(request.school).name
    content = ArticleSentMail(first_name(case.sender.person.name), school, article)
    seen = after.next_entry - 1
    mail = to_requester(content, request=after, person=case.sender.person, entry_seen=seen)
    before = (one for one in request.offered if one.outcome == "waiting" and wanted and one.rank < wanted.rank)
    passed_over = tuple(RecordOutcome(request.number, "skipped", article=one.id) for one in before)
    return Plan("entry_added", (entry, *passed_over, mail), (f"they asked for {article.id}",))


def _readable(article: Article, request: Request) -> bool:
    """It may have been retired, or kept for others, since it was offered."""
    for_school = not article.schools or request.school in article.schools
    return article.audience == "staff" and article.state == "published" and for_school


def _entry_only(case: Case, request: Request, why: str) -> Plan:
    _, entry = added(case, request)
    return Plan("entry_added", (replace(entry, wants_answer=False),), (why,))


def _says_anything(case: Case) -> bool:
    message = case.message
    return bool(message.new_text.strip() or message.forwarded.strip() or message.attachments or message.unreadable)

"""Answers what a technician asks to read: a ticket, a numbered list, articles and requests with some words.

Always to the registered address, whoever may have written in their name; and what they may not see is not there.
"""

from collections.abc import Iterable
from dataclasses import replace

from mailbot.core.decide.case import Case, Desk, Plan
from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.team.grammar.family.joining import surviving
from mailbot.core.decide.team.grammar.orders import Context, Listing, Orders, Reading
from mailbot.core.decide.team.grammar.script import Script
from mailbot.core.decide.team.grammar.table import DIRECTIVES, orders_from
from mailbot.core.decide.telling.listing import listing, most_pressing_first
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.decide.telling.notify import LONGEST_SUMMARY, asked_again, tell
from mailbot.core.kb.query import query_from
from mailbot.core.kb.rank import rank
from mailbot.core.model.article import Article, Scope
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.listing import FoundArticle
from mailbot.core.model.mails.technician import DirectiveFault, DoneMail, NotificationMail
from mailbot.core.model.people import Person
from mailbot.core.model.policy import CENTRAL, Technician
from mailbot.core.model.request import Request

MOST_ARTICLES = 5
MOST_FOUND = 10
MOST_SCHOOLS = 30
# whoever asks for help gets it, whatever else stands in the mail
_READING = frozenset(name for name, form in DIRECTIVES.items() if form.reads) - {"help"}


def only_reads(script: Script) -> bool:
    """Tell whether all that a mail's directives want is something to read."""
    forms = [DIRECTIVES.get(one.name) for one in script.directives]
    return bool(forms) and all(form is not None and form.reads for form in forms)


def mixed(script: Script) -> DirectiveFault | None:
    """Give the fault of a mail that asks for something to read and wants more than that; None where it does not."""
    reading = next((one for one in script.directives if one.name in _READING), None)
    if reading is None or (only_reads(script) and not script.text):
        return None
    return DirectiveFault(reading.line, "It goes alone: a mail that asks for something to read does nothing else.")


def asked_alone(script: Script, *, technician: Technician, desk: Desk) -> Orders | tuple[DirectiveFault, ...]:
    """Give what directives without a ticket want to read, or the faults in them; words around them are left aside."""
    context = Context(technician, no_request(desk), desk.policy.technicians, schools=desk.policy.schools)
    return orders_from(replace(script, text=""), context=context)


def answered(case: Case, technician: Technician, reading: Reading) -> Plan:
    """Give what was asked for, by mail to the technician."""
    if reading.kind == "show":
        return _shown(case, technician, reading.number)
    if reading.kind == "list":
        return _listed(case, technician, reading.listing)
    return _found(case, technician, reading.words)


def _shown(case: Case, technician: Technician, number: int) -> Plan:
    desk = case.desk
    named = desk.snapshot.requests.get(number)
    request = surviving(named, requests=desk.snapshot.requests) if named is not None else None
    if request is None or not may_see(technician, request=request):
        return _told(case, technician, f"There is no ticket {number}.", subject=f"Ticket {number}")
    mail = tell(
        recipient_of(technician, desk=desk),
        request=request,
        news=asked_again(request, event="shown", notice=_goes_on(number, request)),
        desk=desk,
    )
    if isinstance(mail.content, NotificationMail) and request.requester.address != case.sender.address:
        mail = replace(mail, content=replace(mail.content, previous=()))  # those that are known are the writer's own
    return Plan("directive_done", (mail,), (f"{technician.name} is mailed ticket {number}",))


def _goes_on(number: int, request: Request) -> str:
    """What is said to who asks for a ticket by the number that it had before a merge."""
    return "" if request.number == number else f"{number} was merged: it goes on as {request.number}."


def _listed(case: Case, technician: Technician, wanted: Listing) -> Plan:
    desk = case.desk
    chosen = [one for one in desk.snapshot.listed if _is_wanted(one, wanted, technician=technician)]
    found = most_pressing_first((one for one in chosen if may_see(technician, request=one)), desk=desk)
    name = _name_of(wanted, desk=desk)
    many = f"{len(found)} {'ticket' if len(found) == 1 else 'tickets'}"
    title = f"{many} {name}, the most pressing first." if found else f"There are no tickets {name}."
    effects = listing(
        found, technician=technician, title=title, subject=f"{many} {name}", school=case.arrived.route.school, desk=desk
    )
    return Plan("directive_done", effects, (f"{technician.name} is mailed a list: {many} {name}",))


def _is_wanted(request: Request, wanted: Listing, *, technician: Technician) -> bool:
    match wanted.kind:
        case "mine":
            return request.assignee == technician.id
        case "technician":
            return request.assignee == wanted.value
        case "nobody":
            return request.assignee is None
        case "line":
            return str(request.line) == wanted.value
        case "school":
            return request.school == wanted.value
        case "schools":
            return request.school in _schools_of(technician)
        case "state":
            return request.state == wanted.value
        case _:
            return True


def _schools_of(technician: Technician) -> frozenset[str]:
    return frozenset((*technician.schools, *(id_ for places in technician.places.values() for id_ in places)))


def _name_of(wanted: Listing, *, desk: Desk) -> str:
    """The tail of "3 tickets ..."."""
    match wanted.kind:
        case "mine":
            return "of yours"
        case "technician":
            other = desk.technician(wanted.value)
            return f"of {other.name if other else wanted.value}"
        case "nobody":
            return "that are nobody's"
        case "line":
            return f"of line {wanted.value}"
        case "school":
            return f"of {desk.school(wanted.value).name}"
        case "schools":
            return "of your schools"
        case "state":
            return f"that are {wanted.value.replace('_', ' ')}"
        case _:
            return f"of {desk.policy.name}"


def _found(case: Case, technician: Technician, words: tuple[str, ...]) -> Plan:
    desk = case.desk
    seen = [one for one in desk.snapshot.listed if may_see(technician, request=one)]
    requests = sorted(seen, key=lambda one: -one.number)[:MOST_FOUND]
    articles = _articles(words, technician=technician, desk=desk)
    said = " ".join(words)
    title = f"{_count(requests, 'request')} and {_count(articles, 'article')} with “{said}”."
    effects = listing(
        requests,
        technician=technician,
        title=title,
        subject=f"Found: {said}",
        school=case.arrived.route.school,
        desk=desk,
        articles=articles,
    )
    return Plan("directive_done", effects, (f"{technician.name} is mailed what was found for {said}",))


def _articles(words: tuple[str, ...], *, technician: Technician, desk: Desk) -> tuple[FoundArticle, ...]:
    """The nearest articles of either audience, whatever school they are for: technicians write for each of them."""
    best: dict[str, tuple[float, Article]] = {}
    for school in tuple(dict.fromkeys((*technician.schools, CENTRAL, *desk.policy.schools)))[:MOST_SCHOOLS]:
        scope = Scope(desk.policy.trust, school, "technician")
        for match in rank(query_from(" ".join(words), ""), desk.index, scope=scope, limit=MOST_ARTICLES):
            known = best.get(match.article.id)
            if known is None or known[0] < match.score:
                best[match.article.id] = (match.score, match.article)
    nearest = sorted(best.values(), key=lambda one: (-one[0], one[1].id))[:MOST_ARTICLES]
    return tuple(FoundArticle(one.id, one.title, one.audience, one.body[:LONGEST_SUMMARY]) for _, one in nearest)


def _count(things: Iterable[object], name: str) -> str:
    number = len(tuple(things))
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _told(case: Case, technician: Technician, sentence: str, *, subject: str) -> Plan:
    mail = SendMail(
        to=recipient_of(technician, desk=case.desk),
        content=DoneMail(technician.name, None, (sentence,)),
        school=case.arrived.route.school,
        subject=subject,
    )
    return Plan("directive_done", (mail,), (sentence,))


def no_request(desk: Desk) -> Request:
    """What a directive is read in where there is no ticket: number 0 is none."""
    nobody = Person(None, "", "", "")
    return Request(
        number=0,
        tag="",
        reference="",
        version=0,
        trust=desk.policy.trust,
        school=CENTRAL,
        state="open",
        subject="",
        requester=nobody,
        opened_at=desk.now,
        priority=desk.policy.default_priority,
    )

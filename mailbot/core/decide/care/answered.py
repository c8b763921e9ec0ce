"""What follows from a lead's reply to the week's mail about articles: drafts begun, articles retired; all or none."""

from collections.abc import Sequence
from dataclasses import replace

from mailbot.core.decide.care.said import read_wishes
from mailbot.core.decide.case import Case, Desk, Plan
from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.team.grammar.orders import ArticleWish
from mailbot.core.decide.team.grammar.script import read_script
from mailbot.core.decide.team.grammar.table import DIRECTIVES
from mailbot.core.decide.team.listed import list_mail, read_only, refused
from mailbot.core.decide.team.reading import only_reads
from mailbot.core.decide.team.work.articles import about, draft_from, may_retire, source_of
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_articles import RetireArticle, SaveArticle
from mailbot.core.model.effects.on_mail import File
from mailbot.core.model.mails.technician import ArticleMail, DirectiveFault, DoneMail
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Entry, Request
from mailbot.core.model.snapshot import ListedRow

TOO_OLD = "This mail is too old to be answered; the next one comes when the week begins."


def about_week(case: Case) -> Plan:
    """A reply to the week's mail: with its token the rows are worked on, without it nothing is."""
    technician, listed = case.technician, case.arrived.listed
    if technician is None or listed is None or case.level < TrustLevel.T2:
        return Plan("unverified", (File("unverified"),), ("nobody who is believed answers the week's mail",))
    if case.level < TrustLevel.T3:
        return refused(case, technician, (DirectiveFault("(your reply)", TOO_OLD),))
    script = read_script(case.message.words, known=DIRECTIVES, name=technician.name)
    if only_reads(script):
        return read_only(case, technician, script)
    wanted = read_wishes(case.message.words, count=len(listed.rows), name=technician.name)
    if wanted.faults:
        return refused(case, technician, tuple(wanted.faults))
    return _obeyed(case, technician, wanted.rows, listed.rows)


def _obeyed(
    case: Case, technician: Technician, wanted: Sequence[tuple[str, int, str]], rows: tuple[ListedRow, ...]
) -> Plan:
    faults: list[DirectiveFault] = []
    effects: list[Effect] = []
    done: list[str] = []
    for verb, number, line in wanted:
        row = rows[number - 1]
        if verb == "write" and any(isinstance(one, SaveArticle) for one in effects):
            faults.append(DirectiveFault(line, "One draft at a time: write this one in another reply."))
            continue
        found = _on_row(row, verb=verb, line=line, technician=technician, case=case)
        if isinstance(found, DirectiveFault):
            faults.append(replace(found, reason=f"Row {number}: {found.reason}"))
        else:
            effects += found[0]
            done.append(f"{number}: {found[1]}")
    if faults:
        return refused(case, technician, tuple(faults))
    mail = list_mail(case, technician, DoneMail(technician.name, None, tuple(done)))
    return Plan("directive_done", (*effects, mail), tuple(done))


def _on_row(
    row: ListedRow, *, verb: str, line: str, technician: Technician, case: Case
) -> tuple[tuple[Effect, ...], str] | DirectiveFault:
    if verb == "retire":
        return _retired(row, line=line, technician=technician, desk=case.desk)
    if row.what != "write":
        nearest = f"#update {row.article}"
        return DirectiveFault(line, "It is an article already: answer a ticket with the new text.", nearest)
    return _written(row, line=line, technician=technician, desk=case.desk)


def _retired(
    row: ListedRow, *, line: str, technician: Technician, desk: Desk
) -> tuple[tuple[Effect, ...], str] | DirectiveFault:
    article = desk.snapshot.articles.get(row.article)
    if row.what != "care" or article is None:
        return DirectiveFault(line, "There is no article yet that could be retired.", "write")
    if article.state == "retired":
        return (), f"{article.id} is retired already: nothing was changed."
    if not may_retire(technician, article=article, desk=desk):
        return DirectiveFault(line, "Only its author and those named for approving can retire it.")
    return (RetireArticle(article.id, technician.id),), f"{article.id} is retired: nobody gets it any more."


def _written(
    row: ListedRow, *, line: str, technician: Technician, desk: Desk
) -> tuple[tuple[Effect, ...], str] | DirectiveFault:
    """The draft from the answer that the mail showed; it is the answer's author's, and whoever asked approves it."""
    request = desk.snapshot.requests.get(row.request)
    if request is None or request.sensitive or not may_see(technician, request=request):
        return DirectiveFault(line, "The tickets that asked it are not there for an article any more.")
    there = desk.snapshot.written.get(request.number)
    if there is not None:
        return (), f"{there} has been made from it already: nothing was written."
    answer = _answer(request, number=row.seen)
    if answer is None:
        why = f"No answer says enough for a draft. Reply to ticket {request.number} with the answer and #kb."
        return DirectiveFault(line, why, f"#show {request.number}")
    author = next((one for one in desk.policy.technicians.values() if one.name == answer.author), technician)
    why = f"You asked for it: it is made from {author.name}'s answer on ticket {request.number}."
    source = source_of(request, answer=answer.text, technician=author)
    draft = draft_from(source, wish=ArticleWish(""), technician=author, desk=desk, why=why)
    if isinstance(draft, DirectiveFault):
        return replace(draft, line=line)
    reference = desk.snapshot.fresh.article_reference
    article = replace(draft.article, state="draft")
    content = ArticleMail(
        "article_near" if draft.near else "article_draft",
        technician.name,
        article,
        removed=draft.promotion.removed,
        why=why,
        author=author.name,
        near=draft.near,
    )
    mail = about(content, to=recipient_of(technician, desk=desk), school=request.school, reference=reference)
    saved = SaveArticle(article, reference, from_request=request.number, by=technician.id)
    return (saved, mail), f"{article.id} is a draft for your word: {article.title}. It comes in a mail of its own."


def _answer(request: Request, *, number: int) -> Entry | None:
    answers = (entry for entry in request.entries if entry.kind == "answer" and not entry.internal)
    return next((entry for entry in answers if entry.number == number), None)

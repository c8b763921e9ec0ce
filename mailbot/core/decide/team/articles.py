"""What technicians' answers become: articles, published at once or drafts that somebody's word publishes."""

from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.core.decide.case import Case, Desk, Plan
from mailbot.core.decide.team.directives import DIRECTIVES, ArticleWish
from mailbot.core.decide.team.script import read_script
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.decide.telling.notify import lead_of
from mailbot.core.kb.promote import promote
from mailbot.core.model.article import Article, Promotion
from mailbot.core.model.effects import Effect, File, PublishArticle, SaveArticle, SendMail
from mailbot.core.model.mail import ArticleMail, DirectiveFault, DoneMail, MailContent, Recipient, RefusedMail
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request

SECRET = "Something like a password was taken out of it."  # noqa: S105 -- a sentence about one
WAITS = "Articles of the first line wait for a second pair of eyes."


@dataclass(frozen=True, slots=True)
class Draft:
    """An article from an answer, and what came of scrubbing it; `why` says why it is not published at once."""

    article: Article
    promotion: Promotion
    why: str


def draft_from(
    text: str, *, wish: ArticleWish, request: Request, technician: Technician, desk: Desk
) -> Draft | DirectiveFault:
    """Make the article that the technician wished for from the answer's `text`, or say why it is none."""
    question = next((entry.text for entry in request.entries if entry.kind == "message" and not entry.internal), "")
    rules = desk.policy.promotion
    promotion = promote(
        title=wish.title or None,
        question=question,
        answer=text,
        people=_people(request, technician=technician),
        proposed_from=request.subject,
        least_words=rules.least_words,
    )
    if promotion.refusal is not None:
        return DirectiveFault("#kb", promotion.refusal)
    waits = technician.line < rules.publish_line
    why = " ".join(reason for holds, reason in ((promotion.holds_secret, SECRET), (waits, WAITS)) if holds)
    article = Article(
        id=f"KB-{desk.snapshot.fresh.article_number}",
        trust=desk.policy.trust,
        title=promotion.title,
        body=promotion.body,
        audience=wish.audience,
        schools=(request.school,) if wish.school_only else (),
        state="draft" if why else "published",
        line=technician.line,
        author=technician.id,
        updated=desk.now.astimezone(desk.policy.zone).date(),
    )
    return Draft(article, promotion, why)


def keep(draft: Draft, *, request: Request, technician: Technician, desk: Desk) -> tuple[Effect, ...]:
    """Give the effects of the article: saved, and mailed to its author or to whose word it waits for."""
    reference = desk.snapshot.fresh.article_reference
    saved = SaveArticle(draft.article, reference, from_request=request.number)
    if not draft.why:
        recipients: tuple[Recipient, ...] = (recipient_of(technician, desk=desk),)
    elif technician.line < desk.policy.promotion.publish_line:
        recipients = _approvers(desk=desk, author=technician)
    else:
        recipients = (recipient_of(technician, desk=desk),)
    mails = tuple(
        _about(
            ArticleMail(
                event="article_draft" if draft.why else "article_published",
                name=recipient.name,
                article=draft.article,
                removed=draft.promotion.removed,
                why=draft.why,
                author=technician.name,
            ),
            to=recipient,
            school=request.school,
            reference=reference,
        )
        for recipient in recipients
    )
    return (saved, *mails)


def about_article(case: Case) -> Plan:
    """A technician's mail about an article: with the token `#approve` publishes a draft, without it nothing is done."""
    technician, article = case.technician, case.desk.snapshot.articles.get(case.arrived.article or "")
    if technician is None or case.level < TrustLevel.T2 or article is None:
        return Plan("unverified", (File("unverified"),), ("nobody who is believed wrote about an article of ours",))
    if case.level < TrustLevel.T3:
        return _asked_again(case, technician, article)
    script = read_script(case.message.new_text, known=DIRECTIVES, name=technician.name)
    named = {directive.name for directive in script.directives}
    if named != {"approve"} or script.faults:
        line = script.directives[0].line if script.directives else "(no directive)"
        return _refused(case, technician, DirectiveFault(line, "A mail about an article says one thing.", "#approve"))
    if article.state != "draft":
        return _done(case, technician, f"{article.id} is {article.state} already: nothing was changed.")
    if not may_approve(technician, article=article, desk=case.desk):
        return _refused(case, technician, DirectiveFault("#approve", "Only those named for approving can publish it."))
    return _published(case, technician, article)


def may_approve(technician: Technician, *, article: Article, desk: Desk) -> bool:
    """Tell whether this technician's word publishes the draft: an approver's, or its author's where the line may."""
    own = article.author == technician.id and technician.line >= desk.policy.promotion.publish_line
    return technician.approves or own


def _published(case: Case, technician: Technician, article: Article) -> Plan:
    token = case.arrived.token
    author = case.desk.technician(article.author)
    told = {one.id: one for one in (technician, author) if one is not None}
    mails = tuple(
        _about(
            ArticleMail("article_published", one.name, article, author=author.name if author else ""),
            to=recipient_of(one, desk=case.desk),
            school=case.arrived.route.school,
            reference=token.reference if token else "",
        )
        for one in told.values()
    )
    return Plan(
        "directive_done",
        (PublishArticle(article.id, technician.id), *mails),
        (f"{technician.name} approved {article.id}",),
    )


def _asked_again(case: Case, technician: Technician, article: Article) -> Plan:
    why = "Your mail came without the reference that proves it is yours, so nothing was done. Reply to this one."
    event: ArticleMail = ArticleMail("article_draft", technician.name, article, why=why)
    if article.state != "draft":
        return Plan("unverified", (File("unverified"),), ("the article is no draft any more",))
    return Plan("unverified", (_answer(case, technician, event),), ("the token was too old: a new one is mailed",))


def _refused(case: Case, technician: Technician, fault: DirectiveFault) -> Plan:
    content = RefusedMail(technician.name, None, (fault,), case.message.new_text)
    return Plan("directive_refused", (_answer(case, technician, content),), (f"refused: {fault.reason}",))


def _done(case: Case, technician: Technician, line: str) -> Plan:
    content = DoneMail(technician.name, None, (line,))
    return Plan("directive_done", (_answer(case, technician, content),), (line,))


def _answer(case: Case, technician: Technician, content: MailContent) -> SendMail:
    token = case.arrived.token
    return _about(
        content,
        to=recipient_of(technician, desk=case.desk),
        school=case.arrived.route.school,
        reference=token.reference if token else "",
        subject=case.message.subject,
    )


def _about(content: MailContent, *, to: Recipient, school: str, reference: str, subject: str = "") -> SendMail:
    titled = content.article.title if isinstance(content, ArticleMail) else subject
    return SendMail(to=to, content=content, school=school, subject=titled, reference=reference)


def _approvers(*, desk: Desk, author: Technician) -> tuple[Recipient, ...]:
    named = [one for one in desk.policy.technicians.values() if one.approves and one.id != author.id]
    found = tuple(recipient_of(one, desk=desk) for one in sorted(named, key=lambda one: one.id))
    return found or lead_of(author.line, desk=desk)


def _people(request: Request, *, technician: Technician) -> tuple[str, ...]:
    """Names and addresses that must not stand in an article."""
    persons = (request.requester, *request.participants)
    known: Iterable[str] = (word for person in persons for word in (person.name, person.address))
    authors = (entry.author for entry in request.entries)
    return tuple(sorted({technician.name, technician.address, *known, *authors} - {""}))

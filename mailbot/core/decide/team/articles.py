"""What technicians' answers become: articles, published at once or drafts that somebody's word publishes.

Replies to the mails about them are in `about_article.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mailbot.core.decide.case import Desk
from mailbot.core.decide.team.directives import ArticleWish
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.decide.telling.notify import lead_of
from mailbot.core.kb.near import nearest
from mailbot.core.kb.promote import promote
from mailbot.core.model.article import Article, Promotion, Scope
from mailbot.core.model.effects import Effect, SaveArticle, SendMail
from mailbot.core.model.mail import ArticleMail, DirectiveFault, Recipient
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request

SECRET = "Something like a password was taken out of it."  # noqa: S105 -- a sentence about one
WAITS = "Articles of the first line wait for a second pair of eyes."
FORWARDED = "It came as a forward, so it waits for your word."


@dataclass(frozen=True, slots=True)
class Source:
    """What an article is made from: the question, the answer, who is on the thread, and the request (0 for none)."""

    question: str
    answer: str
    people: tuple[str, ...]
    subject: str
    school: str
    request: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """An article from an answer, and what came of scrubbing it; `why` says why it is not published at once.

    `near` is the published article that says nearly the same: its author chooses between the two.
    """

    article: Article
    promotion: Promotion
    why: str
    near: Article | None = None


def source_of(request: Request, *, answer: str, technician: Technician) -> Source:
    """Give what an answer on a request is made into an article with."""
    question = next((entry.text for entry in request.entries if entry.kind == "message" and not entry.internal), "")
    people = _people(request, technician=technician)
    return Source(question, answer, people, request.subject, request.school, request.number)


def draft_from(
    source: Source, *, wish: ArticleWish, technician: Technician, desk: Desk, new: bool = False, why: str = ""
) -> Draft | DirectiveFault:
    """Make the article that the technician wished for, or say why there is none.

    `new` says that it is wanted although another is nearly the same; `why` is a reason to wait that the caller has.
    """
    promotion = _promoted(source, title=wish.title, desk=desk)
    if promotion.refusal is not None:
        return DirectiveFault("#kb", promotion.refusal)
    article = Article(
        id=f"KB-{desk.snapshot.fresh.article_number}",
        trust=desk.policy.trust,
        title=promotion.title,
        body=promotion.body,
        audience=wish.audience,
        schools=(source.school,) if wish.school_only else (),
        line=technician.line,
        author=technician.id,
        updated=desk.now.astimezone(desk.policy.zone).date(),
    )
    near = None if new else near_to(article, school=source.school, desk=desk)
    reasons = (why, SECRET if promotion.holds_secret else "", WAITS if _must_wait(technician, desk=desk) else "")
    why = " ".join(reason for reason in reasons if reason)
    return Draft(replace(article, state="draft" if why or near else "published"), promotion, why, near)


def update_from(source: Source, *, target: Article, technician: Technician, desk: Desk) -> Draft | DirectiveFault:
    """Make the next version of an article from an answer; where it must wait it is a draft that names the target."""
    promotion = _promoted(source, title=target.title, desk=desk)
    if promotion.refusal is not None:
        return DirectiveFault("#update", promotion.refusal)
    if promotion.holds_secret or _must_wait(technician, desk=desk):
        audience, schools = target.audience, target.schools
        drafted = draft_from(
            source, wish=ArticleWish(target.title, audience), technician=technician, desk=desk, new=True
        )
        if isinstance(drafted, DirectiveFault):
            return drafted
        article = replace(drafted.article, schools=schools, state="draft")
        return replace(drafted, article=article, near=target)
    return Draft(next_version(target, body=promotion.body, desk=desk), promotion, "")


def next_version(article: Article, *, body: str, desk: Desk, title: str = "") -> Article:
    """Give the article's next version with these words, published."""
    today = desk.now.astimezone(desk.policy.zone).date()
    version = article.version + 1
    return replace(article, title=title or article.title, body=body, version=version, state="published", updated=today)


def near_to(article: Article, *, school: str, desk: Desk) -> Article | None:
    """Give the published article for the same people that says nearly the same, if the trust's threshold is met."""
    scope = Scope(desk.policy.trust, school, article.audience)
    found = nearest(article.title, article.body, desk.index, scope=scope)
    if found is None or found[1] < desk.policy.promotion.duplicate or found[0].audience != article.audience:
        return None
    return found[0] if found[0].id != article.id else None


def keep(draft: Draft, *, technician: Technician, desk: Desk, school: str, request: int = 0) -> tuple[Effect, ...]:
    """Give the effects of the article: saved, and mailed to its author or to whose word it waits for."""
    reference = desk.snapshot.fresh.article_reference
    saved = SaveArticle(draft.article, reference, from_request=request or None)
    if draft.near is None and draft.why and _must_wait(technician, desk=desk):
        recipients = approvers(desk=desk, author=technician)
    else:
        recipients = (recipient_of(technician, desk=desk),)
    mails = (
        about(
            ArticleMail(
                "article_near" if draft.near else "article_draft" if draft.why else "article_published",
                recipient.name,
                draft.article,
                removed=draft.promotion.removed,
                why=draft.why,
                author=technician.name,
                near=draft.near,
            ),
            to=recipient,
            school=school,
            reference=reference,
        )
        for recipient in recipients
    )
    return (saved, *mails)


def about(content: ArticleMail, *, to: Recipient, school: str, reference: str) -> SendMail:
    """Give a mail about an article; its token points at the article and the version that it shows."""
    return SendMail(to=to, content=content, school=school, subject=content.article.title, reference=reference)


def approvers(*, desk: Desk, author: Technician) -> tuple[Recipient, ...]:
    """Give who approves this author's drafts: those named for it, else the lead of the author's line."""
    named = [one for one in desk.policy.technicians.values() if one.approves and one.id != author.id]
    found = tuple(recipient_of(one, desk=desk) for one in sorted(named, key=lambda one: one.id))
    return found or lead_of(author.line, desk=desk)


def may_approve(technician: Technician, *, article: Article, desk: Desk) -> bool:
    """Tell whether this technician's word publishes the draft: an approver's, or its author's where the line may."""
    own = article.author == technician.id and not _must_wait(technician, desk=desk)
    return technician.approves or own


def _must_wait(technician: Technician, *, desk: Desk) -> bool:
    return technician.line < desk.policy.promotion.publish_line


def _promoted(source: Source, *, title: str, desk: Desk) -> Promotion:
    return promote(
        title=title or None,
        question=source.question,
        answer=source.answer,
        people=source.people,
        proposed_from=source.subject,
        least_words=desk.policy.promotion.least_words,
    )


def _people(request: Request, *, technician: Technician) -> tuple[str, ...]:
    """Names and addresses that must not stand in an article."""
    persons = (request.requester, *request.participants)
    known: Iterable[str] = (word for person in persons for word in (person.name, person.address))
    authors = (entry.author for entry in request.entries)
    return tuple(sorted({technician.name, technician.address, *known, *authors} - {""}))

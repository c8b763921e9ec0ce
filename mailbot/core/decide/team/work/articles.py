"""What technicians' answers become: articles, published at once or drafts that somebody's word publishes.

Replies to the mails about them are in `about_article.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mailbot.core.decide.case import Desk
from mailbot.core.decide.team.grammar.orders import ArticleWish
from mailbot.core.decide.telling.entry import PASSED_ON
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.decide.telling.notify import lead_of
from mailbot.core.kb.known import known_to
from mailbot.core.kb.near import nearest
from mailbot.core.kb.pictured import marked, named_in, shown
from mailbot.core.kb.promote import promote
from mailbot.core.model.article import Article, Picture, Promotion, Scope, pictures_named
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_articles import ArticleDoing, SaveArticle
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.mails.outgoing import Recipient
from mailbot.core.model.mails.technician import ArticleMail, DirectiveFault
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request

SECRET = "Something like a password was taken out of it."  # noqa: S105 -- a sentence about one
WAITS = "Articles of the first line wait for a second pair of eyes."
PICTURES = "A picture is in it ({names}), and only you can see whether it shows a name or a password."
FORWARDED = "It came as a forward, so it waits for your word."


@dataclass(frozen=True, slots=True)
class Source:
    """What an article is made from: the question, the answer, who is on the thread, and the request (0 for none).

    `pictures` are those that the answer may name.
    """

    question: str
    answer: str
    people: tuple[str, ...]
    subject: str
    school: str
    request: int = 0
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An article from an answer, and what came of scrubbing it; `why` says why it is not published at once.

    `near` is the published article that says nearly the same: its author chooses between the two.
    """

    article: Article
    promotion: Promotion
    why: str
    near: Article | None = None
    pictures: tuple[Picture, ...] = ()


def source_of(request: Request, *, answer: str, technician: Technician, pictures: tuple[Picture, ...] = ()) -> Source:
    """Give what an answer on a request is made into an article with; nothing of a confidential one is shown."""
    question = next((entry.text for entry in request.entries if entry.kind == "message" and not entry.internal), "")
    question = question.partition(PASSED_ON)[0]  # what they forwarded is not their symptom
    people = _people(request, technician=technician)
    pictures = () if request.sensitive else pictures
    return Source(question, answer, people, request.subject, request.school, request.number, pictures)


def draft_from(
    source: Source, *, wish: ArticleWish, technician: Technician, desk: Desk, new: bool = False, why: str = ""
) -> Draft | DirectiveFault:
    """Make the article that the technician wished for, or say why there is none.

    `new` says that it is wanted although another is nearly the same; `why` is a reason to wait that the caller has.
    """
    readers = Scope(desk.policy.trust, source.school if wish.school_only else "", wish.audience)
    promotion = _promoted(source, title=wish.title, readers=readers, desk=desk)
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
    pictures = _named(source, body=article.body)
    reasons = (
        why,
        SECRET if promotion.holds_secret else "",
        PICTURES.format(names=_names(article.body)) if pictures and _pictures_wait(desk) else "",
        WAITS if _must_wait(technician, desk=desk) else "",
    )
    why = " ".join(reason for reason in reasons if reason)
    return Draft(replace(article, state="draft" if why or near else "published"), promotion, why, near, pictures)


def update_from(source: Source, *, target: Article, technician: Technician, desk: Desk) -> Draft | DirectiveFault:
    """Make the next version of an article from an answer; where it must wait it is a draft that names the target."""
    promotion = _promoted(source, title=target.title, readers=readers_of(target), desk=desk)
    if promotion.refusal is not None:
        return DirectiveFault("#update", promotion.refusal)
    pictures = _named(source, body=promotion.body)
    if promotion.holds_secret or _must_wait(technician, desk=desk) or (pictures and _pictures_wait(desk)):
        audience, schools = target.audience, target.schools
        drafted = draft_from(
            source, wish=ArticleWish(target.title, audience), technician=technician, desk=desk, new=True
        )
        if isinstance(drafted, DirectiveFault):
            return drafted
        article = replace(drafted.article, schools=schools, state="draft")
        return replace(drafted, article=article, near=target)
    return Draft(next_version(target, body=promotion.body, desk=desk), promotion, "", pictures=pictures)


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
    what: ArticleDoing = "written" if draft.article.version == 1 else "updated"
    saved = SaveArticle(
        draft.article, reference, from_request=request or None, by=technician.id, what=what, pictures=draft.pictures
    )
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
    """Tell whether this technician's word publishes the draft: an approver's, or its author's where the line may.

    Who leads a line or the team may approve what others wrote.
    """
    if article.author == technician.id and not technician.approves:
        return not _must_wait(technician, desk=desk)
    return technician.approves or _leads(technician, desk=desk)


def may_retire(technician: Technician, *, article: Article, desk: Desk) -> bool:
    """Tell whether this technician may take the article back: its author, an approver, a lead."""
    return article.author == technician.id or technician.approves or _leads(technician, desk=desk)


def _leads(technician: Technician, *, desk: Desk) -> bool:
    return technician.id in (*desk.policy.line_leads.values(), desk.policy.manager)


def _must_wait(technician: Technician, *, desk: Desk) -> bool:
    return technician.line < desk.policy.promotion.publish_line


def readers_of(article: Article) -> Scope:
    """Give who may read the article whatever school they are at: what those can read already is no secret in it."""
    return Scope(article.trust, article.schools[0] if len(article.schools) == 1 else "", article.audience)


def _promoted(source: Source, *, title: str, readers: Scope, desk: Desk) -> Promotion:
    pictures = source.pictures if desk.policy.promotion.pictures != "drop" else ()
    known = known_to(readers, index=desk.index, policy=desk.policy)
    made = promote(
        title=title or None,
        question=source.question,
        answer=marked(source.answer, pictures=pictures),
        people=source.people,
        proposed_from=source.subject,
        least_words=desk.policy.promotion.least_words,
        known=known,
    )
    return shown(made, answer=source.answer, pictures=pictures, people=source.people, known=known)


def _named(source: Source, *, body: str) -> tuple[Picture, ...]:
    """The pictures that the article's body names."""
    named = pictures_named(body)
    return tuple(one for one in source.pictures if one.id in named)


def _names(body: str) -> str:
    return ", ".join(dict.fromkeys(one.name for one in named_in(body)))


def _pictures_wait(desk: Desk) -> bool:
    return desk.policy.promotion.pictures == "draft"


def _people(request: Request, *, technician: Technician) -> tuple[str, ...]:
    """Names and addresses that must not stand in an article."""
    persons = (request.requester, *request.participants)
    known: Iterable[str] = (word for person in persons for word in (person.name, person.address))
    authors = (entry.author for entry in request.entries)
    return tuple(sorted({technician.name, technician.address, *known, *authors} - {""}))

"""What follows from a technician's reply to a mail about an article: approved, made an update, taken back."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.team.grammar.script import read_script
from mailbot.core.decide.team.grammar.table import DIRECTIVES
from mailbot.core.decide.team.work.articles import about, approvers, may_approve, next_version, readers_of
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.kb.known import known_to
from mailbot.core.kb.pictured import marked, named_in, restored
from mailbot.core.kb.query import strip_courtesy
from mailbot.core.kb.scrub import scrub
from mailbot.core.model.article import Article, said_of_picture
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_articles import ArticleDoing, PublishArticle, RetireArticle, SaveArticle
from mailbot.core.model.effects.on_mail import File, SendMail
from mailbot.core.model.mails.outgoing import MailContent
from mailbot.core.model.mails.technician import ArticleMail, DirectiveFault, DoneMail, RefusedMail
from mailbot.core.model.people import TrustLevel
from mailbot.core.model.policy import Technician


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply about one article: who wrote it, what stands after the directive, and the words beside it."""

    case: Case
    technician: Technician
    article: Article
    argument: str = ""
    text: str = ""

    @property
    def may_publish(self) -> bool:
        """Whether the writer's word is enough to publish this article."""
        return may_approve(self.technician, article=self.article, desk=self.case.desk)

    @property
    def reference(self) -> str:
        """The reference of the mail that was replied to."""
        return self.case.arrived.token.reference if self.case.arrived.token else ""


def about_article(case: Case) -> Plan:
    """A technician's mail about an article: with the token its directive is obeyed, without it nothing is done."""
    technician, article = case.technician, case.desk.snapshot.articles.get(case.arrived.article or "")
    if technician is None or case.level < TrustLevel.T2 or article is None:
        return Plan("unverified", (File("unverified"),), ("nobody who is believed wrote about an article of ours",))
    reply = Reply(case, technician, article)
    if case.level < TrustLevel.T3:
        return _asked_again(reply)
    script = read_script(case.message.said, known=DIRECTIVES, name=technician.name)
    one = script.directives[0] if len(script.directives) == 1 else None
    if one is None or script.faults or one.name not in _ANSWERS:
        line = script.directives[0].line if script.directives else "(no directive)"
        nearest = "#approve" if article.state == "draft" else "#undo"
        return _refused(reply, DirectiveFault(line, "A mail about an article says one thing.", nearest))
    return _ANSWERS[one.name](replace(reply, argument=one.argument, text=script.text))


def _approve(reply: Reply) -> Plan:
    """The draft is published, with the words of the reply where it brings enough of them.

    They keep those of its pictures that they name, as the draft does in plain text.
    """
    article, desk = reply.article, reply.case.desk
    if article.state != "draft":
        return _done(reply, f"{article.id} is {article.state} already: nothing was changed.")
    if not reply.may_publish:
        return _refused(reply, DirectiveFault("#approve", "Only those named for approving can publish it."))
    edited = strip_courtesy(reply.text)
    if len(edited.split()) < reply.case.desk.policy.promotion.least_words:
        return _told(reply, article, PublishArticle(article.id, reply.technician.id), why="approved")
    pictures = named_in(article.body)
    for picture in pictures:
        edited = edited.replace(said_of_picture(picture.name), picture.reference, 1)
    scrubbed = scrub(
        marked(edited, pictures=pictures),
        people=(reply.technician.name, reply.technician.address),
        known=known_to(readers_of(article), index=desk.index, policy=desk.policy, draft=article.body),
    )
    if any(piece.secret for piece in scrubbed.removed):
        return _refused(reply, DirectiveFault("(your text)", "Something like a password stands in it."))
    body = restored(scrubbed.text, pictures=pictures)
    return _saved(reply, next_version(article, body=f"{body}\n", desk=reply.case.desk), why="edited and approved")


def _new(reply: Reply) -> Plan:
    """It stays an article of its own, although another is nearly the same."""
    if reply.article.state == "draft" and not reply.may_publish:
        return _passed_on(reply, near=None)
    return _approve(replace(reply, text=""))


def _update(reply: Reply) -> Plan:
    """The draft's words become the next version of the article that is named; the draft itself is retired."""
    draft, desk = reply.article, reply.case.desk
    target = desk.snapshot.articles.get(_id_in(reply.argument))
    if draft.state != "draft":
        return _done(reply, f"{draft.id} is {draft.state} already: nothing was changed.")
    if target is None or target.state != "published" or target.audience != draft.audience or target.id == draft.id:
        return _refused(reply, DirectiveFault(f"#update {reply.argument}", "There is no such published article."))
    if not reply.may_publish:
        return _passed_on(reply, near=target)
    changed = next_version(target, body=draft.body, desk=desk)
    retired = RetireArticle(draft.id, reply.technician.id)
    return _saved(reply, changed, retired, why=f"{draft.id} updates it", draft=draft.id)


def _retire(reply: Reply) -> Plan:
    """Draft or published, it is taken back."""
    article, writer = reply.article, reply.technician
    if _id_in(reply.argument) not in ("", article.id):
        return _refused(reply, DirectiveFault(f"#retire {reply.argument}", f"This mail is about {article.id}."))
    if article.state == "retired":
        return _done(reply, f"{article.id} is retired already: nothing was changed.")
    if not (reply.may_publish or article.author == writer.id):
        return _refused(
            reply, DirectiveFault("#retire", "Only its author and those named for approving can retire it.")
        )
    return _done(reply, f"{article.id} is retired: nobody gets it any more.", RetireArticle(article.id, writer.id))


def _undo(reply: Reply) -> Plan:
    """What this mail told of is taken back: the version before it counts again, or there is no article any more."""
    article, shown = reply.article, reply.case.arrived.article_version
    if not (reply.may_publish or article.author == reply.technician.id):
        return _refused(reply, DirectiveFault("#undo", "Only its author and those named for approving can undo it."))
    if article.state == "retired" or (shown and shown != article.version):
        return _done(reply, f"{article.id} was changed since: nothing was undone.")
    earlier = reply.case.desk.snapshot.earlier.get(article.id)
    if article.version == 1 or earlier is None:
        retired = RetireArticle(article.id, reply.technician.id, "undone")
        return _done(reply, f"{article.id} is taken back: nobody gets it any more.", retired)
    back = next_version(article, body=earlier.body, title=earlier.title, desk=reply.case.desk)
    reference = reply.case.desk.snapshot.fresh.article_reference
    saved = SaveArticle(back, reference, by=reply.technician.id, what="undone")
    return _done(reply, f"{article.id} says again what version {earlier.version} said.", saved)


_ANSWERS: dict[str, Callable[[Reply], Plan]] = {
    "approve": _approve,
    "new": _new,
    "update": _update,
    "retire": _retire,
    "undo": _undo,
}


def _id_in(argument: str) -> str:
    digits = argument.strip(" .,!").upper().removeprefix("KB").strip("- ")
    return f"KB-{int(digits)}" if digits.isdecimal() and len(digits) < 10 else argument.strip()


def _saved(reply: Reply, article: Article, *effects: Effect, why: str, draft: str = "") -> Plan:
    """The new version written, and told of with a reference of its own."""
    reference = reply.case.desk.snapshot.fresh.article_reference
    what: ArticleDoing = "updated" if effects else "approved"
    saved = SaveArticle(article, reference, by=reply.technician.id, what=what, draft=draft)
    return _told(reply, article, saved, *effects, why=why, reference=reference)


def _told(reply: Reply, article: Article, *effects: Effect, why: str, reference: str = "") -> Plan:
    """Published: whoever said so and its author are told."""
    desk, technician = reply.case.desk, reply.technician
    author = desk.technician(reply.article.author)
    told = {one.id: one for one in (technician, author) if one is not None}
    published = replace(article, state="published")
    mails = tuple(
        about(
            ArticleMail("article_published", one.name, published, author=author.name if author else ""),
            to=recipient_of(one, desk=desk),
            school=reply.case.arrived.route.school,
            reference=reference or reply.reference,
        )
        for one in told.values()
    )
    return Plan("directive_done", (*effects, *mails), (f"{technician.name}: {article.id} is published ({why})",))


def _passed_on(reply: Reply, *, near: Article | None) -> Plan:
    """The author has chosen, and those named for approving have the last word."""
    desk, article = reply.case.desk, reply.article
    why = f"{reply.technician.name} means it to {'update ' + near.id if near else 'be an article of its own'}."
    content = ArticleMail("article_near" if near else "article_draft", "", article, why=why, near=near)
    mails = tuple(
        about(
            replace(content, name=one.name, author=reply.technician.name),
            to=one,
            school=reply.case.arrived.route.school,
            reference=reply.reference,
        )
        for one in approvers(desk=desk, author=reply.technician)
    )
    done = _done(reply, f"{article.id} waits for a second pair of eyes.")
    return replace(done, effects=(*mails, *done.effects))


def _asked_again(reply: Reply) -> Plan:
    why = "Your mail came without the reference that proves it is yours, so nothing was done. Reply to this one."
    if reply.article.state != "draft":
        return Plan("unverified", (File("unverified"),), ("the article is no draft any more",))
    content = ArticleMail("article_draft", reply.technician.name, reply.article, why=why)
    return Plan("unverified", (_answer(reply, content),), ("the token was too old: a new one is mailed",))


def _refused(reply: Reply, fault: DirectiveFault) -> Plan:
    content = RefusedMail(reply.technician.name, None, (fault,), reply.case.message.new_text)
    return Plan("directive_refused", (_answer(reply, content),), (f"refused: {fault.reason}",))


def _done(reply: Reply, line: str, *effects: Effect) -> Plan:
    content = DoneMail(reply.technician.name, None, (line,))
    return Plan("directive_done", (*effects, _answer(reply, content)), (line,))


def _answer(reply: Reply, content: MailContent) -> SendMail:
    titled = content.article.title if isinstance(content, ArticleMail) else reply.case.message.subject
    return SendMail(
        to=recipient_of(reply.technician, desk=reply.case.desk),
        content=content,
        school=reply.case.arrived.route.school,
        subject=titled,
        reference=reply.reference,
    )

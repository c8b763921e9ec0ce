"""Which article solved a request, and the word to its author when it was the first, tenth or hundredth time."""

from mailbot.core.decide.case import Desk
from mailbot.core.decide.telling.mails import recipient_of
from mailbot.core.model.effects.decision import Effect
from mailbot.core.model.effects.on_articles import RecordOutcome
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.mails.technician import ArticleHelpedMail
from mailbot.core.model.request import Request

MILESTONES = frozenset({1, 10, 100, 1_000})


def credit(request: Request, *, desk: Desk) -> tuple[Effect, ...]:
    """Give the outcome of what was offered: the best that still waited solved it, the others were not needed.

    Whoever asks for the second has passed the first over, so it waits no more. Nothing waited: nothing follows.
    """
    waiting = sorted((one for one in request.offered if one.outcome == "waiting"), key=lambda one: one.rank)
    if not waiting:
        return ()
    best, number = waiting[0], request.number
    solved = RecordOutcome(number, "solved", article=best.id)
    rest: tuple[Effect, ...] = (RecordOutcome(number, "skipped"),) if len(waiting) > 1 else ()
    told = _told(best.id, request=request, desk=desk)
    return (solved, *rest, *((told,) if told is not None else ()))


def _told(article_id: str, *, request: Request, desk: Desk) -> SendMail | None:
    article = desk.snapshot.articles.get(article_id)
    author = desk.technician(article.author) if article is not None else None
    times = desk.snapshot.helped.get(article_id, 0) + 1
    if article is None or author is None or times not in MILESTONES:
        return None
    content = ArticleHelpedMail(author.name, article, times)
    return SendMail(recipient_of(author, desk=desk), content, request.school, article.title)

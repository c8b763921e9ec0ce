"""Directives about articles: made, replaced, sent, approved, taken back."""

from dataclasses import replace

from mailbot.core.decide.team.grammar.orders import Answer, ArticleWish, Context, Orders
from mailbot.core.model.article import Article

MOST_DIGITS = 9


def kb(orders: Orders, argument: str, context: Context) -> Answer:
    return _article(orders, ArticleWish(argument), context)


def kb_school(orders: Orders, argument: str, context: Context) -> Answer:
    return _article(orders, ArticleWish(argument, school_only=True), context)


def kb_technician(orders: Orders, argument: str, context: Context) -> Answer:
    return _article(orders, ArticleWish(argument, audience="technician"), context)


def _article(orders: Orders, wish: ArticleWish, context: Context) -> Answer:
    if context.request.sensitive:
        return "A confidential request becomes no article."
    if orders.article is not None or orders.update is not None:
        return "One mail makes one article."
    return replace(orders, article=wish)


def update(orders: Orders, argument: str, context: Context) -> Answer:
    found = _named(argument, context)
    if isinstance(found, str):
        return found
    if context.request.sensitive:
        return "A confidential request becomes no article."
    if found.state != "published":
        return f"{found.id} is {found.state}: only what is published gets a new version."
    if orders.article is not None or orders.update is not None:
        return "One mail makes one article."
    return replace(orders, update=found)


def new(orders: Orders, _argument: str, _: Context) -> Answer:
    return replace(orders, new=True)


def send(orders: Orders, argument: str, context: Context) -> Answer:
    if context.request.sensitive:
        return "A confidential request gets no article: say it in your own words."
    found = _named(argument, context)
    if isinstance(found, str):
        return found
    if found.state != "published" or found.audience != "staff":
        return f"{found.id} is {'for technicians alone' if found.state == 'published' else found.state}."
    if found.schools and context.request.school not in found.schools:
        return f"{found.id} is for other schools alone."
    if orders.send is not None and orders.send.id != found.id:
        return "One mail brings one article."
    return replace(orders, send=found)


def retire(orders: Orders, argument: str, context: Context) -> Answer:
    found = _named(argument, context)
    if isinstance(found, str):
        return found
    if found.state == "retired":
        return f"{found.id} is retired already."
    own = found.author == context.writer.id
    if not own and not context.writer.approves and context.writer.line < context.publish_line:
        return "Only its author and those named for approving can retire it."
    return replace(orders, retire=found)


def approve(orders: Orders, argument: str, context: Context) -> Answer:
    if not argument:
        return "Say which (#approve KB-12), or reply with it to the mail that shows you the draft."
    found = _named(argument, context)
    if isinstance(found, str):
        return found
    if found.state != "draft":
        return f"{found.id} is {found.state} already."
    own = found.author == context.writer.id and context.writer.line >= context.publish_line
    if not own and not context.writer.approves:
        return "Only those named for approving can publish it."
    return replace(orders, approve=found)


def _named(argument: str, context: Context) -> Article | str:
    """The article that is meant by "KB-12", "kb 12" or "12", or why there is none."""
    digits = argument.strip(" .,!").upper().removeprefix("KB").strip("- ")
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        return "Name the article, such as KB-12."
    id_ = f"KB-{int(digits)}"
    return context.articles.get(id_) or f"There is no article {id_}."

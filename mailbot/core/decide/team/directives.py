"""The directives: one small function each, its help beside it in the table. Reading them from a mail: `script.py`.

A function takes what is wanted so far and gives it with its own wish added, or the reason why it cannot be. What the
wishes do is in `technician.py`.
"""

from collections.abc import Mapping
from dataclasses import replace

from rapidfuzz import fuzz, process

from mailbot.core.decide.sensitive import may_see
from mailbot.core.decide.team import moves
from mailbot.core.decide.team.orders import Answer, ArticleWish, Context, Form, Orders
from mailbot.core.decide.team.script import Directive, Script
from mailbot.core.model.article import Article
from mailbot.core.model.mail import DirectiveFault
from mailbot.core.model.policy import Technician

__all__ = [
    "DIRECTIVES",
    "ArticleWish",
    "Context",
    "Orders",
    "help_lines",
    "orders_from",
    "technician_named",
]

_NAME_LIKE = 80
_NAME_AHEAD = 8
MOST_DIGITS = 9


def _note(orders: Orders, argument: str, _: Context) -> Answer:
    return replace(orders, internal=True, text="\n".join(part for part in (argument, orders.text) if part))


def _solved(orders: Orders, _argument: str, _: Context) -> Answer:
    if orders.pend:
        return "A ticket is either solved or waits for an answer."
    if orders.line is not None:
        return "A solved ticket moves nowhere."
    return replace(orders, solve=True)


def _take(orders: Orders, _argument: str, context: Context) -> Answer:
    return _give(orders, context.writer, context)


def _assign(orders: Orders, argument: str, context: Context) -> Answer:
    found = technician_named(argument, technicians=context.technicians)
    return found if isinstance(found, str) else _give(orders, found, context)


def _give(orders: Orders, technician: Technician, context: Context) -> Answer:
    if orders.line is not None:
        return f"The ticket cannot be both {technician.name}'s and anybody's of line {orders.line}."
    if orders.assign is not None and orders.assign.id != technician.id:
        return f"The ticket cannot be both {orders.assign.name}'s and {technician.name}'s."
    if not may_see(technician, request=context.request):
        return f"{technician.name} is not among those who may see confidential requests."
    return replace(orders, assign=technician)


def _kb(orders: Orders, argument: str, context: Context) -> Answer:
    return _article(orders, ArticleWish(argument), context)


def _kb_school(orders: Orders, argument: str, context: Context) -> Answer:
    return _article(orders, ArticleWish(argument, school_only=True), context)


def _kb_technician(orders: Orders, argument: str, context: Context) -> Answer:
    return _article(orders, ArticleWish(argument, audience="technician"), context)


def _article(orders: Orders, wish: ArticleWish, context: Context) -> Answer:
    if context.request.sensitive:
        return "A confidential request becomes no article."
    if orders.article is not None or orders.update is not None:
        return "One mail makes one article."
    return replace(orders, article=wish)


def _update(orders: Orders, argument: str, context: Context) -> Answer:
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


def _new(orders: Orders, _argument: str, _: Context) -> Answer:
    return replace(orders, new=True)


def _send(orders: Orders, argument: str, context: Context) -> Answer:
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


def _retire(orders: Orders, argument: str, context: Context) -> Answer:
    found = _named(argument, context)
    if isinstance(found, str):
        return found
    if found.state == "retired":
        return f"{found.id} is retired already."
    own = found.author == context.writer.id
    if not own and not context.writer.approves and context.writer.line < context.publish_line:
        return "Only its author and those named for approving can retire it."
    return replace(orders, retire=found)


def _approve(orders: Orders, argument: str, context: Context) -> Answer:
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


def _undo(_orders: Orders, _argument: str, _: Context) -> Answer:
    return "Reply with it to the mail that says what was published."


def _named(argument: str, context: Context) -> Article | str:
    """The article that is meant by "KB-12", "kb 12" or "12", or why there is none."""
    digits = argument.strip(" .,!").upper().removeprefix("KB").strip("- ")
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        return "Name the article, such as KB-12."
    id_ = f"KB-{int(digits)}"
    return context.articles.get(id_) or f"There is no article {id_}."


def _help(orders: Orders, _argument: str, _: Context) -> Answer:
    return replace(orders, help=True)


DIRECTIVES: Mapping[str, Form] = {
    "note": Form("#note", "The whole mail is for technicians; nobody outside sees it.", "optional", _note),
    "solved": Form(
        "#solved", "Your answer goes out and the ticket is solved; a reply opens it again.", "none", _solved
    ),
    "pending": Form("#pending", "The clock stands until they answer; they are asked again.", "none", moves.pending),
    "escalate": Form("#escalate [WHY]", "The ticket goes up a line, with its story.", "optional", moves.escalate),
    "line": Form("#line 1|2|3", "The ticket goes to that line; down, best with #kb/technician.", "needed", moves.line),
    "take": Form("#take", "The ticket is yours.", "none", _take),
    "assign": Form("#assign NAME", "The ticket is theirs, and they are told.", "needed", _assign),
    "kb": Form("#kb [TITLE]", "Your answer becomes an article for staff of the whole trust.", "optional", _kb),
    "kb/school": Form("#kb/school [TITLE]", "The same, for this school alone.", "optional", _kb_school),
    "kb/technician": Form("#kb/technician [TITLE]", "The same, for technicians alone.", "optional", _kb_technician),
    "update": Form("#update KB-12", "Your answer replaces the text of that article.", "needed", _update),
    "new": Form("#new", "With #kb: a new article, although one is nearly the same.", "none", _new),
    "send": Form("#send KB-12", "Your answer brings that article, in full.", "needed", _send),
    "approve": Form("#approve [KB-12]", "The draft is published; alone, in reply to the draft.", "optional", _approve),
    "retire": Form("#retire KB-12", "That article is taken back; its versions are kept.", "needed", _retire),
    "undo": Form("#undo", "In reply to what was published: it is taken back.", "none", _undo),
    "help": Form("#help", "These lines, by mail; nothing else of the mail is done.", "none", _help),
}


def help_lines() -> tuple[str, ...]:
    """Give one line for each directive, as the help mail shows them."""
    return tuple(f"{form.usage}: {form.help}" for form in DIRECTIVES.values())


def orders_from(script: Script, *, context: Context) -> Orders | tuple[DirectiveFault, ...]:
    """Give what the whole script wants, or every fault in it: all of its directives apply, or none does."""
    faults = list(script.faults)
    orders = Orders(text=script.text)
    for directive in script.directives:
        answer = _obey(directive, orders, context)
        if isinstance(answer, Orders):
            orders = answer
        elif answer:
            faults.append(DirectiveFault(directive.line, answer, _usage(directive.name)))
    answered = any(entry.kind == "answer" for entry in context.request.entries)
    faults += _missing_text(orders, script, answered=answered)
    return tuple(faults) if faults else orders


def technician_named(name: str, *, technicians: Mapping[str, Technician]) -> Technician | str:
    """Give the one technician who is meant by an id, a first name or a name, typing errors forgiven; else why not."""
    wanted = name.strip(" .,!").casefold()
    names = {(one.id, called): 0 for one in technicians.values() for called in _called(one)}
    exact = {id_ for id_, called in names if called == wanted}
    if len(exact) == 1:
        return technicians[exact.pop()]
    choices = {pair: pair[1] for pair in names}
    best: dict[str, float] = {}
    for _, score, (id_, _called_so) in process.extract(wanted, choices, scorer=fuzz.ratio, score_cutoff=_NAME_LIKE):
        best[id_] = max(best.get(id_, 0.0), score)
    ranked = sorted(best, key=lambda id_: (-best[id_], id_))
    if not ranked:
        return f"Nobody of the team is called {name.strip()}."
    if len(exact) > 1 or (len(ranked) > 1 and best[ranked[0]] - best[ranked[1]] < _NAME_AHEAD):
        return "That could be " + " or ".join(technicians[id_].name for id_ in ranked[:3]) + "."
    return technicians[ranked[0]]


def _called(technician: Technician) -> tuple[str, ...]:
    words = technician.name.casefold().split()
    return (technician.id.casefold(), technician.name.casefold(), technician.address.lower(), *words)


def _obey(directive: Directive, orders: Orders, context: Context) -> Answer:
    form = DIRECTIVES.get(directive.name)
    if form is None:
        return ""
    if form.argument == "none" and directive.argument:
        return "Nothing stands after it on its line."
    if form.argument == "needed" and not directive.argument:
        return "Something is missing after it."
    return form.act(orders, directive.argument, context)


def _usage(name: str) -> str:
    form = DIRECTIVES.get(name)
    return form.usage if form else ""


def _missing_text(orders: Orders, script: Script, *, answered: bool) -> list[DirectiveFault]:
    """Wishes that need words, and mails that want nothing at all."""
    if orders.text or orders.help or script.faults:
        return []
    if not script.directives:
        return [DirectiveFault("(no text)", "There was nothing new in your mail to send.")]
    if orders.internal:
        return [DirectiveFault("#note", "There is no text to keep.")]
    if (orders.article is not None or orders.update is not None) and not answered:
        return [DirectiveFault("#kb", "An article is made from your answer, and there is none.")]
    if orders.new and orders.article is None:
        return [DirectiveFault("#new", "It goes with #kb, or in reply to the mail that shows two articles.")]
    return []

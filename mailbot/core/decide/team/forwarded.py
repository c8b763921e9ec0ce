"""A technician's own old answer, forwarded to the desk with `#kb` above it: a draft that waits for one more word.

Such a mail has no token, so nothing is published on it: the draft goes to the registered address, as a confirmation.
"""

import re

from mailbot.core.decide.case import Case, Plan
from mailbot.core.decide.team.grammar.orders import ArticleWish
from mailbot.core.decide.team.grammar.script import Directive
from mailbot.core.decide.team.work.articles import FORWARDED, Source, draft_from, keep
from mailbot.core.model.mails.technician import DirectiveFault
from mailbot.core.model.policy import Technician
from mailbot.core.parse.marks.blocks import is_forward_separator

MAX_FORWARDED = 64_000
_HEADER = re.compile(r"^[>* \t]{0,4}\*?(From|Sent|Date|To|Cc|Subject|Reply-To)\*?:\*?[ \t]{0,3}(.*)$", re.IGNORECASE)
_QUOTED = re.compile(
    r"^(?:On .{4,200} wrote:|-{2,10} ?Original Message.{0,20}|_{10,80}|[>* \t]{0,4}\*?From:.{1,200})$", re.IGNORECASE
)
_WORDS = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,190}|[^\W\d_][\w'\u2019-]{1,40}(?: [^\W\d_][\w'\u2019-]{1,40}){0,3}")
WISHES = {
    "kb": ArticleWish(""),
    "kb/school": ArticleWish("", school_only=True),
    "kb/technician": ArticleWish("", audience="technician"),
}


def from_forward(case: Case, technician: Technician, directive: Directive) -> Plan | DirectiveFault:
    """Give the plan with the draft from the forwarded answer, or why there is none; `directive` is one of `#kb`."""
    source = old_answer(case, technician)
    if isinstance(source, DirectiveFault):
        return source
    wish = WISHES[directive.name]
    named = ArticleWish(directive.argument, wish.audience, wish.school_only)
    draft = draft_from(source, wish=named, technician=technician, desk=case.desk, why=FORWARDED)
    if isinstance(draft, DirectiveFault):
        return draft
    effects = keep(draft, technician=technician, desk=case.desk, school=source.school)
    return Plan("directive_done", effects, (f"#kb: {draft.article.id} is a draft from a forwarded answer",))


def old_answer(case: Case, technician: Technician) -> Source | DirectiveFault:
    """Give question and answer of a forwarded mail, if its From names this technician."""
    lines = case.message.forwarded[:MAX_FORWARDED].strip().splitlines()
    while lines and (not lines[0].strip() or is_forward_separator(lines[0])):
        lines.pop(0)
    head, lines = _head(lines)
    said = head.get("from", "").casefold()
    if technician.address.lower() not in said and technician.name.casefold() not in said:
        return DirectiveFault("#kb", "Only an answer of your own becomes an article: its From must be you.")
    end = next((place for place, line in enumerate(lines) if _QUOTED.match(line.strip())), len(lines))
    _, below = _head(lines[end:])
    people = {technician.name, technician.address}
    for name in ("to", "cc"):
        people |= {found.group() for found in _WORDS.finditer(head.get(name, "")[:1_000])}
    asked, _ = _head(lines[end:])
    people |= {found.group() for found in _WORDS.finditer(asked.get("from", "")[:300])}
    return Source(
        question="\n".join(line.lstrip("> ") for line in below),
        answer="\n".join(lines[:end]),
        people=tuple(sorted(people)),
        subject=head.get("subject", case.message.subject),
        school=case.arrived.route.school,
    )


def _head(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The header lines that a client writes above a mail it forwards, and what comes after them."""
    found: dict[str, str] = {}
    for place, line in enumerate(lines[:20]):
        header = _HEADER.match(line)
        if header:
            found.setdefault(header[1].lower(), header[2].strip())
        elif found or (line.strip() and not _QUOTED.match(line.strip())):
            return found, lines[place:]
    return found, lines[min(len(lines), 20) :]

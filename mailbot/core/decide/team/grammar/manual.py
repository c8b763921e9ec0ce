"""What a technician reads about directives: a few rules, and all of them by purpose. One source for three readers.

The answer to #help, `mailbot directives` and the table in `docs/technicians.md` are made of it. What a directive is and
does stands in the table alone.
"""

from collections.abc import Mapping

from mailbot.core.decide.team.grammar.table import DIRECTIVES
from mailbot.core.model.help import HelpGroup, HelpMail

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Answer": ("solved", "pending", "hold", "note", "send", "reopen", "undo"),
    "Whose it is": ("take", "assign", "escalate", "line", "away", "back"),
    "What it is": ("priority", "due", "time", "tag", "school", "spam"),
    "Who is on it": ("requester", "cc", "uncc", "call", "merge", "split", "link"),
    "Articles": ("kb", "kb/school", "kb/technician", "update", "new", "approve", "retire"),
    "Look": ("show", "list", "find", "help"),
}
RULES = (
    "Reply to a mail of the desk: your words go to the requester, without what you quote and without your signature.",
    "A directive stands on a line of its own, above or below your words, or at the end of the subject.",
    "All directives of a mail are done, or none: on a mistake nothing is sent, and you reply with the right line.",
    "What only looks like one (# Step 1, #12, a #word in a sentence, what is quoted) is text.",
)


def help_mail(name: str) -> HelpMail:
    """Give the answer to #help for the technician of this name."""
    return HelpMail(name, RULES, groups())


def groups() -> tuple[HelpGroup, ...]:
    """Give all directives by purpose, each as it is written and what it does."""
    return tuple(
        HelpGroup(title, tuple((DIRECTIVES[name].usage, DIRECTIVES[name].help) for name in names))
        for title, names in GROUPS.items()
    )


def as_markdown() -> str:
    """Give the table of the docs page: a heading row for each purpose, two columns."""
    lines = ["| you write | what follows |", "|---|---|"]
    for group in groups():
        lines.append(f"| **{group.title}** | |")
        lines += [f"| `{usage.replace('|', chr(92) + '|')}` | {help_} |" for usage, help_ in group.lines]
    return "\n".join(lines)

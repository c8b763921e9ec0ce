"""`mailbot kb try`: what the desk would do about mails, before anybody trusts it with real ones."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mailbot.cli.desk.opened import policy_of
from mailbot.cli.desk.trial import Mail, Trial, read_mails
from mailbot.cli.page import counted, say, strong, wrapped
from mailbot.core.model.article import Match, Reason
from mailbot.daemon.rehearse import Rehearsed
from mailbot.settings.installation import Settings

_WORDS_SHOWN = 4


def run_try(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    """Print a line, or a JSON object, for each mail."""
    policy = policy_of(settings, trust)
    mails = read_mails(options.files or [Path("-")], policy=policy)
    if not mails:
        sys.exit("no mail in what was named")
    trial = Trial(settings, trust, policy=policy, words_only=options.words_only)
    counts: dict[str, int] = {}
    for mail, tried in trial.of(mails):
        counts[_what(tried)] = counts.get(_what(tried), 0) + 1
        if options.json:
            print(json.dumps(as_row(mail, tried), ensure_ascii=True))
        else:
            say([*_lines(mail, tried), ""])
    if not options.json:
        how = "words and meaning" if trial.with_meaning else "words alone"
        told = ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
        say([strong(f"{counted(len(mails), 'mail')} by {how}: {told}")])
    return 0


def as_row(mail: Mail, tried: Rehearsed) -> dict[str, Any]:
    """The result for one mail, as `--json` prints it."""
    return {
        "id": mail.id,
        "decision": tried.decision,
        "sensitive": tried.sensitive,
        "urgent": tried.urgent,
        "confidence": round(tried.proposal.confidence, 4),
        "articles": [_short(match) for match in tried.proposal.offered],
        "candidates": [_short(match) for match in tried.proposal.candidates],
        "why": [*tried.why, *(f"{match.article.id}: {_grounds(match)}" for match in tried.proposal.candidates[:3])],
    }


def _short(match: Match) -> dict[str, Any]:
    return {"id": match.article.id, "confidence": round(match.confidence, 4)}


def _what(tried: Rehearsed) -> str:
    if tried.sensitive:
        return "sensitive"
    return "urgent" if tried.urgent else tried.decision


def _lines(mail: Mail, tried: Rehearsed) -> Iterator[str]:
    yield strong(f"{mail.id}  {_what(tried)}") + (f"  {mail.subject}" if mail.subject else "")
    for why in tried.why:
        yield from wrapped(why, first="  why      ")
    offered = {match.article.id for match in tried.proposal.offered}
    for match in tried.proposal.candidates:
        mark = "offered  " if match.article.id in offered else "         "
        yield from wrapped(f"{match.confidence:>4.0%}  {match.article.id:<8}  {match.article.title}", first="  " + mark)
        if match.article.id in offered:
            yield from wrapped(_grounds(match), first=" " * 27)


def _grounds(match: Match) -> str:
    words = ", ".join(dict.fromkeys(_ground(reason) for reason in match.reasons[:_WORDS_SHOWN])) or "by its meaning"
    return f"{words}; {match.record.told}" if match.record is not None else words


def _ground(reason: Reason) -> str:
    words = reason.word if reason.word == reason.met else f"{reason.word} ~ {reason.met}"
    return f"{words} ({reason.field})"

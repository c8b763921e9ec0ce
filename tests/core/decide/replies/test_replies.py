"""Technicians' replies as phones and Outlook format them: what the requester gets, and what is obeyed.

The two halves were written before the code that they judge. `work.toml` was worked with; `held.toml` was opened once,
when that was done. Each mail goes the way of any other: bytes, parser, decision, and the words as they are mailed.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailbot.core.decide.case import Case, Desk
from mailbot.core.decide.team.grammar.script import Script
from mailbot.core.decide.team.reader import script_of
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.effects.on_articles import SaveArticle
from mailbot.core.model.level import Priority
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.model.people import Person, Somebody
from mailbot.core.model.snapshot import Snapshot
from mailbot.core.model.stimulus import MessageArrived
from mailbot.core.parse.mime import parse
from mailbot.mail.letter.said import plain
from tests.core.decide.replies.clients import reply_bytes
from tests.support.builders import (
    JANE,
    MONDAY,
    STAFF_ARTICLE,
    TOMASZ,
    a_policy,
    a_request,
    a_snapshot,
    an_index,
    by_technician,
    decided,
    mails,
    to,
)


def cases(half: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((Path(__file__).parent / f"{half}.toml").read_text(encoding="utf-8"))["reply"])


HEAD = Person(21, "headaaaa", "Head Teacher", "head@kestrelpark.example", ("kestrel",))
NAMED = Somebody(HEAD.address, HEAD.name, "known", "kestrel", ("kestrel",), person=HEAD)
POLICY = a_policy(
    priorities={
        id_: Priority(id_, name, rank)
        for rank, (id_, name) in enumerate((("P1", "high"), ("P2", "normal"), ("P3", "low")), start=1)
    }
)
OTHER = a_request(number=1040, tag="k2k2k", reference="otherreqaa")


def arrives(case: Mapping[str, Any]) -> MessageArrived:
    """The reply on a ticket of Jane's in the state that its case says."""
    request = a_request(str(case.get("state", "open")), subject="Cant get the smartboard to show my laptop")
    stimulus = by_technician("", request=request, named=(NAMED,))
    return replace(stimulus, message=parse(reply_bytes(case)))


def known(stimulus: MessageArrived) -> Snapshot:
    """What the desk knows: another ticket and an article with the numbers that some of the replies name."""
    assert stimulus.request is not None
    snapshot = a_snapshot(stimulus.request, OTHER)
    article = replace(STAFF_ARTICLE, id="KB-1042")
    return replace(snapshot, articles={**snapshot.articles, article.id: article})


def decision_on(case: Mapping[str, Any]) -> Decision:
    stimulus = arrives(case)
    return decided(stimulus, snapshot=known(stimulus), policy=POLICY)


def read(case: Mapping[str, Any]) -> Script:
    stimulus = arrives(case)
    desk = Desk(known(stimulus), POLICY, an_index(policy=POLICY), MONDAY)
    return script_of(Case(stimulus, desk), POLICY.technicians["tomasz"])


def comparable(text: str, *, wrapped: bool) -> str:
    lines = "\n".join(line.rstrip() for line in text.strip().split("\n"))
    return "\n\n".join(" ".join(part.split()) for part in lines.split("\n\n")) if wrapped else lines


def judge(case: Mapping[str, Any]) -> list[str]:
    """Everything about the reply that is not as its writer meant it."""
    script, decision = read(case), decision_on(case)
    if case.get("refused"):
        wrong = [] if decision.outcome == "directive_refused" else ["it was not refused"]
        return [*wrong, *(["something was sent"] if to(decision, JANE) else [])]
    wrong = [f"refused: {script.faults}"] if script.faults else []
    if decision.outcome == "directive_refused" and not case.get("refused_by_its_wish"):
        wrong.append(f"refused: {decision.reasons}")
    directives = [f"{one.name} {one.argument}".strip() for one in script.directives]
    if directives != case.get("directives", []):
        wrong.append(f"obeyed {directives}")
    sent = [mail.content.text for mail in to(decision, JANE) if isinstance(mail.content, AnswerMail)]
    if "note" in directives and sent:
        wrong.append("the note was sent")
    silent = decision.outcome == "directive_refused" or "note" in directives or not case.get("text")
    for text in [script.text] if silent else sent or [""]:
        wrong += _differences(text, case)
    return wrong


def _differences(text: str, case: Mapping[str, Any]) -> list[str]:
    wrapped = bool(case.get("wrapped"))
    wanted = {"plain": case.get("text", ""), "rich": case.get("rich", "")}
    got = {"plain": plain(text), "rich": text}
    return [
        f"{kind}: {got[kind]!r} for {wanted[kind]!r}"
        for kind in wanted
        if wanted[kind] or kind == "plain"
        if comparable(got[kind], wrapped=wrapped) != comparable(wanted[kind], wrapped=wrapped)
    ]


@pytest.mark.parametrize("case", cases("work"), ids=lambda case: case["id"])
def test_the_requester_gets_these_words_and_only_these(case: dict[str, Any]) -> None:
    assert judge(case) == []


def test_there_are_enough_of_them_from_each_client() -> None:
    both = [*cases("work"), *cases("held")]
    assert len(both) >= 64
    assert len({case["id"] for case in both}) == len(both)
    assert all(sum(case["client"] == client for case in both) >= 1 for client in ("ios", "samsung", "thunderbird"))


@pytest.mark.parametrize("case", cases("held"), ids=lambda case: case["id"])
def test_so_it_is_with_those_that_were_held_back(case: dict[str, Any]) -> None:
    assert judge(case) == []


def test_a_refused_mail_reaches_nobody_but_its_writer() -> None:
    for case in cases("work"):
        decision = decision_on(case)
        if decision.outcome == "directive_refused":
            assert {mail.to.address for mail in mails(decision)} == {TOMASZ.address}


def test_an_article_made_of_a_reply_keeps_its_lists_bold_and_links() -> None:
    steps = "<ol><li>Press <b>Source</b> on the remote</li><li>Choose HDMI 1 and wait for the blue light</li></ol>"
    guide = '<div>More in the <a href="https://kb.tamselvalley.example/boards">board guide</a>.</div>'
    html = f"<div>Hi Jane,</div>{steps}{guide}<div>#kb Board shows no picture</div>"
    case = {"id": "kb", "client": "outlook-web", "parts": "html", "html": html, "signature": "Tomasz Wilk"}
    [saved] = [effect for effect in decision_on(case).effects if isinstance(effect, SaveArticle)]
    assert "1. Press **Source** on the remote\n2. Choose HDMI 1" in saved.article.body
    assert "[board guide](https://kb.tamselvalley.example/boards)" in saved.article.body
    assert "#kb" not in saved.article.body

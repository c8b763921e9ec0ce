"""Dividers, signatures, own lines behind `>` and answers inside the quoted mail: whole to the requester, or come back.

Both halves were written before the code that they judge. `whole_work.toml` was worked with; `whole_held.toml` was
opened once, when that was done.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.model.mails.technician import RefusedMail
from mailbot.core.model.message import Message
from mailbot.core.parse.mime import parse
from mailbot.mail.letter.said import plain
from tests.core.decide.replies.clients import reply_bytes
from tests.core.decide.replies.inside import answered_inside
from tests.core.decide.replies.test_replies import read
from tests.support.builders import JANE, TOMASZ, a_request, by_technician, decided, mails, to


def cases(half: str) -> list[dict[str, Any]]:
    text = (Path(__file__).parent / f"whole_{half}.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["reply"])


def message_of(case: Mapping[str, Any]) -> Message:
    return parse(reply_bytes(case, then=answered_inside))


def decision_on(case: Mapping[str, Any]) -> Decision:
    return decided(replace(by_technician("", request=a_request()), message=message_of(case)))


def comparable(text: str, *, wrapped: bool) -> str:
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return " ".join(" ".join(lines).split()) if wrapped else "\n".join(lines)


def judge(case: Mapping[str, Any]) -> list[str]:
    """Everything about the reply that is not as its writer meant it."""
    if case.get("who") == "requester":
        message, wrapped = message_of(case), bool(case.get("wrapped"))
        wanted = {"new_text": case["shown"], "words": case.get("words", case["shown"])}
        return [
            f"{name}: {getattr(message, name)!r}"
            for name, text in wanted.items()
            if comparable(getattr(message, name), wrapped=wrapped) != comparable(text, wrapped=wrapped)
        ]
    return _judged_answer(case, decision_on(case))


def _judged_answer(case: Mapping[str, Any], decision: Decision) -> list[str]:
    sent = [plain(mail.content.text) for mail in to(decision, JANE) if isinstance(mail.content, AnswerMail)]
    if case.get("refused"):
        wrong = [f"sent {sent}"] if to(decision, JANE) else []
        back = [mail for mail in to(decision, TOMASZ) if isinstance(mail.content, RefusedMail)]
        return wrong + ([] if len(back) == 1 and mails(decision) == tuple(back) else ["it did not come back"])
    if decision.outcome == "directive_refused":
        return [f"refused: {decision.reasons}"]
    wrapped = bool(case.get("wrapped"))
    wrong = [
        f"sent {text!r}"
        for text in sent
        if comparable(text, wrapped=wrapped) != comparable(case["sent"], wrapped=wrapped)
    ]
    wrong += [] if bool(sent) == bool(case["sent"]) else [f"{len(sent)} answers"]
    names = [f"{one.name} {one.argument}".strip() for one in read(case).directives]
    return wrong + ([] if names == case.get("directives", []) else [f"obeyed {names}"])


@pytest.mark.parametrize("case", cases("work"), ids=lambda case: case["id"])
def test_it_is_delivered_whole_or_comes_back(case: dict[str, Any]) -> None:
    assert judge(case) == []


@pytest.mark.parametrize("case", cases("held"), ids=lambda case: case["id"])
def test_so_it_is_with_those_that_were_held_back(case: dict[str, Any]) -> None:
    assert judge(case) == []

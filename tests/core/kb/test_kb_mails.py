"""Forty clumsy mails to the demo trust, written before matching was last changed: half to work with, half held back."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.core.identify.arrival import directory_of
from mailbot.core.kb.index import build
from mailbot.daemon.bootstrap import load_mind
from mailbot.daemon.knowledge import meanings_of
from mailbot.daemon.rehearse import Rehearsal, Rehearsed, mail_of
from mailbot.settings.articles import load_articles
from mailbot.settings.config import load
from mailbot.settings.rules import load_policy

TOP = Path(__file__).parents[3]
HERE = Path(__file__).parent
DEMO = TOP / "data" / "demo"
MODEL = TOP / "data" / "model"
SCHOOL_MORNING = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
Tried = list[tuple[frozenset[str], Rehearsed]]


def tried(half: str, *, model: Path | None = None) -> Tried:
    """Each mail's right articles, and what the desk would do."""
    settings = load(TOP / "config.toml", environ={})
    policy = load_policy("tvlt", DEMO, base=TOP / "rules", mailboxes=settings.mailboxes)
    articles = load_articles(DEMO / "articles", trust="tvlt")
    mind = load_mind(model, say=pytest.skip)
    rehearsal = Rehearsal(
        policy=policy,
        directory=directory_of(policy, mailboxes={}),
        index=build(articles, kb=policy.kb),
        meanings=None if mind is None else meanings_of(mind, articles, vectors={}, say=lambda _: None),
    )

    def each() -> Iterator[tuple[frozenset[str], Rehearsed]]:
        for line in (HERE / f"mails_{half}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            raw = mail_of(sender=row["from"], to=row["to"], subject=row["subject"], body=row["body"])
            yield frozenset(row["acceptable_ids"]), rehearsal.of(raw, now=SCHOOL_MORNING, school=row["school"])

    return list(each())


def found(results: Tried, *, among: int) -> float:
    """The share of the answerable mails with a right article among so many."""
    answerable = [(right, one) for right, one in results if right]
    hits = sum(any(m.article.id in right for m in one.proposal.candidates[:among]) for right, one in answerable)
    return hits / len(answerable)


def wrongly_offered(results: Tried) -> int:
    return sum(
        not right & {match.article.id for match in one.proposal.offered}
        for right, one in results
        if one.proposal.offered
    )


def test_by_words_alone() -> None:
    held, work = tried("held"), tried("work")
    assert found(held, among=1) >= 0.90
    assert found(held, among=3) == 1.0
    assert wrongly_offered(held) == 0
    assert found(work, among=3) >= 0.75


@pytest.mark.skipif(not (MODEL / "model.onnx").is_file(), reason="no model of meaning: make model")
@pytest.mark.timeout(300)
def test_with_the_model_of_meaning() -> None:
    held = tried("held", model=MODEL)
    assert found(held, among=1) >= 0.85
    assert found(held, among=3) == 1.0
    assert wrongly_offered(held) <= 1

"""The matching's figures on labelled mails and articles, where these data lie beside the checkout.

The numbers are those of `mailbot kb evaluate`, a little below what was measured, so that a real loss is seen.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.core.identify.arrival import directory_of
from mailbot.core.kb.evaluate import Judged, Report, report_on
from mailbot.core.kb.index import Index, build
from mailbot.core.kb.scrub import scrub
from mailbot.core.model.policy import Policy
from mailbot.daemon.bootstrap import load_mind
from mailbot.daemon.knowledge import meanings_of
from mailbot.daemon.rehearse import Rehearsal, mail_of
from mailbot.settings.articles import load_articles
from mailbot.settings.config import load
from mailbot.settings.rules import load_policy
from tests.core.kb.planted import public_without

TOP = Path(__file__).parents[3]
SHARED = Path(os.environ.get("MAILBOT_SHARED", TOP.parent / "shared"))
MAILS = SHARED / "bench" / "retrieval" / "emails-dev.jsonl"
ARTICLES = SHARED / "trust" / "articles"
DEMO = TOP / "data" / "demo"
MODEL = TOP / "data" / "model"
SCHOOL_MORNING = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not MAILS.is_file(), reason="no labelled mails: set MAILBOT_SHARED to their folder")


@pytest.fixture(scope="module")
def policy() -> Policy:
    settings = load(TOP / "config.toml", environ={})
    return load_policy("tvlt", DEMO, base=TOP / "rules", mailboxes=settings.mailboxes)


@pytest.fixture(scope="module")
def index(policy: Policy) -> Index:
    return build(load_articles(DEMO / "articles", trust="tvlt"), kb=policy.kb)


def report(policy: Policy, index: Index, *, model: Path | None = None) -> Report:
    mind = load_mind(model, say=pytest.skip)
    articles = load_articles(DEMO / "articles", trust="tvlt")
    rehearsal = Rehearsal(
        policy=policy,
        directory=directory_of(policy, mailboxes={}),
        index=index,
        meanings=None if mind is None else meanings_of(mind, articles, vectors={}, say=lambda _: None),
    )
    judged = []
    for line in MAILS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        raw = mail_of(sender=row["from"], to=row["to"], subject=row["subject"], body=row["body"])
        tried = rehearsal.of(raw, now=SCHOOL_MORNING, school=row["school"])
        right = row["acceptable_ids"] if row["kind"] in ("one_article", "two_articles") else ()
        judged.append(
            Judged(
                id=row["id"],
                subject=row["subject"],
                kind=row["kind"],
                right=frozenset(right),
                cautious=tried.sensitive or tried.urgent,
                offered=tuple(match.article.id for match in tried.proposal.offered),
                confidence=tried.proposal.confidence,
                candidates=tuple((match.article.id, match.confidence) for match in tried.proposal.candidates),
                features=tried.proposal.features,
            )
        )
    return report_on(judged, threshold=policy.offer.confidence)


def coverage_at_95(found: Report) -> float:
    """Cross-validated by article."""
    return next(unseen for wanted, _, unseen in found.coverage_at if wanted == 0.95)


def test_by_words_alone(policy: Policy, index: Index) -> None:
    found = report(policy, index)
    assert found.hit1 >= 0.80
    assert found.hit3 >= 0.93
    assert coverage_at_95(found) >= 0.78
    assert found.precision >= 0.95
    assert found.calibration_error_unseen <= 0.07


@pytest.mark.skipif(not (MODEL / "model.onnx").is_file(), reason="no model of meaning: make model")
@pytest.mark.timeout(300)
def test_with_the_model_of_meaning(policy: Policy, index: Index) -> None:
    found = report(policy, index, model=MODEL)
    assert found.hit1 >= 0.90
    assert found.hit3 >= 0.97
    assert coverage_at_95(found) >= 0.85
    assert found.precision >= 0.95
    assert found.both[0] >= found.both[1] - 2


def test_sensitive_and_urgent_mails_are_caught_and_hardly_any_other(policy: Policy, index: Index) -> None:
    found = report(policy, index)
    assert found.caught[0] == found.caught[1] == 17
    assert found.mistaken[0] / found.mistaken[1] <= 0.02


def test_the_scrub_leaves_articles_without_private_things_alone() -> None:
    lines = touched = 0
    for path in ARTICLES.glob("*.md"):
        before = path.read_text(encoding="utf-8").partition("+++\n")[2].partition("+++\n")[2]
        after = scrub(before, known=public_without(f"KB-{path.name.split('-')[1]}")).text
        lines += before.count("\n")
        touched += sum(one != other for one, other in zip(before.split("\n"), after.split("\n"), strict=True))
    assert touched / lines <= 0.01

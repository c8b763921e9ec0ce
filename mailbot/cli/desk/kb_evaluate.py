"""`mailbot kb evaluate`: how good the matching is on mails whose right answers are known, and its calibration."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mailbot.cli.desk.opened import policy_of
from mailbot.cli.desk.trial import Mail, Trial, progress, read_mails
from mailbot.cli.page import say, say_json, strong, table, wrapped
from mailbot.cli.usage.desk.kb_evaluate import KINDS
from mailbot.core.kb.evaluate import Judged, Report, curves_of, report_on
from mailbot.settings.installation import Settings
from mailbot.settings.policy.curve_file import write_curves

_LABELS = ("kind", "acceptable_ids")
_WORST = 10


def run_evaluate(options: argparse.Namespace, settings: Settings, trust: str) -> int:
    """Print the report; with --fit, write the curves."""
    policy = policy_of(settings, trust)
    mails = [_labelled(mail) for mail in read_mails([options.file], policy=policy)]
    if not mails:
        sys.exit(f"{options.file} holds no mail")
    trial = Trial(settings, trust, policy=policy, words_only=options.words_only)
    judged = [_judged(mail, tried) for mail, tried in trial.of(mails)]
    progress("cross-validating by article")
    report = _or_exit(judged, offer=trial.policy.offer.confidence)
    written = options.into or settings.trusts[trust] / "confidence.toml" if options.fit else None
    failed = _fit(written, judged, how="meaning" if trial.with_meaning else "words") if written is not None else ""
    if options.json:
        said = str(written) if written is not None and not failed else None
        say_json({"meaning": trial.with_meaning, "written": said, **asdict(report)})
    else:
        say(_page(report, judged, how="words and meaning" if trial.with_meaning else "words alone"))
    if failed:
        sys.exit(failed)
    if written is not None and not options.json:
        say(["", *wrapped(f"The calibration is in {written}; a running desk takes it up when it is started again.")])
    return 0


def _fit(file: Path, judged: Sequence[Judged], *, how: str) -> str:
    """Write the curves; gives '', or why that was not possible, for the report must not be lost with them."""
    try:
        write_curves(file, {f"{how}-{name}": curve for name, curve in curves_of(judged).items()})
    except OSError as error:
        return f"{file} cannot be written ({error.strerror or error}): name another with --into"
    return ""


def _or_exit(judged: Sequence[Judged], *, offer: float) -> Report:
    try:
        return report_on(judged, threshold=offer)
    except ValueError as error:
        sys.exit(f"these mails are too few to judge by: {error}")


def _labelled(mail: Mail) -> Mail:
    ids = mail.labels.get("acceptable_ids")
    if mail.labels.get("kind") not in KINDS or not isinstance(ids, list):
        sys.exit(f'{mail.id}: "kind" must be one of {", ".join(KINDS)}, and "acceptable_ids" a list')
    return mail


def _judged(mail: Mail, tried: Any) -> Judged:
    kind = mail.labels["kind"]
    right = (
        frozenset(map(str, mail.labels["acceptable_ids"])) if kind in ("one_article", "two_articles") else frozenset()
    )
    return Judged(
        id=mail.id,
        subject=mail.subject,
        kind=kind,
        right=right,
        cautious=tried.sensitive or tried.urgent,
        offered=tuple(match.article.id for match in tried.proposal.offered),
        confidence=tried.proposal.confidence,
        candidates=tuple((match.article.id, match.confidence) for match in tried.proposal.candidates),
        features=tried.proposal.features,
    )


def _page(report: Report, judged: Sequence[Judged], *, how: str) -> Iterator[str]:
    yield strong(f"{len(judged)} mails by {how}; {report.answerable} have an answer")
    yield f"  right article first        {report.hit1:.3f}"
    yield f"  right article among three  {report.hit3:.3f}"
    yield f"  both of two questions      {_of(report.both)}"
    yield f"  sensitive or urgent        {_of(report.caught)} caught, {_of(report.mistaken)} others mistaken for such"
    shares = f"{report.offers}, {report.precision:.1%} right, {report.coverage:.1%} of the answerable"
    yield f"  offered from {report.threshold:.2f} on       {shares}"
    yield ""
    yield from _tables(report)
    yield ""
    yield strong("worst misses: most sure, and wrong")
    for one in report.worst[:_WORST]:
        first = one.candidates[0][0] if one.candidates else "nothing"
        wanted = ", ".join(sorted(one.right)) or "no article"
        told = f"{one.subject or '(no subject)'}: {first} instead of {wanted}"
        yield from wrapped(told, first=f"  {one.confidence:.2f}  {one.id}  ")


def _tables(report: Report) -> Iterator[str]:
    precisions = [(f"{wanted:.0%}", f"{seen:.3f}", f"{unseen:.3f}") for wanted, seen, unseen in report.coverage_at]
    yield from table(precisions, head=("precision", "coverage", "cross-validated by article"))
    yield ""
    thresholds = [
        (f"{low:.2f}", str(offers), f"{precision:.3f}", f"{coverage:.3f}")
        for low, offers, precision, coverage in report.thresholds
    ]
    yield from table(thresholds, head=("threshold", "offers", "precision", "coverage"))
    yield ""
    bins = [
        (f"{low:.1f}-{low + 0.2:.1f}", str(mails), f"{mean:.3f}", f"{right:.3f}")
        for low, mails, mean, right in report.reliability
    ]
    yield from table(bins, head=("confidence", "mails", "mean", "right"))
    error = f"{report.calibration_error:.3f}, cross-validated {report.calibration_error_unseen:.3f}"
    yield f"  calibration error of the first article {error}"


def _of(pair: tuple[int, int]) -> str:
    return f"{pair[0]} of {pair[1]}"

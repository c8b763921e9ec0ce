"""The work of `mailbot check`: every fault of files and servers, in one go."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TypeVar

from mailbot.cli.desk.opened import now_utc
from mailbot.cli.desk.trial import known_articles
from mailbot.cli.installation import config_file, one_line
from mailbot.core.kb.unused import unused_synonyms
from mailbot.core.model.policy import Policy
from mailbot.daemon.bootstrap import load_bearers, load_policies, load_templates
from mailbot.daemon.errors import StartError
from mailbot.daemon.probe import probe
from mailbot.settings.check import check_policy
from mailbot.settings.config import load
from mailbot.settings.errors import Fault, SettingsError
from mailbot.settings.installation import Settings
from mailbot.store.errors import StoreError

Value = TypeVar("Value")

SOON = timedelta(days=60)


def run(options: argparse.Namespace) -> int:
    """Print every fault; 1 when there is any."""
    file = config_file(options.config)
    faults: list[Fault] = []

    def tried(make: Callable[[], Value]) -> Value | None:
        try:
            return make()
        except SettingsError as error:
            faults.extend(error.faults)
            return None

    notes: list[str] = []
    settings = tried(lambda: load(file, environ=os.environ))
    if settings is not None:
        policies = tried(lambda: load_policies(settings))
        if policies is not None:
            faults.extend(check_policy(settings, policies))
            notes = [
                *_unused(settings, policies, faults, offline=options.offline),
                *terms_that_end(policies, today=now_utc().date()),
            ]
        tried(lambda: load_templates(settings))
        if not options.offline:
            faults.extend(_tried(settings, notes))
    for line in [*map(str, dict.fromkeys(faults)), *notes]:
        print(" ".join(line.split()))
    if faults:
        count = len(dict.fromkeys(faults))
        print(f"{count} mistake{'s' if count != 1 else ''} to put right in {file} and the folders it names")
        return 1
    print(f"{file}: all is well")
    return 0


def _tried(settings: Settings, notes: list[str]) -> tuple[Fault, ...]:
    try:
        bearers = load_bearers(settings)
    except StartError as error:
        return (Fault(settings.file, 0, "", str(error), "Install it beside mailbot"),)

    def say(what: str) -> None:
        print(f"trying {what} ...", file=sys.stderr)

    return probe(settings, progress=say, bearers=bearers, note=notes.append)


def _unused(settings: Settings, policies: Mapping[str, Policy], faults: list[Fault], *, offline: bool) -> list[str]:
    """Synonyms that no article uses: no mistake, for articles come and go, but worth knowing.

    A file that is no database is a fault; a server that cannot be asked is told where servers are tried.
    """
    try:
        return _unused_synonyms(settings, policies, files_alone=offline)
    except StoreError as error:
        if settings.database.startswith("sqlite"):
            right = "Name another file, or put the last backup in its place"
            faults.append(Fault(settings.file, 0, "database.url", one_line(error), right))
        return _unused_synonyms(settings, policies, files_alone=True)


def _unused_synonyms(settings: Settings, policies: Mapping[str, Policy], *, files_alone: bool) -> list[str]:
    notes = []
    for trust, policy in policies.items():
        if not (settings.trusts[trust] / "articles").is_dir():
            continue
        articles, _ = known_articles(settings, trust=trust, policy=policy, files_alone=files_alone)
        for concept in unused_synonyms(articles, kb=policy.kb):
            file, line = policy.sources.get(f"synonyms.{concept}", (str(settings.trusts[trust]), 0))
            notes.append(f"{file}:{line}: note: no article of {trust} uses any word of the synonyms `{concept}`")
    return notes


def terms_that_end(policies: Mapping[str, Policy], *, today: date) -> list[str]:
    """A note for each calendar whose last known term is over, or ends within 60 days: after it all is holiday."""
    notes = []
    for policy in policies.values():
        calendars = {school.calendar.name: school.calendar for school in policy.schools.values()}
        for name, calendar in sorted(calendars.items()):
            last = max((end for _, end in calendar.terms), default=None)
            if last is None or last - today > SOON:
                continue
            file, line = policy.sources.get(f"calendar.{name}.terms") or policy.sources.get(f"calendar.{name}", ("", 0))
            ends = "was over on" if last < today else "ends on"
            said = f"{last.day} {last:%B %Y}"
            notes.append(
                f"{file}:{line}: note: the last term of calendar `{name}` {ends} {said}, and from then on all is "
                "holiday: write the next terms"
            )
    return notes

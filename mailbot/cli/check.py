"""Validate configuration, rules and templates, and try every server; all faults at once, each with file and line.

mailbot check
mailbot check --offline        the files alone
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from typing import TypeVar

from mailbot.cli.desk.trial import known_articles
from mailbot.cli.installation import config_file
from mailbot.core.kb.unused import unused_synonyms
from mailbot.core.model.policy import Policy
from mailbot.daemon.bootstrap import load_policies, load_templates
from mailbot.daemon.probe import probe
from mailbot.settings.check import check_policy
from mailbot.settings.config import load
from mailbot.settings.errors import Fault, SettingsError
from mailbot.settings.installation import Settings

Value = TypeVar("Value")


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--offline` beside the common ones."""
    parser.add_argument("--offline", action="store_true", help="do not try the servers")


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
            notes = _unused(settings, policies)
        tried(lambda: load_templates(settings))
        if not options.offline:
            faults.extend(probe(settings, progress=lambda what: print(f"trying {what} ...", file=sys.stderr)))
    for line in [*map(str, dict.fromkeys(faults)), *notes]:
        print(line)
    if faults:
        count = len(dict.fromkeys(faults))
        print(f"{count} mistake{'s' if count != 1 else ''} to put right in {file} and the folders it names")
        return 1
    print(f"{file}: all is well")
    return 0


def _unused(settings: Settings, policies: Mapping[str, Policy]) -> list[str]:
    """Synonyms that no article uses: no mistake, for articles come and go, but worth knowing."""
    notes = []
    for trust, policy in policies.items():
        if not (settings.trusts[trust] / "articles").is_dir():
            continue
        articles, _ = known_articles(settings, trust=trust, policy=policy)
        for concept in unused_synonyms(articles, kb=policy.kb):
            file, line = policy.sources.get(f"synonyms.{concept}", (str(settings.trusts[trust]), 0))
            notes.append(f"{file}:{line}: note: no article of {trust} uses any word of the synonyms `{concept}`")
    return notes

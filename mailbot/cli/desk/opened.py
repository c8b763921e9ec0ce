"""The desk as an operator's command finds it: configuration, database, the clock and zone; no lock, no start.

What is missing or wrong is one clear sentence on standard error, and exit code 1.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mailbot.cli.installation import load_settings, one_line, or_exit
from mailbot.cli.known import unknown
from mailbot.core.model.policy import Policy
from mailbot.daemon.clock import SystemClock
from mailbot.settings.errors import SettingsError
from mailbot.settings.installation import Settings
from mailbot.settings.rules import load_policy
from mailbot.settings.shipped import rules_folder
from mailbot.store.engine import Database
from mailbot.store.errors import DatabaseUnavailable, StoreError
from mailbot.store.existing import NothingYet, SchemaTooOld, open_existing

NO_ZONE = ZoneInfo("UTC")


def settings_of(options: argparse.Namespace, *, secrets: bool = False) -> Settings:
    """The installation that the command names. Exits with 1 and its mistakes where it has some.

    Passwords of mailboxes and the relay, and token keys, are there with `secrets` alone: a look needs none of them.
    """
    return load_settings(options.config, secrets=secrets)


def now_utc() -> datetime:
    """What time it is, aware UTC."""
    return SystemClock().now()


@contextmanager
def opened(settings: Settings, *, write: bool = False) -> Iterator[Database]:
    """The database that a daemon of this installation made, read-only unless `write`. Exits with 1 and a sentence."""
    try:
        database = open_existing(settings.database, read_only=not write)
        try:
            yield database
        finally:
            database.close()
    except StoreError as error:
        sys.exit(_sentence(error, settings=settings))


def _sentence(error: StoreError, *, settings: Settings) -> str:
    if isinstance(error, NothingYet):
        return f"nothing has run here yet ({error}). Start the desk: {command('run', settings=settings)}"
    if isinstance(error, SchemaTooOld):
        return f"{error}; starting the desk brings it up to date: {command('run', settings=settings)}"
    if isinstance(error, DatabaseUnavailable):
        where = f"look at [database] in {settings.file}"
        return f"the database cannot be used now: {one_line(error)}. Nothing was changed; {where}"
    return str(error)


def command(words: str, *, settings: Settings) -> str:
    """What to type for `words`, with the `--config` that this installation needs."""
    plain = settings.file.name == "config.toml" and settings.file.parent == settings.file.cwd()
    return f"mailbot {words}" if plain else f"mailbot {words} --config {settings.file}"


def policy_of(settings: Settings, trust: str) -> Policy:
    """The policy of a trust. Exits with 1 and its mistakes where it has some."""
    folder = settings.trusts[trust]
    return or_exit(lambda: load_policy(trust, folder, base=rules_folder(), mailboxes=settings.mailboxes))


def policies_of(settings: Settings) -> Mapping[str, Policy]:
    """All policies by trust; none where one of them is broken, for looking must work then."""
    base, mailboxes = rules_folder(), settings.mailboxes
    try:
        return {
            trust: load_policy(trust, folder, base=base, mailboxes=mailboxes)
            for trust, folder in settings.trusts.items()
        }
    except SettingsError:
        return {}


def names_of(settings: Settings, trust: str) -> Mapping[str, str]:
    """The technicians' names by id; none where the trust's policy is broken, for looking must work then."""
    try:
        policy = load_policy(trust, settings.trusts[trust], base=rules_folder(), mailboxes=settings.mailboxes)
    except SettingsError:
        return {}
    return {one.id: one.name for one in policy.technicians.values()}


def zone_of(settings: Settings) -> ZoneInfo:
    """The zone to print times in: the first trust's; UTC where its policy is broken, for looking must work then."""
    trust, folder = next(iter(settings.trusts.items()))
    try:
        return load_policy(trust, folder, base=rules_folder(), mailboxes=settings.mailboxes).zone
    except SettingsError:
        return NO_ZONE


def start_of_day(now: datetime, *, zone: ZoneInfo) -> datetime:
    """The midnight before `now` in this zone, as UTC."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def trust_of(options: argparse.Namespace, settings: Settings) -> str:
    """The trust that is named, or the only one. Exits with 1 and the known ones."""
    if options.trust is None and len(settings.trusts) > 1:
        sys.exit(f"which trust? This installation has several: --trust with one of {', '.join(settings.trusts)}")
    if options.trust is not None and options.trust not in settings.trusts:
        sys.exit(unknown("trust", options.trust, settings.trusts))
    return str(options.trust or next(iter(settings.trusts)))


def school_of(options: argparse.Namespace, policy: Policy) -> str | None:
    """The school that `--school` names, None for none. Exits with 1 and the known ones."""
    if options.school is not None and options.school not in policy.schools:
        sys.exit(unknown("school", options.school, policy.schools))
    return None if options.school is None else str(options.school)

"""Builds every real object from Settings and Policy: the only constructor of adapters."""

import importlib
import random
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import cast

from mailbot.core.decide.rules import prepared
from mailbot.core.model.people import Person
from mailbot.core.model.policy import Policy
from mailbot.daemon.aim import aim
from mailbot.daemon.alarm import MailboxAlarm
from mailbot.daemon.clock import Clock, SystemClock
from mailbot.daemon.errors import StartError
from mailbot.daemon.knowledge import Knowledge, Mind
from mailbot.daemon.lock import DataLock
from mailbot.daemon.log import log
from mailbot.daemon.office import Office, random_id
from mailbot.daemon.process import Process
from mailbot.daemon.receive import Receive
from mailbot.daemon.run import Daemon, Parts
from mailbot.daemon.sending import Transport
from mailbot.mail.letter.render import Templates
from mailbot.mail.maildir.sender import MaildirSender
from mailbot.mail.oauth.bearer import Bearer
from mailbot.mail.smtp.conversation import Verify
from mailbot.mail.smtp.sender import SmtpSender
from mailbot.settings.articles import load_articles
from mailbot.settings.errors import Fault, SettingsError
from mailbot.settings.installation import MicrosoftApp, Settings
from mailbot.settings.pictures import pictures_below
from mailbot.settings.rules import load_policy
from mailbot.settings.shipped import rules_folder, templates_folder
from mailbot.store.engine import Database, open_database
from mailbot.store.errors import DatabaseUnavailable, SchemaTooNew, UnsuitableDatabase
from mailbot.store.facts.people import sync_people, technicians_of
from mailbot.store.flow.claims import end_leases
from mailbot.store.kb.articles import import_articles
from mailbot.store.numbers import Numbers, highest_article
from mailbot.store.schema import schema_is_current

# The optional parts, found by name: alembic alone costs 0.7 s and is needed for an upgrade only.
UPGRADE = "mailbot.store.migrations.upgrade"
VERIFY = "mailbot.mail.smtp.verify"
MIND = "mailbot.semantic.mind"
MICROSOFT = "mailbot.mail.oauth.microsoft"
GOOGLE = "mailbot.mail.oauth.google"


def load_mind(folder: Path | None, *, say: Callable[[str], None]) -> Mind | None:
    """The model of meaning, None where there is none; `say` is told why. Everything works without."""
    if folder is None or not folder.is_dir():
        return None
    try:
        return cast("Mind", importlib.import_module(MIND).Mind(folder))
    except ImportError as error:
        say(f"{folder} is not used, by words alone: {error.name} is not installed (pip install 'mailbot[semantic]')")
    except Exception as error:  # noqa: BLE001 -- onnxruntime and tokenizers raise errors of their own
        say(f"{folder} is not used, by words alone: {error}")
    return None


def load_policies(settings: Settings) -> dict[str, Policy]:
    """The policy of every trust, with all faults of all trusts in one SettingsError."""
    policies: dict[str, Policy] = {}
    faults: list[Fault] = []
    for trust, folder in settings.trusts.items():
        try:
            policies[trust] = load_policy(trust, folder, base=rules_folder(), mailboxes=settings.mailboxes)
        except SettingsError as error:
            faults.extend(error.faults)
    if faults:
        raise SettingsError(tuple(faults))
    return policies


def load_templates(settings: Settings) -> dict[str, Templates]:
    """Every trust's templates: its own folder first, then the program's. Raises SettingsError for broken ones."""
    loaded: dict[str, Templates] = {}
    faults: list[Fault] = []
    for trust, folder in settings.trusts.items():
        own = folder / "templates"
        templates = Templates([*([own] if own.is_dir() else []), templates_folder()])
        for fault in templates.check():
            faults.append(Fault(fault.file, fault.line, "", fault.wrong, "Put the template right; see docs/mails.md"))
        loaded[trust] = templates
    if faults:
        raise SettingsError(tuple(faults))
    return loaded


def prepare_database(
    settings: Settings, policies: Mapping[str, Policy], *, clock: Clock, opened: Database | None = None
) -> Database:
    """The database, migrated, with the policy's people and the trusts' articles in it. Raises StartError.

    `opened` is taken in place of the one that the settings name.
    """
    try:
        database = opened or open_database(settings.database)
        if not schema_is_current(database):
            upgrade = cast("Callable[[Database], None]", importlib.import_module(UPGRADE).upgrade)
            upgrade(database)
        for trust, policy in policies.items():
            sync_people(
                database,
                trust=trust,
                technicians=tuple(policy.technicians.values()),
                known=policy.people,
                new_key=lambda: random_id(8),
            )
            _first_articles(database, settings.trusts[trust] / "articles", trust=trust, clock=clock)
        aim(database, policies, now=clock.now())
        if database.sqlite:
            # we hold the lock of the folder: whoever had these rows is dead, nobody need wait for their leases
            end_leases(database)
    except (DatabaseUnavailable, UnsuitableDatabase, SchemaTooNew, OSError) as error:
        raise StartError(
            f"the database cannot be used: {error}. Look at `url` in [database] of {settings.file}"
        ) from error
    return database


def _first_articles(database: Database, folder: Path, *, trust: str, clock: Clock) -> None:
    """A trust without any article gets those of its folder; afterwards only `mailbot kb import` reads it."""
    with database.read() as unit:
        if highest_article(unit, trust=trust):
            return
    if folder.is_dir():
        found = load_articles(folder, trust=trust)
        import_articles(database, found, now=clock.now(), shown=pictures_below(folder, found))


def _technicians(database: Database, policies: Mapping[str, Policy]) -> Mapping[str, Mapping[str, Person]]:
    with database.read() as unit:
        return {trust: technicians_of(unit, trust=trust) for trust in policies}


def transport(settings: Settings) -> Transport:
    """A new way out for one thread: the relay, else the Maildir."""
    if settings.relay is not None:
        return SmtpSender(settings.relay)
    if settings.maildir is not None:
        return MaildirSender(settings.maildir)
    raise StartError("nothing takes mail out: give [delivery] either `maildir` or `smtp`")


def own_verification(settings: Settings) -> Verify | None:
    """Our own look at senders, where a listener asks for it. Raises StartError where its libraries are not there."""
    if not any(listener.auth.kind == "verify" for listener in settings.listeners):
        return None
    try:
        return cast("Callable[[], Verify]", importlib.import_module(VERIFY).stamper)()
    except ImportError as error:
        raise StartError(
            f'auth = "verify" needs what is not installed here ({error.name}); run: pip install "mailbot[verify]"'
        ) from error


def load_bearers(settings: Settings) -> Mapping[str, Bearer]:
    """Who gives each mailbox's access tokens, by mailbox id, where its configuration says `oauth`. Raises StartError.

    One application of Microsoft 365 has its tokens once, however many mailboxes it reads.
    """
    bearers: dict[str, Bearer] = {}
    apps: dict[MicrosoftApp, Bearer] = {}
    for box in settings.mailboxes.values():
        oauth = box.imap.oauth if box.imap is not None else None
        if box.imap is None or oauth is None:
            continue
        if isinstance(oauth, MicrosoftApp):
            apps[oauth] = apps.get(oauth) or cast("Bearer", _extra(MICROSOFT, "m365").Microsoft(oauth))
            bearers[box.id] = apps[oauth]
        else:
            bearers[box.id] = cast("Bearer", _extra(GOOGLE, "google").Google(oauth, user=box.imap.user))
    return bearers


def _extra(module: str, extra: str) -> ModuleType:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise StartError(
            f'`oauth` needs what is not installed here ({error.name}); run: pip install "mailbot[{extra}]"'
        ) from error


def free_bytes(folder: Path) -> int:
    """Free space on the folder's disk for us, in bytes."""
    return shutil.disk_usage(folder).free


def build_process(settings: Settings, *, database: Database, clock: Clock) -> Process:
    """What decides and writes, for a command beside the desk; by words alone. Raises SettingsError."""
    policies = load_policies(settings)
    office = _office(settings, database, policies=policies, templates=load_templates(settings))
    return Process(database=database, office=office, knowledge=Knowledge(database, policies), clock=clock)


def _office(
    settings: Settings, database: Database, *, policies: Mapping[str, Policy], templates: Mapping[str, Templates]
) -> Office:
    return Office(
        settings=settings,
        policies=policies,
        templates=templates,
        numbers=Numbers(database),
        technicians=_technicians(database, policies),
    )


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    database: Database | None = None,
    way_out: Callable[[], Transport] | None = None,
) -> Daemon:
    """The daemon of an installation, ready to start. Raises SettingsError (what to put right) and StartError.

    `clock`, `database` and `way_out` are taken in place of the real time and of what the settings name: a simulation
    has its own.
    """
    used = clock or SystemClock()
    policies = load_policies(settings)
    templates = load_templates(settings)
    verify = own_verification(settings)
    lock = DataLock(settings.data) if settings.database.startswith("sqlite") else None
    if lock is not None:
        lock.take()
    try:
        database = prepare_database(settings, policies, clock=used, opened=database)
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    for policy in policies.values():
        prepared(policy.rules)  # not with the first mail in hand
    office = _office(settings, database, policies=policies, templates=templates)
    mind = load_mind(settings.model, say=lambda why: log.warning("no_model", why=why))
    knowledge = Knowledge(database, policies, mind=mind)
    process = Process(database=database, office=office, knowledge=knowledge, clock=used)
    receive = Receive(database=database, settings=settings, clock=used, free_bytes=free_bytes, verify=verify)
    parts = Parts(
        settings=settings,
        policies=policies,
        database=database,
        clock=used,
        lock=lock,
        process=process,
        knowledge=knowledge,
        receive=receive,
        alarm=MailboxAlarm(database=database, office=office, clock=used),
        transport=way_out or (lambda: transport(settings)),
        bearers=load_bearers(settings),
        monotonic=time.monotonic,
        jitter=random.random,
    )
    return Daemon(parts)

"""Mails from files, and the trial desk that `kb try` and `kb evaluate` ask about them. Nothing is stored or sent."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from mailbot.cli.desk.opened import now_utc, policy_of
from mailbot.cli.installation import one_line, or_exit
from mailbot.cli.known import unknown
from mailbot.core.identify.arrival import OurMailbox, directory_of
from mailbot.core.kb.index import build
from mailbot.core.kb.record import NO_RECORDS
from mailbot.core.model.article import Article
from mailbot.core.model.policy import Policy
from mailbot.daemon.bootstrap import load_mind
from mailbot.daemon.knowledge import meanings_of
from mailbot.daemon.rehearse import Rehearsal, Rehearsed, mail_of
from mailbot.settings.articles import load_articles
from mailbot.settings.installation import Settings
from mailbot.store.engine import Unit
from mailbot.store.errors import StoreError
from mailbot.store.existing import NothingYet, SchemaTooOld, open_existing
from mailbot.store.kb import articles as store
from mailbot.store.kb import knowledge
from mailbot.store.kb.vectors import Vectors, stored

Answer = TypeVar("Answer")

_MOST_MAILS = 100_000
_LARGEST = 30_000_000
_SAY_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to try: its id, its bytes, where it was written to as far as the file says, and its labels."""

    id: str
    raw: bytes
    school: str | None = None
    to: str = ""
    subject: str = ""
    labels: dict[str, Any] = field(default_factory=dict)


class Trial:
    """A desk to try mails on: the trust's policy, its articles, and the model where there is one."""

    def __init__(
        self, settings: Settings, trust: str, *, policy: Policy | None = None, words_only: bool = False
    ) -> None:
        self.policy = policy or policy_of(settings, trust)
        try:
            articles, vectors = known_articles(settings, trust=trust, policy=self.policy)
            records = _asked_of(settings, lambda unit: knowledge.records(unit, trust=trust))
        except StoreError as error:
            sys.exit(f"the database cannot be asked: {one_line(error)}. Look at [database] in {settings.file}")
        mind = None if words_only else load_mind(settings.model, say=progress)
        self.with_meaning = mind is not None
        self.articles = {article.id: article for article in articles}
        boxes = {
            box.id: OurMailbox(box.address, box.school) for box in settings.mailboxes.values() if box.trust == trust
        }
        self._rehearsal = Rehearsal(
            policy=self.policy,
            directory=directory_of(self.policy, mailboxes=boxes),
            index=build(articles, kb=self.policy.kb).with_records(records or NO_RECORDS),
            meanings=meanings_of(mind, articles, vectors=vectors, say=progress) if mind is not None else None,
        )

    def of(self, mails: Sequence[Mail]) -> Iterator[tuple[Mail, Rehearsed]]:
        """Try these mails one by one; says on a terminal how far it is."""
        now = now_utc()
        said = time.monotonic()
        for number, mail in enumerate(mails, start=1):
            if time.monotonic() - said > _SAY_EVERY:
                said = time.monotonic()
                progress(f"{number} of {len(mails)} mails")
            yield mail, self._rehearsal.of(mail.raw, now=now, school=mail.school, to=mail.to)


def read_mails(files: Sequence[Path], *, policy: Policy) -> list[Mail]:
    """The mails of these files: `.eml`, folders of such, or JSON lines; `-` is standard input. Exits if unreadable."""
    found = [mail for file in files for mail in _mails_in(file, policy=policy)]
    if len(found) > _MOST_MAILS:
        sys.exit(f"{len(found)} mails are too many at once; at most {_MOST_MAILS}")
    return found


def progress(text: str) -> None:
    """Say on standard error what is going on, where somebody is watching."""
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


def known_articles(
    settings: Settings, *, trust: str, policy: Policy, files_alone: bool = False
) -> tuple[tuple[Article, ...], Vectors]:
    """The published articles of the database; those of the trust's folder where there is none yet, or `files_alone`.

    Raises StoreError where the database cannot be asked.
    """
    found = None
    if not files_alone:
        found = _asked_of(settings, lambda unit: (store.published(unit, trust=trust), stored(unit, trust=trust)))
    if found is not None and found[0]:
        return found
    folder = settings.trusts[trust] / "articles"
    if not folder.is_dir():  # a new trust has none yet
        return (), {}
    loaded = or_exit(lambda: load_articles(folder, trust=trust, schools=policy.schools))
    return tuple(article for article in loaded if article.state == "published"), {}


def _asked_of(settings: Settings, ask: Callable[[Unit], Answer]) -> Answer | None:
    """What the database says; None where there is none yet, or none of this version. Raises StoreError."""
    try:
        database = open_existing(settings.database, read_only=True)
    except (NothingYet, SchemaTooOld):
        return None
    try:
        with database.read() as unit:
            return ask(unit)
    finally:
        database.close()


def _mails_in(file: Path, *, policy: Policy) -> Iterable[Mail]:
    if str(file) == "-":
        return _lines(sys.stdin.read(_LARGEST), name="standard input", policy=policy)
    if file.is_dir():
        inside = sorted(one for one in file.rglob("*") if one.is_file() and not one.name.startswith("."))
        return [Mail(id=one.name, raw=_read(one)) for one in inside]
    raw = _read(file)
    if raw.lstrip()[:1] == b"{":
        return _lines(raw.decode("utf-8", "replace"), name=str(file), policy=policy)
    return [Mail(id=file.name, raw=raw)]


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_LARGEST)
    except OSError as error:
        what = "name mails (.eml), a folder of them, or a file of JSON lines"
        sys.exit(f"{file} cannot be read ({error.strerror or error}); {what}")


def _lines(text: str, *, name: str, policy: Policy) -> Iterator[Mail]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            sys.exit(f'{name}:{number}: no JSON; each line is {{"id", "school", "from", "subject", "body"}}')
        if not isinstance(row, dict) or not isinstance(row.get("id"), str | int):
            sys.exit(f'{name}:{number}: each line is an object with an "id"')
        yield _mail(row, place=f"{name}:{number}", policy=policy)


def _mail(row: dict[str, Any], *, place: str, policy: Policy) -> Mail:
    school = row.get("school")
    if school is not None and school not in policy.schools:
        sys.exit(f"{place}: {unknown('school', str(school), policy.schools)}")
    told = {name: str(row.get(name) or "") for name in ("from", "to", "subject", "body")}
    raw = mail_of(sender=told["from"], to=told["to"], subject=told["subject"], body=told["body"])
    return Mail(str(row["id"]), raw, school=school, to=told["to"], subject=told["subject"], labels=row)

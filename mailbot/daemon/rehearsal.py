"""Mails that nobody sent, decided on before the doors open and then forgotten.

Patterns, templates, calendars and statements are made when first used, which takes as long as twenty mails: with this
the first mails of a morning do not wait for them, and the log says at once what none of them could be answered with.
"""

from collections.abc import Iterator, Mapping

from mailbot.core.model.policy import Policy
from mailbot.core.model.snapshot import Fresh
from mailbot.daemon.log import log
from mailbot.daemon.process import Process
from mailbot.store.errors import StoreError
from mailbot.store.flow.inbox import Claimed
from mailbot.store.kb import articles

_MOST_TRUSTS = 4  # each has templates and rules of its own, and some installations have hundreds
_TIMES = 2  # a statement is kept when it comes the second time
_UNANSWERED = "rehearsal"
_MAIL = "From: <rehearsal@{domain}>\r\nDate: Mon, 1 Jan 2024 08:00:00 +0000\r\nSubject: {words}\r\n\r\n{words}\r\n"
_FRESH = Fresh(
    number=1,
    tag="aaaaa",
    reference="aaaaaaaaaa",
    person_key="aaaaaaaa",
    article_number=1,
    article_reference="aaaaaaaaaa",
)


def rehearse(process: Process, policies: Mapping[str, Policy]) -> None:
    """Read, decide and compose for some mails of the first trusts, and write nothing. Raises nothing."""
    try:
        for policy in list(policies.values())[:_MOST_TRUSTS]:
            for claimed in _mails(process, policy):
                process.rehearse(claimed, fresh=_FRESH)
    except StoreError:
        return  # the first mail meets the same, and can wait
    except Exception as error:  # noqa: BLE001 -- whatever it is, each mail has its own way to go wrong
        log.warning("rehearsal.failed", why=str(error))


def _mails(process: Process, policy: Policy) -> Iterator[Claimed]:
    """A question that an article answers and one that none does, of the trust's first school, and both again."""
    with process.database.read() as unit:
        found = articles.find(unit, trust=policy.trust, state="published")
    subjects = (*(article.title for article in found[:1]), _UNANSWERED)
    for school in [one for one in policy.schools.values() if one.domains][:1]:
        for words in subjects * _TIMES:
            raw = _MAIL.format(domain=school.domains[0].name, words=words).encode()
            now = process.clock.now()
            yield Claimed(0, 0, policy.trust, mailbox=school.mailbox, raw=raw, sha256="", received_at=now)

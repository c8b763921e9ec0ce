"""Nobody is believed above their level, and no honest mail is refused: every cell of the spoof matrix."""

import random
import re
from typing import Any

import pytest

from mailbot.core.model.mails.requester import UnknownSenderMail
from mailbot.core.model.mails.technician import WasItYouMail
from mailbot.core.model.message import Address
from mailbot.core.model.people import TrustLevel
from tests.proof.oracle import CHANNELS, FORMS, PROFILES, RESULTS, ROLES, TOKENS, Case, cases, expected, honest
from tests.proof.spoof import NOISE, PEOPLE, mail_of
from tests.proof.world import Counts, Judged, Mail, judge

# The seed of a run that found something goes here, with the number of the case.
SEEDS = (20261126,)
RANDOM_CASES = 2_000


def spoof_matrix(channel: str | None = None, *, until_wrong: bool = False) -> Counts:
    """Run every cell (of one channel); `wrong` has those whose outcome is not what the tables say."""
    counts = Counts()
    for case in cases():
        if channel in (None, case.channel):
            _try(case, mail_of(case), counts)
        if counts.wrong and until_wrong:
            break
    return counts


def random_spoofs(seed: int, *, number: int) -> Counts:
    """Run that many cells at random, under every profile, with headers that a forger may add and in any order."""
    dice, counts = random.Random(seed), Counts()  # noqa: S311 -- a seed that repeats the run, no secret
    for _ in range(number):
        case = Case(*(dice.choice(tuple(values)) for values in (FORMS, RESULTS, TOKENS, ROLES, CHANNELS, PROFILES)))
        noise = tuple(dice.sample(NOISE, dice.randrange(4)))
        _try(case, mail_of(case, noise=noise), counts, more=(seed, noise))
    return counts


def _try(case: Case, mail: Mail, counts: Counts, *, more: object = None) -> None:
    judged, wanted = judge(mail), expected(case)
    fair = honest(case) and not (case.channel == "mailbox" and case.profile == "none" and case.role == "technician")
    counts.add("cases")
    counts.add("honest", times=fair)
    level = int(judged.arrived.sender.level)
    above = level > wanted.level or (judged.acts and not wanted.acts) or _speaks_out_of_turn(judged, case)
    counts.add("accepted above their level", times=above)
    counts.add("honest refused", times=fair and not judged.acts)
    if above or (level, judged.acts) != (wanted.level, wanted.acts):
        counts.wrong.append((case, level, judged.acts, judged.decision.rule, wanted, more))


def _speaks_out_of_turn(judged: Judged, case: Case) -> bool:
    """A mail that goes to somebody who should have none: only a proven technician is asked whether it was them."""
    sender = judged.arrived.sender
    for mail in judged.mails:
        if isinstance(mail.content, WasItYouMail) and (
            sender.level < 2 or mail.to.address != PEOPLE[case.role].address
        ):
            return True
        if isinstance(mail.content, UnknownSenderMail) and mail.to.address != sender.address:
            return True
    return False


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_cell_of_the_spoof_matrix_is_as_the_tables_say(channel: str) -> None:
    counts = spoof_matrix(channel)
    assert counts.wrong == []
    assert counts.cases["cases"] == len(FORMS) * len(RESULTS) * len(TOKENS) * len(ROLES) == 2352
    assert (counts.cases["accepted above their level"], counts.cases["honest refused"]) == (0, 0)
    assert counts.cases["honest"] == 16


@pytest.mark.parametrize("seed", SEEDS)
def test_so_is_a_random_forgery_with_whatever_a_forger_adds(seed: int) -> None:
    counts = random_spoofs(seed, number=RANDOM_CASES)
    assert counts.wrong == []
    assert counts.cases["cases"] == RANDOM_CASES


WEAKER: dict[str, tuple[str, Any]] = {
    "the first address in From is believed": (
        "mailbot.core.parse.headers.strict_sender",
        lambda raw: Address("", re.findall(r"[a-z.]+@[a-z.-]+", str(raw[0]).lower())[0]),
    ),
    "a token never grows old": ("mailbot.core.identify.thread.expired", lambda *_, **__: False),
    "a token's seal is not looked at": ("mailbot.core.identify.token.hmac.compare_digest", lambda *_: True),
    "any stamp counts": (
        "mailbot.core.identify.proof._stamp_of",
        lambda message, **_: next((one.value for one in message.headers if "dmarc=pass" in one.value), None),
    ),
    "a failed proof is like none": (
        "mailbot.core.identify.sender._level",
        lambda standing, **_: TrustLevel.T0 if standing == "unknown" else TrustLevel.T1,
    ),
    "whoever is on the request speaks for its requester": ("mailbot.core.decide.case.Case.full_word", True),
}


@pytest.mark.parametrize("name", WEAKER)
def test_the_matrix_finds_a_desk_that_believes_too_easily(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target, weaker = WEAKER[name]
    monkeypatch.setattr(target, weaker)
    assert spoof_matrix(until_wrong=True).wrong

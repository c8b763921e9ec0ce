"""Promises that hold whatever people write: what is private stays, and a machine is never answered."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.core.identify.token import sign
from mailbot.core.model.effects.on_articles import MakeOffer, PublishArticle, SaveArticle
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_request import SetState
from mailbot.core.model.mails.technician import DoneMail
from mailbot.core.model.policy import OfferPolicy
from mailbot.core.model.request import Entry
from mailbot.core.model.snapshot import AddressState
from tests.support.builders import (
    ARTICLES,
    JANE,
    KEYS,
    MONDAY,
    RUTH,
    SAM,
    STRANGER,
    TOM,
    TOMASZ,
    a_policy,
    a_request,
    a_snapshot,
    a_token,
    an_entry,
    arrived,
    decided,
    mails,
)

NOTE = "NOTE-FOR-THE-TEAM"
SECRET_ARTICLE = "TECHNICIANS-ONLY"
TOKEN = sign(purpose="t", reference="requestaaa", person=TOMASZ.key, entry_seen=1, day=2518, keys=KEYS, current="a")
STATES = ("offered", "self_solved", "open", "pending", "on_hold", "solved", "closed", "spam", "merged")

# Words that lead to every branch, put together in any way.
WORDS = f"""The projector shows no signal
That solved it|thanks|still stuck|send me the first|# Step 1|in at 9|ransomware
#solved|#kb|#take|#assign priya|#kb/technician|#help|#approve|#sovled|ref: {TOKEN}|{TOKEN}|
Push the lead into the plate until it clicks and then choose HDMI 1 on the remote"""
lines = st.lists(st.sampled_from([word for line in WORDS.splitlines() for word in line.split("|")]), max_size=6)

cases = st.fixed_dictionaries(
    {
        "text": lines.map("\n".join),
        "person": st.sampled_from([JANE, SAM, TOM, STRANGER, TOMASZ, RUTH, None]),
        "level": st.integers(0, 3),
        "state": st.sampled_from([None, *STATES]),
        "sensitive": st.booleans(),
        "token": st.booleans(),
        "kind": st.sampled_from(["new", "reply", "auto_reply", "list", "bounce"]),
    }
)


def outcome(case: dict[str, Any]) -> Any:
    entries = (an_entry(), Entry(2, "note", MONDAY, "Tomasz Wilk", NOTE, internal=True))
    person, state, level = case["person"], case["state"], case["level"]
    request = None
    if state is not None:
        request = a_request(state, entries=entries, next_entry=3, participants=(SAM,), sensitive=case["sensitive"])
    if person in (STRANGER, None):
        level = 0
    if level == 3 and not (person is not None and person.technician and request is not None and case["token"]):
        level = 2
    token = None
    if case["token"] and request is not None and person is not None:
        token = a_token("t" if person.technician else "r", person=person)
    stimulus = arrived(
        case["text"],
        person=person,
        level=level,
        request=request,
        kind=case["kind"],
        token=token,
        on_request=request is not None and person in (JANE, SAM, TOMASZ, RUTH),
    )
    policy = a_policy(offer=OfferPolicy(confidence=0.3, also_confidence=0.0))
    return stimulus, decided(stimulus, policy=policy)


@given(case=cases)
@settings(max_examples=400, deadline=None)
def test_nothing_private_ever_stands_in_a_mail_to_a_requester(case: dict[str, Any]) -> None:
    _, decision = outcome(case)
    for mail in mails(decision):
        if mail.to.purpose == "r":
            said = repr(mail.content)
            assert NOTE not in said
            assert SECRET_ARTICLE not in said
            assert TOKEN not in said
            assert not [
                line for line in said.split("\\n") if line.strip().lower() in {"#solved", "#kb", "#take", "#help"}
            ]


@given(case=cases)
@settings(max_examples=300, deadline=None)
def test_a_machine_is_never_answered(case: dict[str, Any]) -> None:
    stimulus, decision = outcome(case)
    if stimulus.message.kind in ("auto_reply", "list", "bounce"):
        assert not [
            mail for mail in mails(decision) if mail.to.purpose == "r" or mail.to.address == stimulus.sender.address
        ]


@given(case=cases)
@settings(max_examples=400, deadline=None)
def test_below_the_token_nobody_speaks_for_a_technician(case: dict[str, Any]) -> None:
    stimulus, decision = outcome(case)
    technician = stimulus.sender.standing == "technician"
    if technician and stimulus.request is not None and stimulus.sender.level < 3:
        assert not [mail for mail in mails(decision) if mail.to.purpose == "r"]
        assert not [one for one in decision.effects if isinstance(one, SetState | SaveArticle | PublishArticle)]
    if not technician:
        assert not [one for one in decision.effects if isinstance(one, SaveArticle | PublishArticle)]


@given(case=cases)
@settings(max_examples=300, deadline=None)
def test_without_trust_nothing_is_settled(case: dict[str, Any]) -> None:
    stimulus, decision = outcome(case)
    outsider = stimulus.request is not None and not stimulus.on_request
    if stimulus.request is not None and (stimulus.sender.level == 0 or outsider):
        # words that the rules call sensitive make a request so, whoever wrote them; its state stays
        moved = [one for one in decision.effects if isinstance(one, SetState) and one.state != stimulus.request.state]
        assert not moved
        assert not [one for one in decision.effects if isinstance(one, MakeOffer)]
        assert not [mail for mail in mails(decision) if mail.to.purpose == "r"]


@given(case=cases)
@settings(max_examples=300, deadline=None)
def test_news_of_a_sensitive_request_reaches_the_named_alone(case: dict[str, Any]) -> None:
    stimulus, decision = outcome({**case, "sensitive": True})
    if stimulus.request is not None:
        named = {one.address for one in a_policy().technicians.values() if one.sensitive}
        news = [
            mail for mail in mails(decision) if mail.to.purpose == "t" and not _says_only_that_it_was_not_sent(mail)
        ]
        assert {mail.to.address for mail in news} <= named


def _says_only_that_it_was_not_sent(mail: SendMail) -> bool:
    """What a technician who may not see a request gets: no number, no tag, no word of it."""
    bare = (mail.request, mail.tag, mail.reference, mail.thread) == (None, "", "", "")
    return bare and isinstance(mail.content, DoneMail) and mail.content.number is None


@given(case=cases)
@settings(max_examples=200, deadline=None)
def test_every_decision_has_reasons_and_happens_again_in_the_same_way(case: dict[str, Any]) -> None:
    stimulus, decision = outcome(case)
    assert decision.reasons
    assert decision.rule
    policy = a_policy(offer=OfferPolicy(confidence=0.3, also_confidence=0.0))
    assert decided(stimulus, policy=policy) == decision


def test_articles_of_other_schools_are_never_offered_at_any_confidence() -> None:
    elsewhere = {article.id: replace(article, schools=("bracken",)) for article in ARTICLES}
    stimulus = arrived("send me the first", request=a_request("offered"))
    decision = decided(stimulus, snapshot=a_snapshot(a_request("offered"), articles=elsewhere))
    assert not [mail for mail in mails(decision) if "Press Source" in repr(mail.content) and mail.to.purpose == "r"]


def test_two_bots_that_face_each_other_stop_at_the_caps() -> None:
    """Another helpdesk that shows no sign of being one answers every mail of ours: at most four go out in an hour."""
    sent: list[Any] = []
    for _ in range(50):
        addresses = {JANE.address: AddressState(JANE.address, automatic_at=tuple(MONDAY for _ in sent))}
        decision = decided(arrived("Ticket received: we will be in touch"), snapshot=a_snapshot(addresses=addresses))
        sent += [mail for mail in mails(decision) if mail.to.address == JANE.address]
    assert len(sent) == 4

"""Who wrote, how far they are believed, and on which thread."""

from dataclasses import replace
from datetime import timedelta
from itertools import islice, permutations, product
from typing import Any

import pytest

from mailbot.core.identify.identified import identify
from mailbot.core.identify.keys import keys_of, subject_tag
from mailbot.core.identify.token import day_number, sign
from mailbot.core.model.message import Address, BounceReport, Header, Message
from mailbot.core.model.people import Person
from mailbot.core.model.request import Request
from mailbot.core.model.snapshot import Held, Keys, Referenced, Snapshot, TokenPurpose
from mailbot.core.model.stimulus import MessageArrived
from tests.support.builders import (
    HOST,
    JANE,
    KEYS,
    MONDAY,
    RUTH,
    SAM,
    STRANGER,
    TOM,
    TOMASZ,
    a_directory,
    a_message,
    a_request,
    a_snapshot,
    an_arrival,
    an_entry,
)

TODAY = day_number(MONDAY)


def token(
    purpose: TokenPurpose, person: Person, *, reference: str = "requestaaa", age: int = 0, current: str = "a"
) -> str:
    return sign(
        purpose=purpose,
        reference=reference,
        person=person.key,
        entry_seen=1,
        day=TODAY - age,
        keys=KEYS,
        current=current,
    )


def keys_for(message: Message) -> Keys:
    return keys_of(
        message,
        trust="valley",
        content_key="v1:x",
        has_identity=True,
        received_at=MONDAY,
        token_keys=KEYS,
        synthetic_host=HOST,
    )


def identified(
    message: Message, *requests: Request, proof: str = "pass", snapshot: Snapshot | None = None
) -> MessageArrived:
    domain = message.sender.address.rpartition("@")[2] if message.sender else "x"
    stamped = replace(
        message, headers=(Header("Authentication-Results", f"mx.google.com; dmarc={proof} header.from={domain}"),)
    )
    return identify(
        stamped,
        arrival=an_arrival(auth_kind="google"),
        keys=keys_for(message),
        snapshot=snapshot or a_snapshot(*requests),
        directory=a_directory(),
        now=MONDAY,
    )


def test_keys_are_everything_that_must_be_looked_up() -> None:
    own = token("r", JANE)
    message = a_message(
        subject="Re: Projector [#1042-K7f3q]",
        in_reply_to=(f"{own}.n1@{HOST}",),
        references=("requestaaa.request@desk.example", "old@x", "new@x"),
        tokens=(own, "a" * 46),
    )
    keys = keys_for(message)
    assert keys.address == JANE.address
    assert [one.person for one in keys.tokens] == [JANE.key]
    assert keys.message_ids == (f"{own}.n1@{HOST}", "new@x", "old@x")
    assert keys.synthetic == ("requestaaa",)
    assert keys.tag == (1042, "k7f3q")
    assert not keys.ours
    assert keys_for(a_message(message_id=f"{own}.n1@{HOST}")).ours


def test_a_synthetic_id_of_another_host_is_an_ordinary_id() -> None:
    keys = keys_for(a_message(references=("requestaaa.request@evil.example",)))
    assert keys.synthetic == ()
    assert keys.message_ids == ("requestaaa.request@evil.example",)


def test_a_bounces_original_is_looked_up_first() -> None:
    report = BounceReport(("x@y",), "failed", "5.1.1", "ours@desk.example")
    assert keys_for(a_message(kind="bounce", bounce=report, in_reply_to=("b@x",))).message_ids[0] == "ours@desk.example"


@pytest.mark.parametrize("subject", ["Re: 1042", "#1042", "[#1042]", "[#1042-]", "[#0042-k7f3q]", "[#1042-k7f3q9]"])
def test_a_bare_or_broken_number_is_no_tag(subject: str) -> None:
    assert subject_tag(subject) is None


# The table of trust, written down anew: standing x proof x token -> level.
STANDINGS = {
    "technician": TOMASZ,
    "known": JANE,
    "member": Person(8, "newaaaaa", "New", "new@kestrelpark.example"),
    "unknown": STRANGER,
}


@pytest.mark.parametrize(
    ("standing", "proof", "token_of", "purpose", "age"),
    [
        *product(STANDINGS, ("pass", "none", "fail"), ("own", "other", "no"), ("r", "t", "c", "b"), (0, 15)),
    ],
)
def test_the_level_is_that_of_the_table(
    standing: str, proof: str, token_of: str, purpose: TokenPurpose, age: int
) -> None:
    person = STANDINGS[standing]
    bearer = {"own": person, "other": RUTH, "no": None}[token_of]
    tokens = () if bearer is None else (token(purpose, bearer, age=age),)
    found = identified(a_message(sender=person, tokens=tokens), a_request(), proof=proof).sender
    if standing == "unknown" or proof == "fail":
        expected = 0
    elif proof == "none":
        expected = 1
    else:
        obeyed = standing == "technician" and token_of == "own" and purpose == "t" and age <= 14
        expected = 3 if obeyed else 2
    assert (found.level, found.standing) == (expected, standing)


def test_a_from_that_names_nobody_is_nobody() -> None:
    message = a_message(sender=None, tokens=(token("t", TOMASZ),))
    found = identified(message, a_request())
    assert (found.sender.level, found.sender.standing, found.on_request) == (0, "unknown", False)


def test_a_stranger_who_wrote_before_stays_unknown() -> None:
    assert identified(a_message(sender=STRANGER)).sender.standing == "unknown"
    triaged = replace(STRANGER, schools=("triage",))
    assert identified(a_message(sender=STRANGER), snapshot=a_snapshot(people=(triaged,))).sender.standing == "unknown"


def test_a_technicians_other_address_is_nobodys_authority() -> None:
    private = replace(TOMASZ, address="tomasz@kestrelpark.example")
    message = a_message(sender=private, tokens=(token("t", TOMASZ),))
    found = identified(message, snapshot=a_snapshot(a_request(), people=(private,)))
    assert found.sender.standing == "known"
    assert found.sender.level == 2
    assert not found.on_request


def test_a_pupil_is_a_pupil_unless_the_record_says_otherwise() -> None:
    pupil = Person(7, "pupaaaaa", "", "a@pupils.kestrelpark.example")
    assert identified(a_message(sender=pupil)).sender.pupil
    assert not identified(a_message()).sender.pupil


def test_a_nameless_stranger_is_called_by_what_the_from_says() -> None:
    message = a_message(sender=Person(None, "", "Sales", "sales@elsewhere.example"))
    assert identified(message).sender.name == "Sales"
    assert identified(message).sender.person is None


OURS = f"{token('r', JANE)}.n@{HOST}"


@pytest.mark.parametrize(
    ("sender", "brings", "joined_by", "on_request"),
    [
        (JANE, {"tokens": (token("r", JANE),)}, "token", True),
        (JANE, {"tokens": (token("r", JANE, current="b"),)}, "token", True),
        (JANE, {"in_reply_to": (OURS,)}, "our_message_id", True),
        (JANE, {"in_reply_to": ("mail-1@kestrelpark.example",)}, "their_message_id", True),
        (JANE, {"references": ("requestaaa.request@desk.example",)}, "synthetic", True),
        (JANE, {"subject": "Re: Projector [#1042-k7f3q]"}, "tag", True),
        (SAM, {"subject": "Re: Projector [#1042-k7f3q]"}, "tag", True),
        (TOMASZ, {"subject": "Re: Projector [#1042-k7f3q]"}, "tag", True),
        # Known or guessed by others: these join only for who is on the request.
        (TOM, {"in_reply_to": ("mail-1@kestrelpark.example",)}, "none", False),
        (TOM, {"references": ("requestaaa.request@desk.example",)}, "none", False),
        (TOM, {"subject": "Re: Projector [#1042-k7f3q]"}, "none", False),
        (JANE, {"subject": "Re: Projector [#1042-aaaaa]"}, "none", False),
        (JANE, {"subject": "Re: request 1042"}, "none", False),
        (JANE, {"subject": "[#1043-k7f3q]"}, "none", False),
        (JANE, {"tokens": (token("r", JANE, reference="elsewhereb"),)}, "none", False),
        # A mail of ours in somebody else's hand: joined, but not as the requester.
        (TOM, {"tokens": (token("r", JANE),)}, "token", False),
        (TOM, {"in_reply_to": (OURS,)}, "our_message_id", False),
        (STRANGER, {"tokens": (token("t", TOMASZ),)}, "token", False),
        (SAM, {"tokens": (token("r", JANE),)}, "token", True),
    ],
)
def test_which_thread_a_mail_joins(sender: Person, brings: dict[str, Any], joined_by: str, *, on_request: bool) -> None:
    request = a_request(participants=(SAM,))
    snapshot = a_snapshot(request)
    snapshot = replace(snapshot, by_message_id={**snapshot.by_message_id, OURS: 1042})
    found = identified(a_message(sender=sender, **brings), snapshot=snapshot)
    assert (found.joined_by, found.on_request) == (joined_by, on_request)
    assert (found.request is None) == (joined_by == "none")


def test_guessed_tags_join_nothing() -> None:
    """Every number is tried with many letters, by somebody who is on none of the requests and by one who is."""
    requests = [
        a_request(number=number, reference=f"reference{letter}") for number, letter in enumerate("abcdefgh", 1000)
    ]
    snapshot = a_snapshot(*requests)
    letters = ("".join(five) for five in islice(permutations("k7f3qaz"), 0, None, 40))
    subjects = [
        f"Re: [#{number}-{tag[:5]}]" for number, tag in product(range(1000, 1008), letters) if tag[:5] != "k7f3q"
    ]
    assert len(subjects) > 900
    for subject in subjects:
        assert identified(a_message(sender=TOM, subject=subject), snapshot=snapshot).request is None
        assert identified(a_message(sender=JANE, subject=subject), snapshot=snapshot).request is None


def test_the_senders_own_token_wins_over_everything_that_came_with_it() -> None:
    other = a_request(number=7, tag="aaaaa", reference="otheraaaaa", entries=(an_entry(message_id="mail-9@x"),))
    message = a_message(
        subject="[#7-aaaaa]",
        in_reply_to=("mail-9@x",),
        tokens=(token("r", TOM, reference="otheraaaaa"), token("r", JANE)),
    )
    found = identified(message, a_request(), other)
    assert found.request is not None
    assert (found.request.number, found.joined_by) == (1042, "token")
    assert found.token is not None
    assert found.token.person == JANE.key


def test_a_token_gives_no_authority_on_another_request() -> None:
    other = a_request(number=7, tag="aaaaa", reference="otheraaaaa")
    snapshot = replace(a_snapshot(a_request(), other), variant_of=7)
    found = identified(a_message(sender=TOMASZ, tokens=(token("t", TOMASZ),)), snapshot=snapshot)
    assert (found.joined_by, found.token, found.sender.level) == ("variant", None, 2)


def test_an_old_token_names_its_conversation_and_gives_no_authority() -> None:
    found = identified(a_message(sender=TOMASZ, tokens=(token("t", TOMASZ, age=15),)), a_request())
    assert (found.joined_by, found.token_expired, found.sender.level) == ("token", True, 2)


@pytest.mark.parametrize(("days", "old"), [(90, False), (91, True)])
def test_a_requesters_token_outlives_the_closing_by_ninety_days(days: int, *, old: bool) -> None:
    closed = a_request("closed", entries=(an_entry(at=MONDAY - timedelta(days=days)),))
    assert identified(a_message(tokens=(token("r", JANE, age=days),)), closed).token_expired is old


def test_a_machines_answer_may_bring_a_bounce_token() -> None:
    bounce = identified(a_message(kind="bounce", sender=STRANGER, tokens=(token("b", JANE),)), a_request())
    assert bounce.token is not None
    assert (bounce.token.purpose, bounce.joined_by) == ("b", "token")
    person = identified(a_message(sender=STRANGER, tokens=(token("b", JANE),)), a_request())
    assert (person.token, person.on_request) == (None, False)


def test_a_token_about_an_article_joins_no_request() -> None:
    snapshot = a_snapshot(a_request(), references={"artaaaaaaa": Referenced("artaaaaaaa", "article", "KB-1")})
    message = a_message(sender=RUTH, tokens=(token("t", RUTH, reference="artaaaaaaa"),), subject="[#1042-k7f3q]")
    found = identified(message, snapshot=snapshot)
    assert (found.article, found.request, found.sender.level) == ("KB-1", None, 3)


def test_a_reference_to_something_else_names_no_request() -> None:
    snapshot = a_snapshot(a_request(), references={"requestaaa": Referenced("requestaaa", "list", "1042")})
    assert identified(a_message(tokens=(token("r", JANE),)), snapshot=snapshot).request is None


@pytest.mark.parametrize(("target", "number"), [("1042:17", 1042), (":17", None)])
def test_a_one_time_token_finds_the_mail_that_waits(target: str, number: int | None) -> None:
    held = Held("heldaaaaaa", number, raw=b"as it came")
    pointing = a_snapshot(a_request()).references | {"heldaaaaaa": Referenced("heldaaaaaa", "held", target)}
    snapshot = a_snapshot(a_request(), references=pointing, held={"heldaaaaaa": held})
    message = a_message(sender=TOMASZ, tokens=(token("c", TOMASZ, reference="heldaaaaaa"),))
    found = identified(message, snapshot=snapshot)
    assert (found.held, found.sender.level) == (held, 2)
    assert (found.request.number if found.request else None) == number
    foreign = replace(message, sender=Address("", RUTH.address))
    assert identified(foreign, snapshot=snapshot).held is None
    other = a_message(sender=TOMASZ, tokens=(token("r", TOMASZ, reference="heldaaaaaa"),))
    assert identified(other, snapshot=snapshot).held is None


def test_our_own_mail_is_known_by_its_sender_or_its_id() -> None:
    ours = Person(None, "", "", "itsupport+abc@kestrelpark.example")
    assert identified(a_message(sender=ours)).own
    assert identified(a_message(message_id=OURS)).own
    assert not identified(a_message()).own
    assert not identified(a_message(sender=None)).own


def test_the_arrival_goes_with_it() -> None:
    message = replace(a_message(sender=STRANGER), to=(Address("", "it@brackenridge.example"),))
    found = identified(message)
    assert (found.inbox, found.mailbox, found.received_at, found.route.school) == (1, "kestrel", MONDAY, "bracken")


def test_what_a_directive_names_is_looked_up_behind_a_bullet_too() -> None:
    found = keys_for(a_message("- #send KB-1042\n**#merge 1040**"))
    assert (found.articles, found.numbers) == (("KB-1042",), (1040,))

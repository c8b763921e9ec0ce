"""Whom a mail names beside its sender, and that a merged request is the one it goes on as."""

from dataclasses import replace

import pytest

from mailbot.core.model.message import Address, Forwarded
from mailbot.core.model.people import Somebody
from mailbot.core.model.stimulus import MessageArrived
from tests.core.identify.test_identify import identified, token
from tests.support.builders import JANE, SAM, TOMASZ, a_message, a_request, a_snapshot

SURVIVOR = a_request(number=1040, reference="otherreqaa", tag="abcde", participants=(JANE,), requester=SAM)
MERGED = a_request("merged", merged_into=1040)


def named(**changes: object) -> tuple[Somebody, ...]:
    return identified(a_message(**changes)).named  # type: ignore[arg-type]


def test_everybody_in_to_and_cc_above_a_forward_and_on_a_line_but_sender_and_mailboxes() -> None:
    found = named(
        new_text="#cc Greta@kestrelpark.example.\nPlease ask pat@kestrelpark.example",
        to=(Address("", "itsupport@kestrelpark.example"), Address("Jane", JANE.address)),
        cc=(Address("Sam", SAM.address), Address("", "itsupport+x@kestrelpark.example")),
        original=Forwarded(Address("Kim", "kim@elsewhere.example"), "Kim"),
    )
    assert [(one.address, one.standing, one.copied) for one in found] == [
        (SAM.address, "known", True),
        ("kim@elsewhere.example", "unknown", False),
        ("greta@kestrelpark.example", "member", False),
    ]
    assert found[0].person == SAM


@pytest.mark.parametrize(
    ("address", "standing", "school", "schools", "pupil"),
    [
        (JANE.address, "known", "kestrel", ("kestrel",), False),
        ("new@brackenridge.example", "member", "bracken", ("bracken",), False),
        ("sam@pupils.kestrelpark.example", "member", "kestrel", ("kestrel",), True),
        (TOMASZ.address, "technician", "central", ("central",), False),
        ("kim@elsewhere.example", "unknown", "kestrel", (), False),
        ("kim@kestrelpark.example.evil.example", "unknown", "kestrel", (), False),
        ("kim@xkestrelpark.example", "unknown", "kestrel", (), False),
    ],
)
def test_each_has_standing_and_school(
    address: str, standing: str, school: str, schools: tuple[str, ...], pupil: bool
) -> None:
    (one,) = named(sender=SAM, cc=(Address("", address),))
    assert (one.standing, one.school, one.schools, one.pupil) == (standing, school, schools, pupil)


def test_a_flood_of_addresses_is_cut() -> None:
    crowd = tuple(Address("", f"p{n}@kestrelpark.example") for n in range(100))
    lines = "\n".join(f"#cc q{n}@kestrelpark.example" for n in range(1_000))
    assert len(named(cc=crowd, new_text=lines)) <= 20


def joined(**changes: object) -> MessageArrived:
    known = a_snapshot(MERGED, SURVIVOR)
    return identified(a_message(**changes), snapshot=known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"tokens": (token("r", JANE),)},
        {"subject": "Re: Projector [#1042-k7f3q]"},
        {"in_reply_to": ("mail-1@kestrelpark.example",)},
    ],
)
def test_every_way_to_a_merged_request_leads_to_what_it_goes_on_as(changes: dict[str, object]) -> None:
    found = joined(**changes)
    assert found.request is not None
    assert (found.request.number, found.on_request) == (1040, True)


def test_a_technicians_token_of_the_merged_one_counts_and_says_nothing_of_what_was_seen() -> None:
    found = joined(sender=TOMASZ, tokens=(token("t", TOMASZ),))
    assert found.request is not None
    assert found.request.number == 1040
    assert found.token is not None
    assert found.token.entry_seen == 0
    still = identified(
        a_message(sender=TOMASZ, tokens=(token("t", TOMASZ),)), snapshot=a_snapshot(replace(MERGED, merged_into=None))
    )
    assert still.token is not None
    assert still.token.entry_seen != 0


def test_a_circle_of_merges_ends() -> None:
    circle = a_snapshot(MERGED, replace(SURVIVOR, merged_into=1042))
    assert identified(a_message(tokens=(token("r", JANE),)), snapshot=circle).request is not None

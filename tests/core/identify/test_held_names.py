"""What a mail names that waits for a word or a corrected line is looked up with the mail that brings it; tags too."""

from dataclasses import replace

import pytest

from mailbot.core.identify.keys import MOST_ADDRESSES, with_held
from mailbot.core.model.people import Person
from mailbot.core.model.snapshot import Held, Keys, Referenced, TokenPurpose
from tests.core.identify.test_identify import identified, keys_for, token
from tests.support.builders import JANE, SAM, TOMASZ, a_message, a_request, a_snapshot

WAITS = a_message(f"#requester {SAM.address}\n#send KB-12\n#merge 1040", sender=TOMASZ)


def test_the_names_of_the_mail_that_waits_are_added() -> None:
    wider = with_held(keys_for(a_message("Yes", sender=TOMASZ)), [WAITS])
    assert (wider.addresses, wider.articles, wider.numbers) == ((SAM.address,), ("KB-12",), (1040,))
    own = keys_for(a_message("#send KB-1", sender=TOMASZ))
    assert with_held(own, [WAITS]).articles == ("KB-1", "KB-12")
    assert with_held(own, []) == own


def test_a_flood_of_names_is_cut() -> None:
    flood = a_message("\n".join(f"#cc a{n}@kestrelpark.example" for n in range(99)), sender=TOMASZ)
    assert len(with_held(Keys("valley", ""), [flood] * 9).addresses) <= MOST_ADDRESSES


def test_tags_of_the_subject_name_articles_people_and_requests() -> None:
    tagged = a_message("Hi.", sender=TOMASZ, subject=f"Re: [#1042-k7f3q] Board #send KB-12 #cc {SAM.address} #merge 7")
    keys = keys_for(tagged)
    assert (keys.articles, keys.addresses, keys.numbers) == (("KB-12",), (SAM.address,), (7,))


@pytest.mark.parametrize(("purpose", "person", "found"), [("t", TOMASZ, True), ("c", TOMASZ, True), ("t", JANE, False)])
def test_the_token_of_a_mail_that_came_back_finds_the_mail_it_is_about(
    purpose: TokenPurpose, person: Person, found: bool
) -> None:
    request = a_request()
    snapshot = a_snapshot(request, held={"heldheldaa": Held("heldheldaa", 1042, raw=b"x", message=WAITS)})
    known = {**snapshot.references, "heldheldaa": Referenced("heldheldaa", "held", "1042:7")}
    reply = a_message("#solved", sender=TOMASZ, tokens=(token(purpose, person, reference="heldheldaa"),))
    arrived = identified(reply, snapshot=replace(snapshot, references=known))
    assert arrived.request is request
    assert (arrived.held is not None) == found

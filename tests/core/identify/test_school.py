"""Which school a mail goes to: the order of the rules, and domains that only look like a school's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.identify.arrival import OurMailbox, without_plus
from mailbot.core.identify.domain import ascii_domain, domain_table, school_of_domain
from mailbot.core.identify.school import WrittenTo, route
from mailbot.core.model.people import Person
from mailbot.core.model.policy import Domain, KnownPerson, Rule
from tests.support.builders import JANE, STRANGER, a_directory, a_policy, a_request, a_school

HELPDESK = WrittenTo("central", ("helpdesk@valley.example",))
BOTH = Person(5, "bothaaaa", "Bo Th", "bo@valley.example", ("kestrel", "bracken"))


def test_a_reply_keeps_its_requests_school() -> None:
    found = route(
        JANE.address, directory=a_directory(), written_to=HELPDESK, person=JANE, request=a_request(school="bracken")
    )
    assert (found.school, found.rule) == ("bracken", "thread")


def test_a_rule_that_names_the_sender_comes_before_the_record() -> None:
    rule = Rule("jane", 1, "she works there now", senders=(JANE.address,), school="bracken")
    directory = a_directory(a_policy(rules=(rule,)))
    assert route(JANE.address, directory=directory, written_to=HELPDESK, person=JANE).school == "bracken"


def test_a_rule_that_asks_for_words_as_well_does_not_route_by_sender() -> None:
    rule = Rule("jane", 1, "boilers", senders=(JANE.address,), words=("boiler",), school="bracken")
    directory = a_directory(a_policy(rules=(rule,)))
    assert route(JANE.address, directory=directory, written_to=HELPDESK, person=JANE).school == "kestrel"


def test_of_two_rules_that_name_the_sender_the_first_in_order_counts() -> None:
    later = Rule("a", 20, "", senders=(STRANGER.address,), school="kestrel")
    first = Rule("b", 10, "", senders=(STRANGER.address,), school="bracken")
    directory = a_directory(a_policy(rules=(later, first)))
    assert route(STRANGER.address, directory=directory, written_to=WrittenTo("central")).school == "bracken"


def test_of_two_mailboxes_with_one_address_it_is_the_first() -> None:
    directory = a_directory(again=OurMailbox("IT@brackenridge.example"))
    assert directory.mailbox_of("it+token@Brackenridge.example") == "bracken"


def test_the_record_comes_before_the_domain() -> None:
    known = KnownPerson("Jane", (JANE.address,), ("bracken",))
    directory = a_directory(a_policy(people=(known,)))
    assert route(JANE.address, directory=directory, written_to=HELPDESK, person=None).school == "bracken"


@pytest.mark.parametrize(
    ("mailbox", "recipients", "school"),
    [
        ("central", ("it@brackenridge.example",), "bracken"),
        ("kestrel", ("it+token@brackenridge.example", "itsupport@kestrelpark.example"), "bracken"),
        ("bracken", ("somebody@else.example",), "bracken"),
        ("kestrel", ("somebody@else.example", "IT@Brackenridge.example"), "bracken"),
        ("central", ("helpdesk@valley.example",), "kestrel"),
    ],
)
def test_for_a_person_of_several_schools_the_mailbox_written_to_decides(
    mailbox: str, recipients: tuple[str, ...], school: str
) -> None:
    found = route(BOTH.address, directory=a_directory(), written_to=WrittenTo(mailbox, recipients), person=BOTH)
    assert (found.school, found.rule) == (school, "sender")


@pytest.mark.parametrize(
    ("address", "school"),
    [
        ("a@kestrelpark.example", "kestrel"),
        ("a@mail.kestrelpark.example", "kestrel"),
        ("a@KESTRELPARK.example.", "kestrel"),
        ("a@it.valley.example", "central"),
        ("a@notkestrelpark.example", "triage"),
        ("a@kestrelpark.example.evil.example", "triage"),
        ("a@kestrelpаrk.example", "triage"),  # a Cyrillic letter
        ("a@ｋestrelpark.example", "triage"),  # a full-width letter, which folds to the plain one
        ("a@xn--kestrelprk-test.example", "triage"),
        ("a@example", "triage"),
        ("a@" + "a." * 130 + "kestrelpark.example", "triage"),
        ("a@" + "é" * 80 + ".kestrelpark.example", "triage"),
        ("", "triage"),
    ],
)
def test_the_longest_suffix_on_a_label_boundary(address: str, school: str) -> None:
    assert route(address, directory=a_directory(), written_to=HELPDESK).school == school


def test_a_longer_domain_of_another_school_wins() -> None:
    policy = a_policy()
    willow = a_school("willow", domains=(Domain("willow.valley.example"),))
    table = domain_table(a_policy(schools={**policy.schools, "willow": willow}))
    assert school_of_domain("x.willow.valley.example", table=table) == ("willow.valley.example", "willow", "staff")
    assert school_of_domain("valley.example", table=table) == ("valley.example", "central", "staff")


def test_freemail_is_never_anybodys_domain() -> None:
    greedy = a_school("greedy", domains=(Domain("gmail.com"), Domain("greedy.example")))
    assert set(domain_table(a_policy(schools={"greedy": greedy}))) == {"greedy.example"}


def test_an_international_domain_that_is_configured_is_known_in_either_form() -> None:
    table = domain_table(a_policy(schools={"a": a_school("a", domains=(Domain("école.example"),))}))
    assert school_of_domain("xn--cole-9oa.example", table=table) == ("xn--cole-9oa.example", "a", "staff")
    assert school_of_domain("École.example", table=table) == ("xn--cole-9oa.example", "a", "staff")


def test_a_pinned_mailbox_takes_unknown_senders_and_triage_the_rest() -> None:
    directory = a_directory(other=OurMailbox("other@valley.example"))
    pinned = route(STRANGER.address, directory=directory, written_to=WrittenTo("kestrel"), person=STRANGER)
    assert (pinned.school, pinned.rule) == ("kestrel", "mailbox")
    for mailbox in ("other", "gone"):
        assert route(STRANGER.address, directory=directory, written_to=WrittenTo(mailbox)).rule == "triage"


@given(domain=st.text(max_size=300))
def test_no_domain_breaks_it(domain: str) -> None:
    assert ascii_domain(domain).isascii()


def test_a_plus_part_is_left_aside() -> None:
    assert without_plus("It+abc+d@Valley.example") == "it@valley.example"

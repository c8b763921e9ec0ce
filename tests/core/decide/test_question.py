"""New questions: who gets articles, who gets a ticket, and what is sent to whom."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailbot.core.model.effects.on_articles import MakeOffer
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.effects.on_people import AddPerson
from mailbot.core.model.effects.on_request import AddEntry, Assign, OpenRequest
from mailbot.core.model.effects.on_time import ScheduleTimer
from mailbot.core.model.mails.requester import OfferMail, TicketOpenedMail, UnknownSenderMail
from mailbot.core.model.mails.technician import NotificationMail
from mailbot.core.model.message import Attachment
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import Caps, OfferPolicy, Rule
from mailbot.core.model.request import RequestBrief
from mailbot.core.model.snapshot import AddressState
from tests.support.builders import (
    JANE,
    MONDAY,
    RUTH,
    SIOBHAN,
    STAFF_ARTICLE,
    STRANGER,
    TOMASZ,
    a_policy,
    a_sender,
    a_snapshot,
    an_index,
    arrived,
    decided,
    effect_of,
    london,
    mails,
    to,
)

NOBODY_KNOWS = "My cat sits on the kettle"


def automatic_mails(*minutes_ago: int, address: str = JANE.address, **changes: object) -> dict[str, AddressState]:
    at = tuple(MONDAY - timedelta(minutes=minutes) for minutes in minutes_ago)
    return {address: AddressState(address, automatic_at=at, **changes)}  # type: ignore[arg-type]  # named by the tests


def test_a_likely_article_is_offered_and_silence_is_timed() -> None:
    decision = decided(arrived("The projector shows no signal"))
    offer, timer = effect_of(decision, MakeOffer), effect_of(decision, ScheduleTimer)
    [mail] = mails(decision)
    assert decision.outcome == "offer_made"
    assert effect_of(decision, OpenRequest).state == "offered"
    assert offer.articles[0].id == "KB-1"
    assert isinstance(mail.content, OfferMail)
    assert (mail.content.best, mail.content.name, mail.content.on_silence) == (STAFF_ARTICLE, "Jane", "open")
    assert mail.content.wait == "two working hours"
    assert timer.due_at == london(2026, 11, 23, 11, 30)
    assert (mail.in_reply_to, mail.thread, mail.tag) == ("mail-7@kestrelpark.example", "freshreqaa", "abcde")


@pytest.mark.parametrize(
    ("wait", "said"),
    [(60, "one working hour"), (30, "30 working minutes"), (90, ""), (600, ""), (480, "eight working hours")],
)
def test_the_wait_is_said_as_people_count(wait: int, said: str) -> None:
    [mail] = mails(decided(arrived(), policy=a_policy(offer=OfferPolicy(wait=wait))))
    assert isinstance(mail.content, OfferMail)
    assert mail.content.wait == said


def test_technicians_articles_and_those_of_other_schools_are_never_offered() -> None:
    elsewhere = replace(STAFF_ARTICLE, id="KB-7", schools=("bracken",), title="Projector shows no signal at all")
    technical = replace(STAFF_ARTICLE, id="KB-8", audience="technician")
    decision = decided(arrived(), index=an_index(elsewhere, technical))
    assert decision.outcome == "ticket_opened"
    assert all(mail.to.purpose == "t" or isinstance(mail.content, TicketOpenedMail) for mail in mails(decision))


def test_below_the_confidence_a_person_looks_at_it() -> None:
    decision = decided(arrived(NOBODY_KNOWS, subject="Kettle"))
    [notified], [told] = to(decision, TOMASZ), to(decision, JANE)
    assert decision.outcome == "ticket_opened"
    assert effect_of(decision, Assign).technician == "tomasz"
    assert isinstance(notified.content, NotificationMail)
    assert (notified.content.event, notified.content.new_text) == ("assigned", NOBODY_KNOWS)
    assert notified.content.due == "first answer by 13:30 today, solution on Wednesday 25 November by 16:30"
    assert notified.content.requester_role == "Year 5 teacher"
    assert (notified.to.key, notified.entry_seen) == (TOMASZ.key, 1)
    assert isinstance(told.content, TicketOpenedMail)
    assert (told.content.expect, told.content.closed_now) == ("by 13:30 today", False)


def test_a_ticket_out_of_hours_says_so_honestly() -> None:
    decision = decided(arrived(NOBODY_KNOWS, subject="Kettle"), now=london(2026, 11, 27, 20))
    [told] = to(decision, JANE)
    assert isinstance(told.content, TicketOpenedMail)
    assert (told.content.expect, told.content.closed_now) == ("on Monday 30 November by 12:00", True)


def test_without_a_target_no_time_is_promised() -> None:
    [told] = to(decided(arrived(NOBODY_KNOWS, subject="Kettle"), policy=a_policy(levels={})), JANE)
    assert isinstance(told.content, TicketOpenedMail)
    assert told.content.expect == "as soon as we can"


def test_sensitive_matters_are_told_to_the_named_technicians_alone() -> None:
    decision = decided(
        arrived("a safeguarding matter: the projector shows no signal"),
        snapshot=a_snapshot(previous_requests=(RequestBrief(3, 1, "kestrel", "closed", "Old", MONDAY),)),
    )
    assert decision.rule == "sensitive"
    assert effect_of(decision, OpenRequest).sensitive
    assert {mail.to.address for mail in mails(decision)} == {JANE.address, SIOBHAN.address, RUTH.address}
    [told] = to(decision, RUTH)
    assert isinstance(told.content, NotificationMail)
    assert (told.content.sensitive, told.content.suggestions) == (True, ())
    assert not [effect for effect in decision.effects if isinstance(effect, Assign)]


def test_a_sensitive_forward_is_sensitive() -> None:
    assert decided(arrived("see below", forwarded="He disclosed something")).rule == "sensitive"


def test_where_nobody_is_named_for_sensitive_matters_the_manager_alone_is_told() -> None:
    policy = a_policy()
    unnamed = {id_: replace(one, sensitive=False) for id_, one in policy.technicians.items()}
    decision = decided(arrived("a safeguarding matter"), policy=replace(policy, technicians=unnamed))
    assert {mail.to.address for mail in mails(decision)} == {JANE.address, RUTH.address}


def test_earlier_sensitive_requests_stand_in_no_notification() -> None:
    briefs = (
        RequestBrief(3, 1, "kestrel", "closed", "A pupil", MONDAY, sensitive=True),
        RequestBrief(4, 1, "kestrel", "closed", "Printer", MONDAY),
    )
    decision = decided(arrived(NOBODY_KNOWS, subject="Kettle"), snapshot=a_snapshot(previous_requests=briefs))
    [notified] = to(decision, TOMASZ)
    assert isinstance(notified.content, NotificationMail)
    assert [brief.number for brief in notified.content.previous] == [4]


def test_an_urgent_matter_is_a_ticket_at_once() -> None:
    decision = decided(arrived("The projector shows no signal and there is ransomware on it"))
    assert (decision.rule, effect_of(decision, OpenRequest).priority) == ("urgent", "P1")


def test_rules_say_line_priority_and_school() -> None:
    rule = Rule(
        "registers", 1, "registers are third line's", words=("kettle",), line=3, priority="P2", school="bracken"
    )
    decision = decided(arrived(NOBODY_KNOWS, subject="Kettle"), policy=a_policy(rules=(rule,)))
    opened = effect_of(decision, OpenRequest)
    assert (opened.line, opened.priority, opened.school) == (3, "P2", "bracken")
    assert effect_of(decision, Assign).technician == "ruth"
    assert "rule registers: registers are third line's" in decision.reasons


def test_a_school_that_the_policy_does_not_know_changes_nothing() -> None:
    rule = Rule("odd", 1, "odd", school="atlantis")
    assert effect_of(decided(arrived(), policy=a_policy(rules=(rule,))), OpenRequest).school == "kestrel"


def test_pupils_get_a_ticket_unless_the_policy_offers_to_them() -> None:
    pupil = arrived(sender=a_sender(JANE, pupil=True))
    assert decided(pupil).outcome == "ticket_opened"
    assert decided(pupil, policy=a_policy(offer=OfferPolicy(pupils=True))).outcome == "offer_made"


def test_an_unreadable_mail_is_a_ticket_with_the_original() -> None:
    entry = effect_of(decided(arrived("", unreadable="too deep")), AddEntry)
    assert "could not be read (too deep)" in entry.text
    assert "original message" in entry.attachments


def test_attachments_are_named_without_pictures_of_the_text() -> None:
    files = (Attachment("log.txt", "text/plain", 5, 1), Attachment("logo.png", "image/png", 5, 2, inline=True))
    decision = decided(arrived(NOBODY_KNOWS, subject="Kettle", attachments=files))
    assert effect_of(decision, AddEntry).attachments == ("log.txt (1 KB)",)


def test_a_mail_without_text_and_subject_still_opens_a_ticket() -> None:
    decision = decided(arrived("", subject=" "))
    assert (effect_of(decision, OpenRequest).subject, effect_of(decision, AddEntry).text) == (
        "(no subject)",
        "(no text)",
    )


@pytest.mark.parametrize(
    ("ago", "goes_out"),
    [((), True), ((1, 2, 3), True), ((1, 2, 3, 4), False), ((1, 61, 62, 63, 64), True), (tuple(range(61, 81)), False)],
)
def test_an_address_gets_four_automatic_mails_an_hour_and_twenty_a_day(ago: tuple[int, ...], *, goes_out: bool) -> None:
    for text in ("The projector shows no signal", NOBODY_KNOWS):
        decision = decided(arrived(text), snapshot=a_snapshot(addresses=automatic_mails(*ago)))
        assert bool(to(decision, JANE)) is goes_out
        assert goes_out or decision.outcome == "ticket_opened"
        assert goes_out or any(reason.startswith("no mail: ") for reason in decision.reasons)


def test_an_address_that_bounced_today_is_left_alone() -> None:
    bounced = automatic_mails(bounced_at=MONDAY - timedelta(hours=23))
    assert not to(decided(arrived(), snapshot=a_snapshot(addresses=bounced)), JANE)
    earlier = automatic_mails(bounced_at=MONDAY - timedelta(hours=25))
    assert to(decided(arrived(), snapshot=a_snapshot(addresses=earlier)), JANE)


def test_a_stranger_gets_a_ticket_and_one_fixed_text() -> None:
    decision = decided(arrived("Buy SECRETWORD", person=STRANGER, level=0, subject="SECRETWORD"))
    [mail] = to(decision, STRANGER)
    assert mail.content == UnknownSenderMail("Valley Trust")
    assert (mail.to.key, mail.to.name, mail.tag, mail.reference, mail.in_reply_to) == ("", "", "", "", None)
    assert "SECRETWORD" not in repr(mail)
    assert effect_of(decision, OpenRequest).school == "triage"
    assert not [effect for effect in decision.effects if isinstance(effect, MakeOffer)]


def test_the_fixed_text_is_sent_once_a_day() -> None:
    addresses = automatic_mails(600, address=STRANGER.address)
    stimulus = arrived(person=STRANGER, level=0)
    assert not to(decided(stimulus, snapshot=a_snapshot(addresses=addresses)), STRANGER)
    never = a_policy(caps=Caps(unknown_per_day=2))
    assert to(decided(stimulus, snapshot=a_snapshot(addresses=addresses), policy=never), STRANGER)


def test_over_a_schools_cap_the_ticket_opens_silently() -> None:
    loud = decided(arrived(), snapshot=a_snapshot(school_mails={"kestrel": Caps().school_per_hour}))
    assert loud.outcome == "ticket_opened"
    assert not to(loud, JANE)
    other = decided(arrived(), snapshot=a_snapshot(school_mails={"oak": Caps().school_per_hour}))
    assert to(other, JANE)


def test_who_is_proven_false_or_nobody_gets_nothing() -> None:
    forged = decided(arrived(sender=a_sender(JANE, level=0, proof="proven_false")))
    assert {mail.to.address for mail in mails(forged)} == {TOMASZ.address}
    nobody = decided(arrived(person=None, level=0))
    assert all(mail.to.purpose == "t" for mail in mails(nobody))


def test_a_new_member_is_remembered_with_their_school_and_a_stranger_without() -> None:
    member = arrived(sender=replace(a_sender(), address="new@kestrelpark.example", standing="member", person=None))
    person = effect_of(decided(member), AddPerson).person
    assert (person.key, person.schools) == ("freshper", ("kestrel",))
    stranger = arrived(sender=replace(a_sender(STRANGER, level=0), person=None))
    assert effect_of(decided(stranger), AddPerson).person.schools == ()


def test_a_person_of_the_record_is_remembered_as_the_record_has_them() -> None:
    person = effect_of(decided(arrived(sender=replace(a_sender(), person=None))), AddPerson).person
    assert (person.name, person.role, person.schools) == ("Jane Ashdown", "Year 5 teacher", ("kestrel",))


def test_when_nobody_works_the_lines_lead_is_told() -> None:
    policy = a_policy()
    idle = {id_: replace(one, hours={}) for id_, one in policy.technicians.items()}
    decision = decided(arrived(NOBODY_KNOWS, subject="Kettle"), policy=replace(policy, technicians=idle))
    assert to(decision, SIOBHAN)
    assert "nobody of line 1 works that day: its lead is told" in decision.reasons


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"line_leads": {}}, RUTH.address),
        ({"line_leads": {}, "manager": "", "fallback": "tomasz"}, TOMASZ.address),
        ({"line_leads": {}, "manager": "", "fallback": "desk@valley.example"}, "desk@valley.example"),
    ],
)
def test_somebody_is_always_told(changes: dict[str, object], told: str) -> None:
    policy = replace(a_policy(), **changes)  # type: ignore[arg-type]  # named by the table above
    idle = {id_: replace(one, hours={}) for id_, one in policy.technicians.items()}
    decision = decided(arrived(NOBODY_KNOWS, subject="Kettle"), policy=replace(policy, technicians=idle))
    assert [mail.to.address for mail in mails(decision) if mail.to.purpose == "t"] == [told]


def test_a_policy_that_names_nobody_opens_the_ticket_all_the_same() -> None:
    policy = replace(a_policy(), technicians={}, line_leads={}, manager="", fallback="")
    assert decided(arrived(NOBODY_KNOWS, subject="Kettle"), policy=policy).outcome == "ticket_opened"


def test_a_technician_is_shown_articles_of_both_audiences() -> None:
    likely = a_policy(offer=OfferPolicy(confidence=1.1, also_confidence=0.01))
    [notified] = to(decided(arrived(), policy=likely), TOMASZ)
    assert isinstance(notified.content, NotificationMail)
    shown = {one.id: one for one in notified.content.suggestions}
    assert {"KB-9", "KB-1"} <= set(shown)
    assert shown["KB-9"].audience == "technician"
    assert "The projector shows no signal." in shown["KB-1"].summary
    assert "KB-2" not in shown, "a long shot"


@pytest.mark.parametrize("now", [MONDAY, london(2026, 11, 28, 12)])
def test_everything_that_is_sent_names_the_school(now: datetime) -> None:
    decision = decided(arrived(NOBODY_KNOWS), now=now)
    assert {mail.school for mail in decision.effects if isinstance(mail, SendMail)} == {"kestrel"}


def test_a_ticket_above_the_cap_is_given_and_the_lead_is_told() -> None:
    full = {one: {"P3": 40} for one in ("tomasz", "priya")}
    decision = decided(arrived(NOBODY_KNOWS), snapshot=a_snapshot(workload=full))
    assert effect_of(decision, Assign).technician == "tomasz"
    [told] = to(decision, SIOBHAN)
    assert "now carries an open weight of 41; the cap is 40" in told.content.notice  # type: ignore[union-attr]
    assert any("above the cap of 40" in reason for reason in decision.reasons)
    calm = decided(arrived(NOBODY_KNOWS), snapshot=a_snapshot(workload={"tomasz": {"P3": 39}}))
    assert to(calm, SIOBHAN) == ()


def test_the_lead_sees_that_the_question_is_not_verified() -> None:
    full = {one: {"P3": 40} for one in ("tomasz", "priya")}
    decision = decided(arrived(NOBODY_KNOWS, level=1), snapshot=a_snapshot(workload=full))
    [told] = to(decision, SIOBHAN)
    assert not told.content.verified  # type: ignore[union-attr]


def test_the_lead_is_told_once_and_not_of_each_ticket_above_the_cap() -> None:
    fuller = {one: {"P3": 41} for one in ("tomasz", "priya")}
    decision = decided(arrived(NOBODY_KNOWS), snapshot=a_snapshot(workload=fuller))
    assert effect_of(decision, Assign).technician == "tomasz"
    assert to(decision, SIOBHAN) == ()


def test_a_ticket_of_somebody_on_leave_goes_to_the_cover() -> None:
    leave = Leave("tomasz", MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))
    decision = decided(arrived(NOBODY_KNOWS), snapshot=a_snapshot(leave=(leave,)))
    assert effect_of(decision, Assign).technician == "priya"
    assert "assigned to Priya Nambiar: Priya Nambiar covers for Tomasz Wilk, who is away" in decision.reasons

"""The week's mail about articles as decisions: when it comes, what it says, and what its replies do."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.decide.care.said import read_wishes
from mailbot.core.decide.care.week import first_weeks, readers
from mailbot.core.model.article import Article
from mailbot.core.model.care import Answered, KnowledgeWeekMail, Question
from mailbot.core.model.effects.decision import Decision, Effect
from mailbot.core.model.effects.on_articles import RetireArticle, SaveArticle
from mailbot.core.model.effects.on_mail import SaveList, SendMail
from mailbot.core.model.effects.on_people import WakeTechnician
from mailbot.core.model.mails.technician import ArticleMail, DoneMail, RefusedMail
from mailbot.core.model.people import Leave
from mailbot.core.model.policy import CarePolicy, Policy
from mailbot.core.model.request import Entry, Request
from mailbot.core.model.snapshot import ListedRow, Referenced
from mailbot.core.model.stimulus import KnowledgeWeekDue
from tests.support.builders import (
    JANE,
    MONDAY,
    SIOBHAN,
    TOMASZ,
    a_policy,
    a_request,
    a_snapshot,
    a_token,
    an_index,
    arrived,
    decided,
    effect_of,
    london,
)

THIS = date(2026, 11, 23)
ROUND = THIS.toordinal()
STEPS = "Switch the kiln off at the wall, take the clay out of the lid switch and close the lid until it clicks."
KILNS = tuple(
    Question(number, "Kiln", text, (), (Answered("Tomasz Wilk", STEPS, 2),) if number == 1042 else ())
    for number, text in (
        (1044, "The kiln in the art room shows error E7 and will not fire"),
        (1043, "Error E7 on the kiln, it will not fire"),
        (1042, "kiln in art room: E7 error, wont fire"),
    )
)
OLD = Article("KB-7", "valley", "Board", "Press Source on the remote control.", updated=date(2020, 1, 1))


def week(
    *,
    at: datetime = MONDAY,
    technician: str = "siobhan",
    monday: date = THIS,
    policy: Policy | None = None,
    **known: Any,
) -> Decision:
    given_ = KnowledgeWeekDue(5, technician, monday.toordinal(), at)
    articles = known.pop("published", (OLD,))
    snapshot = a_snapshot(**{"unanswered": KILNS, **known})
    return decided(given_, snapshot=snapshot, policy=policy or a_policy(), index=an_index(*articles), now=at)


def again(decision: Decision) -> WakeTechnician:
    wake = effect_of(decision, WakeTechnician)
    assert isinstance(wake, WakeTechnician)
    return wake


def test_it_is_for_each_lead_and_the_manager_once() -> None:
    assert [one.id for one in readers(a_policy())] == ["siobhan", "ruth"]
    assert [one.id for one in readers(a_policy(line_leads={}, manager="ruth"))] == ["ruth"]
    assert readers(a_policy(line_leads={1: "gone"}, manager="it@valley.example")) == ()


def test_it_says_what_to_write_and_what_to_look_after() -> None:
    decision = week()
    mail = effect_of(decision, SendMail)
    assert isinstance(mail.content, KnowledgeWeekMail)
    [gap] = mail.content.write
    assert (gap.row, gap.times, gap.requests, gap.by) == (1, 3, (1044, 1043, 1042), "Tomasz Wilk")
    assert gap.text.startswith("Switch the kiln off")
    assert [(one.row, one.id) for one in mail.content.care] == [(2, "KB-7")]
    kept = effect_of(decision, SaveList)
    assert kept.rows == (ListedRow(1042, 2, "write"), ListedRow(0, 0, "care", "KB-7"))
    assert kept.reference == mail.reference
    assert again(decision).due_at == london(2026, 11, 30, 8)


def test_of_too_much_the_first_rows_are_shown_and_the_rest_counted() -> None:
    old = tuple(replace(OLD, id=f"KB-{number}", body=f"Word{number} thing{number}") for number in range(20, 30))
    mail = effect_of(week(published=old, policy=a_policy(care=CarePolicy(rows=3))), SendMail)
    assert (len(mail.content.care), mail.content.more_care) == (3, 7)


def test_nothing_to_say_is_skipped_and_the_next_week_is_waited_for() -> None:
    decision = week(unanswered=(), published=())
    assert decision.outcome == "skipped"
    assert "no article needs care" in decision.reasons[-1]
    assert again(decision).round == ROUND + 7


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"technician": "tomasz"}, "leads no line any more"),
        ({"technician": "gone"}, "leads no line any more"),
        ({"policy": a_policy(care=CarePolicy(monday=False))}, "monday = false"),
    ],
)
def test_whom_it_is_not_for_gets_none_and_none_after_it(known: dict[str, Any], why: str) -> None:
    decision = week(**known)
    assert decision.outcome == "skipped"
    assert why in decision.reasons[-1]
    assert decision.effects == ()


def test_who_is_away_when_the_week_begins_gets_it_when_they_are_back_in_it() -> None:
    away = Leave("siobhan", london(2026, 11, 23), london(2026, 11, 25))
    decision = week(leave=(away,))
    assert decision.outcome == "timer"
    assert decision.effects == (WakeTechnician("siobhan", "knowledge_week", ROUND, london(2026, 11, 25, 8)),)


def test_who_is_away_all_week_gets_none_for_it() -> None:
    away = Leave("siobhan", london(2026, 11, 21), london(2026, 11, 30))
    decision = week(leave=(away,))
    assert decision.outcome == "skipped"
    assert "not at work any more in the week of 2026-11-23" in decision.reasons[-1]
    assert again(decision).due_at == london(2026, 11, 30, 8)


def test_a_week_that_is_over_is_skipped_and_the_one_at_hand_told() -> None:
    now = london(2026, 12, 1, 9)
    decision = week(at=now)
    assert decision.outcome == "skipped"
    assert again(decision) == WakeTechnician("siobhan", "knowledge_week", ROUND + 7, now)
    in_the_night = week(at=london(2026, 12, 1, 23))
    assert again(in_the_night).due_at == london(2026, 12, 2, 8)


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31)))  # noqa: DTZ001 -- made aware below
def test_at_any_moment_each_reader_waits_for_one_beginning_of_work_in_a_later_moment(naive: datetime) -> None:
    now = london(naive.year, naive.month, naive.day, naive.hour, naive.minute)
    found = first_weeks(a_policy(), now=now, leave=())
    assert [one.technician for one in found] == ["siobhan", "ruth"]
    for one in found:
        assert timedelta() <= one.due_at - now <= timedelta(days=7, hours=2)
        local = one.due_at.astimezone(a_policy().zone)
        assert (local.weekday(), local.hour, local.minute) == (0, 8, 0)
        assert one.round == local.date().toordinal()


# -- replies ---------------------------------------------------------------------------------------------------------

ASKED = a_request(
    number=1042,
    subject="Kiln",
    entries=(
        Entry(1, "message", MONDAY, JANE.name, "The kiln in the art room shows E7. My number is 01632 960145."),
        Entry(2, "answer", MONDAY, "Tomasz Wilk", f"Hi Jane,\n\n{STEPS}\n\nTomasz"),
    ),
    next_entry=3,
)
NO_ANSWER = a_request(number=1050, subject="Trips")
ROWS = (ListedRow(1042, 2, "write"), ListedRow(1050, 0, "write"), ListedRow(0, 0, "care", "KB-7"))
LISTED = Referenced("weekaaaaaa", "list", "siobhan", rows=ROWS)


def answers(text: str, *, level: int = 3, asked: Request = ASKED, **known: Any) -> Decision:
    token = a_token("t", person=SIOBHAN, reference="weekaaaaaa")
    mail = arrived(text, person=SIOBHAN, level=level, listed=LISTED, token=token, token_expired=level < 3)
    snapshot = a_snapshot(asked, NO_ANSWER, articles={"KB-7": OLD}, **known)
    return decided(mail, snapshot=snapshot, policy=known.pop("policy", a_policy()))


def but_mail(decision: Decision) -> list[Effect]:
    return [one for one in decision.effects if not isinstance(one, SendMail)]


def mails(decision: Decision) -> list[Any]:
    return [one.content for one in decision.effects if isinstance(one, SendMail)]


def test_write_is_a_draft_of_the_answers_author_for_the_word_of_who_asked() -> None:
    decision = answers("write 1\n\nSiobhan")
    [saved] = but_mail(decision)
    assert isinstance(saved, SaveArticle)
    assert (saved.article.state, saved.article.author, saved.from_request, saved.by) == (
        *("draft", "tomasz", 1042, "siobhan"),
    )
    assert "960145" not in saved.article.body
    assert "Jane" not in saved.article.body
    draft, done = mails(decision)
    assert isinstance(draft, ArticleMail)
    assert draft.event == "article_draft"
    assert draft.name == SIOBHAN.name
    assert isinstance(done, DoneMail)


@pytest.mark.parametrize("text", ["retire 3", "3 #retire", "#retire 3", "Retire row 3 please."])
def test_retire_takes_the_article_of_the_row_back(text: str) -> None:
    assert but_mail(answers(text)) == [RetireArticle("KB-7", "siobhan")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("write 2", "No answer says enough"),
        ("write 3", "It is an article already"),
        ("retire 1", "There is no article yet"),
        ("retire 4", "The list has the rows 1 to 3"),
        ("write 1\nplease do it soon", 'A line says "write" or "retire"'),
        ("retire 3\nwrite 2", "No answer says enough"),
        ("Thanks\nSiobhan", "It names no row"),
    ],
)
def test_with_one_mistake_nothing_is_done(text: str, why: str) -> None:
    decision = answers(text)
    assert decision.outcome == "directive_refused"
    assert but_mail(decision) == []
    [refused] = mails(decision)
    assert isinstance(refused, RefusedMail)
    assert any(why in fault.reason for fault in refused.faults)


def test_one_draft_at_a_time() -> None:
    listed = replace(LISTED, rows=(ROWS[0], ROWS[0]))
    token = a_token("t", person=SIOBHAN, reference="weekaaaaaa")
    mail = arrived("write 1-2", person=SIOBHAN, level=3, listed=listed, token=token)
    decision = decided(mail, snapshot=a_snapshot(ASKED))
    assert but_mail(decision) == []
    assert any("One draft at a time" in fault.reason for fault in mails(decision)[0].faults)


def test_a_ticket_that_became_confidential_becomes_no_article() -> None:
    assert but_mail(answers("write 1", asked=replace(ASKED, sensitive=True))) == []


def test_what_has_been_made_from_it_is_not_made_again() -> None:
    decision = answers("write 1", written={1042: "KB-99"})
    assert but_mail(decision) == []
    assert "KB-99 has been made from it already" in mails(decision)[0].lines[0]


def test_who_leads_no_line_any_more_retires_nothing() -> None:
    token = a_token("t", person=TOMASZ, reference="weekaaaaaa")
    mail = arrived("retire 3", person=TOMASZ, level=3, listed=LISTED, token=token)
    decision = decided(mail, snapshot=a_snapshot(articles={"KB-7": OLD}))
    assert but_mail(decision) == []


@pytest.mark.parametrize(("level", "outcome"), [(0, "unverified"), (1, "unverified"), (2, "directive_refused")])
def test_without_its_token_nothing_is_done(level: int, outcome: str) -> None:
    decision = answers("write 1\nretire 3", level=level)
    assert decision.outcome == outcome
    assert not [one for one in but_mail(decision) if isinstance(one, SaveArticle | RetireArticle)]


@given(
    st.lists(st.tuples(st.sampled_from(["write", "retire"]), st.integers(1, 9)), min_size=1, max_size=9, unique=True),
    st.sampled_from(["{0} {1}", "{1} {0}", "#{0} {1}", "{1}: #{0}", "{0} row {1}", "{0} {1}, please!", "Row {1} {0}."]),
)
def test_each_way_of_writing_it_names_the_same_row(wanted: list[tuple[str, int]], form: str) -> None:
    found = read_wishes("\n".join(form.format(*one) for one in wanted), count=9)
    assert found.faults == []
    assert [(verb, row) for verb, row, _ in found.rows] == wanted


@given(st.text(max_size=300), st.integers(1, 20))
def test_whatever_is_written_names_rows_that_are_there_or_is_a_fault(text: str, count: int) -> None:
    found = read_wishes(text, count=count)
    assert found.faults or found.rows
    assert all(1 <= row <= count for _, row, _ in found.rows)

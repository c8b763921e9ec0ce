"""`#away [NAME] until Monday` and `#back [NAME]` as technicians write them, and who may say it of whom."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.core.decide.team.grammar.family.leave import away, back
from mailbot.core.decide.team.grammar.orders import Absence, Answer, Context, Orders, Speakers
from mailbot.core.model.people import Leave
from tests.support.builders import MONDAY, a_policy, a_request, london

POLICY = a_policy()
TEAM = POLICY.technicians
GONE = Leave("tomasz", MONDAY - timedelta(hours=1), MONDAY + timedelta(days=2), source="away")


def context(writer: str = "tomasz", *, leave: tuple[Leave, ...] = ()) -> Context:
    said = Speakers(frozenset({"ruth", "siobhan"}), POLICY.zone, leave)
    return Context(TEAM[writer], a_request(), TEAM, now=MONDAY, zone=POLICY.zone, speakers=said)


def only(answer: Answer) -> Absence:
    assert isinstance(answer, Orders), answer
    (absence,) = answer.absences
    return absence


@pytest.mark.parametrize("text", ["until Friday", "me until Friday", "Tomasz until Friday", "tomasz til fri"])
def test_without_a_name_or_with_ones_own_it_is_oneself(text: str) -> None:
    absence = only(away(Orders(), text, context()))
    assert (absence.technician.id, absence.start, absence.end) == ("tomasz", MONDAY, london(2026, 11, 27))


@pytest.mark.parametrize(
    "text", ["Tomasz until Friday", "tomasz wilk until friday", "Tomas until Friday", "TOMASZ till Fri"]
)
def test_a_lead_says_it_of_somebody_by_any_name(text: str) -> None:
    absence = only(away(Orders(), text, context("ruth")))
    assert (absence.technician.id, absence.end) == ("tomasz", london(2026, 11, 27))


def test_a_name_alone_is_away_until_told() -> None:
    absence = only(away(Orders(), "Tomasz", context("ruth")))
    assert (absence.technician.id, absence.start, absence.end) == ("tomasz", MONDAY, None)


@pytest.mark.parametrize("say", [away, back])
def test_of_others_only_leads_say_it_and_the_refusal_names_them(say: object) -> None:
    answer = away(Orders(), "Ruth until Friday", context()) if say is away else back(Orders(), "Ruth", context())
    assert isinstance(answer, str)
    assert answer.startswith("Of somebody else only a line's lead or the manager says it: ")
    assert TEAM["ruth"].name in answer


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Nobody until Friday", "Nobody of the team is called Nobody."),
        ("until whenever", "is no time that I can read"),
        ("on Friday at 9am", "Say until when"),
        ("until 2 November", "is over"),
    ],
)
def test_what_cannot_be_read_is_asked_back(text: str, why: str) -> None:
    answer = away(Orders(), text, context("ruth"))
    assert isinstance(answer, str)
    assert why in answer


def test_back_is_said_by_who_is_away() -> None:
    absence = only(back(Orders(), "", context(leave=(GONE,))))
    assert (absence.technician.id, absence.start, absence.back) == ("tomasz", MONDAY, True)
    assert back(Orders(), "", context()) == "You are not away, as far as the desk knows."
    assert back(Orders(), "Tomasz", context("ruth")) == f"{TEAM['tomasz'].name} is not away, as far as the desk knows."


def test_leave_of_the_files_is_ended_there() -> None:
    answer = back(Orders(), "", context(leave=(replace(GONE, source="rules"),)))
    assert isinstance(answer, str)
    assert "files" in answer


def test_one_mail_says_one_thing_about_somebody() -> None:
    said = away(Orders(), "until Friday", context())
    assert isinstance(said, Orders)
    assert isinstance(away(said, "until Monday", context()), str)

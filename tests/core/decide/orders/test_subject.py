"""Directives as tags in the subject: what the technician added counts, and counts once."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.decide.team.grammar.subject import read_subject
from mailbot.core.decide.team.grammar.table import DIRECTIVES
from mailbot.core.decide.team.reader import BARE
from mailbot.core.model.effects.on_request import AddEntry, Assign, LogTime, SetState
from mailbot.core.model.help import HelpMail
from mailbot.core.model.mails.technician import RefusedMail
from tests.support.builders import (
    JANE,
    TOMASZ,
    a_request,
    a_snapshot,
    arrived,
    by_technician,
    decided,
    effect_of,
    mails,
    to,
)

OURS = "Re: [#1042-k7f3q] Projector"


def said(subject: str, *, ours: str = "Projector", **more: Any) -> list[str]:
    read = read_subject(subject, known=DIRECTIVES, bare=BARE, ours=ours, **more)
    assert not read.faults
    return [f"{one.name} {one.argument}".strip() for one in read.directives]


@pytest.mark.parametrize(
    ("subject", "directives"),
    [
        (f"{OURS} #solved", ["solved"]),
        (f"{OURS} #SOLVED!", ["solved"]),
        (f"#solved {OURS}", ["solved"]),
        ("Re: Projector [#1042-k7f3q] #solved #time 15m", ["solved", "time 15m"]),
        (f"{OURS} #assign tomasz", ["assign tomasz"]),
        (f"#assign tomasz {OURS}", ["assign tomasz Re:"]),
        (f"{OURS} - #pending until Friday", ["pending until Friday"]),
        (f"{OURS} #solved thanks all", ["solved"]),
        (f"{OURS} #kb/technician Wall plate", ["kb/technician Wall plate"]),
        (OURS, []),
        (f"{OURS} #12 #ff0000", []),
        (f"{OURS} C#note", []),
        (f"{OURS} http://x/#solved", []),
        (f"{OURS} #projectors", []),
        (f"{OURS} ##solved", []),
    ],
)
def test_what_counts(subject: str, directives: list[str]) -> None:
    if directives == ["assign tomasz Re:"]:
        assert said(subject)[0].startswith("assign tomasz")
    else:
        assert said(subject) == directives


def test_a_hashtag_of_the_requesters_own_is_none() -> None:
    assert said("Re: [#1042-k7f3q] Board broken #help #urgent", ours="Board broken #help #urgent") == []
    assert said("Re: [#1042-k7f3q] Board broken #help #solved", ours="Board broken #help") == ["solved"]
    # a client broke the subject: what ours says already is none
    assert said("Re: [#1042-k7f3q] Board  broken #help", ours="Board broken #help") == []


def test_what_a_mail_of_ones_own_said_before_has_counted() -> None:
    before = (f"{OURS} #solved #time 15m",)
    assert said(f"Re: {OURS} #solved #time 15m", counted=before) == []
    assert said(f"Re: {OURS} #solved #time 15m #time 5m", counted=before) == ["time 5m"]
    assert said(f"Re: {OURS} #solved", counted=(OURS,)) == ["solved"]


def test_a_typing_error_is_no_silence() -> None:
    read = read_subject(f"{OURS} #sovled", known=DIRECTIVES, bare=BARE, ours="Projector")
    assert [(fault.line, fault.nearest) for fault in read.faults] == [("#sovled", "#solved")]


def test_without_a_ticket_the_subject_begins_with_it() -> None:
    assert said("#list mine", ours="", alone=True) == ["list mine"]
    assert said("Question about #help", ours="", alone=True) == []
    assert said("#questions about the wifi", ours="", alone=True) == []


@given(st.text(max_size=200), st.text(max_size=40))
def test_no_subject_breaks_it(subject: str, ours: str) -> None:
    read = read_subject(subject, known=DIRECTIVES, bare=BARE, ours=ours, counted=(subject[:50],))
    assert all(one.name in DIRECTIVES for one in read.directives)


def test_tags_and_lines_of_one_mail_are_all_obeyed() -> None:
    mail = by_technician("Swap it.\n#take", request=a_request(assignee="priya"), subject=f"{OURS} #solved #time 15m")
    decision = decided(mail)
    assert effect_of(decision, SetState).state == "solved"
    assert effect_of(decision, Assign).technician == "tomasz"
    assert effect_of(decision, LogTime).minutes == 15
    assert "#" not in to(decision, JANE)[0].subject


def test_one_mistake_in_the_subject_sends_nothing() -> None:
    decision = decided(by_technician("Swap it.", request=a_request(), subject=f"{OURS} #assign nobody"))
    assert decision.outcome == "directive_refused"
    assert not to(decision, JANE)
    conflict = decided(by_technician("Swap it.\n#pending", request=a_request(), subject=f"{OURS} #solved"))
    assert isinstance(mails(conflict)[0].content, RefusedMail)


def test_the_answer_to_ones_own_tagged_mail_is_words_alone() -> None:
    request = a_request()
    snapshot = a_snapshot(request, tagged=(f"{OURS} #solved",))
    mail = by_technician("I come at two.", request=request, subject=f"Re: {OURS} #solved")
    decision = decided(mail, snapshot=snapshot)
    assert [one.text for one in decision.effects if isinstance(one, AddEntry)] == ["I come at two."]
    assert not [one for one in decision.effects if isinstance(one, SetState)]


def test_help_by_the_subject_alone() -> None:
    decision = decided(arrived("", person=TOMASZ, level=2, subject="#help"))
    assert isinstance(mails(decision)[0].content, HelpMail)

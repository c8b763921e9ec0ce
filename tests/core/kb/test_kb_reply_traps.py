"""Replies that look like good news and are none: demands, denials, a rest, and thanks that bring something."""

import pytest

from mailbot.core.kb.reply import understand
from mailbot.core.model.policy import Phrases


def _kind(text: str) -> str:
    return understand(text, phrases=Phrases()).kind


@pytest.mark.parametrize(
    "text",
    [
        "Please get this fixed",
        "I need this fixed",
        "I want this solved.",
        "Make sure it is working by 2pm",
        "I have been waiting all day to get it fixed",
        "None of this worked.",
        "Nobody has fixed it",
        "It has never been fixed",
        "He fixed it badly",
        "Half of it works now.",
        "Working now except the sound.",
        "The first laptop is fixed. The other one shows the blue screen.",
        "I was told it is fixed. It flickers.",
        "Please get it sorted before lunch",
        "Now that's solved I have a new problem, printer says offline.",
        "Please close the window, rain is coming in",
        "Last week that fixed it, today it is flickering",
    ],
)
def test_a_demand_a_denial_or_a_rest_is_not_taken_for_solved(text: str) -> None:
    assert _kind(text) != "solved"


@pytest.mark.parametrize(
    "text",
    [
        "Thanks. Please send a technician.",
        "Thanks, I need it before period 3",
        "Thanks, it is urgent",
        "Thanks for that. My email was hacked",
        "Cheers, my ext is 204",
        "Thanks. Room 12, Dell laptop, Windows 11.",
        "Thanks for nothing",
    ],
)
def test_thanks_that_bring_something_are_more_than_thanks(text: str) -> None:
    assert _kind(text) not in ("thanks", "solved")


@pytest.mark.parametrize(
    "text",
    [
        "I have a second laptop which is dead",
        "I'd like the second laptop looked at too",
        "I have two monitors, number 2 is dark",
        "I read the first article and it worked",
    ],
)
def test_an_ordinal_in_a_sentence_asks_for_no_article(text: str) -> None:
    assert _kind(text) != "wants_article"

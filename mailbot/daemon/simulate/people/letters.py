"""What people write: questions that an article answers, in the words of who has not read it, and others.

Pure: texts out of articles, a bank of phrases and a `Random`. What does not live here: who writes when (staff).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from mailbot.core.model.article import Article

_GREETINGS = ("Hi,", "Hi IT,", "Hello,", "Morning all,", "Good morning,", "Hiya,", "Dear helpdesk,", "")
_CLOSINGS = ("Thanks,", "Many thanks,", "Kind regards,", "Ta,", "Thank you,", "Cheers,")
_PLACES = ("room 4", "the hall", "the library", "room 12", "the IT suite", "the staffroom", "the lab", "reception")
_WHEN = ("this morning", "since yesterday", "after the update", "since half term", "all week", "again today", "")
# what no article answers: a person has to come, decide, order or look
_NEEDS_A_PERSON = (
    ("Label printer", "The label printer in {place} prints everything in mirror writing {when}."),
    ("Moving rooms", "I am moving to {place} next month. Can my desktop and phone be moved with me?"),
    ("Broken screen", "A pupil has knocked the monitor over in {place} and the glass is cracked."),
    ("Laptop hinge", "The hinge of my laptop has snapped and the lid will not stay up {when}."),
    ("Spare charger", "My charger has been taken from {place}. May I have another one?"),
    ("Stopwatches", "The set of stopwatches that talks to the tablets does not any more {when}."),
    ("Clock", "The bell and the clock in {place} are four minutes slow {when}."),
    ("Microscope camera", "The camera on the microscope shows a grey picture {when}."),
    ("Trombone recordings", "Can somebody help me get last year's concert recordings off an old tape?"),
    ("Tablet stand", "The stand by {place} is loose and turns by itself."),
    ("Curtain motor", "The motor of the stage curtains does not listen to its switch {when}."),
    ("New display", "We have had a screen given to {place} by the PTA. When could it be put up?"),
    ("Kiln controller", "The kiln's controller shows error E7 {when} and the clay work is waiting."),
    ("Walkie talkies", "Two of our radios do not hold their charge {when}."),
    ("Till", "The till in the canteen prints the wrong date {when}."),
    ("Odd noise", "The cupboard with the flashing lights by {place} makes a loud humming noise {when}."),
)
_URGENT = (
    ("Ransom", "All files are encrypted and somebody wants a ransom."),
    ("Nothing works", "The whole school is down, no internet and no phones in any room."),
)
_PRESSING = ("My class are waiting.", "I have a lesson next.", "Year 5 in at 9.", "As soon as possible please.")
_PATIENT = ("No rush.", "Not urgent.", "Whenever you can.")
_WORD = re.compile(r"[a-z]{5,}")
_MARKDOWN = re.compile(r"[*_`#>|]+")


@dataclass(frozen=True, slots=True)
class Letter:
    """One new request's words. `answered_by` is the title of the article that would help, '' where none would."""

    subject: str
    text: str
    answered_by: str = ""


def invent_letter(name: str, *, articles: Sequence[Article], dice: Random) -> Letter:
    """Give what somebody called `name` writes. About half of it is about something that an article answers."""
    drawn = dice.random()
    if drawn < 0.003:
        subject, body = dice.choice(_URGENT)
        return Letter(subject, _dressed(body, name=name, dice=dice))
    if drawn < 0.55 and articles:
        article = dice.choice(articles)
        return Letter(
            _hurried(" ".join(article.title.split()[: dice.randint(2, 6)]), dice=dice),
            _dressed(_told(article, dice=dice), name=name, dice=dice),
            article.title,
        )
    subject, body = dice.choice(_NEEDS_A_PERSON)
    text = " ".join(body.format(place=dice.choice(_PLACES), when=dice.choice(_WHEN)).replace(" .", ".").split())
    return Letter(subject, _dressed(text.replace(" ,", ","), name=name, dice=dice))


def _told(article: Article, *, dice: Random) -> str:
    """The article's trouble as its sufferer tells it: title and first sentence, words missing, words misspelt."""
    lines = (line.strip() for line in article.body.splitlines())
    symptom = next((line for line in lines if line and not line.startswith(("#", "-", "|", "1"))), "")
    words = _MARKDOWN.sub("", f"{article.title}. {symptom}").split()
    kept = [word for word in words if dice.random() < 0.75] or words
    return _hurried(" ".join(kept[:40]), dice=dice)


def _hurried(text: str, *, dice: Random) -> str:
    """The text as somebody types it who has no time: now and then two letters change places."""

    def typed(found: re.Match[str]) -> str:
        word = found[0]
        if dice.random() > 0.06:
            return word
        at = dice.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return _WORD.sub(typed, text)


def _dressed(body: str, *, name: str, dice: Random) -> str:
    extra = ""
    drawn = dice.random()
    if drawn < 0.12:
        extra = dice.choice(_PRESSING)
    elif drawn < 0.24:
        extra = dice.choice(_PATIENT)
    return "\n\n".join(
        part
        for part in (dice.choice(_GREETINGS), f"{body} {extra}".strip(), f"{dice.choice(_CLOSINGS)}\n{name}")
        if part
    )

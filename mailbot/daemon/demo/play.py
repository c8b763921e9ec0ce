"""Plays the morning: sends each step's mail, waits for what comes, shows it, and compares it with what the story says.

What is shown is read back from the Maildir and the database. What does not live here: the steps (story), the daemon.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from mailbot.daemon.clock import SteppingClock
from mailbot.daemon.demo.letter import Door, LetterError, message_id_of, new_letter, recipient_of, reply_to, submit
from mailbot.daemon.demo.look import Handled, Look
from mailbot.daemon.demo.post import Arrived, Post, wait_for
from mailbot.daemon.demo.show import (
    Paint,
    RequestSeen,
    came_lines,
    heading_lines,
    holds,
    reason_lines,
    request_lines,
    sent_lines,
)
from mailbot.daemon.demo.stage import MORNING, ZONE
from mailbot.daemon.demo.story import Becomes, Gets, New, Step
from mailbot.mail.maildir.sender import folder_name

STEP_SECONDS = 15.0
MOST_REASONS = 3

Say = Callable[[str], None]
Ended = Callable[[float], bool]
"""Waits for somebody's wish to end for at most these seconds; gives whether it came."""


class StoryError(Exception):
    """Something that the story tells did not happen; the text says what."""


class Player:
    """One showing of the story. `moved` is called when the desk's clock was put forward."""

    def __init__(
        self,
        *,
        door: Door,
        look: Look,
        post: Post,
        clock: SteppingClock,
        moved: Callable[[], None],
        screen: tuple[Say, Paint],
    ) -> None:
        self._door = door
        self._look = look
        self._post = post
        self._clock = clock
        self._moved = moved
        self._say, self._paint = screen

    def play(self, steps: Sequence[Step], *, pace: float, ended: Ended) -> bool:
        """All steps in turn, with `pace` seconds to read between them; gives whether the last one was reached.

        Once it is `ended`, no further step begins. Raises StoryError where a step goes otherwise than told.
        """
        for number, step in enumerate(steps):
            if ended(pace if number else 0):
                return False
            try:
                self._play(step)
            except LetterError as error:
                raise StoryError(f"{step.at:%H:%M} {step.who.name}: {error}") from error
        return True

    def _play(self, step: Step) -> None:
        moment = datetime.combine(MORNING.date(), step.at, tzinfo=ZONE)
        self._clock.forward_to(moment)
        self._moved()
        self._tell(heading_lines(f"{step.at:%H:%M}", step.told, paint=self._paint))
        data = self._write(step, at=moment)
        self._tell(sent_lines(data, paint=self._paint))
        began = time.monotonic()
        submit(data, sender=step.who.address, recipient=recipient_of(data), door=self._door)
        handled = self._await(step, message_id=message_id_of(data))
        after = f"{time.monotonic() - began:.1f} s"
        arrived = self._post.new()
        for mail in arrived:
            self._tell(came_lines(mail.data, paint=self._paint, after=after))
        self._tell(reason_lines(handled.reasons[-MOST_REASONS:], paint=self._paint))
        seen = self._look.request(handled.request) if handled.request is not None else None
        if seen is not None:
            self._tell(request_lines(seen, paint=self._paint))
        check_mails(step, arrived=arrived)
        check_request(step, seen=seen)

    def _write(self, step: Step, *, at: datetime) -> bytes:
        match step.writes:
            case New(to=to, subject=subject, text=text):
                return new_letter(step.who, to=to, subject=subject, text=text, date=at)
            case answer:
                box = self._post.newest_first(step.who.address)
                asked = next((mail.data for mail in box if holds(mail.data, answer.to)), None)
                if asked is None:
                    raise StoryError(f"{step.at:%H:%M} {step.who.name} has no mail that says {answer.to!r} to answer")
                return reply_to(asked, sender=step.who, text=answer.text, date=at, phone=answer.phone)

    def _await(self, step: Step, *, message_id: str) -> Handled:
        found: list[Handled] = []

        def ready() -> bool:
            handled = self._look.handled(message_id)
            found[:] = [handled] if handled is not None else []
            return handled is not None and not handled.unsent

        if not wait_for(ready, seconds=time.monotonic, within=STEP_SECONDS):
            why = f"its answer was not sent ({found[0].outcome})" if found else "the desk has not dealt with it"
            raise StoryError(f"{step.at:%H:%M} {step.who.name}'s mail: {why} within {STEP_SECONDS:.0f} s")
        return found[0]

    def _tell(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._say(line)


def check_mails(step: Step, *, arrived: Sequence[Arrived]) -> None:
    """Compare the mails that came with those of the step, one for one. Raises StoryError."""
    left = list(arrived)
    for gets in step.gets:
        mail = next((one for one in left if one.box == folder_name(gets.who.address)), None)
        if mail is None:
            raise StoryError(f"{step.at:%H:%M} no mail came for {gets.who.name}")
        left.remove(mail)
        _check_words(step, gets=gets, data=mail.data)
    if left:
        raise StoryError(f"{step.at:%H:%M} a mail came for {left[0].box} that nobody expected")


def check_request(step: Step, *, seen: RequestSeen | None) -> None:
    """Compare the request in the database with what the step says of it. Raises StoryError."""
    if seen is None:
        raise StoryError(f"{step.at:%H:%M} {step.who.name}'s mail belongs to no request")
    wanted = step.becomes
    for what, value, told in _facts(seen, wanted=wanted):
        if told is not None and value != told:
            raise StoryError(f"{step.at:%H:%M} request {seen.number}: {what} is {value!r}, the story says {told!r}")


def _facts(seen: RequestSeen, *, wanted: Becomes) -> tuple[tuple[str, str, str | None], ...]:
    return (
        ("state", seen.state, wanted.state),
        ("assignee", seen.assignee, wanted.assignee),
        ("priority", seen.priority, wanted.priority),
    )


def _check_words(step: Step, *, gets: Gets, data: bytes) -> None:
    missing = [words for words in gets.says if not holds(data, words)]
    if missing:
        raise StoryError(f"{step.at:%H:%M} the mail for {gets.who.name} does not say {missing[0]!r}")
    leaked = [words for words in gets.never if holds(data, words)]
    if leaked:
        raise StoryError(f"{step.at:%H:%M} the mail for {gets.who.name} says {leaked[0]!r}, which it must not")

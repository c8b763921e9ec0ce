"""`mailbot demo send`: anybody writes to the desk of a demo that runs in another process, and waits for the answer.

What does not live here: arguments and printing (cli), finding the demo (stage), the mail program (letter).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.core.model.message import Address
from mailbot.daemon.demo.letter import LetterError, message_id_of, new_letter, recipient_of, reply_to, submit
from mailbot.daemon.demo.look import Handled, Look
from mailbot.daemon.demo.post import Arrived, Post, wait_for
from mailbot.daemon.demo.show import Paint, brief_lines, came_lines, reason_lines, request_lines, sent_lines, subject_of
from mailbot.daemon.demo.stage import ZONE, Note
from mailbot.mail.maildir.sender import folder_name

WAIT_SECONDS = 8.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to send. `reply` answers their newest mail, or the newest about request `number`.

    `to` and `subject` are for new mails: '' means the helpdesk of the sender's domain, and the text's first words.
    """

    sender: str
    text: str
    to: str = ""
    subject: str = ""
    reply: bool = False
    number: int | None = None


def send(wish: Wish, *, note: Note, look: Look, real_now: datetime, screen: tuple[Say, Paint]) -> bool:
    """Send it, wait for what comes of it and show that; gives whether the desk dealt with it in time.

    Raises LetterError when it cannot be sent: no text, no such address, nothing to answer.
    """
    say, paint = screen
    post = Post(note.maildir_path)
    data = _written(wish, note=note, look=look, post=post, date=_desk_time(note, real_now=real_now))
    for line in sent_lines(data, paint=paint):
        say(line)
    post.new()
    began = time.monotonic()
    submit(data, sender=wish.sender, recipient=recipient_of(data), door=note.door())
    handled = _await(look, message_id=message_id_of(data))
    _show(post.new(), wish=wish, paint=paint, say=say, after=f"{time.monotonic() - began:.1f} s")
    return _tell_state(handled, look=look, screen=screen)


def _desk_time(note: Note, *, real_now: datetime) -> datetime:
    return (real_now + timedelta(seconds=note.ahead)).astimezone(ZONE)


def _written(wish: Wish, *, note: Note, look: Look, post: Post, date: datetime) -> bytes:
    if not wish.text.strip():
        raise LetterError(
            "there is nothing in it: write the text behind the options, or use --file (with - for typing it)"
        )
    sender = Address(name=note.name_of(wish.sender), address=wish.sender)
    if wish.reply:
        return reply_to(_asked(wish, look=look, post=post), sender=sender, text=wish.text, date=date)
    subject = wish.subject or " ".join(wish.text.split()[:8])
    return new_letter(sender, to=wish.to or note.helpdesk_of(wish.sender), subject=subject, text=wish.text, date=date)


def _asked(wish: Wish, *, look: Look, post: Post) -> bytes:
    """The mail that is answered."""
    box = post.newest_first(wish.sender)
    if not box:
        raise LetterError(f"{wish.sender} has no mail from the desk yet, so there is nothing to reply to")
    if wish.number is None:
        return box[0].data
    about = look.mails_of(wish.number)
    found = next((mail for mail in box if message_id_of(mail.data) in about), None)
    if found is None:
        raise LetterError(
            f"{wish.sender} has no mail about request {wish.number}; their newest: {subject_of(box[0].data)}"
        )
    return found.data


def _await(look: Look, *, message_id: str) -> Handled | None:
    found: list[Handled | None] = [None]

    def ready() -> bool:
        found[0] = look.handled(message_id)
        return found[0] is not None and not found[0].unsent

    wait_for(ready, seconds=time.monotonic, within=WAIT_SECONDS)
    return found[0]


def _show(arrived: tuple[Arrived, ...], *, wish: Wish, paint: Paint, say: Say, after: str) -> None:
    own = [mail for mail in arrived if mail.box == folder_name(wish.sender)]
    for mail in own:
        for line in came_lines(mail.data, paint=paint, after=after):
            say(line)
    if not own:
        say(paint.bold(f"  No mail came back to {wish.sender}."))
    for mail in arrived:
        if mail not in own:
            for line in brief_lines(mail.data, paint=paint):
                say(line)


def _tell_state(handled: Handled | None, *, look: Look, screen: tuple[Say, Paint]) -> bool:
    say, paint = screen
    if handled is None:
        say(f"  The desk took it but has not dealt with it within {WAIT_SECONDS:.0f} s;")
        say("  the demo's window may say why.")
        return False
    for line in reason_lines(handled.reasons, paint=paint):
        say(line)
    seen = look.request(handled.request) if handled.request is not None else None
    last = (
        request_lines(seen, paint=paint) if seen is not None else [f"  = it belongs to no request: {handled.outcome}"]
    )
    for line in last:
        say(line)
    return True

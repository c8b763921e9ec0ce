"""One run of the demo from the fresh folder to the end: the real daemon, the morning, then everybody's own mails.

What does not live here: arguments, printing and signals (cli): whoever calls this brings a way to hear of the end.
"""

import re
import shlex
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path

from mailbot.daemon.bootstrap import build
from mailbot.daemon.clock import SteppingClock, SystemClock
from mailbot.daemon.demo.look import Look
from mailbot.daemon.demo.play import Ended, Player
from mailbot.daemon.demo.post import Post
from mailbot.daemon.demo.show import COLUMNS, Paint, came_lines, number_of, request_lines
from mailbot.daemon.demo.stage import MORNING, ZONE, set_stage
from mailbot.daemon.demo.story import MORNING_STEPS
from mailbot.settings.shipped import config_file

GLANCE = 0.2
_FIRST, _NEXT = "  ", " " * 6
_WORD = re.compile(r"""(?:--[a-z]+ )?(?:[^\s"']|"[^"]*"|'[^']*')+""")
EXAMPLES = (
    '--from tom.bracewell@brackenridge.example --reply "That solved it, thanks"',
    '--from jane.ashdown@kestrelpark.example "How do I print from my iPad?"',
    '--from jane.ashdown@kestrelpark.example --reply "still stuck"',
    '--from tomasz.wilk@it.tamselvalley.example --reply "It is in your tray." "#solved"',
    '--from somebody@elsewhere.example --to itsupport@kestrelpark.example "Hello?"',
)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Showing:
    """How somebody wants to see the demo. `port` 0 takes a free one; `pace` are seconds to read between two steps.

    `program` and `send` are the commands to type for mailbot itself and for `demo send`, shown at the end.
    """

    port: int
    once: bool
    program: str
    send: str
    pace: float = 0.0


def perform(base: Path, *, showing: Showing, screen: tuple[Say, Paint], ended: Ended) -> bool:
    """Play the morning on a fresh folder below `base`, then keep the desk open unless `once`, until it is `ended`.

    Gives whether the story was told to its end: an earlier end breaks it off after the step at hand.

    Raises StageError, SettingsError or StartError when it cannot begin, StoryError when something happens otherwise
    than told.
    """
    say, paint = screen
    with ExitStack() as ending:
        stage = set_stage(base, port=showing.port, real_now=SystemClock().now())
        ending.callback(stage.close)
        port = stage.settings.listeners[0].port
        say(paint.dim(f"A fresh desk in {_near(stage.folder)}, listening on port {port} ..."))
        clock = SteppingClock(MORNING.astimezone(UTC) - timedelta(minutes=1))
        daemon = build(stage.settings, clock=clock)
        daemon.start()
        ending.callback(daemon.stop)

        def announce() -> None:
            ahead = (clock.now() - SystemClock().now()).total_seconds()
            stage.announce(daemon.policies, ahead=ahead)

        note = stage.announce(daemon.policies, ahead=0.0)
        look = Look(daemon.database, names=note.labels)
        post = Post(stage.maildir)
        player = Player(door=note.door(), look=look, post=post, clock=clock, moved=announce, screen=screen)
        if not player.play(MORNING_STEPS, pace=showing.pace, ended=ended):
            return False
        for line in closing_lines(stage.folder, showing=showing, paint=paint):
            say(line)
        if not showing.once:
            while not ended(GLANCE):
                _show_new(post, look=look, clock=clock, screen=screen)
            say("")
            say(f"The desk is closed. What it kept stays in {_near(stage.folder)}")
    return True


def closing_lines(folder: Path, *, showing: Showing, paint: Paint) -> list[str]:
    """What was seen, where it lies, and how to write to the desk oneself."""
    rule = paint.dim("─" * COLUMNS)
    place = _near(folder)
    lines = [
        "",
        rule,
        "All of it was sent by SMTP to the real daemon and read back from these:",
        f"  {place / 'maildir'}",
        f"  {place / 'mailbot.sqlite3'}",
    ]
    if showing.once:
        return [*lines, rule]
    configured = "" if Path("config.toml").is_file() else f" --config {config_file()}"
    return [
        *lines,
        "",
        paint.bold("Now it is your turn: the desk is open until Ctrl-C. In another terminal:"),
        *(line for example in EXAMPLES for line in command_lines(f"{showing.send} {example}")),
        "",
        "Why did it do that?",
        *command_lines(f"(. {shlex.quote(str(place / 'environment'))}; {showing.program} show 1001{configured})"),
        rule,
    ]


def command_lines(command: str) -> list[str]:
    """A command as lines that fit, broken between its words as a shell reads on: copied, it is the same command.

    >>> command_lines("mailbot demo send " + "x" * 60)
    ['  mailbot demo send \\\\', '      xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']
    """
    lines = [""]
    for word in _WORD.findall(command):
        if lines[-1] and len(f"{_FIRST}{lines[-1]} {word} \\") > COLUMNS - len(_NEXT) + len(_FIRST):
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    broken = [f"{line} \\" for line in lines[:-1]] + lines[-1:]
    return [f"{_NEXT if place else _FIRST}{line}" for place, line in enumerate(broken)]


def _near(path: Path) -> Path:
    """The path as short as it can be said from here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _show_new(post: Post, *, look: Look, clock: SteppingClock, screen: tuple[Say, Paint]) -> None:
    """Show each mail that came since the last look, and its request."""
    say, paint = screen
    for mail in post.new():
        say("")
        say(paint.dim(f"{clock.now().astimezone(ZONE):%H:%M}"))
        number = number_of(mail.data)
        seen = look.request(number) if number is not None else None
        told = request_lines(seen, paint=paint) if seen is not None else []
        for line in (*came_lines(mail.data, paint=paint), *told):
            say(line)

"""One run of the demo from the fresh folder to the end: the real daemon, the morning, then everybody's own mails.

What does not live here: arguments, printing and signals (cli): whoever calls this ends it with KeyboardInterrupt.
"""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, timedelta
from pathlib import Path
from threading import Event

from mailbot.daemon.bootstrap import build
from mailbot.daemon.clock import SteppingClock, SystemClock
from mailbot.daemon.demo.look import Look
from mailbot.daemon.demo.play import Player
from mailbot.daemon.demo.post import Post
from mailbot.daemon.demo.show import COLUMNS, Paint, came_lines
from mailbot.daemon.demo.stage import MORNING, ZONE, set_stage
from mailbot.daemon.demo.story import MORNING_STEPS
from mailbot.settings.shipped import config_file

GLANCE = 0.2

Say = Callable[[str], None]


def perform(base: Path, *, port: int, once: bool, program: str, screen: tuple[Say, Paint]) -> None:
    """Play the morning on a fresh folder below `base`, then keep the desk open unless `once`.

    `program` is how the person called mailbot, for the commands shown at the end. Raises StageError, SettingsError or
    StartError when it cannot begin, StoryError when something happens otherwise than told.
    """
    say, paint = screen
    with ExitStack() as ending:
        stage = set_stage(base, port=port, real_now=SystemClock().now())
        ending.callback(stage.close)
        say(paint.dim(f"A fresh desk in {stage.folder}, listening on port {stage.settings.listeners[0].port} ..."))
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
        player.play(MORNING_STEPS)
        announce()
        for line in closing_lines(stage.folder, program=program, once=once, paint=paint):
            say(line)
        if not once:
            _keep_open(post, clock=clock, screen=screen)


def closing_lines(folder: Path, *, program: str, once: bool, paint: Paint) -> list[str]:
    """What was seen, where it lies, and how to write to the desk oneself."""
    rule = paint.dim("─" * COLUMNS)
    lines = [
        "",
        rule,
        "All of it was sent by SMTP to the real daemon and read back from these:",
        f"  {folder / 'maildir'}",
        f"  {folder / 'mailbot.sqlite3'}",
    ]
    if once:
        return [*lines, rule]
    send = f"  {program} demo send --from"
    configured = "" if Path("config.toml").is_file() else f" --config {config_file()}"
    return [
        *lines,
        "",
        paint.bold("Now it is your turn: the desk is open until Ctrl-C. In another terminal:"),
        f'{send} tom.bracewell@brackenridge.example --reply "That solved it, thanks"',
        f'{send} jane.ashdown@kestrelpark.example "My password has expired"',
        f'{send} jane.ashdown@kestrelpark.example --reply "still stuck"',
        f'{send} tomasz.wilk@it.tamselvalley.example --reply "On my way." "#note"',
        f'{send} somebody@elsewhere.example --to itsupport@kestrelpark.example "Hello?"',
        "",
        "Why did it do that? In that terminal:",
        f"  . {folder / 'environment'}; {program} show 1001{configured}",
        rule,
    ]


def _keep_open(post: Post, *, clock: SteppingClock, screen: tuple[Say, Paint]) -> None:
    """Show each mail that comes until somebody interrupts."""
    say, paint = screen
    pause = Event()
    while not pause.wait(GLANCE):
        for mail in post.new():
            say(paint.dim(f"{clock.now().astimezone(ZONE):%H:%M} for {mail.box}"))
            for line in came_lines(mail.data, paint=paint):
                say(line)

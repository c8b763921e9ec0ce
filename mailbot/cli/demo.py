"""The work of `mailbot demo` and `mailbot demo send`."""

import argparse
import io
import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

from mailbot.cli.ending import ended_by_signal
from mailbot.daemon.clock import SystemClock
from mailbot.daemon.demo.letter import LetterError
from mailbot.daemon.demo.look import Look
from mailbot.daemon.demo.perform import Showing, perform
from mailbot.daemon.demo.play import StoryError
from mailbot.daemon.demo.send import Wish, send
from mailbot.daemon.demo.show import Paint
from mailbot.daemon.demo.stage import RUN, StageError, find_running
from mailbot.daemon.errors import StartError
from mailbot.daemon.log import set_up
from mailbot.settings import config
from mailbot.settings.errors import SettingsError
from mailbot.store.engine import open_database
from mailbot.store.errors import StoreError

READING_SECONDS = 2.0

_MOST_TEXT = 1_000_000
_EXPECTED = (StageError, StartError, StoryError, SettingsError, LetterError, StoreError)


def run(options: argparse.Namespace) -> int:
    """Play the demo or send one mail; 0 when all went as told."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no box lines still shows the words
    screen = (_say, Paint(colours=sys.stdout.isatty() and not os.environ.get("NO_COLOR")))
    work = _send if options.action == "send" else _perform
    try:
        return work(options, screen)
    except _EXPECTED as error:
        print(f"mailbot demo: {error}", file=sys.stderr)
        return 1


def _perform(options: argparse.Namespace, screen: tuple[Callable[[str], None], Paint]) -> int:
    set_up("text", level="warning")
    folder = f" --folder {shlex.quote(str(options.folder))}" if options.folder is not None else ""
    program = _program()
    showing = Showing(
        port=options.port,
        once=options.once,
        program=program,
        send=f"{program} demo send{folder}",
        pace=READING_SECONDS if sys.stdout.isatty() and not options.once else 0.0,
    )
    if perform(_base(options), showing=showing, screen=screen, ended=ended_by_signal()):
        return 0
    print("\nmailbot demo: interrupted before the story was over", file=sys.stderr)
    return 130


def _send(options: argparse.Namespace, screen: tuple[Callable[[str], None], Paint]) -> int:
    wish = wish_from(options)
    note = find_running(_base(options).absolute())
    database = open_database(note.database)
    try:
        dealt = send(
            wish, note=note, look=Look(database, names=note.labels), real_now=SystemClock().now(), screen=screen
        )
    finally:
        database.close()
    return 0 if dealt else 1


def wish_from(options: argparse.Namespace) -> Wish:
    """The mail that the arguments describe. Raises LetterError for contradictions."""
    number, words = None, list(options.text)
    if options.reply:
        # `--reply "That solved it"`: the text stands where a number could
        if options.reply.removeprefix("#").isdecimal():
            number = int(options.reply.removeprefix("#"))
        else:
            words.insert(0, options.reply)
    if options.reply is not None and (options.to or options.subject):
        raise LetterError("a reply goes where the mail came from, under its subject: leave --to and --subject out")
    if options.file and words:
        raise LetterError("the text stands either behind the options or in --file, not in both")
    text = _file_text(options.file) if options.file else _joined(words)
    return Wish(
        sender=options.sender,
        text=text,
        to=options.to,
        subject=options.subject,
        reply=options.reply is not None,
        number=number,
    )


def _joined(words: list[str]) -> str:
    """One text of all arguments; one that starts with # is a directive and gets a line of its own."""
    return "".join(f"\n{word}" if word.startswith("#") else f" {word}" for word in words).strip()


def _file_text(name: str) -> str:
    try:
        if name == "-":
            return sys.stdin.read(_MOST_TEXT)
        with Path(name).open(encoding="utf-8", errors="replace") as file:
            return file.read(_MOST_TEXT)
    except OSError as error:
        raise LetterError(f"{name} cannot be read ({error.strerror})") from error


def _base(options: argparse.Namespace) -> Path:
    """The folder below which demos live."""
    if options.folder is not None:
        return Path(options.folder)
    file = options.config or Path("config.toml")
    try:
        data = config.load(file, environ=os.environ, secrets=False).data
    except SettingsError:
        # the demo plays on the configuration that mailbot brings, whatever this one says
        data = file.parent / "data"
    # in a shell that looks at a run, demos still live beside it
    return data.parent if data.name.startswith(RUN) else data


def _program() -> str:
    called = Path(sys.argv[0])
    name = "python -m mailbot" if called.name == "__main__.py" else str(called)
    if not called.is_absolute() or name.startswith("python"):
        return name
    here = Path.cwd()
    return str(called.relative_to(here)) if called.is_relative_to(here) else name


def _say(line: str) -> None:
    print(line, flush=True)

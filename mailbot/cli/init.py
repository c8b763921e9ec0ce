"""Put a commented config.toml and the demo trust's folder into a folder, to change into your own. Overwrites nothing.

examples:
  mailbot init                  into this folder
  mailbot init /srv/helpdesk    into that one, made if it is not there
"""

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import BinaryIO

from mailbot.cli.page import clean
from mailbot.settings.shipped import config_file, demo_folder

_TRUST = Path("data") / "demo"

_NEXT = """\
In {folder}:
  config.toml   ports, mailboxes, servers, database: the installation
  data/demo/    a made-up trust: schools, technicians, people, articles

What to do next:{enter}
  mailbot check --offline      is every file right? ask again after each change
  mailbot run                  start the desk; config.toml says where it listens
  mailbot status               from another terminal: how it is

Then make it yours: name your mailboxes in config.toml, copy data/demo/ to a
folder of your own, put your schools and people there, and let [trust.NAME] in
config.toml name that folder. `mailbot check` tells each mistake with its line.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder."""
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="default: this folder")


def run(options: argparse.Namespace) -> int:
    """Copy what is shipped; 1 where something is in the way, and then nothing is written."""
    folder: Path = options.folder
    in_the_way = [name for name in (Path("config.toml"), _TRUST) if os.path.lexists(folder / name)]
    if in_the_way:
        names = " and ".join(clean(folder / name) for name in in_the_way)
        there = "is there already" if len(in_the_way) == 1 else "are there already"
        print(f"{names} {there}; nothing was written. Name an empty folder: mailbot init FOLDER", file=sys.stderr)
        return 1
    try:
        _fill(folder)
    except OSError as error:
        print(f"{clean(error.filename or folder)}: {error.strerror or error}; no file was left behind", file=sys.stderr)
        return 1
    enter = "" if folder.resolve() == Path.cwd() else f"\n  cd {clean(folder)}"
    print(_NEXT.format(folder=clean(folder.resolve()), enter=enter), end="")
    return 0


def _fill(folder: Path) -> None:
    """The trust first, the configuration last: whoever finds a config.toml finds what it names."""
    words = config_file().read_bytes()
    trust, config = folder / _TRUST, folder / "config.toml"
    trust.parent.mkdir(parents=True, exist_ok=True)
    trust.mkdir()
    try:
        shutil.copytree(demo_folder(), trust, dirs_exist_ok=True)
        with config.open("xb") as file:
            _write_or_take_back(file, words, config=config)
    except BaseException:
        shutil.rmtree(trust, ignore_errors=True)
        raise


def _write_or_take_back(file: BinaryIO, words: bytes, *, config: Path) -> None:
    """A disk that is full must not leave half a configuration."""
    try:
        file.write(words)
        file.flush()
    except OSError:
        config.unlink(missing_ok=True)
        raise

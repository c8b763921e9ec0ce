"""The work of `mailbot init`: answers from flags or questions, then the files, all or none."""

import argparse
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from mailbot.cli.page import clean
from mailbot.cli.start.answers import (
    Answers,
    WrongAnswerError,
    host_in,
    name_in,
    port_in,
    schools_in,
    team_in,
    tls_in,
)
from mailbot.cli.start.files import files_for, variables_of, without_model
from mailbot.cli.start.questions import ask_all
from mailbot.cli.usage.start.init import IMAP_PORTS, RELAY_PORTS
from mailbot.settings.installation import Tls
from mailbot.settings.shipped import config_file, demo_folder

_DEMO = Path("data") / "demo"
_NEEDED = ("trust", "school", "technician", "provider")

_NEXT = """\
In {folder}:
  config.toml   ports, mailboxes, servers, database: the installation
  {trust}

What to do next:{enter}{secrets}
  mailbot check --offline      is every file right? ask again after each change
  mailbot run                  start the desk; config.toml says where it listens
  mailbot status               from another terminal: how it is
"""
_DEMO_NEXT = """
Then make it yours: name your mailboxes in config.toml, copy data/demo/ to a
folder of your own, put your schools and people there, and let [trust.NAME] in
config.toml name that folder. `mailbot check` tells each mistake with its line.
"""
_OWN_NEXT = """
Then say when the schools are open (calendars.toml), and give the desk articles:
mailbot kb import FOLDER, or a technician's #kb. With --offline left out,
`mailbot check` tries the servers too.
"""


def run(options: argparse.Namespace) -> int:
    """Write it; 1 where something is in the way or an answer cannot be used, and then nothing is written."""
    folder: Path = options.folder
    if options.config is not None:
        print("--config names what is there already; say where to write: mailbot init FOLDER", file=sys.stderr)
        return 1
    try:
        answers = None if options.demo else _answers(options)
    except WrongAnswerError as error:
        print(f"{error}; nothing was written", file=sys.stderr)
        return 1
    except EOFError:
        print("\nthe answers ended too soon; nothing was written", file=sys.stderr)
        return 1
    files = files_for(answers) if answers is not None else None
    trust = _DEMO if files is None else next(iter(files)).parent
    in_the_way = [name for name in (Path("config.toml"), trust) if os.path.lexists(folder / name)]
    if in_the_way:
        names = " and ".join(clean(folder / name) for name in in_the_way)
        there = "is there already" if len(in_the_way) == 1 else "are there already"
        print(f"{names} {there}; nothing was written. Name an empty folder: mailbot init FOLDER", file=sys.stderr)
        return 1
    try:
        _fill(folder, trust=trust, files=files)
    except OSError as error:
        print(f"{clean(error.filename or folder)}: {error.strerror or error}; no file was left behind", file=sys.stderr)
        return 1
    print(_next(folder, trust=trust, answers=answers), end="")
    return 0


def _answers(options: argparse.Namespace) -> Answers:
    """From the flags where there are any, else asked at the terminal. Raises WrongAnswerError, EOFError."""
    given = [name for name in _NEEDED if getattr(options, name)]
    if not given:
        if not sys.stdin.isatty():
            raise WrongAnswerError("there is no terminal to ask at: give --trust, --provider, --school, ... or --demo")
        return ask_all(input, print)
    missing = [f"--{name}" for name in _NEEDED if name not in given]
    if missing:
        raise WrongAnswerError(f"{', '.join(missing)} must be given too")
    return _from_flags(options)


def _from_flags(options: argparse.Namespace) -> Answers:
    if options.provider == "imap" and not options.imap_host:
        raise WrongAnswerError('--imap-host must be given too, for the provider "imap"')
    if options.provider != "imap" and (options.imap_host or options.imap_port or options.imap_tls):
        raise WrongAnswerError(f'--imap-host, -port and -tls are for the provider "imap", not for {options.provider}')
    if not options.relay and (options.relay_port or options.relay_tls):
        raise WrongAnswerError("--relay-port and --relay-tls are for a relay: name it with --relay HOST")
    if options.provider == "microsoft365" and not (options.tenant and options.client_id):
        raise WrongAnswerError("--tenant and --client-id must be given too, for microsoft365")
    host, relay = _host(options.imap_host), _host(options.relay)
    return Answers(
        trust=name_in(options.trust),
        schools=schools_in(options.school),
        technicians=team_in(options.technician),
        provider=options.provider,
        imap_host=host,
        imap_tls=_tls(options.imap_tls, ports=IMAP_PORTS, host=host),
        imap_port=_port(options.imap_port),
        relay=relay,
        relay_user=options.relay_user,
        relay_tls=_tls(options.relay_tls, ports=RELAY_PORTS, host=relay, login=bool(options.relay_user)),
        relay_port=_port(options.relay_port),
        tenant=_host(options.tenant),
        client=_host(options.client_id),
        nation=options.nation,
    )


def _tls(text: str | None, *, ports: Mapping[Tls, int], host: str, login: bool = True) -> Tls:
    """What was said, or the first of `ports`."""
    return tls_in(text, ports=ports, host=host, login=login) if text is not None else next(iter(ports))


def _port(text: str) -> int | None:
    return port_in(text) if text else None


def _host(text: str) -> str:
    """A server's name, or the id of a tenant or application, as the questions read them; '' where none was given."""
    return host_in(text) if text else ""


def _fill(folder: Path, *, trust: Path, files: Mapping[Path, str] | None) -> None:
    """The trust first, the configuration last: whoever finds a config.toml finds what it names."""
    own, config = folder / trust, folder / "config.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.mkdir()
    try:
        if files is None:
            shutil.copytree(demo_folder(), own, dirs_exist_ok=True)
            words = without_model(config_file().read_text(encoding="utf-8"))
        else:
            words = files[Path("config.toml")]
            _write(folder, {name: text for name, text in files.items() if name != Path("config.toml")})
        _write(folder, {Path("config.toml"): words})
    except BaseException:
        shutil.rmtree(own, ignore_errors=True)
        config.unlink(missing_ok=True)
        raise


def _write(folder: Path, files: Mapping[Path, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()


def _next(folder: Path, *, trust: Path, answers: Answers | None) -> str:
    """What to do next."""
    enter = "" if folder.resolve() == Path.cwd() else f"\n  cd {clean(folder)}"
    names = () if answers is None else variables_of(answers)
    secrets = "".join(f"\n  export {name}=..." for name in names)
    what = f"{trust}/    the trust: schools, technicians, calendars"
    if answers is None:
        what = "data/demo/    a made-up trust: schools, technicians, people, articles"
    said = _NEXT.format(folder=clean(folder.resolve()), trust=clean(what), enter=enter, secrets=secrets)
    return said + (_DEMO_NEXT if answers is None else _OWN_NEXT)

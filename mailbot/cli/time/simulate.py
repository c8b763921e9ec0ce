"""The work of `mailbot simulate`: plays a span, shows how far it is, and judges what came of it."""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from mailbot.cli.desk.opened import policy_of, trust_of
from mailbot.cli.installation import or_exit
from mailbot.cli.known import technician_named
from mailbot.cli.page import WIDTH, counted, cut, lasted, say, say_json
from mailbot.cli.time.simulated import head_of, page_of, promises_of
from mailbot.core.model.policy import CENTRAL, Policy
from mailbot.daemon.errors import StartError
from mailbot.daemon.log import set_up
from mailbot.daemon.simulate.check.promises import judge
from mailbot.daemon.simulate.play import SimulationError, Wish, play
from mailbot.daemon.simulate.report import figures_of
from mailbot.settings import config
from mailbot.settings.installation import Settings
from mailbot.settings.shipped import config_file

MOST_DAYS = 800
BAR = 20


def run(options: argparse.Namespace) -> int:
    """Play the span and print what came of it; 0 when every promise was kept."""
    set_up("text", level="error")
    with _folder(options.keep) as folder:
        settings = _settings(options.config, folder=folder)
        trust = trust_of(options, settings)
        policy = policy_of(settings, trust)
        wish = _wish(options, policy=policy)
        bar = Bar(wish, zone=policy.zone)
        try:
            seen = or_exit(lambda: play(wish, settings=settings, trust=trust, folder=folder, progress=bar.show))
        except (SimulationError, StartError) as error:
            bar.clear()
            sys.exit(f"mailbot simulate: {error}")
        except KeyboardInterrupt:
            bar.clear()
            print("mailbot simulate: interrupted, nothing was kept", file=sys.stderr)
            return 130
        bar.clear()
    verdict = judge(seen.policy, history=seen.history, evidence=seen.evidence, asked=seen.asked, ends=seen.ends)
    figures = figures_of(seen, without=wish.without)
    if options.json:
        say_json({"wish": wish, "figures": figures, "promises": verdict})
    else:
        say([*head_of(wish, policy=policy, took=bar.took), *page_of(figures, policy=policy)])
        say(promises_of(verdict, zone=policy.zone))
    return 0 if verdict.kept else 1


class Bar:
    """One line on a terminal that says how far it is; nothing where the output goes elsewhere."""

    def __init__(self, wish: Wish, *, zone: ZoneInfo) -> None:
        self._wish = wish
        self._zone = zone
        self._days = (wish.last - wish.first).days + 1
        self._shown: date | None = None
        self._began = time.monotonic()
        self._wanted = sys.stderr.isatty()

    @property
    def took(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._began

    def show(self, moment: datetime, requests: int) -> None:
        """Say the day that is played, once a day."""
        day = moment.astimezone(self._zone).date()
        if not self._wanted or day == self._shown:
            return
        self._shown = day
        share = min(max((day - self._wish.first).days / self._days, 0.0), 1.0)
        left = f", {lasted(self.took / share * (1 - share))} to go" if share > 0.02 else ""
        done = "#" * int(share * BAR)
        line = f"  [{done:.<{BAR}}] {share:4.0%}  {day:%a} {day.day} {day:%b %Y}  {counted(requests, 'request')}{left}"
        print(f"\r{cut(line, WIDTH - 1).ljust(WIDTH - 1)}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._wanted and self._shown is not None:
            print(f"\r{' ' * (WIDTH - 1)}\r", end="", file=sys.stderr, flush=True)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """Where it is played: a folder that is gone afterwards, or a new one that stays."""
    if keep is None:
        with TemporaryDirectory(prefix="mailbot-simulation-") as folder:
            yield Path(folder)
        return
    try:
        keep.mkdir(parents=True)
    except OSError as error:
        sys.exit(f"{keep}: {error.strerror}. Name a folder that is not there yet")
    yield keep


def _settings(named: Path | None, *, folder: Path) -> Settings:
    """The installation, with the simulation's folder for all that it keeps; the demo's trust where there is none."""
    file = named or Path("config.toml")
    if named is None and not file.is_file():
        file = config_file()
    if not file.is_file():
        sys.exit(f"{file}: no such file. Name the config.toml of a desk, or leave --config out for the invented trust")
    return or_exit(lambda: config.load(file, environ={**os.environ, "MAILBOT__DAEMON__DATA": str(folder)}, create=True))


def _wish(options: argparse.Namespace, *, policy: Policy) -> Wish:
    terms = policy.schools[CENTRAL].calendar.terms
    first = options.first or (min(start for start, _ in terms) if terms else None)
    last = options.last or (max(end for _, end in terms) if terms else None)
    if first is None or last is None:
        sys.exit("the central calendar names no terms: say --from and --to")
    if not first <= last or (last - first).days > MOST_DAYS:
        sys.exit(f"{first} to {last}: the last day must come after the first, at most {MOST_DAYS} days later")
    wish = Wish(first=first, last=last, per_day=options.requests_per_day, seed=options.seed, model=options.model)
    return replace(wish, without=tuple(technician_named(name, policy).id for name in options.without))

"""Where a simulation plays: a folder that is thrown away, and the daemon on it with a clock and a way out of its own.

What does not live here: who writes (people), and what is made of it (check, report).
"""

from dataclasses import replace
from pathlib import Path

from mailbot.daemon.bootstrap import build
from mailbot.daemon.run import Daemon
from mailbot.daemon.sending import Transport
from mailbot.daemon.simulate.clock import JumpingClock
from mailbot.settings.installation import AuthProfile, ListenerSettings, Settings
from mailbot.store.engine import open_database

LISTENER = "simulation"
AUTHSERV = "mail.simulation.example"


def set_stage(
    folder: Path, *, settings: Settings, trust: str, clock: JumpingClock, way_out: Transport, model: bool = False
) -> Daemon:
    """Build the daemon of one trust of an installation in `folder`; it is never started but worked off.

    Nothing that the settings poll, listen on, send through or keep is touched. Raises SettingsError, StartError.
    """
    # the file ends with this process, so no commit need wait for the disk
    database = open_database(f"sqlite:///{folder / 'simulation.sqlite3'}", throwaway=True)
    own = _settings_for(settings, folder=folder, trust=trust, model=model)
    return build(own, clock=clock, database=database, way_out=lambda: way_out)


def _settings_for(settings: Settings, *, folder: Path, trust: str, model: bool) -> Settings:
    profile = AuthProfile(kind="trusted_peers")
    boxes = {
        name: replace(box, imap=None, maildir=None, auth=profile)
        for name, box in settings.mailboxes.items()
        if box.trust == trust
    }
    return replace(
        settings,
        trusts={trust: settings.trusts[trust]},
        mailboxes=boxes,
        listeners=(ListenerSettings(id=LISTENER, auth=profile),),
        data=folder,
        relay=None,
        maildir=folder / "unused",
        workers=1,
        senders=1,
        model=settings.model if model else None,
    )

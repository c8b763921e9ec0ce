"""A trust of two schools and three technicians as files, and the settings of a desk for it: a start takes little."""

from pathlib import Path

from mailbot.settings.installation import (
    AuthProfile,
    ImapServer,
    ListenerSettings,
    MailboxSettings,
    MaildirFolder,
    RelaySettings,
    Secret,
    Settings,
)

TRUST = "valley"
MAILBOX = {"kestrel": "help@kestrel.example", "bracken": "help@bracken.example"}
AUTHSERV = "mx.valley.example"
LOGIN = ("school-mail-server", "a-secret-of-this-test")

_TRUST = """\
[trust]
id = "valley"
name = "Valley Trust"
mailbox = "kestrel"
calendar = "always"
domains = [{ name = "valley.example", people = "staff" }]
fallback = "office@valley.example"
manager = "ruth"
leads = { 1 = "ruth", 2 = "ruth", 3 = "ruth" }

# a day ends here when no timer waits any more, and a ticket that nobody answers is one to be reminded of every day
[reminders]
at = []
chase = []

# the same for the week's mail about articles, after which the next one waits
[care]
monday = false

[calendar.always]
term_hours.mon = "00:00-23:59"
term_hours.tue = "00:00-23:59"
term_hours.wed = "00:00-23:59"
term_hours.thu = "00:00-23:59"
term_hours.fri = "00:00-23:59"
term_hours.sat = "00:00-23:59"
term_hours.sun = "00:00-23:59"

[school.kestrel]
name = "Kestrel"
mailbox = "kestrel"
on_silence = "open"
domains = [{ name = "kestrel.example", people = "staff" }]

[school.bracken]
name = "Bracken"
mailbox = "bracken"
on_silence = "close"
domains = [{ name = "bracken.example", people = "staff" }]
"""

_TECHNICIAN = """
[technician.{id}]
name = "{name}"
address = "{id}@it.valley.example"
line = {line}
schools = ["kestrel", "bracken"]
sensitive = {senior}
approves = {senior}
hours.mon = "00:00-23:59"
hours.tue = "00:00-23:59"
hours.wed = "00:00-23:59"
hours.thu = "00:00-23:59"
hours.fri = "00:00-23:59"
hours.sat = "00:00-23:59"
hours.sun = "00:00-23:59"
"""

_ARTICLE = """\
+++
id = "KB-{number}"
title = "{title}"
audience = "staff"
+++

**Symptom.** {symptom}

**Steps**

1. {step}
2. If it does not help, reply to this mail.
"""

_ARTICLES = (
    ("Projector shows no signal", "The projector says no signal and shows nothing of the laptop.", "Choose HDMI 1."),
    ("Paper jam in the copier", "The copier says paper jam and does not print.", "Open the side door and pull."),
    ("Forgotten password", "You have forgotten your password and cannot log in.", "Go to password.valley.example."),
    ("Wifi on a laptop", "The laptop does not connect to the wifi.", "Turn the wifi off and on again."),
)


def write_trust(folder: Path) -> Path:
    """Write the trust's files into a new folder of this name and give it."""
    (folder / "articles").mkdir(parents=True)
    people = (("tomasz", "Tomasz Wilk", 1), ("priya", "Priya Nambiar", 1), ("ruth", "Ruth Okafor", 3))
    technicians = "".join(
        _TECHNICIAN.format(id=id_, name=name, line=line, senior=str(line == 3).lower()) for id_, name, line in people
    )
    (folder / "trust.toml").write_text(_TRUST + technicians, encoding="utf-8")
    for number, (title, symptom, step) in enumerate(_ARTICLES, start=1):
        text = _ARTICLE.format(number=number, title=title, symptom=symptom, step=step)
        (folder / "articles" / f"kb-{number}.md").write_text(text, encoding="utf-8")
    return folder


def settings_for(
    folder: Path,
    *,
    trust: Path,
    database: str,
    port: int,
    relay: int | None = None,
    imap: ImapServer | MaildirFolder | None = None,
) -> Settings:
    """A desk in `folder` that listens on `port` and sends to the relay on that port (to a Maildir when None)."""
    # the polled mailbox's own mail system stamps; of pushed mail the peer that logs in is believed
    polled = AuthProfile("authserv", authserv_id=AUTHSERV)
    return Settings(
        file=folder / "config.toml",
        data=folder,
        database=database,
        host="desk.valley.example",
        trusts={TRUST: trust},
        mailboxes={
            id_: MailboxSettings(
                id=id_,
                trust=TRUST,
                address=address,
                auth=polled,
                imap=imap if id_ == "kestrel" and isinstance(imap, ImapServer) else None,
                maildir=imap if id_ == "kestrel" and isinstance(imap, MaildirFolder) else None,
            )
            for id_, address in MAILBOX.items()
        },
        listeners=(
            ListenerSettings(
                id="local",
                port=port,
                logins={LOGIN[0]: Secret(LOGIN[1], "the test")},
                auth=AuthProfile("trusted_peers", authserv_id=AUTHSERV),
            ),
        ),
        keys={"a": b"0123456789abcdef0123456789abcdef"},
        current_key="a",
        relay=None if relay is None else RelaySettings(host="127.0.0.1", port=relay, tls="none", timeout=10),
        maildir=folder / "maildir" if relay is None else None,
        poll_threads=1,
        one_core=False,  # desks of tests that run side by side would meet on the same
        disk_reserve_bytes=1_000_000,
    )

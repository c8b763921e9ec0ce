"""The files of a first installation, made of the answers: a commented config.toml and a trust's folder. Pure."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from mailbot.cli.start.answers import Answers, SchoolAnswer, TechnicianAnswer, id_of
from mailbot.cli.usage.start.init import IMAP_PORTS, RELAY_PORTS

_HOSTS = {"microsoft365": "outlook.office365.com", "google": "imap.gmail.com"}
_RELAYS = {"microsoft365": "smtp.office365.com", "google": "smtp.gmail.com"}
_MODEL_LINE = re.compile(r"^model = .*$", re.MULTILINE)
_RESERVED = frozenset({"central", "triage"})
_NO_TRUST = frozenset({"maildir"})  # mail that goes out lies there beside the trust

_CONFIG = """\
# The installation: ports, paths, servers. What the trust wants (schools, people, hours, rules) stands in {folder}.
# `mailbot check` reads everything and names each mistake by line. Paths start from the folder of this file.
# No secret stands here: {{ env = "NAME" }} is an environment variable, {{ file = "path" }} a file of mode 600.

[daemon]
data = "data"                 # the database, keys, mail that waits; back up this folder
host = {host}     # stands after the @ of every Message-ID: a name that is yours for good
{model}
[database]
url = "sqlite:///data/mailbot.sqlite3"

[trust.{trust}]
folder = {folder_text}
"""
_MODEL = """\
# model = "PATH/data/model"   a model of meaning: it finds articles better; `make model` fills that folder
"""
_MAILBOX = """
# {comment}
[mailbox.{id}]
address = {address}
name = {name}
auth = {auth}{auth_comment}
plus = true                   # whether mail to name+anything@... arrives here too
"""
_IMAP = """
[mailbox.{id}.imap]
host = {host}
tls = "{tls}"
port = {port}
user = {address}
{secret}
after = "flag"                # once a mail is safe: "flag" it, "move" it to move_to, or do "nothing"
"""
_LISTENER = """
# Your mail server logs in here and hands the mail over; it is believed about who a mail is from.
[listener.local]
host = "127.0.0.1"            # beyond this machine, logins need cert_file and key_file
port = 2525
auth = "trusted_peers"
logins = { mail-server = { generated = "listener.secret" } }     # made in data/listener.secret at the first start
"""
_RELAY = """
# Where mail goes out.
[delivery.smtp]
host = {host}
tls = "{tls}"
port = {port}
"""
_NO_RELAY = """
# Where mail goes out: a folder for each recipient, to try the desk. In earnest name a relay:
# [delivery.smtp]
# host = "smtp.example"
# user = "desk"
# password = { env = "RELAY_PASSWORD" }
[delivery]
maildir = "data/maildir"
"""
_TRUST = """\
# What the trust is. Times are minutes of working time and stand in the program's rules/sla.toml until you say otherwise
# in a levels.toml here.

[trust]
id = "{id}"
name = {name}
zone = "Europe/London"
mailbox = "{mailbox}"          # for whoever belongs to no school
calendar = "all"
level = "standard"
manager = "{manager}"
fallback = {fallback}     # told when nobody else can be
leads = {{ {leads} }}          # who answers for a line
"""
_CALENDAR = """\
# When the schools are open. Term dates come from a file of the council or your school's own calendar:
#   mailbot calendar import SCHOOL FILE.ics
# A school that differs gets a table of its own: [calendar.NAME] with like = "all" and what differs; see docs/time.md.

[calendar.all]
{hours}
bank_holidays = "{nation}"    # england, wales, scotland, northern-ireland or none
# terms = [[2026-09-03, 2026-10-23], [2026-11-02, 2026-12-18]]     first and last day; without any it is always term
# holiday_hours = {{}}                                               between terms the schools are shut
# inset_days = [2026-09-01]
"""
_SCHOOL = """\
[school.{id}]
name = {name}
mailbox = "{mailbox}"
calendar = "all"
level = "standard"
on_silence = "open"         # nobody answers an offer of articles: open a ticket, or "close"
domains = [
{domains}
]                           # add your pupils' domain with people = "pupils": they get tickets, no articles
"""
_TECHNICIAN = """
[technician.{id}]
name = {name}
address = {address}
line = {line}
schools = [{schools}]     # home schools
{hours}
"""


_BEST = """\
approves = true             # publishes what first line writes with #kb
sensitive = true            # sees confidential requests
"""


def without_model(config: str) -> str:
    """Give the program's own config.toml for another folder, where no model lies: its line is a comment."""
    return _MODEL_LINE.sub(lambda _: _MODEL.rstrip(), config)


def files_for(answers: Answers) -> Mapping[Path, str]:
    """Give every file with its text, config.toml last; paths start from the folder that is being filled."""
    trust = id_of(answers.trust, taken=_NO_TRUST)
    folder = Path("data") / trust
    schools = _ids([school.name for school in answers.schools], taken=_RESERVED)
    team = _ids([one.name.split()[0] for one in answers.technicians])
    boxes = _mailboxes(answers.schools, schools)
    files = {folder / "trust.toml": _trust(answers, trust=trust, team=team, mailbox=next(iter(boxes.values())))}
    files[folder / "calendars.toml"] = _CALENDAR.format(
        nation=answers.nation, hours=_hours("term_hours", "08:00-16:30")
    )
    for school, id_ in zip(answers.schools, schools, strict=True):
        files[folder / "schools" / f"{id_}.toml"] = _school(school, id_=id_, mailbox=boxes[school.mailbox])
    files[folder / "technicians.toml"] = _technicians(answers.technicians, ids=team, schools=schools)
    files[Path("config.toml")] = _config(answers, trust=trust, folder=folder, boxes=boxes)
    return files


def _ids(names: Sequence[str], *, taken: frozenset[str] = frozenset()) -> list[str]:
    made: list[str] = []
    for name in names:
        made.append(id_of(name, taken=taken | frozenset(made)))
    return made


def _mailboxes(schools: Sequence[SchoolAnswer], ids: Sequence[str]) -> Mapping[str, str]:
    """The mailbox's id by address: that of the first school that has it."""
    boxes: dict[str, str] = {}
    for school, id_ in zip(schools, ids, strict=True):
        boxes.setdefault(school.mailbox, id_)
    return boxes


def _trust(answers: Answers, *, trust: str, team: Sequence[str], mailbox: str) -> str:
    by_line = {one.line: id_ for one, id_ in reversed(list(zip(answers.technicians, team, strict=True)))}
    highest = by_line[max(by_line)]
    return _TRUST.format(
        id=trust,
        name=_text(answers.trust),
        mailbox=mailbox,
        manager=highest,
        fallback=_text(answers.technicians[team.index(highest)].address),
        leads=", ".join(f'{line} = "{by_line.get(line, highest)}"' for line in (1, 2, 3)),
    )


def _school(school: SchoolAnswer, *, id_: str, mailbox: str) -> str:
    domains = "\n".join(f'  {{ name = {_text(domain)}, people = "staff" }},' for domain in school.domains)
    return _SCHOOL.format(id=id_, name=_text(school.name), mailbox=mailbox, domains=domains)


def _technicians(team: Sequence[TechnicianAnswer], *, ids: Sequence[str], schools: Sequence[str]) -> str:
    head = "# The IT team: line, home schools, hours by day (a day that is missing is a day off); see docs/time.md.\n"
    tables = [
        _TECHNICIAN.format(
            id=id_,
            name=_text(one.name),
            address=_text(one.address),
            line=one.line,
            schools=", ".join(f'"{school}"' for school in schools),
            hours=_hours("hours", "08:00-16:00"),
        )
        for one, id_ in zip(team, ids, strict=True)
    ]
    best = max(range(len(team)), key=lambda place: (team[place].line, -place))
    tables[best] += _BEST
    return head + "".join(tables)


def _config(answers: Answers, *, trust: str, folder: Path, boxes: Mapping[str, str]) -> str:
    host = answers.schools[0].mailbox.rpartition("@")[2]
    parts = [
        _CONFIG.format(
            host=_text(f"mailbot.{host}"), model=_MODEL, trust=trust, folder=folder, folder_text=_text(str(folder))
        )
    ]
    for address, id_ in boxes.items():
        parts.append(_mailbox(answers, address=address, id_=id_))
    if answers.provider == "listener":
        parts.append(_LISTENER)
    relay, user = _relay_of(answers)
    tls, port = answers.relay_tls, answers.relay_port or RELAY_PORTS[answers.relay_tls]
    parts.append(_RELAY.format(host=_text(relay), tls=tls, port=port) if relay else _NO_RELAY)
    if user:
        parts.append(f'user = {_text(user)}\npassword = {{ env = "RELAY_PASSWORD" }}\n')
    return "".join(parts)


def _mailbox(answers: Answers, *, address: str, id_: str) -> str:
    provider = answers.provider
    names = [school.name for school in answers.schools if school.mailbox == address]
    auth, comment = {
        "listener": ("trusted_peers", "     # what the listener's peers vouch for"),
        "imap": ("none", "     # nobody is proven: no technician is obeyed without a question. docs/trust.md"),
    }.get(provider, (provider, "     # whose word proves a sender"))
    made = _MAILBOX.format(
        id=id_,
        comment=", ".join(names)[:100],
        address=_text(address),
        name=_text(f"{names[0]} IT helpdesk"),
        auth=_text(auth),
        auth_comment=comment,
    )
    if provider == "listener":
        return made
    host, tls, port = answers.imap_host, answers.imap_tls, answers.imap_port
    if provider != "imap":
        host, tls, port = _HOSTS[provider], "implicit", None
    return made + _IMAP.format(
        id=id_,
        host=_text(host),
        tls=tls,
        port=port or IMAP_PORTS[tls],
        address=_text(address),
        secret=_secret(answers, id_=id_),
    )


def _relay_of(answers: Answers) -> tuple[str, str]:
    """The relay and who logs in there; the providers' own want a login, as the first mailbox where nobody is named."""
    if answers.relay:
        return answers.relay, answers.relay_user
    relay = _RELAYS.get(answers.provider, "")
    return relay, (answers.relay_user or answers.schools[0].mailbox) if relay else ""


def _secret(answers: Answers, *, id_: str) -> str:
    if answers.provider == "microsoft365":
        tenant, client = _text(answers.tenant), _text(answers.client)
        where = '{ env = "MAILBOT_CLIENT_SECRET" }'
        return f'oauth = {{ provider = "microsoft365", tenant = {tenant}, client_id = {client}, secret = {where} }}'
    return f'password = {{ env = "{variable_of(id_)}" }}     # an application password where the provider asks for one'


def variable_of(mailbox: str) -> str:
    """Give the environment variable that holds the password of the mailbox with this id."""
    return f"{mailbox.upper().replace('-', '_')}_PASSWORD"


def variables_of(answers: Answers) -> tuple[str, ...]:
    """Give the environment variables that the written configuration reads its secrets from."""
    names: list[str] = []
    schools = _ids([school.name for school in answers.schools], taken=_RESERVED)
    if answers.provider == "microsoft365":
        names.append("MAILBOT_CLIENT_SECRET")
    elif answers.provider != "listener":
        names += [variable_of(id_) for id_ in _mailboxes(answers.schools, schools).values()]
    return (*names, *(("RELAY_PASSWORD",) if _relay_of(answers)[1] else ()))


def _hours(key: str, hours: str) -> str:
    days = ", ".join(f'{day} = "{hours}"' for day in ("mon", "tue", "wed", "thu", "fri"))
    return f"{key} = {{ {days} }}"


def _text(value: str) -> str:
    """A TOML string; JSON's escapes are a part of TOML's."""
    return json.dumps(value, ensure_ascii=False)

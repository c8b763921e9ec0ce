"""What has to be known to write a first configuration, as values; and what of an answer is refused, in a sentence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mailbot.cli.usage.start.init import Provider
from mailbot.settings.installation import Tls
from mailbot.settings.servers import is_local

MOST_SCHOOLS = 500

_ADDRESS = re.compile(r"[A-Za-z0-9._+'-]{1,64}@([A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63}){1,8})")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_PERSON = re.compile(r"\s*([^<>,]{2,100}?)\s*<([^<>\s]{3,200})>\s*(?:[=,]\s*([123]))?\s*")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250})")


class WrongAnswerError(ValueError):
    """An answer that cannot be used; the text says what would be right."""


@dataclass(frozen=True, slots=True)
class SchoolAnswer:
    """A school: its name, the domains its staff write from, and its helpdesk's address."""

    name: str
    domains: tuple[str, ...]
    mailbox: str


@dataclass(frozen=True, slots=True)
class TechnicianAnswer:
    """Somebody of the IT team."""

    name: str
    address: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Answers:
    """All that is asked. `imap_host`, `imap_tls` and `imap_port` count for the provider "imap" alone, `tenant` and
    `client` for Microsoft's, `relay_tls` and `relay_port` for a `relay` that is named. No port is the usual one.
    """

    trust: str
    schools: tuple[SchoolAnswer, ...]
    technicians: tuple[TechnicianAnswer, ...]
    provider: Provider
    imap_host: str = ""
    imap_tls: Tls = "implicit"
    imap_port: int | None = None
    relay: str = ""
    relay_user: str = ""
    relay_tls: Tls = "starttls"
    relay_port: int | None = None
    tenant: str = ""
    client: str = ""
    nation: str = "england"


def school_in(text: str) -> SchoolAnswer:
    """Read "Oakfold First School = oakfold.example, staff.oakfold.example = it@oakfold.example".

    Raises WrongAnswerError.
    """
    parts = [part.strip() for part in text.split("=")]
    if len(parts) != 3 or not parts[0]:
        raise WrongAnswerError('write "NAME = DOMAIN[, DOMAIN] = HELPDESK ADDRESS"')
    return SchoolAnswer(name_in(parts[0]), domains_in(parts[1]), address_in(parts[2]))


def technician_in(text: str) -> TechnicianAnswer:
    """Read "Ruth Adeyemi <ruth@trust.example> = 3"; without the line it is the first. Raises WrongAnswerError."""
    found = _PERSON.fullmatch(text)
    if found is None:
        raise WrongAnswerError('write "NAME <ADDRESS>", and "= 2" or "= 3" behind it for the second or third line')
    return TechnicianAnswer(name_in(found[1]), address_in(found[2]), int(found[3] or 1))


def domains_in(text: str) -> tuple[str, ...]:
    """Read domains with commas between them. Raises WrongAnswerError."""
    written = (part.strip().lower().removeprefix("@") for part in text.split(",") if part.strip())
    domains = tuple(dict.fromkeys(written))
    wrong = next((domain for domain in domains if not _DOMAIN.fullmatch(domain)), None)
    if wrong is not None or not domains:
        raise WrongAnswerError(f'"{wrong or text}" is no domain; write "oakfold.example"')
    return domains


def address_in(text: str) -> str:
    """Read one address. Raises WrongAnswerError."""
    address = text.strip().lower()
    if not _ADDRESS.fullmatch(address):
        raise WrongAnswerError(f'"{text.strip()}" is no address; write "it@oakfold.example"')
    return address


def host_in(text: str) -> str:
    """Read a server's name. Raises WrongAnswerError."""
    if not _HOST.fullmatch(text.strip()):
        raise WrongAnswerError(f'"{text.strip()}" is no server; write "imap.oakfold.example"')
    return text.strip().lower()


def tls_in(text: str, *, ports: Mapping[Tls, int], host: str, login: bool = True) -> Tls:
    """Read how the connection to `host` is kept secret, one of `ports`; `login`: whether a password goes there.

    Raises WrongAnswerError.
    """
    found = next((tls for tls in ports if tls == text.strip().lower()), None)
    if found is None:
        raise WrongAnswerError(f'"{text.strip()}" is not known; write {", ".join(ports)}')
    if found == "none" and login and not is_local(host):
        raise WrongAnswerError(f'the password would go to {host} in the clear; write "implicit" or "starttls"')
    return found


def port_in(text: str) -> int:
    """Read a server's port, 1 to 65535. Raises WrongAnswerError."""
    written = text.strip()
    if not (written.isascii() and written.isdecimal() and len(written) <= 5 and 1 <= int(written) <= 65_535):
        raise WrongAnswerError(f'"{written}" is no port; write a number from 1 to 65535, such as 587')
    return int(written)


def name_in(text: str) -> str:
    """Read a name. Raises WrongAnswerError."""
    name = " ".join(text.split())
    if not 2 <= len(name) <= 100:
        raise WrongAnswerError("a name has 2 to 100 characters")
    if not name.isprintable():
        raise WrongAnswerError(f"{name!a} holds a character that no name has")
    return name


def new_domains_in(text: str, *, taken: Mapping[str, str]) -> tuple[str, ...]:
    """Read domains that no other school has; `taken` names those by domain. Raises WrongAnswerError."""
    domains = domains_in(text)
    twice = next((domain for domain in domains if domain in taken), None)
    if twice is not None:
        raise WrongAnswerError(f"{twice} is a domain of {taken[twice]}; leave it to one of them")
    return domains


def new_technician_in(text: str, *, taken: Mapping[str, str]) -> TechnicianAnswer:
    """Read a technician whose address nobody else has; `taken` names those by address. Raises WrongAnswerError."""
    found = technician_in(text)
    if found.address in taken:
        raise WrongAnswerError(f"{found.address} is the address of {taken[found.address]}; it says who writes")
    return found


def schools_in(texts: Sequence[str]) -> tuple[SchoolAnswer, ...]:
    """Read several schools that share no domain. Raises WrongAnswerError."""
    taken: dict[str, str] = {}
    schools = tuple(school_in(text) for text in texts)
    for school in schools:
        new_domains_in(", ".join(school.domains), taken=taken)
        taken |= dict.fromkeys(school.domains, school.name)
    return schools


def team_in(texts: Sequence[str]) -> tuple[TechnicianAnswer, ...]:
    """Read a whole team: each with an address of their own, and somebody on the first line. Raises WrongAnswerError."""
    team: list[TechnicianAnswer] = []
    for text in texts:
        team.append(new_technician_in(text, taken={one.address: one.name for one in team}))
    if all(one.line != 1 for one in team):
        raise WrongAnswerError("nobody is on line 1, where tickets begin; name somebody without a line, or with 1")
    return tuple(team)


def id_of(name: str, *, taken: frozenset[str] = frozenset()) -> str:
    """Give the id for a name: lower case, letters and digits with dashes between, unlike those `taken`.

    Example: "St Winifred's First School" gives "st-winifreds-first-school".
    """
    plain = re.sub(r"['\u2019]", "", name.casefold())
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "one"
    numbered = (made, *(f"{made}-{number}" for number in range(2, MOST_SCHOOLS + 2)))
    return next(id_ for id_ in numbered if id_ not in taken)

"""Asks at the terminal for what a first configuration needs; a wrong answer is explained and asked again."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from mailbot.cli.start.answers import (
    MOST_SCHOOLS,
    Answers,
    SchoolAnswer,
    TechnicianAnswer,
    WrongAnswerError,
    address_in,
    host_in,
    name_in,
    new_domains_in,
    new_technician_in,
    port_in,
    tls_in,
)
from mailbot.cli.usage.start.init import IMAP_PORTS, PROVIDERS, RELAY_PORTS, Provider
from mailbot.settings.installation import Tls

Answer = TypeVar("Answer")
Ask = Callable[[str], str]
Say = Callable[[str], None]

_BEGINNING = """\
A few questions, then the files are written; you can change all of it later.
Ctrl-C ends this, and nothing is written. Enter alone takes what stands in [].
"""


def ask_all(ask: Ask, say: Say) -> Answers:
    """Ask for everything. `ask` shows a question and gives the line that was typed (EOFError ends it), `say` prints."""
    say(_BEGINNING)
    trust = _asked(ask, say, "The name of the trust (or of the one school)", name_in)
    provider = _provider(ask, say)
    imap_host = _asked(ask, say, "Its IMAP server", host_in) if provider == "imap" else ""
    imap_tls, imap_port = _way(ask, say, host=imap_host, ports=IMAP_PORTS) if imap_host else ("implicit", None)
    tenant = client = ""
    if provider == "microsoft365":
        tenant = _asked(ask, say, "The tenant (its id or domain)", host_in)
        client = _asked(ask, say, "The application (client) id with IMAP.AccessAsApp", host_in)
    schools = _schools(ask, say, trust=trust)
    team = _team(ask, say)
    else_ = "the provider's" if provider in ("microsoft365", "google") else "into folders, to try it"
    relay = _optional(ask, say, f"The mail server that mail goes out by (empty: {else_})", host_in) or ""
    user = (_optional(ask, say, "Who logs in there (empty: nobody)", str) or "") if relay else ""
    relay_tls, relay_port = (
        _way(ask, say, host=relay, ports=RELAY_PORTS, login=bool(user)) if relay else ("starttls", None)
    )
    return Answers(
        trust=trust,
        schools=schools,
        technicians=team,
        provider=provider,
        imap_host=imap_host,
        imap_tls=imap_tls,
        imap_port=imap_port,
        relay=relay,
        relay_user=user,
        relay_tls=relay_tls,
        relay_port=relay_port,
        tenant=tenant,
        client=client,
    )


def _provider(ask: Ask, say: Say) -> Provider:
    say("Where are the helpdesk's mailboxes?")
    by_number = dict(enumerate(PROVIDERS, start=1))
    for number, provider in by_number.items():
        say(f"  {number}  {PROVIDERS[provider]}")

    def read(text: str) -> Provider:
        if not text.isdecimal() or int(text) not in by_number:
            raise WrongAnswerError(f"write a number from 1 to {len(by_number)}")
        return by_number[int(text)]

    return _asked(ask, say, "Number", read, default="1")


def _way(ask: Ask, say: Say, *, host: str, ports: Mapping[Tls, int], login: bool = True) -> tuple[Tls, int | None]:
    """How the connection to a server is kept secret, and its port; the first of `ports` stands in the question."""
    read = partial(tls_in, ports=ports, host=host, login=login)
    tls = _asked(ask, say, f"  TLS: {', '.join(ports)}", read, default=next(iter(ports)))
    return tls, _asked(ask, say, "  Port", port_in, default=str(ports[tls]))


def _schools(ask: Ask, say: Say, *, trust: str) -> tuple[SchoolAnswer, ...]:
    schools: list[SchoolAnswer] = []
    name: str | None = _asked(ask, say, "A school's name", name_in, default=trust)
    while name is not None and len(schools) < MOST_SCHOOLS:
        taken = {domain: school.name for school in schools for domain in school.domains}
        domains = _asked(ask, say, f"  Domains that staff of {name} write from", partial(new_domains_in, taken=taken))
        mailbox = _asked(ask, say, "  Its helpdesk's address", address_in, default=f"it@{domains[0]}")
        schools.append(SchoolAnswer(name, domains, mailbox))
        name = _optional(ask, say, "Another school's name (empty: that was all)", name_in)
    return tuple(schools)


def _team(ask: Ask, say: Say) -> tuple[TechnicianAnswer, ...]:
    say("The IT team, such as: Ruth Adeyemi <ruth@trust.example> = 2")
    say("The number is the line: 1, 2 or 3.")
    team: list[TechnicianAnswer] = []
    while len(team) < MOST_SCHOOLS:
        read = partial(new_technician_in, taken={one.address: one.name for one in team})
        if not team:
            team.append(_asked(ask, say, "A technician", read))
            continue
        found = _optional(ask, say, "Another one (empty: that was all)", read)
        if found is not None:
            team.append(found)
        elif any(one.line == 1 for one in team):
            break
        else:
            say("  Nobody is on line 1 yet, where tickets begin.")
    return tuple(team)


def _asked(ask: Ask, say: Say, question: str, read: Callable[[str], Answer], *, default: str = "") -> Answer:
    """Ask until there is an answer that can be used; `default` is shown, and taken for an empty line."""
    while True:
        found = _optional(ask, say, f"{question} [{default}]" if default else question, read, default=default)
        if found is not None:
            return found
        say("  This has to be known.")


def _optional(ask: Ask, say: Say, question: str, read: Callable[[str], Answer], *, default: str = "") -> Answer | None:
    """Ask until there is an answer that can be used, or none."""
    while True:
        text = ask(f"{question}: ").strip() or default
        if not text:
            return None
        try:
            return read(text)
        except WrongAnswerError as error:
            say(f"  That cannot be used: {error}.")

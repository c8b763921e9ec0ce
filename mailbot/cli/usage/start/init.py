"""Write a first configuration: a commented config.toml and a trust's folder, by a few questions or by flags.

examples:
  mailbot init desk             asks at the terminal
  mailbot init desk --demo      the invented trust, to look around in
  mailbot init desk --trust "Oak Trust" --provider google \\
      --school "Oakfold School = oakfold.example = it@oakfold.example" \\
      --technician "Ruth Adeyemi <ruth@oak.example> = 1"
  mailbot init desk ... --provider imap --imap-host imap.oak.example \\
      --relay smtp.oak.example --relay-user desk

It prints what to do next: the secrets that the desk will read from the environment, then `mailbot check` and `mailbot
run`. Nothing that is there already is overwritten; where something is in the way, or an answer cannot be used, nothing
is written and the exit status is 1.
"""

import argparse
from pathlib import Path
from typing import Literal

from mailbot.settings.installation import Tls

Provider = Literal["microsoft365", "google", "imap", "listener"]
PROVIDERS: dict[Provider, str] = {
    "microsoft365": "Microsoft 365 (Exchange Online)",
    "google": "Google Workspace",
    "imap": "another server, by IMAP",
    "listener": "our mail server hands it over by SMTP",
}
NATIONS = ("england", "wales", "scotland", "northern-ireland", "none")
# the usual port of each kind of TLS; the first is what is taken where nobody says
IMAP_PORTS: dict[Tls, int] = {"implicit": 993, "starttls": 143, "none": 143}
RELAY_PORTS: dict[Tls, int] = {"starttls": 587, "implicit": 465, "none": 25}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder, and the answers."""
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="default: this folder")
    parser.add_argument("--demo", action="store_true", help="the invented trust; asks nothing")
    parser.add_argument("--trust", metavar="NAME", help="the trust's name")
    parser.add_argument(
        "--school", action="append", metavar="S", help='"NAME = DOMAIN[, DOMAIN] = ADDRESS"; may be given several times'
    )
    parser.add_argument(
        "--technician", action="append", metavar="T", help='"NAME <ADDRESS> = LINE"; may be given several times'
    )
    parser.add_argument(
        "--provider", choices=tuple(PROVIDERS), metavar="P", help=f"where the mailboxes are: {', '.join(PROVIDERS)}"
    )
    parser.add_argument("--nation", default="england", choices=NATIONS, metavar="N", help=_nations())
    _mailboxes(parser)
    _relay(parser)
    # what every command takes; here it would only be misunderstood
    parser.add_argument("--config", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _nations() -> str:
    return f"whose bank holidays count: {', '.join(NATIONS)} (default: %(default)s)"


def _mailboxes(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how mail is fetched")
    group.add_argument("--imap-host", default="", metavar="HOST", help='for the provider "imap"')
    group.add_argument("--imap-tls", metavar="TLS", help=f'for "imap": {_kinds(IMAP_PORTS)}')
    group.add_argument("--imap-port", default="", metavar="PORT", help=f'for "imap": default {_ports(IMAP_PORTS)}')
    group.add_argument("--tenant", default="", metavar="ID", help="for microsoft365: the directory's id or domain")
    group.add_argument(
        "--client-id", default="", metavar="ID", help="for microsoft365: the application that reads the mailboxes"
    )


def _relay(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how mail goes out")
    group.add_argument(
        "--relay", default="", metavar="HOST", help="takes mail out (default: the provider's, else folders, to try it)"
    )
    group.add_argument(
        "--relay-user",
        default="",
        metavar="USER",
        help="who logs in there (default: nobody; at the provider's, the first mailbox)",
    )
    group.add_argument("--relay-tls", metavar="TLS", help=f"for --relay: {_kinds(RELAY_PORTS)}")
    group.add_argument("--relay-port", default="", metavar="PORT", help=f"for --relay: default {_ports(RELAY_PORTS)}")


def _kinds(ports: dict[Tls, int]) -> str:
    """Example: `implicit (default), starttls, none`."""
    first, *others = ports
    return f"{first} (default), {', '.join(others)}"


def _ports(ports: dict[Tls, int]) -> str:
    """Example: `993, with starttls 143, with none 143`."""
    (_, port), *others = ports.items()
    return ", ".join([str(port), *(f"with {tls} {other}" for tls, other in others)])

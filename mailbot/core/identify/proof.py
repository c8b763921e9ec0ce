"""How sure it is that a mail comes from the domain in its From: the auth profile's one believed result.

Only what the mailbox's or listener's own mail system wrote counts; every other claim in a mail is ignored. Results are
Authentication-Results (RFC 8601) with DMARC (RFC 7489), or Exchange Online's mark on mail between its own users.
"""

import re
from dataclasses import dataclass

import authres

from mailbot.core.identify.domain import ascii_domain
from mailbot.core.model.message import Message
from mailbot.core.model.people import Proof

LONGEST_RESULT = 4096
# The name that our own verification signs with; only a listener that verifies puts it on top (mail/smtp/verify.py).
OUR_STAMP = "verify.mailbot.invalid"

_RESULTS = "authentication-results"
_INTERNAL = "x-ms-exchange-organization-authas"
_CROSS_TENANT = "x-ms-exchange-crosstenant-authas"
# Exchange Online names no server; a name in front makes its header one of the standard's.
_NAMELESS = "exchange-online"
# What nearly every server writes: no comment, no quote, nothing folded into a value. Read by itself, since the library
# takes a millisecond; whatever is any other is the library's to read.
_WORD = r"[A-Za-z][A-Za-z0-9-]{0,40}"
_PLAIN_PART = re.compile(rf"({_WORD})=({_WORD})((?:\s+{_WORD}\.{_WORD}=[A-Za-z0-9.@_+-]{{1,300}}){{0,20}})")
_PLAIN_SERVER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_BARE_DOMAIN = re.compile(r"[ \t]{0,100}[A-Za-z0-9.-]{0,253}[ \t]{0,100}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the believed result says about the sender's domain, and the sentence for it."""

    proof: Proof
    reason: str


def prove(message: Message, *, kind: str, authserv_id: str, vouched: bool) -> Judgement:
    """Judge the sender of `message` by the auth profile `kind` (with `authserv_id` where it names a server).

    `vouched`: the peer that handed the mail over is one whose word counts, or our listener has looked itself.
    """
    if message.sender is None:
        return Judgement("unproven", "the From names no single plain mailbox")
    domain = ascii_domain(message.sender.address.rpartition("@")[2])
    match kind:
        case "microsoft365":
            return _microsoft(message, domain=domain)
        case "google":
            return _judge(_stamp_of(message, authserv_id="mx.google.com"), domain=domain)
        case "authserv":
            return _judge(_stamp_of(message, authserv_id=authserv_id) if authserv_id else None, domain=domain)
        case "trusted_peers" if vouched:
            stamp = _stamp_of(message, authserv_id=authserv_id) if authserv_id else _topmost(message)
            return _judge(stamp, domain=domain)
        case "verify" if vouched:
            return _judge(_own_stamp(message), domain=domain)
        case "trusted_peers" | "verify":
            return Judgement("unproven", "the peer that handed the mail over is not one whose word counts")
        case _:
            return Judgement("unproven", "nothing here can prove a sender")


def _microsoft(message: Message, *, domain: str) -> Judgement:
    stamp = _topmost(message)
    if stamp is not None and not _names_a_server(stamp):
        judged = _judge(f"{_NAMELESS}; {_in_grammar(stamp)}", domain=domain)
        if judged.proof != "unproven":
            return judged
    if _values(message, _INTERNAL) == ("internal",) and set(_values(message, _CROSS_TENANT)) <= {"internal"}:
        return Judgement("proven", "Exchange Online marks it as mail between its own users")
    return Judgement("unproven", "Exchange Online says nothing that proves the sender")


def _in_grammar(stamp: str) -> str:
    """The stamp without the recipient's bare domain and the `;` at the end, which older servers write."""
    return ";".join(part for part in stamp[:LONGEST_RESULT].split(";") if _BARE_DOMAIN.fullmatch(part) is None)


def _values(message: Message, name: str) -> tuple[str, ...]:
    return tuple(header.value.strip().lower() for header in message.headers if header.name.lower() == name)


def _topmost(message: Message) -> str | None:
    return next((header.value for header in message.headers if header.name.lower() == _RESULTS), None)


def _own_stamp(message: Message) -> str | None:
    stamp = _topmost(message)
    return stamp if stamp is not None and _server_named(stamp.partition(";")[0]) == OUR_STAMP else None


def _stamp_of(message: Message, *, authserv_id: str) -> str | None:
    """The topmost result that this server signs with its name; a forged one can only stand below it."""
    stamps = (header.value for header in message.headers if header.name.lower() == _RESULTS)
    return next((value for value in stamps if _server_named(value) == authserv_id.lower()), None)


def _server_named(value: str) -> str:
    words = value.partition(";")[0].split()
    return words[0].lower() if words else ""


def _names_a_server(value: str) -> bool:
    return "=" not in value.partition(";")[0].partition("(")[0]


def _judge(stamp: str | None, *, domain: str) -> Judgement:
    """One stamp, one dmarc result, about our sender's domain: anything else proves nothing."""
    if stamp is None:
        return Judgement("unproven", "no result of the mail system that we believe")
    results = _dmarc_results(stamp)
    if results is None:
        return Judgement("unproven", "the mail system's result cannot be read")
    if len(results) != 1:
        return Judgement("unproven", f"the mail system gives {len(results)} DMARC results, not one")
    result, about = results[0]
    if about != domain:
        return Judgement("unproven", "the DMARC result is about another domain than the From")
    if result == "pass":
        return Judgement("proven", f"DMARC passed for {domain}")
    if result == "fail":
        return Judgement("proven_false", f"DMARC failed for {domain}")
    return Judgement("unproven", f"DMARC says neither pass nor fail for {domain}")


def _dmarc_results(stamp: str) -> list[tuple[str, str]] | None:
    """Result and domain of each dmarc in the stamp; None where it is too long or not in the standard's grammar."""
    if len(stamp) >= LONGEST_RESULT:
        return None
    plain = _plain_dmarc_results(stamp)
    if plain is not None:
        return plain
    try:
        header = authres.AuthenticationResultsHeader.parse_value(stamp)
    except (authres.AuthResError, RecursionError, ValueError):
        return None
    return [
        (str(found.result).lower(), _domain_of(found))
        for found in header.results
        if str(found.method).lower() == "dmarc"
    ]


def _plain_dmarc_results(stamp: str) -> list[tuple[str, str]] | None:
    """The same for a stamp of plain words alone; None for any other."""
    server, *parts = (part.strip() for part in stamp.split(";"))
    read = [_PLAIN_PART.fullmatch(part) for part in parts]
    if not read or _PLAIN_SERVER.fullmatch(server) is None:
        return None
    found = []
    for part in read:
        if part is None:
            return None
        if part[1].lower() == "dmarc":
            given = [prop.partition("=") for prop in part[3].split()]
            domains = {value for name, _, value in given if name.lower() == "header.from"}
            about = ascii_domain(domains.pop().rpartition("@")[2]) if len(domains) == 1 else ""
            found.append((part[2].lower(), about))
    return found


def _domain_of(found: authres.AuthenticationResult) -> str:
    values = {
        str(prop.value) for prop in found.properties if (prop.type.lower(), prop.name.lower()) == ("header", "from")
    }
    return ascii_domain(values.pop().rpartition("@")[2]) if len(values) == 1 else ""

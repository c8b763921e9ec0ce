"""Our own look at who sent a mail that came to our listener: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489).

An optional part (the extra `verify`). It writes what it found on top of the mail as an Authentication-Results header of
ours, as any receiving mail server does; what that is worth is decided in core/identify. DNS is asked through `Lookup`.
"""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any, Final

import dkim
import dns.exception
import dns.resolver
import spf
from publicsuffixlist import PublicSuffixList

from mailbot.core.identify.domain import ascii_domain
from mailbot.core.identify.proof import OUR_STAMP
from mailbot.core.parse.headers import read_headers, strict_sender
from mailbot.core.parse.wire.guard import header_end

MOST_LOOKUPS: Final = 40
MOST_SIGNATURES: Final = 5
LEAST_KEY: Final = 1024
LOOKUP_SECONDS: Final = 3.0
MAIL_SECONDS: Final = 20.0
_MOST_VOID: Final = 2  # RFC 7208 section 4.6.4

_DOMAIN = re.compile(r"[a-z0-9.-]{1,253}")
_TAGS = re.compile(r"\s*([a-z]{1,10})\s*=\s*([^;]{0,500}?)\s*(?:;|$)", re.IGNORECASE)

Lookup = Callable[[str, str], Sequence[str]]
Stamp = Callable[[bytes, str, str, str], bytes]


class LookupFailed(Exception):  # noqa: N818 -- the name says what happened
    """DNS gave no answer now, which says nothing about the name: neither yes nor no."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who handed a mail over: the peer's IP address ('' for a local one), its HELO name, and the envelope's sender."""

    peer: str
    helo: str
    sender: str


@dataclass(frozen=True, slots=True)
class Found:
    """The three results in the words of RFC 8601; `domain` is that of From, '' where From names nobody."""

    spf: str
    dkim: str
    dmarc: str
    domain: str


def stamper(lookup: Lookup | None = None) -> Stamp:
    """Give the function that puts our result on top of a mail; `lookup` asks DNS, by default the system's resolver.

    `lookup(name, kind)` gives the records as text (TXT joined, MX as "10 host"), none where there are none. It raises
    LookupFailed where nothing can be said.
    """
    used = lookup or system_lookup

    def stamp(raw: bytes, peer: str, helo: str, sender: str) -> bytes:
        return _header(verify(raw, Envelope(peer, helo, "" if sender == "<>" else sender), lookup=used)) + raw

    return stamp


def verify(raw: bytes, envelope: Envelope, *, lookup: Lookup) -> Found:
    """Look at one mail. Raises nothing: what cannot be found out is `temperror` or `permerror`, which prove nothing."""
    bounded = _Bounded(lookup)
    head = message_from_bytes(raw[: header_end(raw)], policy=policy.compat32)
    author = strict_sender(read_headers(head).all("from"))
    domain = ascii_domain(author.address.rpartition("@")[2]) if author else ""
    spf_result, spf_domain = _spf(envelope, lookup=bounded)
    dkim_result, signers = _dkim(raw, lookup=bounded)
    if not domain:
        return Found(spf_result, dkim_result, "none", "")
    passed = (spf_domain if spf_result == "pass" else "", signers)
    doubt = "temperror" in (spf_result, dkim_result)
    return Found(spf_result, dkim_result, _dmarc(domain, passed, doubt=doubt, lookup=bounded), domain)


def system_lookup(name: str, kind: str) -> Sequence[str]:
    """Ask the system's resolver."""
    try:
        answer = dns.resolver.resolve(name, kind, lifetime=LOOKUP_SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ()
    except (dns.exception.DNSException, OSError, ValueError) as error:
        raise LookupFailed(str(error)) from error
    if kind == "TXT":
        return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]
    return [row.to_text().rstrip(".") for row in answer]


class _Bounded:
    """A lookup that ends: so many questions, so many seconds a mail; each question is asked once."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._known: dict[tuple[str, str], Sequence[str]] = {}
        self._until = time.monotonic() + MAIL_SECONDS

    def __call__(self, name: str, kind: str) -> Sequence[str]:
        key = (name.lower().rstrip("."), kind)
        if key not in self._known:
            if len(self._known) >= MOST_LOOKUPS or time.monotonic() > self._until:
                raise LookupFailed("the mail asks for too much of DNS")
            self._known[key] = self._lookup(*key)
        return self._known[key]


class _Query(spf.query):  # type: ignore[misc]  # the library has no types
    """pyspf's evaluation, asking DNS through ours."""

    def __init__(self, envelope: Envelope, *, lookup: Lookup) -> None:
        super().__init__(i=envelope.peer, s=envelope.sender, h=envelope.helo)
        self._ask = lookup

    def dns(self, name: str, qtype: str, cnames: object = None, ignore_void: bool = False) -> list[Any]:
        """Records as pyspf wants them: TXT as tuples of bytes, MX as (preference, host), else text."""
        del cnames
        try:
            found = self._ask(str(name), qtype)
        except LookupFailed as error:
            raise spf.TempError(str(error)) from error
        if not found and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > _MOST_VOID:
                raise spf.PermError("too many lookups without an answer")
        if qtype in ("TXT", "SPF"):
            return [(text.encode("utf-8", "replace"),) for text in found]
        if qtype == "MX":
            pairs = (text.split(None, 1) for text in found)
            return [(int(pair[0]), pair[1]) for pair in pairs if len(pair) == 2 and pair[0].isdecimal()]
        return list(found)


def _spf(envelope: Envelope, *, lookup: Lookup) -> tuple[str, str]:
    """The result and the domain it is about: that of the envelope's sender, of HELO for the null sender."""
    if not envelope.peer:
        return "none", ""
    try:
        query = _Query(envelope, lookup=lookup)
        result = str(query.check()[0])
    except Exception:  # noqa: BLE001 -- hostile records: whatever the library trips over proves nothing
        return "permerror", ""
    return result, ascii_domain(str(query.o or ""))


def _dkim(raw: bytes, *, lookup: Lookup) -> tuple[str, tuple[str, ...]]:
    """The best result of the first signatures, and the domains whose signature holds for the whole mail."""
    results: list[str] = []
    signers: list[str] = []

    def key(name: bytes, timeout: int = 5) -> bytes | None:
        del timeout
        records = lookup(name.decode("ascii", "replace"), "TXT")
        return records[0].encode("ascii", "replace") if len(records) == 1 else None

    for place in range(MOST_SIGNATURES):
        try:
            signed = dkim.DKIM(raw, minkey=LEAST_KEY)
            holds = signed.verify(idx=place, dnsfunc=key)
        except LookupFailed:
            results.append("temperror")
            continue
        except dkim.ValidationError:  # read, and not what the domain signed
            results.append("fail")
            continue
        except Exception:  # noqa: BLE001 -- hostile signatures: whatever the library trips over proves nothing
            results.append("permerror")
            continue
        if signed.domain is None:  # there are no more
            break
        whole = b"l" not in signed.signature_fields and signed.signature_fields.get(b"a") != b"rsa-sha1"
        results.append("pass" if holds and whole else "fail")
        if results[-1] == "pass":
            signers.append(ascii_domain(signed.domain.decode("ascii", "replace")))
    best = next((one for one in ("pass", "temperror", "fail", "permerror") if one in results), "none")
    return best, tuple(signers)


def _dmarc(domain: str, passed: tuple[str, tuple[str, ...]], *, doubt: bool, lookup: Lookup) -> str:
    """Whether SPF or DKIM passed for a domain aligned with From, where its owner publishes a policy at all."""
    try:
        tags = _policy(domain, lookup=lookup)
    except LookupFailed:
        return "temperror"
    if tags is None:
        return "none"
    spf_domain, signers = passed
    by_spf = _aligned(spf_domain, domain, strict=tags.get("aspf", "r") == "s")
    by_dkim = any(_aligned(signer, domain, strict=tags.get("adkim", "r") == "s") for signer in signers)
    if by_spf or by_dkim:
        return "pass"
    return "temperror" if doubt else "fail"


def _policy(domain: str, *, lookup: Lookup) -> dict[str, str] | None:
    """The tags of the one DMARC record of the domain, else of its organisation's domain (RFC 7489 section 6.6.3)."""
    for name in dict.fromkeys((domain, _organisation(domain))):
        records = [text for text in lookup(f"_dmarc.{name}", "TXT") if text.strip().lower().startswith("v=dmarc1")]
        if len(records) == 1:
            return {tag.lower(): value.strip().lower() for tag, value in _TAGS.findall(records[0][:2000])}
        if records:
            return None
    return None


def _aligned(proven: str, domain: str, *, strict: bool) -> bool:
    if not proven:
        return False
    return proven == domain or (not strict and _organisation(proven) == _organisation(domain))


_SUFFIXES = PublicSuffixList(accept_unknown=True)


def _organisation(domain: str) -> str:
    return str(_SUFFIXES.privatesuffix(domain) or domain)


def _header(found: Found) -> bytes:
    about = f" header.from={found.domain}" if _DOMAIN.fullmatch(found.domain) else ""
    dmarc = found.dmarc if about else "none"
    line = f"Authentication-Results: {OUR_STAMP}; spf={found.spf}; dkim={found.dkim}; dmarc={dmarc}{about}\r\n"
    return line.encode("ascii")

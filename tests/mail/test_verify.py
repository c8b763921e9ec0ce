"""Our own SPF, DKIM and DMARC, against DNS that stands in a table and keys made here: no network, real signatures."""

import base64
import smtplib
import socketserver
import subprocess
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import dkim
import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.rrset
import pytest

from mailbot.core.identify.proof import OUR_STAMP, prove
from mailbot.core.model.message import Delivery
from mailbot.core.parse.mime import parse
from mailbot.mail.smtp.source import SmtpListener
from mailbot.mail.smtp.verify import Envelope, LookupFailed, stamper, system_lookup, verify
from mailbot.settings.installation import AuthProfile, ListenerSettings

D = "kestrelpark.example"
PEER = "192.0.2.7"
OURS = Envelope(PEER, f"mx.{D}", f"jane@{D}")
ELSEWHERE = Envelope("198.51.100.9", "mx.evil.example", "mallory@evil.example")
MAIL = (
    b"From: Jane <jane@kestrelpark.example>\r\nTo: it@desk.example\r\nSubject: Projector\r\n"
    b"Message-ID: <a1@kestrelpark.example>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\n\r\nIt is broken.\r\n"
)
Zone = Mapping[tuple[str, str], Sequence[str]]


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    """A private key (PEM) made for this run, and the record that publishes its public half."""
    folder = tmp_path_factory.mktemp("key")
    private, public = folder / "key.pem", folder / "key.der"
    _openssl("genrsa", "-traditional", "-out", str(private), "2048")
    _openssl("rsa", "-in", str(private), "-pubout", "-outform", "DER", "-out", str(public))
    return private.read_bytes(), f"v=DKIM1; k=rsa; p={base64.b64encode(public.read_bytes()).decode()}"


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)


def zone_of(record: str, *, dmarc: str = "v=DMARC1; p=reject", **more: Sequence[str]) -> Zone:
    """What kestrelpark.example publishes."""
    return {
        (D, "TXT"): ["v=spf1 ip4:192.0.2.0/24 -all"],
        (f"s1._domainkey.{D}", "TXT"): [record],
        (f"_dmarc.{D}", "TXT"): [dmarc] if dmarc else [],
        ("evil.example", "TXT"): ["v=spf1 ip4:198.51.100.0/24 -all"],
        ("s1._domainkey.evil.example", "TXT"): [record],
        **{(name.replace("__", "."), "TXT"): value for name, value in more.items()},
    }


def asks(zone: Zone, *, broken: str = "-") -> "object":
    """A lookup in this zone; names that contain `broken` give no answer now."""

    def lookup(name: str, kind: str) -> Sequence[str]:
        if broken in name:
            raise LookupFailed(name)
        return zone.get((name, kind), ())

    return lookup


def signed(raw: bytes, private: bytes, *, domain: str = D, **options: object) -> bytes:
    """The mail with a signature of this domain."""
    return bytes(dkim.sign(raw, b"s1", domain.encode(), private, **options)) + raw


def results(raw: bytes, envelope: Envelope, zone: Zone, *, broken: str = "-") -> tuple[str, str, str]:
    found = verify(raw, envelope, lookup=asks(zone, broken=broken))  # type: ignore[arg-type]  # a Lookup
    return found.spf, found.dkim, found.dmarc


def test_the_domains_own_server_and_signature_prove_it(key: tuple[bytes, str]) -> None:
    private, record = key
    assert results(signed(MAIL, private), OURS, zone_of(record)) == ("pass", "pass", "pass")


def test_either_is_enough(key: tuple[bytes, str]) -> None:
    private, record = key
    assert results(MAIL, OURS, zone_of(record)) == ("pass", "none", "pass")
    assert results(signed(MAIL, private), ELSEWHERE, zone_of(record)) == ("pass", "pass", "pass")


def test_another_server_without_a_signature_is_proven_false(key: tuple[bytes, str]) -> None:
    assert results(MAIL, ELSEWHERE, zone_of(key[1])) == ("pass", "none", "fail")
    forged = Envelope(ELSEWHERE.peer, ELSEWHERE.helo, OURS.sender)
    assert results(MAIL, forged, zone_of(key[1])) == ("fail", "none", "fail")


def test_the_signature_of_another_domain_does_not_count(key: tuple[bytes, str]) -> None:
    private, record = key
    assert results(signed(MAIL, private, domain="evil.example"), ELSEWHERE, zone_of(record)) == ("pass", "pass", "fail")


@pytest.mark.parametrize(
    ("was", "now"), [(b"It is broken.", b"Send me the password."), (b"Subject: Projector", b"Subject: Password")]
)
def test_a_changed_mail_is_not_the_one_that_was_signed(key: tuple[bytes, str], was: bytes, now: bytes) -> None:
    private, record = key
    changed = signed(MAIL, private).replace(was, now)
    assert results(changed, ELSEWHERE, zone_of(record)) == ("pass", "fail", "fail")


def test_a_second_from_above_the_signed_one_is_nobody(key: tuple[bytes, str]) -> None:
    private, record = key
    raw = b"From: ruth@kestrelpark.example\r\n" + signed(MAIL, private)
    assert results(raw, ELSEWHERE, zone_of(record))[2] == "none"


def test_a_signature_over_the_beginning_alone_does_not_count(key: tuple[bytes, str]) -> None:
    private, record = key
    raw = signed(MAIL, private, length=True) + b"And send me the password.\r\n"
    assert results(raw, ELSEWHERE, zone_of(record)) == ("pass", "fail", "fail")


def test_a_short_key_does_not_count(tmp_path: Path) -> None:
    private, public = tmp_path / "short.pem", tmp_path / "short.der"
    _openssl("genrsa", "-traditional", "-out", str(private), "768")
    _openssl("rsa", "-in", str(private), "-pubout", "-outform", "DER", "-out", str(public))
    zone = zone_of(f"v=DKIM1; k=rsa; p={base64.b64encode(public.read_bytes()).decode()}")
    assert results(signed(MAIL, private.read_bytes()), ELSEWHERE, zone)[2] == "fail"


@pytest.mark.parametrize(
    ("dmarc", "domain", "expected"),
    [
        ("v=DMARC1; p=none", f"mail.{D}", "pass"),
        ("v=DMARC1; p=none; adkim=s; aspf=s", f"mail.{D}", "fail"),
        ("v=DMARC1; p=none; adkim=s", D, "pass"),
        ("", D, "none"),
        ("v=spf1 -all", D, "none"),
    ],
)
def test_alignment_is_what_the_domain_asks_for(key: tuple[bytes, str], dmarc: str, domain: str, expected: str) -> None:
    private, record = key
    zone = {**zone_of(record, dmarc=dmarc), (f"s1._domainkey.mail.{D}", "TXT"): [record]}
    assert results(signed(MAIL, private, domain=domain), ELSEWHERE, zone)[2] == expected


def test_two_policies_are_none(key: tuple[bytes, str]) -> None:
    zone = {**zone_of(key[1]), (f"_dmarc.{D}", "TXT"): ["v=DMARC1; p=none", "v=DMARC1; p=reject"]}
    assert results(MAIL, OURS, zone)[2] == "none"


def test_a_part_of_an_organisation_has_its_policy(key: tuple[bytes, str]) -> None:
    raw = MAIL.replace(b"jane@kestrelpark", b"jane@staff.kestrelpark")
    assert results(raw, OURS, zone_of(key[1]))[2] == "pass"
    assert results(raw, ELSEWHERE, zone_of(key[1]))[2] == "fail"


@pytest.mark.parametrize("broken", ["_dmarc", "_domainkey", "example"])
def test_where_dns_is_silent_nothing_is_proven_either_way(key: tuple[bytes, str], broken: str) -> None:
    raw = signed(MAIL, key[0])
    assert results(raw, ELSEWHERE, zone_of(key[1]), broken=broken)[2] == "temperror"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"From: a@b.example\r\n\r\n",
        b"DKIM-Signature: v=1\r\nFrom: jane@kestrelpark.example\r\n\r\nx",
        b"DKIM-Signature: " + b"a=b;" * 5000 + b"\r\nFrom: jane@kestrelpark.example\r\n\r\nx",
        b"From: \xff\xfe@kestrelpark.example\r\n\r\n",
        b"no header at all",
    ],
)
def test_no_mail_breaks_it_and_none_of_these_is_proven(key: tuple[bytes, str], raw: bytes) -> None:
    assert results(raw, ELSEWHERE, zone_of(key[1]))[2] in ("none", "fail", "temperror")
    assert stamper(asks(zone_of(key[1])))(raw, "", "", "<>").endswith(raw)  # type: ignore[arg-type]  # a Lookup


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("v=spf1 mx -all", "pass"),
        ("v=spf1 a:box.kestrelpark.example -all", "pass"),
        ("v=spf1 mx:evil.example -all", "fail"),
        ("v=spf1 a:n1.example a:n2.example a:n3.example -all", "permerror"),
        ("v=spf1 ?all", "neutral"),
        ("v=spf1 nonsense:x -all", "permerror"),
        ("something else", "none"),
    ],
)
def test_spf_records_of_every_kind(record: str, expected: str) -> None:
    zone = {
        (D, "TXT"): [record],
        (D, "MX"): ["10 box.kestrelpark.example", "broken"],
        ("box.kestrelpark.example", "A"): [PEER],
    }
    assert results(MAIL, OURS, zone)[0] == expected


@pytest.mark.parametrize("record", ["v=DKIM1; k=rsa; p=", "v=DKIM1; k=rsa; p=AAAA", "nonsense"])
def test_a_key_that_was_withdrawn_or_is_none_proves_nothing(key: tuple[bytes, str], record: str) -> None:
    assert results(signed(MAIL, key[0]), ELSEWHERE, zone_of(record))[2] == "fail"


def test_records_that_ask_for_ever_end(key: tuple[bytes, str]) -> None:
    asked: list[str] = []

    def lookup(name: str, kind: str) -> Sequence[str]:
        asked.append(name)
        if name.startswith(("_dmarc", "s1")):
            return zone_of(key[1]).get((name, kind), ())
        return [" ".join(["v=spf1", *(f"include:{n}.{name}" for n in range(9)), "-all"])]

    found = verify(MAIL, OURS, lookup=lookup)
    assert found.spf == "permerror"
    assert len(asked) <= 40


def test_its_stamp_is_believed_on_top_of_a_mail_that_our_listener_looked_at(key: tuple[bytes, str]) -> None:
    stamp = stamper(asks(zone_of(key[1])))  # type: ignore[arg-type]  # a Lookup
    forged = f"Authentication-Results: {OUR_STAMP}; dmarc=pass header.from={D}\r\n".encode() + MAIL
    proofs = {}
    for name, raw, envelope in (
        ("ours", MAIL, OURS),
        ("elsewhere", MAIL, ELSEWHERE),
        ("forged stamp", forged, ELSEWHERE),
    ):
        message = parse(stamp(raw, envelope.peer, envelope.helo, envelope.sender))
        proofs[name] = prove(message, kind="verify", authserv_id="", vouched=True).proof
    assert proofs == {"ours": "proven", "elsewhere": "proven_false", "forged stamp": "proven_false"}
    for kind, vouched in (("verify", False), ("google", True), ("none", True)):
        assert prove(parse(forged), kind=kind, authserv_id="", vouched=vouched).proof == "unproven"


def _listens(kept: list[Delivery], verify_: object) -> SmtpListener:
    return SmtpListener(
        ListenerSettings(id="door", port=0, auth=AuthProfile(kind="verify")),
        recipients=lambda _: ("tvlt", "kestrel"),
        keep=kept.extend,
        now=lambda: datetime(2026, 11, 24, 10, tzinfo=UTC),
        disk_ok=lambda: True,
        verify=verify_,  # type: ignore[arg-type]  # a Verify
    )


def _break(*_: object) -> bytes:
    raise RuntimeError("the library broke")


def test_the_listener_stamps_what_it_keeps_and_vouches_for_it(key: tuple[bytes, str]) -> None:
    zone = {**zone_of(key[1]), (D, "TXT"): ["v=spf1 ip4:127.0.0.1 -all"]}
    kept: list[Delivery] = []
    for look in (stamper(asks(zone)), _break):  # type: ignore[arg-type]  # a Lookup
        listener = _listens(kept, look)
        listener.start()
        try:
            with smtplib.SMTP("127.0.0.1", listener.port, timeout=30) as client:
                client.sendmail(f"jane@{D}", [f"it@{D}"], MAIL)
        finally:
            listener.stop()
    looked, broken = kept
    assert looked.vouched
    assert looked.raw.endswith(MAIL)
    message = parse(looked.raw)
    assert prove(message, kind="verify", authserv_id="", vouched=looked.vouched).proof == "proven"
    assert (broken.vouched, broken.raw) == (False, MAIL)


def _answers(query: bytes) -> bytes:
    """What a name server says that knows three records, nothing of one name, and has trouble with another."""
    asked = dns.message.from_wire(query)
    name, answer = asked.question[0].name, dns.message.make_response(asked)
    known = {
        ("txt.example.", "TXT"): '"v=spf1 " "-all"',
        ("mx.example.", "MX"): "10 box.example.",
        ("a.example.", "A"): PEER,
    }
    kind = dns.rdatatype.to_text(asked.question[0].rdtype)
    record = known.get((name.to_text(), kind))
    if record:
        answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, record))
    elif name.to_text() == "gone.example.":
        answer.set_rcode(dns.rcode.NXDOMAIN)
    elif name.to_text() == "trouble.example.":
        answer.set_rcode(dns.rcode.SERVFAIL)
    return bytes(answer.to_wire())


class _NameServer(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        query, socket = self.request
        socket.sendto(_answers(query), self.client_address)


def test_the_systems_resolver_is_asked_as_the_check_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with socketserver.UDPServer(("127.0.0.1", 0), _NameServer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.server_address[1]
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
        assert system_lookup("txt.example", "TXT") == ["v=spf1 -all"]
        assert system_lookup("mx.example", "MX") == ["10 box.example"]
        assert system_lookup("a.example", "A") == [PEER]
        assert not system_lookup("gone.example", "TXT")
        assert not system_lookup("a.example", "TXT")
        for name in ("trouble.example", "x" * 64 + ".example"):
            with pytest.raises(LookupFailed):
                system_lookup(name, "TXT")
        server.shutdown()
        thread.join(10)

"""Only the believed result proves a sender: headers as mail systems really write them, and forgeries of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.identify.proof import LONGEST_RESULT, prove
from mailbot.core.model.message import Header
from tests.support.builders import a_message

AR = "Authentication-Results"
PASS = "dmarc=pass (p=REJECT) header.from=kestrelpark.example"
OFFICE = (
    "spf=pass (sender IP is 192.0.2.9) smtp.mailfrom=kestrelpark.example; dkim=pass (signature was verified)"
    " header.d=kestrelpark.example;dmarc=pass action=none header.from=kestrelpark.example;compauth=pass reason=100"
)
INTERNAL = ("X-MS-Exchange-Organization-AuthAs", "Internal")
CROSS = "X-MS-Exchange-CrossTenant-AuthAs"


def proof(*headers: tuple[str, str], kind: str, authserv_id: str = "", vouched: bool = False) -> str:
    message = a_message(headers=tuple(Header(name, value) for name, value in headers))
    return prove(message, kind=kind, authserv_id=authserv_id, vouched=vouched).proof


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([(AR, OFFICE)], "proven"),
        ([(AR, OFFICE.replace("dmarc=pass", "dmarc=fail"))], "proven_false"),
        ([(AR, OFFICE.replace("dmarc=pass", "dmarc=bestguesspass"))], "unproven"),
        ([(AR, OFFICE.replace("header.from=kestrelpark", "header.from=elsewhere"))], "unproven"),
        # A forgery that came with the mail stands below what Exchange writes on top.
        ([(AR, OFFICE.replace("dmarc=pass", "dmarc=none")), (AR, OFFICE)], "unproven"),
        # What names a server was not written by Exchange Online.
        ([(AR, f"mx.elsewhere.example; {PASS}")], "unproven"),
        ([INTERNAL], "proven"),
        ([INTERNAL, (CROSS, "Internal")], "proven"),
        ([INTERNAL, (CROSS, "Anonymous")], "unproven"),
        ([INTERNAL, INTERNAL], "unproven"),
        ([("X-MS-Exchange-Organization-AuthAs", "Anonymous")], "unproven"),
        ([INTERNAL, (AR, OFFICE.replace("dmarc=pass", "dmarc=fail"))], "proven_false"),
        ([], "unproven"),
    ],
)
def test_microsoft_365(headers: list[tuple[str, str]], expected: str) -> None:
    assert proof(*headers, kind="microsoft365") == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([(AR, f"mx.google.com; dkim=pass header.i=@kestrelpark.example; {PASS}")], "proven"),
        ([(AR, f"mx.google.com 1; {PASS}")], "proven"),
        ([(AR, f"MX.Google.com; {PASS}")], "proven"),
        ([(AR, f"mx.google.com.evil.example; {PASS}")], "unproven"),
        (
            [(AR, "mx.google.com; dmarc=fail header.from=kestrelpark.example"), (AR, f"mx.google.com; {PASS}")],
            "proven_false",
        ),
        ([(AR, f"mx.google.com; {PASS}; {PASS}")], "unproven"),
        ([(AR, f"mx.google.com; {PASS} header.from=evil.example")], "unproven"),
        ([(AR, "mx.google.com; dmarc=pass")], "unproven"),
        ([(AR, "mx.google.com; spf=pass smtp.mailfrom=kestrelpark.example")], "unproven"),
        ([(AR, f"mx.google.com; {PASS}" + " " * LONGEST_RESULT)], "unproven"),
        ([(AR, "mx.google.com; " + "(" * 4000)], "unproven"),
        ([(AR, "mx.google.com; dmarc")], "unproven"),
        ([(AR, "; "), (AR, "")], "unproven"),
        ([("ARC-Authentication-Results", f"i=1; mx.google.com; {PASS}")], "unproven"),
    ],
)
def test_google(headers: list[tuple[str, str]], expected: str) -> None:
    assert proof(*headers, kind="google") == expected


D = "kestrelpark.example"
EXCHANGE_WRITES = {
    f"spf=pass (sender IP is 192.0.2.7) smtp.mailfrom={D}; dkim=pass (signature was verified) header.d={D};dmarc=pass"
    f" action=none header.from={D};compauth=pass reason=100": "proven",
    # older: the recipient's domain stands between the results, and a semicolon at the end
    f"spf=softfail (sender IP is 192.0.2.7) smtp.mailfrom={D}; valley.example; dkim=none (message not signed)"
    f" header.d=none;valley.example; dmarc=pass action=none header.from={D};": "proven",
    f"spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=bounce.mailer.example; dkim=pass (signature was verified)"
    f" header.d=mailer.example;dkim=pass (signature was verified) header.d={D};dmarc=pass action=none header.from={D};"
    "compauth=pass reason=100": "proven",
    f"spf=fail (sender IP is 192.0.2.7) smtp.mailfrom={D}; dkim=none (message not signed) header.d=none;dmarc=fail"
    f" action=oreject header.from={D};compauth=fail reason=000": "proven_false",
    f"spf=fail (sender IP is 192.0.2.7) smtp.mailfrom={D}; valley.example; dkim=none (message not signed)"
    f" header.d=none;valley.example; dmarc=fail action=quarantine header.from={D};": "proven_false",
    f"spf=none (sender IP is 192.0.2.7) smtp.helo=mx.{D}; dkim=none (message not signed) header.d=none;"
    f"dmarc=bestguesspass action=none header.from={D};compauth=pass reason=109": "unproven",
    f"dkim=none (message not signed) header.d=none;dmarc=none action=none header.from={D};": "unproven",
    f"spf=temperror (sender IP is 192.0.2.7) smtp.mailfrom={D}; dkim=fail (body hash did not verify) header.d={D};"
    f"dmarc=permerror action=none header.from={D};compauth=none reason=451": "unproven",
    f"spf=none (sender IP is ) smtp.mailfrom={D};": "unproven",
    # a composite pass is a guess of theirs and no proof
    f"spf=none (sender IP is 192.0.2.7) smtp.mailfrom={D};compauth=pass reason=703": "unproven",
    # the sender's server name cannot bring a result of its own
    f"spf=none (sender IP is 192.0.2.7) smtp.helo=a; dmarc=pass header.from={D}; dmarc=none action=none"
    f" header.from={D};": "unproven",
}
GOOGLE_WRITES = {
    f"mx.google.com; spf=pass (google.com: domain of jane@{D} designates 2001:db8::9 as permitted sender)"
    f" smtp.mailfrom=jane@{D}; dkim=pass header.i=@{D}; dmarc=pass (p=NONE dis=NONE) header.from={D}": "proven",
    f'mx.google.com; dkim=pass header.i=@{D} header.s=google header.b="Ab/cd+e1"; arc=pass (i=1 spf=pass spfdomain={D}'
    f" dkim=pass dkdomain={D} dmarc=pass fromdomain={D}); spf=pass (google.com: domain of jane@{D} designates"
    f" 192.0.2.7 as permitted sender) smtp.mailfrom=jane@{D}; dmarc=pass (p=QUARANTINE sp=QUARANTINE dis=NONE)"
    f" header.from={D}; dara=pass header.i=@{D}": "proven",
    f"mx.google.com; spf=pass (google.com: domain of it+caf_=x={D}@gmail.com designates 192.0.2.7 as permitted sender)"
    f' smtp.mailfrom="it+caf_=x={D}@gmail.com"; dkim=pass header.i=@{D} header.s=s1 header.b=abc;'
    f" dmarc=pass (p=NONE sp=NONE dis=NONE) header.from={D}": "proven",
    f"mx.google.com; dkim=temperror (no key for signature) header.i=@{D} header.s=s1 header.b=abc; dkim=neutral (body"
    f" hash did not verify) header.i=@{D}; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from={D}": "proven",
    f"mx.google.com; spf=softfail (google.com: domain of transitioning jane@{D} does not designate 192.0.2.7 as"
    f" permitted sender) smtp.mailfrom=jane@{D}; dmarc=fail (p=REJECT sp=REJECT dis=NONE arc=pass)"
    f" header.from={D}": "proven_false",
    f"mx.google.com; spf=neutral (google.com: 192.0.2.7 is neither permitted nor denied by best guess record for domain"
    f" of jane@{D}) smtp.mail=jane@{D}": "unproven",
    # what another system said before it was forwarded stands in a comment
    f"mx.google.com; arc=pass (i=1 dmarc=pass fromdomain={D}); spf=none smtp.mailfrom=jane@{D}": "unproven",
}


@pytest.mark.parametrize(("value", "expected"), EXCHANGE_WRITES.items())
def test_what_exchange_online_writes(value: str, expected: str) -> None:
    assert proof((AR, value), kind="microsoft365") == expected


@pytest.mark.parametrize(("value", "expected"), GOOGLE_WRITES.items())
def test_what_google_writes(value: str, expected: str) -> None:
    assert proof((AR, value), kind="google") == expected


def test_exchanges_marks_of_a_mail_from_outside_prove_nothing() -> None:
    marks = ("X-MS-Exchange-Organization-AuthAs", "Anonymous"), (CROSS, "Anonymous")
    assert proof(*marks, ("X-MS-Exchange-Organization-AuthMechanism", "04"), kind="microsoft365") == "unproven"


@pytest.mark.parametrize("kind", ["google", "authserv", "trusted_peers"])
def test_exchanges_marks_count_nowhere_else(kind: str) -> None:
    assert proof(INTERNAL, (CROSS, "Internal"), kind=kind, authserv_id="mx.x.example", vouched=True) == "unproven"


def test_a_named_server_counts_and_no_other() -> None:
    stamp = (AR, f"mx.valley.example; {PASS}")
    assert proof(stamp, kind="authserv", authserv_id="mx.valley.example") == "proven"
    assert proof((AR, f"mx.evil.example; {PASS}"), stamp, kind="authserv", authserv_id="mx.valley.example") == "proven"
    assert proof(stamp, kind="authserv", authserv_id="mx.other.example") == "unproven"
    assert proof((AR, f"; {PASS}"), kind="authserv", authserv_id="") == "unproven"


def test_a_peers_stamp_counts_only_when_the_peer_is_vouched_for() -> None:
    stamp = (AR, f"school.example; {PASS}")
    assert proof(stamp, kind="trusted_peers", vouched=True) == "proven"
    assert proof(stamp, kind="trusted_peers", vouched=False) == "unproven"
    assert proof(stamp, kind="trusted_peers", authserv_id="other.example", vouched=True) == "unproven"


@pytest.mark.parametrize("kind", ["none", "verify", "anything"])
def test_other_profiles_prove_nothing(kind: str) -> None:
    assert proof((AR, OFFICE), INTERNAL, kind=kind, vouched=True) == "unproven"


def test_without_a_single_plain_sender_nothing_is_proven() -> None:
    message = a_message(sender=None, headers=(Header(AR, OFFICE),))
    assert prove(message, kind="microsoft365", authserv_id="", vouched=True).proof == "unproven"


@given(value=st.text(max_size=300), kind=st.sampled_from(["microsoft365", "google", "trusted_peers"]))
def test_no_header_breaks_it(value: str, kind: str) -> None:
    assert proof((AR, value), (AR, f"mx.google.com; {value}"), kind=kind, vouched=True) in {
        "proven",
        "unproven",
        "proven_false",
    }

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

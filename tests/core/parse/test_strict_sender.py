"""Only one plain mailbox in one From header names a sender; what two readers could read apart names nobody."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.model.message import Address
from mailbot.core.parse.headers import sender_key, strict_sender

BELIEVED = [
    ("jane@kestrelpark.example", "", "jane@kestrelpark.example"),
    ("<Jane@KestrelPark.example>", "", "jane@kestrelpark.example"),
    ("Jane Ashdown <jane@kestrelpark.example>", "Jane Ashdown", "jane@kestrelpark.example"),
    ('"Ashdown, Jane" <jane@kestrelpark.example>', "Ashdown, Jane", "jane@kestrelpark.example"),
    ("Jane\r\n <jane@kestrelpark.example>", "Jane", "jane@kestrelpark.example"),
    ("jane@kestrelpark.example (Jane Ashdown)", "Jane Ashdown", "jane@kestrelpark.example"),
    ("Jane (IT) <jane@kestrelpark.example>", "Jane (IT)", "jane@kestrelpark.example"),
    ("=?utf-8?q?J=C3=A4ne?= <jane@kestrelpark.example>", "Jäne", "jane@kestrelpark.example"),
    ('"a@good.org" <b@evil.com>', "a@good.org", "b@evil.com"),
    ("=?utf-8?q?tech=40trust.uk?= <evil@x.com>", "tech@trust.uk", "evil@x.com"),
    ("=?utf-8?q?a=0D=0ABcc=3A_x=40y.example?= <evil@x.com>", "a  Bcc: x@y.example", "evil@x.com"),
    ("=?utf-8?Q?Ashdown,_Jane?= <jane@kestrelpark.example>", "Ashdown, Jane", "jane@kestrelpark.example"),
    ("O'Brien <o'brien+it@kestrelpark.example>", "O'Brien", "o'brien+it@kestrelpark.example"),
]

REFUSED = [
    "a@good.org <b@evil.com>",
    "Tech <tech@trust.uk> <evil@x.com>",
    "tech@trust.uk\n\tevil@x.com",
    "tech@trust.uk\r\n evil@x.com",
    "alice@good.org(<b@evil.com>",
    "group: tech@trust.uk;, evil@x.com",
    "group: tech@trust.uk;",
    "a@b.example, c@d.example",
    "Ashdown, Jane <jane@kestrelpark.example>",
    '"Jane <jane@kestrelpark.example>',
    "Jane <jane@kestrelpark.example",
    "Jane <jane@kestrelpark.example>>",
    "Jane <<jane@kestrelpark.example>>",
    "<@relay.example:jane@kestrelpark.example>",
    '"quoted local"@kestrelpark.example',
    "jane@[192.0.2.1]",
    "jane@kestrelpark..example",
    "jane@-kestrelpark.example",
    "jane.@kestrelpark.example",
    "jäne@kestrelpark.example",
    "jane@kestrelpärk.example",
    "jane\x00@kestrelpark.example",
    "Jane\x00 <jane@kestrelpark.example>",
    "Jane <jane@kestrelpark.example>\x0btech@trust.uk",
    "=?utf-8?q?a?=@kestrelpark.example",
    "=?utf-8?q?tech@trust.uk?= <evil@x.com>",
    "jane@kestrelpark.example (a (nested) comment)",
    "jane@kestrelpark.example (tech@trust.uk)",
    "Jane <jane@kestrelpark.example> tech@trust.uk",
    "jane @kestrelpark.example",
    "undisclosed-recipients:;",
    "Jane",
    "<>",
    "",
    '"',
    "(" * 900,
    '"' * 900,
    "<" * 900,
    "a" * 5000 + "@kestrelpark.example",
    "a" * 65 + "@kestrelpark.example",
]


@pytest.mark.parametrize(("raw", "name", "address"), BELIEVED)
def test_one_plain_mailbox_is_the_sender(raw: str, name: str, address: str) -> None:
    assert strict_sender([raw]) == Address(name=name, address=address)


@pytest.mark.parametrize("raw", REFUSED)
def test_what_can_be_read_in_two_ways_names_nobody(raw: str) -> None:
    assert strict_sender([raw]) is None


def test_two_from_headers_or_none_name_nobody() -> None:
    assert strict_sender([]) is None
    assert strict_sender(["a@b.example", "a@b.example"]) is None


LOCAL = st.text(string.ascii_letters + string.digits + "_+-", min_size=1, max_size=20)
HOST = st.from_regex(r"[a-z0-9]{1,12}(\.[a-z0-9]{1,12}){1,3}", fullmatch=True)
NAME = st.text(string.ascii_letters + " .'-", max_size=40)


@given(name=NAME, local=LOCAL, host=HOST)
def test_every_plain_mailbox_is_read_as_it_stands(name: str, local: str, host: str) -> None:
    sender = strict_sender([f"{name} <{local}@{host}>"])
    assert sender is not None
    assert sender.address == f"{local}@{host}".lower()


@given(name=NAME, local=LOCAL, host=HOST, other=LOCAL)
def test_a_second_address_anywhere_outside_quotes_is_refused(name: str, local: str, host: str, other: str) -> None:
    bad = f"{other}@evil.example"
    for raw in (f"{bad} <{local}@{host}>", f"<{local}@{host}> {bad}", f"{name} <{local}@{host}>, {bad}"):
        assert strict_sender([raw]) is None


@given(st.text(alphabet='ab@.<>()",:;\\ \t\r\n=?\x00é', max_size=60))
def test_whatever_is_believed_stands_literally_in_the_header(raw: str) -> None:
    sender = strict_sender([raw])
    if sender is not None:
        assert sender.address in raw.lower()
        assert sender.address.count("@") == 1
        assert sender.name.isprintable()


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"Received: x\r\nFrom: Jane <Jane@Kestrel.example>\r\n\r\nbody", "jane@kestrel.example"),
        (b"from:\r\n jane@kestrel.example\r\n\r\n", "jane@kestrel.example"),
        (b"Subject: x\n\nFrom: body@kestrel.example\n", ""),
        (b"Subject: x\rFrom: jane@kestrel.example\r\rbody", "jane@kestrel.example"),
        (b"X: " + b"y" * 10_000 + b"\nFrom: jane@kestrel.example\n\n", "jane@kestrel.example"),
        (b"", ""),
        (b"\xff\x00From: \xff", ""),
    ],
)
def test_the_sender_key_is_read_from_the_head_alone(raw: bytes, key: str) -> None:
    assert sender_key(raw) == key

"""The quick reading of an ordinary Authentication-Results says what the library's says, or leaves it to the library."""

import authres
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.identify.proof import _dmarc_results, _domain_of, _plain_dmarc_results

METHODS = st.sampled_from(["spf", "dkim", "dmarc", "DMARC", "arc", "x-other"])
RESULTS = st.sampled_from(["pass", "fail", "none", "temperror", "PASS"])
NAMES = st.sampled_from(["header.from", "header.d", "smtp.mailfrom", "policy.x", "header.FROM"])
VALUES = st.sampled_from(["kestrel.example", "jane@kestrel.example", "evil.example", "x", "a+b@c.example"])
SPACE = st.sampled_from([" ", "  ", "\t"])


@st.composite
def stamps(draw: st.DrawFn) -> str:
    parts = ["mx.kestrel.example"]
    for _ in range(draw(st.integers(1, 5))):
        props = [f"{draw(NAMES)}={draw(VALUES)}" for _ in range(draw(st.integers(0, 3)))]
        parts.append(draw(SPACE).join([f"{draw(METHODS)}={draw(RESULTS)}", *props]))
    return draw(st.sampled_from(["; ", ";", ";\r\n "])).join(parts)


@given(stamps())
def test_both_ways_of_reading_agree(stamp: str) -> None:
    quick = _plain_dmarc_results(stamp)
    assert quick is not None
    try:
        read = authres.AuthenticationResultsHeader.parse_value(stamp)
    except authres.AuthResError:
        return
    whole = [(str(one.result).lower(), _domain_of(one)) for one in read.results if str(one.method).lower() == "dmarc"]
    assert quick == whole


@pytest.mark.parametrize(
    "stamp",
    [
        "mx.example; dkim=pass (dmarc=pass header.from=x.example) header.d=y.example",
        'mx.example; spf=fail reason="; dmarc=pass header.from=x.example"',
        "mx.example; garbage; dmarc=pass header.from=x.example",
        "mx.example; dmarc=pass header.from=x.example; dmarc = pass header.from=y.example",
        "mx.example 1; dmarc=pass header.from=x.example",
        "mx.example",
        "",
    ],
)
def test_whatever_is_not_plain_is_the_librarys_to_read(stamp: str) -> None:
    assert _plain_dmarc_results(stamp) is None


def test_two_domains_in_one_result_name_none() -> None:
    assert _dmarc_results("mx.example; dmarc=pass header.from=a.example header.from=b.example") == [("pass", "")]

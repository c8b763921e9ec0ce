"""No honest answer is refused: every way of writing From, of bringing the token back and of being vouched for."""

from collections.abc import Iterator
from itertools import product

from mailbot.core.identify.proof import OUR_STAMP
from tests.proof.oracle import FORMS, ROLES
from tests.proof.spoof import ORDER, PEOPLE, froms_of
from tests.proof.world import DESK, Mail, a_token_of, judge, plus
from tests.support.builders import HOST

OWN = "X-MS-Exchange-Organization-AuthAs"
# Who vouches: profile, whether the peer is vouched for, and the headers that it puts on top ({} the sender's domain).
VOUCHED = {
    "Google": ("google", False, (("Authentication-Results", "mx.google.com; dmarc=pass (p=NONE) header.from={}"),)),
    "Exchange Online": (
        "microsoft365",
        False,
        (
            (
                "Authentication-Results",
                "spf=pass smtp.mailfrom={0};dmarc=pass action=none header.from={0};compauth=pass",
            ),
        ),
    ),
    "Exchange Online, own users": (
        "microsoft365",
        False,
        ((OWN, "Internal"), ("X-MS-Exchange-CrossTenant-AuthAs", "Internal")),
    ),
    "a named server": (
        "authserv",
        False,
        (("Authentication-Results", "mx.valley.example; dmarc=pass header.from={}"),),
    ),
    "a peer that logged in": (
        "trusted_peers",
        True,
        (("Authentication-Results", "x.example; dmarc=pass header.from={}"),),
    ),
    "our own look": (
        "verify",
        True,
        (("Authentication-Results", f"{OUR_STAMP}; spf=pass; dmarc=pass header.from={{}}"),),
    ),
}
PLACES = ("plus part", "In-Reply-To", "References", "ref line")


def honest_mails() -> Iterator[tuple[tuple[str, ...], Mail]]:
    """Each combination by its name, with its mail."""
    forms = [form for form, who in FORMS.items() if who == "claimed"]
    for vouched, form, place, role, key in product(VOUCHED, forms, PLACES, ("technician", "requester"), "ab"):
        profile, by_peer, headers = VOUCHED[vouched]
        address = ROLES[role]
        token = a_token_of(PEOPLE[role], "t" if role == "technician" else "r", current=key)
        own = f"<{token}.nonce12345@{HOST}>"
        more = {"In-Reply-To": (("In-Reply-To", own),), "References": (("References", f"<x@y.example> {own}"),)}
        text = ORDER[role] if place != "ref line" else f"{ORDER[role]}\n\nref: {token}"
        yield (
            (vouched, form, place, role, key),
            Mail(
                froms=froms_of(form, address),
                text=text,
                headers=(
                    *((name, value.format(address.partition("@")[2])) for name, value in headers),
                    *more.get(place, ()),
                ),
                to=plus(token) if place == "plus part" else DESK,
                subject="Re: Projector",
                profile=profile,
                authserv_id="mx.valley.example" if profile == "authserv" else "",
                vouched=by_peer,
            ),
        )


def test_no_honest_answer_is_refused() -> None:
    mails = list(honest_mails())
    assert len(mails) == 384
    refused = [name for name, mail in mails if not judge(mail).acts]
    assert refused == []

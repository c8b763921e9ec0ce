"""The mails of the spoof matrix: a cell's words made into bytes, as a forger or the honest sender would write them."""

from mailbot.core.model.people import Person
from tests.proof.oracle import EVIL, ROLES, Case
from tests.proof.world import DESK, Mail, a_token_of, plus
from tests.support.builders import JANE, PRIYA, SAM, STRANGER, TOM, TOMASZ

PEOPLE: dict[str, Person] = {"technician": TOMASZ, "requester": JANE, "colleague": TOM, "stranger": STRANGER}
ANOTHER = {"technician": PRIYA, "requester": SAM, "colleague": JANE, "stranger": JANE}
ORDER = {"technician": "Swap the lead.\n\n#solved", "requester": "That solved it", "colleague": "That solved it"}
# What each profile's mail system puts in front of its results; Exchange Online names no server.
OURS = {
    "google": "mx.google.com; ",
    "microsoft365": "",
    "authserv": "mx.valley.example; ",
    "none": "mx.valley.example; ",
}
# What a forger adds in the hope that somebody looks at it; a mail system puts its own above.
NOISE = (
    ("X-MS-Exchange-CrossTenant-AuthAs", "Anonymous"),
    ("X-MS-Exchange-Organization-SCL", "-1"),
    ("ARC-Authentication-Results", "i=1; mx.google.com; dmarc=pass header.from=it.valley.example"),
    ("Received-SPF", "pass (mx.google.com)"),
    ("DKIM-Signature", "v=1; a=rsa-sha256; d=it.valley.example; s=s; h=from; bh=AAAA; b=AAAA"),
    ("Sender", "tomasz@it.valley.example"),
    ("Reply-To", "mallory@evil.example"),
    ("Resent-From", "ruth@it.valley.example"),
    ("X-Original-From", "ruth@it.valley.example"),
    ("Authentication-Results", "mx.google.com.evil.example; dmarc=pass header.from=it.valley.example"),
)


def mail_of(case: Case, *, noise: tuple[tuple[str, str], ...] = ()) -> Mail:
    """The mail of a cell. A mailbox's own system vouches; at the listener a school's mail server that logged in."""
    address = ROLES[case.role]
    token = _token(case)
    local_listener = case.channel == "listener"
    return Mail(
        froms=froms_of(case.form, address),
        text=ORDER.get(case.role, "That solved it\n#solved"),
        headers=(*_results(case, address=address), *noise),
        to=plus(token) if token else DESK,
        profile="trusted_peers" if local_listener else case.profile,
        authserv_id="mx.valley.example" if case.profile == "authserv" and not local_listener else "",
        # a peer that did not log in may write whatever it likes
        vouched=local_listener and case.result != "nobody of ours",
    )


def froms_of(form: str, address: str) -> tuple[bytes, ...]:
    """The From headers of a form, about the claimed address."""
    local, _, domain = address.partition("@")
    encoded = address.replace("@", "=40")
    written = {
        "address": (address,),
        "name and address": (f'"A. Person" <{address}>',),
        "angle brackets": (f"<{address}>",),
        "capitals": (f"A Person <{address.upper()}>",),
        "address as a bare name": (f"{address} <{EVIL}>",),
        "two addresses in brackets": (f"Person <{address}> <{EVIL}>",),
        "folded second address": (f"{address}\r\n\t{EVIL}",),
        "open comment": (f"{address}(<{EVIL}>",),
        "group and address": (f"group: {address};, {EVIL}",),
        "list of two": (f"{address}, {EVIL}",),
        "two From headers": (address, EVIL),
        "address as a quoted name": (f'"{address}" <{EVIL}>',),
        "address as an encoded name": (f"=?utf-8?q?{encoded}?= <{EVIL}>",),
        "look-alike domain": (f"A Person <{local}@{domain.replace('.example', '-example.example')}>",),
    }
    return tuple(value.encode() for value in written[form])


def _results(case: Case, *, address: str) -> tuple[tuple[str, str], ...]:
    domain = address.partition("@")[2]
    name = "Authentication-Results"
    ours = OURS[case.profile] if case.channel == "mailbox" else "mx.school.example; "

    def stamp(result: str, about: str = domain, *, by: str = ours) -> tuple[str, str]:
        return name, f"{by}spf=pass smtp.mailfrom={about}; dmarc={result} header.from={about}"

    evil = EVIL.partition("@")[2]
    return {
        "pass": (stamp("pass"),),
        "fail": (stamp("fail"),),
        "none": (stamp("none"),),
        "forged below": (stamp("none"), stamp("pass"), stamp("pass", by="mx.evil.example; ")),
        "nobody of ours": (stamp("pass", by="mx.evil.example; "),),
        "about the forger": (stamp("pass", evil),),
    }[case.result]


def _token(case: Case) -> str:
    person = PEOPLE[case.role]
    purpose = "t" if case.role == "technician" else "r"
    if case.token == "no":
        return ""
    if case.token == "another's":
        other = ANOTHER[case.role]
        return a_token_of(other, "t" if other.technician else "r")
    if case.token == "own, for bounces":
        return a_token_of(person, "b")
    token = a_token_of(
        person, purpose, age=15 if case.token == "own, old" else 0, current="b" if "former" in case.token else "a"
    )
    if case.token == "tampered":
        return token[:-1] + ("a" if token[-1] != "a" else "b")
    return token

"""Nobody gets onto another's thread or into another's place: by guesses, tokens, odd addresses, forged headers."""

import random
from dataclasses import replace

import pytest

from mailbot.core.identify.domain import school_of_domain
from mailbot.core.model.effects.on_request import AddEntry
from mailbot.core.model.mails.requester import AnswerMail
from tests.proof.letters import stamp
from tests.proof.spoof import OURS
from tests.proof.world import DESK, DIRECTORY, HOST, REQUEST, TAG, Judged, Mail, a_token_of, judge, plus
from tests.support.builders import JANE, KEYS, PRIYA, RUTH, SAM, STRANGER, TOM, TOMASZ, a_request

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
GUESSES = 10_000
ORDER = "Swap the lead.\n\n#solved"
SCHOOLS = {"kestrel", "bracken", "central"}


def a_mail(address: str, text: str = "That solved it", *, result: str = "pass", **changes: object) -> Mail:
    mail = Mail((f"<{address}>".encode(),), text, (stamp(address, result),))
    return replace(mail, **changes)  # type: ignore[arg-type]  # names of its fields


def _guess(dice: random.Random, numbers: list[int]) -> dict[str, object]:
    """One guess at somebody's thread: a tag, a token, one of our Message-IDs or a thread's first id."""

    def letters(length: int) -> str:
        return "".join(dice.choice(LETTERS) for _ in range(length))

    kind = dice.randrange(4)
    if kind == 0:
        return {"subject": f"Re: Projector [#{dice.choice(numbers)}-{letters(5)}]"}
    token = dice.choice("ab") + dice.choice("rtcb") + letters(44)
    if kind == 1:
        return {"to": plus(token), "subject": "Hello"}
    name = f"{token}.{letters(12)}" if kind == 2 else f"{letters(10)}.request"
    return {"headers": (stamp(TOM.address), ("In-Reply-To", f"<{name}@{HOST}>")), "subject": f"Re: {numbers[0]}"}


def entries_on_foreign_tickets(guesses: int, *, seed: int = 20261126) -> int:
    """How many of that many guesses, by a proven colleague who is on no ticket, left an entry on one."""
    dice = random.Random(seed)  # noqa: S311 -- a seed that repeats the run, no secret
    requests = [
        a_request(number=number, reference=f"reference{letter}", tag=f"k7f3{letter}")
        for number, letter in enumerate(LETTERS[:20], start=1000)
    ]
    numbers = [request.number for request in requests]
    entries = 0
    for _ in range(guesses):
        judged = judge(a_mail(TOM.address, **_guess(dice, numbers)), *requests)
        joined = judged.arrived.request is not None
        entries += joined or any(
            isinstance(effect, AddEntry) and effect.request in numbers for effect in judged.decision.effects
        )
    return entries


def test_guesses_leave_no_entry_on_a_foreign_ticket() -> None:
    """Two thousand; `python -m tests.proof` makes ten thousand."""
    assert entries_on_foreign_tickets(GUESSES // 5) == 0


def test_the_guesses_would_be_seen_if_they_hit() -> None:
    right = a_token_of(JANE, "r")
    assert judge(a_mail(TOM.address, to=plus(right), subject="Hello")).arrived.request is not None


@pytest.mark.parametrize("number", [REQUEST.number, f"#{REQUEST.number}", f"[#{REQUEST.number}]"])
def test_a_number_alone_joins_nothing_not_even_its_requester(number: object) -> None:
    assert judge(a_mail(JANE.address, subject=f"Re: {number}")).arrived.request is None


def test_the_right_tag_in_the_wrong_hands_joins_nothing() -> None:
    for person in (TOM, STRANGER):
        judged = judge(a_mail(person.address, subject=f"Re: {TAG}"))
        assert judged.arrived.request is None
        assert not judged.acts


# Tokens that are not, or no longer, worth anything.


def ordered(token: str, *, address: str = TOMASZ.address, keys: dict[str, bytes] | None = None) -> Judged:
    return judge(a_mail(address, ORDER, to=plus(token)), keys=keys or KEYS)


def test_the_technicians_own_token_is_what_all_these_lack() -> None:
    assert ordered(a_token_of(TOMASZ, "t")).acts


@pytest.mark.parametrize("age", [14, 15, 90, 3650])
def test_a_technicians_token_lives_fourteen_days(age: int) -> None:
    assert ordered(a_token_of(TOMASZ, "t", age=age)).acts is (age <= 14)


def test_a_token_from_the_future_gives_no_authority() -> None:
    assert not ordered(a_token_of(TOMASZ, "t", age=-2)).acts


@pytest.mark.parametrize("person", [PRIYA, RUTH, JANE, SAM])
def test_another_persons_token_gives_no_authority(person: object) -> None:
    assert not ordered(a_token_of(person, "t")).acts  # type: ignore[arg-type]  # one of the persons above


@pytest.mark.parametrize("purpose", ["r", "c", "b"])
def test_a_token_for_something_else_gives_no_authority(purpose: str) -> None:
    judged = ordered(a_token_of(TOMASZ, purpose))  # type: ignore[arg-type]  # one of the purposes
    assert judged.arrived.sender.level == 2
    assert not [mail for mail in judged.mails if isinstance(mail.content, AnswerMail)]


def test_after_a_rotation_both_keys_verify_and_a_retired_one_does_not() -> None:
    mailed = a_token_of(TOMASZ, "t", current="b")
    assert ordered(mailed, keys={"c": b"the new key", **KEYS}).acts
    assert not ordered(mailed, keys={"c": b"the new key", "a": KEYS["a"]}).acts


def test_a_new_key_under_the_old_name_verifies_nothing_old() -> None:
    assert not ordered(a_token_of(TOMASZ, "t"), keys={"a": b"another key"}).acts


def test_every_letter_of_a_token_is_sealed() -> None:
    token = a_token_of(TOMASZ, "t")
    for place in range(len(token)):
        for letter in "a7":
            changed = token[:place] + letter + token[place + 1 :]
            assert changed == token or not ordered(changed).acts, place


def test_a_token_is_still_good_in_capitals() -> None:
    assert ordered(a_token_of(TOMASZ, "t").upper()).acts


# Addresses that only look like somebody's.


@pytest.mark.parametrize(
    "address",
    [
        "tomasz+x@it.valley.example",
        "tomasz+@it.valley.example",
        "to.masz@it.valley.example",
        "tomasz@valley.example",
        "tomasz@sub.it.valley.example",
        "tomasz@it.valley.example.",
        "tomasz%it.valley.example@evil.example",
        "tomasz@it.valley.example@evil.example",
        "itsupport+tomasz@kestrelpark.example",
        f"itsupport+{a_token_of(TOMASZ, 't')}@kestrelpark.example",
    ],
)
def test_a_plus_a_dot_or_another_domain_makes_another_person(address: str) -> None:
    judged = judge(a_mail(address, ORDER, to=plus(a_token_of(TOMASZ, "t"))))
    assert not judged.acts
    assert judged.arrived.sender.level < 3


LETTER_PAIRS = {"a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "i": "і", "s": "ѕ", "k": "κ", "r": "г"}
# Not it.valley.example: whoever may make names below valley.example is the trust.
OURS_DOMAINS = ("kestrelpark.example", "brackenridge.example", "valley.example")


def look_alikes() -> list[str]:
    """Domains that a reader takes for one of ours: letters of other alphabets, full width, digits, more words."""
    found: list[str] = []
    for domain in OURS_DOMAINS:
        name, _, rest = domain.partition(".")
        for ours, theirs in LETTER_PAIRS.items():
            if ours in name:
                changed = f"{name.replace(ours, theirs, 1)}.{rest}"
                found += [changed, changed.encode("idna").decode("ascii")]
        wide = "".join(chr(ord(letter) + 0xFEE0) for letter in name)
        found += [f"{wide}.{rest}", f"{name}-it.{rest}", f"{name}.{rest}.evil.example", f"my{name}.{rest}"]
        found += [f"{name}。{rest}", f"{name}.{rest}x", f"{name.replace('l', '1').replace('i', '1')}z.{rest}"]
        found += [f"{name}\u200b.{rest}", f"{name}\u00ad.{rest}", f"{name[:-1]}.{rest}", f"{name}s.{rest}"]
    return list(dict.fromkeys(found))


def test_sixty_look_alikes_are_of_no_school() -> None:
    assert len(look_alikes()) >= 60
    for domain in look_alikes():
        assert school_of_domain(domain, table=DIRECTORY.domains) is None, ascii(domain)
        judged = judge(a_mail(f"jane@{domain}", to="helpdesk@valley.example", subject="Hello"))
        assert judged.arrived.sender.standing == "unknown", ascii(domain)
        assert judged.arrived.route.school not in SCHOOLS, ascii(domain)
        assert not judged.acts


# Headers that claim authority.

FORGED = [
    *((f"X-Mailbot-{name}", value) for name, value in (("Trust", "T3"), ("Technician", "tomasz"), ("Token", "valid"))),
    *((f"X-Mailbot-{name}", "yes") for name in ("Verified", "Internal", "Confirmed", "Skip-Checks")),
    ("X-MS-Exchange-Organization-AuthAs", "Internal"),
    ("X-MS-Exchange-Organization-AuthMechanism", "04"),
    ("X-MS-Exchange-CrossTenant-AuthAs", "Internal"),
    ("X-MS-Exchange-CrossTenant-FromEntityHeader", "Hosted"),
    ("ARC-Authentication-Results", "i=1; mx.google.com; dmarc=pass header.from=it.valley.example"),
    ("Authentication-Results", "mx.evil.example; dmarc=pass header.from=it.valley.example"),
    ("Authentication-Results", "; dmarc=pass header.from=it.valley.example"),
    ("Authentication-Results", "mx.google.com (no) ; dmarc=pass header.from=it.valley.example"),
    ("Authentication-Results-Original", "mx.google.com; dmarc=pass header.from=it.valley.example"),
    ("X-Google-Authentication-Results", "mx.google.com; dmarc=pass header.from=it.valley.example"),
    ("Received-SPF", "pass"),
    ("X-Authenticated-Sender", "tomasz@it.valley.example"),
    ("Sender", "tomasz@it.valley.example"),
]


@pytest.mark.parametrize("header", FORGED, ids=lambda header: f"{header[0]}: {header[1][:20]}")
@pytest.mark.parametrize("profile", ["google", "authserv", "trusted_peers", "verify", "none"])
def test_a_forged_control_header_proves_nothing(header: tuple[str, str], profile: str) -> None:
    token = plus(a_token_of(TOMASZ, "t"))
    mine = () if profile in ("trusted_peers", "verify", "none") else (stamp(TOMASZ.address, "none", by=_by(profile)),)
    mail = a_mail(TOMASZ.address, ORDER, to=token, profile=profile, authserv_id=_by(profile), headers=(*mine, header))
    judged = judge(mail)
    assert judged.arrived.sender.level <= 1
    assert not judged.acts


def _by(profile: str) -> str:
    return "mx.valley.example" if profile == "authserv" else "mx.google.com" if profile == "google" else ""


@pytest.mark.parametrize("profile", ["google", "microsoft365", "authserv"])
def test_a_hundred_forged_results_below_the_true_one_change_nothing(profile: str) -> None:
    by = OURS[profile]
    domain = "it.valley.example"
    true = ("Authentication-Results", f"{by}dmarc=fail header.from={domain}")
    forged = tuple(("Authentication-Results", f"{by}dmarc=pass header.from={domain}") for _ in range(100))
    mail = a_mail(TOMASZ.address, ORDER, to=plus(a_token_of(TOMASZ, "t")), profile=profile)
    judged = judge(replace(mail, authserv_id=_by(profile), headers=(true, *forged)))
    assert judged.arrived.sender.level == 0
    assert not judged.acts


def test_exchanges_internal_mark_twice_or_beside_another_is_none() -> None:
    mark = ("X-MS-Exchange-Organization-AuthAs", "Internal")
    for more in (
        mark,
        ("X-MS-Exchange-Organization-AuthAs", "Anonymous"),
        ("X-MS-Exchange-CrossTenant-AuthAs", "Anonymous"),
    ):
        mail = a_mail(
            TOMASZ.address, ORDER, to=plus(a_token_of(TOMASZ, "t")), profile="microsoft365", headers=(mark, more)
        )
        assert not judge(mail).acts


def test_the_desk_is_written_to_at_its_own_address() -> None:
    assert DESK in {box.address for box in DIRECTORY.mailboxes.values()}

"""From an answer to an article: what is kept, what is taken out, and when it is none."""

import time

import pytest

from mailbot.core.kb.promote import promote
from mailbot.core.kb.scrub import scrub
from mailbot.core.model.article import Promotion

QUESTION = """Hi Ruth,

Cant get the smartboard to show my laptop since the update. Jane here from Y5, my number is 01632 960140. \
Tried turning it off.

Thanks
Jane Ashdown
Year 5 teacher
01632 960140"""
ANSWER = """Hi Jane,

Thanks for your email. The projector lost its driver:

1. Hold Windows and press **P**, choose *Duplicate*.
2. If it is still black, swap the HDMI lead.
   - the spare is in the tray
3. See [the guide](https://tiles.tamselvalley.example/board).

Ring me on 01632 960199 if not, Janey.

Let me know how you get on.

Kind regards,
Ruth
IT Services

On Tue, 4 Nov Jane wrote:
> hello"""
# Of processor time, for the longest text that is looked at.
LIMIT_SECONDS = 3.0
PEOPLE = ("Jane Ashdown", "jane.ashdown@kestrelpark.example", "Ruth Mellor", "ruth@it.example")


def promoted(
    answer: str = ANSWER, *, question: str = QUESTION, title: str | None = None, subject: str = "help"
) -> Promotion:
    return promote(title=title, question=question, answer=answer, people=PEOPLE, proposed_from=subject)


def test_an_article_has_the_symptom_and_the_steps_and_nobody_in_it() -> None:
    article = promoted()
    assert article.refusal is None
    assert article.body == (
        "## What you see\n\nCant get the smartboard to show my laptop since the update. Tried turning it off.\n\n"
        "## What to do\n\nThe projector lost its driver:\n\n1. Hold Windows and press **P**, choose *Duplicate*.\n"
        "2. If it is still black, swap the HDMI lead.\n   - the spare is in the tray\n"
        "3. See [the guide](https://tiles.tamselvalley.example/board).\n\nRing me on [phone number] if not, [name].\n"
    )
    assert not article.holds_secret


def test_a_given_title_is_used_and_scrubbed() -> None:
    assert promoted(title="No signal for Jane Ashdown after the update").title == "No signal for after the update"


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("RE: [#1042-k7f3q] Projector shows no signal", "Projector shows no signal"),
        ("URGENT help!", "Cant get the smartboard to show my laptop since the update"),
        ("", "Cant get the smartboard to show my laptop since the update"),
    ],
)
def test_a_title_is_proposed_from_the_subject_or_else_from_the_question(subject: str, title: str) -> None:
    assert promoted(subject=subject).title == title


@pytest.mark.parametrize(
    "answer",
    ["done", "I'll pop by", "Hi Jane,\n\nI will come and have a look at it this afternoon when I am at Kestrel Park."],
)
def test_an_answer_that_says_nothing_to_do_is_no_article(answer: str) -> None:
    assert promoted(answer).refusal


def test_a_password_in_the_answer_or_in_the_question_marks_the_article() -> None:
    steps = "Open the settings page, choose accounts, then add the printer and confirm it twice."
    assert promoted(f"{steps} The password is Sunny-Day42.").holds_secret
    assert promoted(steps, question="I typed my password: hunter2 and nothing prints").holds_secret
    assert not promoted(steps).holds_secret


@pytest.mark.parametrize(
    ("text", "kind", "taken", "secret"),
    [
        ("The password is Sunny-Day42.", "password", "Sunny-Day42", True),
        ("pw: hunter2", "password", "hunter2", True),
        ("password for the copier is 4821", "password", "4821", True),
        ("set the password to Winter2026 and go", "password", "Winter2026", True),
        ("the wifi password is blue chair seven", "password", "blue chair seven", True),
        ("Wi-Fi key = tamsel-guest-77", "password", "tamsel-guest-77", True),
        ("the PIN is 4471", "code", "4471", True),
        ("use code 123456 now", "code", "123456", True),
        ("the door code C1234X", "code", "C1234X", True),
        (
            "go to https://x.example/reset?token=abcd1234",
            "private link",
            "https://x.example/reset?token=abcd1234",
            True,
        ),
        ("key AKIAABCDEFGHIJKLMNOP", "key", "AKIAABCDEFGHIJKLMNOP", True),
        ("username: jashdown and", "account name", "jashdown", False),
        ("KPARK\\jsmith", "account name", "KPARK\\jsmith", False),
        ("mail bob.o'neil+x@school.example", "email address", "bob.o'neil+x@school.example", False),
        ("ring 01632 960140 ext 214", "phone number", "01632 960140 ext 214", False),
        ("ring +44 (0)1632 960 140", "phone number", "+44 (0)1632 960 140", False),
        ("text 07700 900123.", "phone number", "07700 900123", False),
        ("NI AB123456C", "NI number", "AB123456C", False),
        ("NHS 943 476 5919", "NHS number", "NHS 943 476 5919", False),
        ("UPN H801200001001", "UPN", "H801200001001", False),
        ("at TW9 1AA", "postcode", "TW9 1AA", False),
    ],
)
def test_what_is_private_is_taken_out(text: str, kind: str, taken: str, secret: bool) -> None:
    scrubbed = scrub(text)
    assert [(piece.kind, piece.text, piece.secret) for piece in scrubbed.removed] == [(kind, taken, secret)]
    assert taken not in scrubbed.text
    assert f"[{kind}]" in scrubbed.text


def test_the_bullets_of_mail_programs_become_a_list() -> None:
    steps = ("\u2022 hold the button for ten seconds", "  \u25e6 count", "\u2022 wait")
    answer = "\n".join(("Do this, please, in this order and nothing else:", *steps))
    assert "\n- hold the button for ten seconds\n  - count\n- wait\n" in promoted(answer).body


def test_a_private_key_is_taken_out_whole() -> None:
    text = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----\nafter"
    assert scrub(text).text == "[private key]\nafter"


@pytest.mark.parametrize(
    "text",
    [
        "The password is wrong or has expired.",
        "Your password will be the same as before.",
        "error code 53 and error code 0x80070005",
        "Windows 11 version 24H2, room 12, 8.30 to 15.40, 01/09/2026",
        "Open https://password.tamselvalley.example/start and choose **Reset**.",
        "User name: your full school email address.",
        "Press P. Mark the register. Will it print?",
        "Hold the power button for 15 seconds, then sign in with your school account.",
        "*691* means nothing here. In an emergency dial 999.",
        "Stop code 0x0000007B, model M404dn, 1920x1080, port 3389 on the server",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert scrub(text, people=("Mark Will", "P")).text == text


@pytest.mark.parametrize(
    "name", ["Jane", "jane", "Janey", "Mrs Ashdown", "Jane Ashdown", "Tom", "Tommy", "Beth", "Dr. O'Neil"]
)
def test_names_on_the_thread_go_in_every_form(name: str) -> None:
    people = ("Jane Ashdown", "Tomasz Kowal", "elizabeth.smith@school.example", "Sean O'Neil")
    assert scrub(f"please ask {name} about it", people=people).text == "please ask [name] about it"


def test_a_name_that_is_a_word_goes_only_where_it_is_a_name() -> None:
    assert scrub("Mark the box. I told Mark that a mark is there.", people=("Mark Grey",)).text == (
        "Mark the box. I told [name] that a mark is there."
    )


@pytest.mark.parametrize(
    "piece",
    [
        "a" * 60,
        "0 ",
        "password ",
        "http://",
        "-----BEGIN PRIVATE KEY-----\n",
        "a.b@",
        "1234-",
        "eyJ",
        "password for a b c ",
        "\\a",
        "A1",
        "A, ",
        "Oscar ",
        "log in a ",
        "code 1234 ",
        "x: a / ",
        "AB1-",
        "one ",
        "double ",
        "Mia has a1b2, ",
        "Say Abc, the ",
        "password, Abc Def ",
    ],
)
def test_hostile_text_costs_little(piece: str) -> None:
    """The best of three runs counts: on a busy machine the others pay for what runs beside them."""
    text, least = piece * (64_000 // len(piece)), float("inf")
    for _ in range(3):
        start = time.process_time()
        scrub(text, people=("Jane Ashdown",))
        least = min(least, time.process_time() - start)
        if least < LIMIT_SECONDS:
            break
    assert least < LIMIT_SECONDS

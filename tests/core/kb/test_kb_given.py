"""What is given away in plain speech: digits in words, a value behind a comma, a value a person has, a short name."""

from pathlib import Path
from random import Random

import pytest

from mailbot.core.kb.known import Known
from mailbot.core.kb.private import giving, name_points, naming, points
from mailbot.core.kb.scrub import scrub
from mailbot.settings.policy.ordinary import read_ordinary

ENGLISH = Known(ordinary=read_ordinary(Path(__file__).parents[3] / "rules"))
# What a trust's readers know: its articles' words, and its schools' names.
KNOWN = Known(frozenset({"heron", "bank", "campus", "eyfs", "microphone"}), ENGLISH.ordinary)
PEOPLE = ("Tracey Hollis", "Markus Fielding", "Cartwright Dean")

SPELT = [
    ("The PIN for the trolley is three nine double four.", "three nine double four"),
    ("Keypad: oh seven one six, then push hard.", "oh seven one six"),
    ("Code for the side gate, nought two eight five.", "nought two eight five"),
    ("The alarm code is four, one, six, nine and you have thirty seconds.", "four, one, six, nine"),
    ("Press eight-one-one-six on the safe and turn the handle.", "eight-one-one-six"),
    ("Her voicemail PIN's treble five two.", "treble five two"),
    ("Tap six then two then nine then nine on the padlock.", "six then two then nine then nine"),
    ("Seven seven four one opens the server room.", "Seven seven four one"),
    ("The combination's twenty-two, nineteen, forty.", "nineteen"),
    ("For the laminator cupboard try one eight oh three.", "one eight oh three"),
    ("Then put in four, four, two, eight (the new one).", "four, four, two, eight"),
    ("If nobody is in, the box on the wall is three oh one.", "three oh one"),
    ("Bike shed: 7 then 3 then 9.", "7 then 3 then 9"),
    ("Hit 1-9-7-7 and the bell.", "1-9-7-7"),
    ("The old fob still works, and if not C27Y on the pad.", "C27Y"),
    ("Use my desk code, eighteen thirty.", "eighteen thirty"),
    ("The lift override is C four seven one.", "C four seven one"),
]
BESIDE = [
    ('Say "booking" and give the account password, Willow Gate.', "Willow Gate"),
    ("Quote the site password, Otter Bridge, when they ask.", "Otter Bridge"),
    ("Use the guest wifi password - Falcon Street.", "Falcon Street"),
    ("Tell the monitoring station our safe word, Marzipan.", "Marzipan"),
    ("They ask for the password (Copper Lane) before they talk.", "Copper Lane"),
    ("Give them the passphrase, copper kettle.", "copper kettle"),
    ("Say Marzipan Hill, the site password, and hang up.", "Marzipan"),
    ("Enter the username, then password: hallpc, then Bramble.", "Bramble"),
    ("The code - 4471 - goes in twice.", "4471"),
    ("Heron Marsh is the site password if security ring back.", "Heron Marsh"),
    ("The temporary one is Welcome-Spring.", "Welcome-Spring"),
    ("Zoom 843 2210 9981, passcode Kestrel.", "Kestrel"),
    ("Password for the visitors' wifi, Garden Gate, changes on Monday.", "Gate"),
]
HELD = [
    ("PINs are on the sheet: Aisha Begum has kt27, print it.", "kt27"),
    ("Each child needs a PIN. Tyrone gets bn63 and Maya Pell gets rr18.", "rr18"),
    ("Passwords are short this year. Mr Oduya is on qp55.", "qp55"),
    ("The codes changed on Monday. Libby uses 48wd from now on.", "48wd"),
    ("Picture passwords: Ava has walrus, Ben has teapot.", "walrus"),
    ("Her login is on the card. She has TX91 until Friday.", "TX91"),
    ("Logins for the tables site:\nZainab - mk40\nOwen - dd81", "dd81"),
    ("Reading site: Ines = fox22, Theo = owl17.", "fox22"),
    ("She's on wv31 and her brother's on wv32, both as PINs.", "wv31"),
]
SIGNED = [
    ("Trace\n\nThe lead was loose.\nPush it in.\nWait a minute.\nThen the board comes on.\n\nBye for now\n", "Trace"),
    ("Hi Trace -\nThe lead was loose at the wall. Push it in until it clicks.\n", "Trace"),
    ("The lead was loose at the wall, push it in.\n\nCheers, Trace\n", "Trace"),
    ("The lead was loose at the wall, push it in.\n\nMark (IT)\n01632 960199\n", "Mark"),
    ("Cart,\n\nThe lead was loose at the wall. Push it in until it clicks.\n", "Cart"),
    ("The lead was loose at the wall, push it in.\n\nField x\n", "Field"),
    ("The lead was loose at the wall. Ask Mrs P for the key.\n\nThen push it in until it clicks.\n", "Mrs P"),
]
KEPT = [
    "Try it two or three times, then leave it for one minute.",
    "Do step one, two, three in that order and type your password.",
    "Your password needs eight letters, one capital and two digits.",
    "Say one, two, three into the microphone and watch the light.",
    "Rooms four, five and six have a code lock on the door.",
    "Press one for the office, two for the kitchen, three for the caretaker.",
    "The PIN has four digits, two of them at least must change every three months.",
    "Years one, two, three and four sign in with a picture password.",
    "The keypad has ten keys in rows of three, three, three and one.",
    "If you forget your password, Microsoft Authenticator will ask.",
    "Ask the office for the password, please.",
    "Choose Username, Password, Remember Me.",
    "Change your password, the mail then asks once more.",
    "Give the parcel to the site manager, Heron Bank campus.",
    "Windows has 4GB there and the new ones have 16GB.",
    "Type the password. The board has USB3, and the wall has HDMI2.",
    "The laptop uses WPA2, so type the Wi-Fi password once more.",
    "Sign in with your password. Year 4 gets KS2 and reception has EYFS.",
    "Type your password, then Enter.",
    "Self Service is the password reset page.",
    "Count five, four, three, two, one, then press the alarm button.",
    "Give the password (Caps Lock off) once more.",
    "Lockers nine, ten, eleven and twelve are for Year 6.",
    "Reset your password. Everybody has access, nobody has trouble.",
    "The username, then password, then Enter.",
    "Open the log.\nTrace\nis the second entry, leave that be.\nThen press Save.\nWait a minute.\nIt is done then.",
    "Trace the cable from the board to the wall plate and push it in.",
]


@pytest.mark.parametrize(("text", "private"), [*SPELT, *BESIDE, *HELD])
def test_what_is_given_in_plain_speech_goes(text: str, private: str) -> None:
    after = scrub(text, known=ENGLISH)
    assert private not in after.text
    assert any(piece.secret for piece in after.removed)


@pytest.mark.parametrize(("text", "private"), SIGNED)
def test_a_name_cut_short_goes_where_an_answer_begins_or_ends(text: str, private: str) -> None:
    assert private not in scrub(text, people=PEOPLE, known=ENGLISH).text


@pytest.mark.parametrize("text", KEPT)
def test_what_sounds_like_it_and_is_nothing_stays(text: str) -> None:
    assert scrub(text, people=PEOPLE, known=KNOWN).text == text


def test_points_are_the_same_in_whatever_order_a_set_gives_the_signs() -> None:
    """Points have one place behind the point; a sum of them that has more would decide a tie by chance."""
    dice = Random(5)  # noqa: S311 -- the same each time, no secret
    for told, of in ((points.POINTS, giving.points_of), (name_points.POINTS, naming.points_of)):
        sums = [of(frozenset(dice.sample(sorted(told), 24))) for _ in range(200)]
        assert sums == [round(total, 1) for total in sums]


@pytest.mark.parametrize(
    ("codes", "stays"),
    [
        (("8841-2076", "3350-9912", "7708-4163"), ()),
        (("QK4T-99ZP", "W7DM-03XA", "B2HN-58LC"), ()),
        (("7708-4163",), ("Room 14", "Blue cable")),
    ],
)
@pytest.mark.parametrize("bullet", ["- ", "", "2. ", "\u2022 "])
def test_with_one_code_of_a_list_the_others_go(codes: tuple[str, ...], stays: tuple[str, ...], bullet: str) -> None:
    items = "\n".join(f"{bullet}{one}" for one in (*stays, *codes))
    after = scrub(f"Your backup codes to get in, three are left:\n\n{items}\n\nEach works once.", known=ENGLISH).text
    assert [one for one in codes if one in after] == []
    assert [one for one in stays if one not in after] == []

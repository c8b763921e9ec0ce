"""What nothing announces: the next in a row, a login in front of its password, who is called without a comma."""

from pathlib import Path

import pytest

from mailbot.core.kb.known import Known
from mailbot.core.kb.scrub import scrub
from mailbot.settings.policy.ordinary import read_ordinary
from tests.core.parse.test_growth import assert_linear, text_of

ENGLISH = Known(ordinary=read_ordinary(Path(__file__).parents[3] / "rules"))
PEOPLE = ("Tracey Hollis", "Ryan Doyle", "Markus Fielding", "William Reed", "Patricia Nolan")
STEPS = "The lead was loose at the wall, push it in until it clicks.\nThen wait a minute for the screen."
TOLD = "Sign in as hallpc, password: Tr0mbone9."

# An initial below an answer.
SIGNED = [
    ("R x", "R x"),
    ("\nr xx\n", "r xx"),
    ("R. x", "R. x"),
    ("- R xx", "R xx"),
    ("Rxx", "Rxx"),
    ("R :)", "R :)"),
    ("love R x", "R x"),
    ("\nCheers, R\n", "R"),
    ("R xxx\n(in till 4)", "R xxx"),
    ("G X", "G X"),
    ("~ t x", "t x"),
    ("R+P x", "R+P"),
    ("\nR/P", "R/P"),
    ("Ring if it does it again. Ta R", "Ta R"),
]
# Who is spoken to without a comma.
CALLED = [
    ("Trace its easy honest", "Trace"),
    ("Will that's the wrong cable you have.", "Will"),
    ("mark i've moved the printer queue", "mark"),
    ("Pat you need the other lead for this.", "Pat"),
    ("Trace!! its fixed", "Trace"),
    ("morning trace its the lead", "trace"),
    ("Right Mark here's how to do it", "Mark"),
    ("Mark so the projector is back.", "Mark"),
    ("Ok trace heres the thing", "trace"),
    ("Will we had the same in the hall.", "Will"),
    ("All sorted Trace", "Trace"),
    ("Pat sorry for the wait", "Pat"),
]
# A login in front of the secret that goes with it.
LOGINS = [
    ("The web page is bookmarked, its caretaker then radiator5.", "caretaker"),
    ("Eclipse, top right, Login, then librarian and Dewey823", "librarian"),
    ("Recorder itself nobody needs to log on to. If you must: admin, nvr-Oak-8812.", "admin"),
    ("She can use the lectern PC as visitor and today's word is harmonica99.", "visitor"),
    ("dont use the admin one, the 9Lives!cat one, that can wipe it", "admin"),
    ("Go in as visitor, the word is Spatula9.", "visitor"),
    ("on the till its manager / gravy77boat", "manager"),
    ("you want guest then Marigold7", "guest"),
    ("login caretaker, code 5518", "caretaker"),
    ("Top box is kiosk, bottom box is Wren-2291.", "kiosk"),
    ("Open the office one as teacher with 7731-kt.", "teacher"),
    ("If it asks: operator and then Fen!and88", "operator"),
    ("it was admin followed by Oak!22", "admin"),
    ("sign on screen is manager, then 140288", "manager"),
    ("go in, its admin and the label says figtree-77", "admin"),
    ("The dmx laptop: user lights, no password.", "lights"),
]
# What a box wants, in a text that gave something else away.
WANTED = [
    ("To open the program: L drive, Lockers.accdb, Enable Content, it wants Padlock.", "Padlock"),
    ("When the safe page comes up it asks for Bluebell.", "Bluebell"),
    ("The door box likes Marigold.", "Marigold"),
    ("It expects Kingfisher, then press OK.", "Kingfisher"),
    ("If it moans it wants Harbour again.", "Harbour"),
    ("The cashless thing takes Rhubarb.", "Rhubarb"),
    ("She needs Tinsel to open it.", "Tinsel"),
    ("The file answers to Dumpling.", "Dumpling"),
    ("It only opens to Gravel.", "Gravel"),
    ("That one will want Saffron, then press OK.", "Saffron"),
    ("it wanted Ladder yesterday", "Ladder"),
    ("The old one needed Keyboard and nothing else.", "Keyboard"),
]
# A year that opens something.
YEARS = [
    ("The keyboard store still opens with the old year, 1987.", "1987"),
    ("The shed unlocks with 1066.", "1066"),
    ("The cabinet still opens on the year the school was built, 1894.", "1894"),
    ("The side gate works with the head's birth year, 1961.", "1961"),
    ("You get into the loft with 2008.", "2008"),
    ("The padlock is set to the year we opened: 1998.", "1998"),
    ("The PE store comes open with last year (2025).", "2025"),
    ("The alarm unsets with the old date, 1805.", "1805"),
    ("The keysafe is the year of the flood, 2015.", "2015"),
    ("The bike shed lets you in on 1812", "1812"),
    ("the trolley lock opens to his birthday, 1979", "1979"),
    ("The stock cupboard opened by 2001 and the hash.", "2001"),
]
# The next in a row, without a word of its own that announces it.
ROWS = [
    ("Handset in the head's office now 4101, school office 4102, staffroom 4110.", "4102"),
    (
        "Their password shows as three words. Demi Rowan 9K's are tiger lamp river, Alfie Nkemelu 9K blue otter spoon.",
        "otter",
    ),
    ("Passwords: Ava's is walrus, Ben's teapot, Theo's green moon.", "green"),
    ("The door codes are 7714 for the hall, school office 8825, Year 4 room 9936.", "8825"),
    ("Extensions are now 2201 for the head, finance office 2202, kitchen 2209.", "2202"),
    ("Pins: hall 5512, office 5513, room 5514.", "5513"),
    ("Nursery trolley code is 3321, reception 3322, and year 1 room 3344.", "3344"),
    ("Zoe's words are quilt lemon barge, Sam's are pencil moose tent, Ines candle fog plum.", "candle"),
    ("Voicemail PIN for the office is 4477, head 9182, main office 6003", "6003"),
    ("Reading passwords: Ella has drum piano cake, Noor bridge whale sock.", "whale"),
    ("PINs - till one 8830; till two 8831; the office 8840", "8840"),
    ("Their passwords: Kai Lund cup train, Maya Pell frog lamp.", "frog"),
]
# Words and a number behind a login.
PHRASES = [
    ("Enter rsatter-ovr9 and the passphrase corn laws repealed 1846. It lasts an hour.", "repealed"),
    ("Type guest9 and the password lantern goose 42.", "goose"),
    ("Put hall-pc2 and the pass phrase green ladder bishop 7, then press Go.", "ladder"),
    ("Use stage2 with the passphrase purple monkey tuesday.", "monkey"),
    ("Enter lab-ovr7 with passcode quiet harbour stone 1812 and tick the box.", "harbour"),
    ("Key in tillmgr1, then the passphrase nine green bottles 33.", "bottles"),
    ("The passphrase is battle of hastings 1066", "hastings"),
    ("Log in as lab4 and for the passphrase put swan lake overture 1877.", "overture"),
    ("it wants lab4 plus the passphrase: cold tea and biscuits 55.", "biscuits"),
    ("Then the username mrowe2 and passphrase rivers run dry.", "rivers"),
    ("enter kt-ovr3 and passphrase (copper beech avenue 12).", "beech"),
    ("Wifi password lantern goose forty two.", "goose"),
    ("You enter kt-ovr9 and the phrase seven tall poplars 9.", "seven"),
    ("Supply is kt-ovr9. It wants a password, that's thursday all lower.", "thursday"),
]
# A link of which somebody says that it is not everybody's.
LINKS = [
    ("Unlisted link for the parents is https://video.example/watch/carols; please not on Facebook.", "carols"),
    ("The private link is https://photos.example/album/spring-fair", "spring-fair"),
    ("Here's a link only for you: https://forms.example/hr/absence", "absence"),
    ("Don't share this one: https://drive.example/folder/minutes", "minutes"),
    ("The film is unlisted, so you need https://video.example/prom to see it.", "prom"),
    ("Your own link, not to be passed on: https://slots.example/parents/evening", "evening"),
    ("https://video.example/leavers (unlisted, keep it to staff)", "leavers"),
    ("Anyone with this link gets in: https://meet.example/governors", "governors"),
    ("Please dont forward https://docs.example/rota/draft", "draft"),
    ("The photos (private!) are at https://files.example/s/summer-fete", "summer-fete"),
    ("The secret page: https://board.example/heads", "heads"),
    ("this is your personal link https://club.example/room", "club"),
    ("One-time link for the reset: https://id.example/again", "again"),
]
# Somebody with a title, in a hurry.
TITLED = [
    ("so shes not to use it at all, miss hallam told me", "miss hallam"),
    ("ask mr akhtar for the key", "mr akhtar"),
    ("its in mrs pells drawer", "pells"),
    ("dr osei has the dongle for it", "osei"),
    ("ms kaur and mr bridge both have one", "bridge"),
    ("take it to miss page in the office", "page"),
    ("mrs o'dowd will show you", "dowd"),
    ("give the lead to miss wragg", "wragg"),
    ("mr. baptiste has the other one", "baptiste"),
    ("MISS HALLAM SAID NO", "HALLAM"),
    ("it was mr fielding's laptop", "fielding"),
    ("Thats for miss j tully only", "tully"),
]
KEPT = [
    "Trace the cable from the board to the wall plate and push it in.",
    "Mark it as done and press Save.",
    "Mark the box and press Save.",
    "Will it print? If so, close the lid.",
    "Mark so many pages as you need.",
    "Laptops bought since 2019 open with a fingerprint.",
    "The form for the year 2026 opens in September.",
    "The booking page opens in 2027 for all years.",
    "Open https://support.google.com/chrome/answer/95346 in a private window.",
    "The public page is https://www.school.example/news",
    "Share this page with everybody: https://www.school.example/news",
    "you might miss the message at the bottom",
    "dont miss it",
    "open ms teams and then ms word",
    "you will miss lunch if you wait",
    "or you miss step two and start again",
    "if they miss lessons the register shows it",
    "Do not miss the small arrow.",
    "Set the margin to 20 and the line to 12, office paper to 80.",
    "- A x\n- B x\n\nTick the right one and go on to the next page.\nThen it is done, press Save and close it.\n",
    "Type the surname in capitals and press Enter.",
    "The reading account has no password reset page of its own.",
]
KEPT_WITH_A_SECRET = [
    "Press Enter, then Escape three times.",
    "It asks for permission.",
    "The board needs power.",
    "Use the laptop as normal and save as PDF.",
    "Open the register, then the report and Print.",
]


@pytest.mark.parametrize(("text", "private"), [*LOGINS, *YEARS, *ROWS, *PHRASES, *LINKS, *TITLED])
def test_what_nothing_announces_goes(text: str, private: str) -> None:
    assert private not in scrub(text, people=PEOPLE, known=ENGLISH).text


@pytest.mark.parametrize(("line", "private"), WANTED)
def test_what_a_box_wants_goes(line: str, private: str) -> None:
    assert private not in scrub(f"{TOLD} {line}", people=PEOPLE, known=ENGLISH).text


@pytest.mark.parametrize(("line", "private"), SIGNED)
def test_an_initial_below_goes(line: str, private: str) -> None:
    last = scrub(f"{STEPS}\n{line}", people=PEOPLE, known=ENGLISH).text.removeprefix(STEPS)
    assert private not in last


@pytest.mark.parametrize(("line", "private"), CALLED)
def test_who_is_called_in_the_first_line_goes(line: str, private: str) -> None:
    assert private not in scrub(f"{line}\n\n{STEPS}", people=PEOPLE, known=ENGLISH).text


@pytest.mark.parametrize("text", KEPT)
def test_what_looks_like_it_stays(text: str) -> None:
    assert scrub(text, people=PEOPLE, known=ENGLISH).text == text


@pytest.mark.parametrize("line", KEPT_WITH_A_SECRET)
def test_beside_a_secret_ordinary_steps_stay(line: str) -> None:
    assert scrub(f"{TOLD} {line}", people=PEOPLE, known=ENGLISH).text.endswith(line)


HOSTILE = [
    "Ta R x\n", "mr and mrs o'", "unlisted link, don't share it it it ", "https://,;:(-", "[code], a a a a a 4102 ",
    "passwords: [name] a b, ", "opens with the year the year, 1987 ", "its a then [password] ", "[password], [name] x ",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_these_searches_grow_with_the_size_of_the_text(unit: str) -> None:
    assert_linear(lambda size: lambda: scrub(text_of(unit, size), people=PEOPLE, known=ENGLISH))

"""The names of the people on a thread, as they may stand in a text: whole, first, short, last, with a title.

What lives here: names and addresses -> one pattern. What does not: names of people nobody told us of.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

MAX_PEOPLE = 200
MAX_NAME = 80

# First names and what people are called; a name on either side stands for all of its row.
_SHORT = (
    "alexander alexandra alex sandy",
    "andrew andy drew",
    "anthony tony ant",
    "barbara barb babs",
    "benjamin ben",
    "catherine katherine kathryn cath kath cathy kathy kate katie katy",
    "charles charlotte charlie chas lottie",
    "christine christina chris chrissie tina",
    "christopher chris",
    "constance connie con",
    "daniel danielle dan danny dani",
    "david dave davey",
    "derek del",
    "adrian adebayo ade",
    "aaron az",
    "alan albert al bert",
    "donald don",
    "douglas doug",
    "duncan dunc",
    "gerald gerry jerry",
    "harjit harj harry",
    "jeremy jez jem",
    "karen kaz",
    "malcolm malc mal",
    "nigel nige",
    "norman norm",
    "oluwaseun seun",
    "sanjay sanj jay",
    "terence tel terry",
    "vikram vik",
    "warren waz",
    "deborah deb debs debbie",
    "edward ed eddie ted",
    "elizabeth liz lizzie beth betty eliza libby",
    "felicity fliss flick fee",
    "frances francis fran frank",
    "gareth gary gaz",
    "geoffrey jeffrey geoff jeff",
    "gillian gill jill",
    "gregory greg",
    "hannah han",
    "jacqueline jackie jacqui",
    "james jim jimmy jamie",
    "janet jan janice",
    "jennifer jen jenny jenni",
    "jessica jess jessie",
    "jonathan jon jonny",
    "john johnny jack",
    "joseph josephine joe jo josie joey",
    "joanne joanna jo",
    "kenneth ken kenny",
    "kimberly kimberley kim",
    "lawrence laurence larry laurie",
    "leonard len lenny",
    "louise lou lulu",
    "margaret maggie meg peggy marge madge",
    "matthew matt matty",
    "megan meg",
    "michael mike mick mickey",
    "michelle shell shelly",
    "mohammed muhammad mohamed mo",
    "natalie nat natasha tash",
    "nicholas nicola nick nicky nikki",
    "oliver olivia ollie liv",
    "pamela pam",
    "patricia patrick pat patty trish tricia paddy",
    "peter pete",
    "philip phillip philippa phil pip pippa",
    "rachel rach",
    "rebecca becky bec becca bex",
    "katarzyna kasia kaska",
    "malgorzata gosia",
    "agnieszka aga",
    "aleksandra aleksander ola olek",
    "abdul abdullah abs",
    "siobhan shiv",
    "callum calum cal",
    "connor conor con",
    "dominic dom",
    "harriet harry hattie henry",
    "isabella isabel izzy bella",
    "amelia millie",
    "emily emma em emmy millie",
    "laura lauren loz",
    "caroline caz carrie",
    "sharon shaz",
    "darren daz",
    "barry baz",
    "nathaniel nathan nat nate",
    "theodore theo teddy",
    "eleanor ellie nell ella",
    "georgina george georgia georgie gina",
    "francesca fran frankie",
    "alice alison ali ally",
    "gwendolyn gwen",
    "marilyn maz mary marie",
    "martin marty",
    "graham gray",
    "russell russ",
    "leslie lesley les",
    "maureen mo",
    "kathleen kath kathy",
    "bernadette bernie bernard",
    "richard rich rick ricky dick",
    "robert rob robbie bob bobby",
    "ronald ron ronnie",
    "samuel samantha sam sammy",
    "sarah sara sal sally",
    "stephen steven stephanie steve steph",
    "stuart stewart stu",
    "susan suzanne sue susie suzie",
    "teresa theresa terry tess",
    "thomas tomasz tom tommy tomek",
    "timothy tim timmy",
    "valerie val",
    "victoria vicky vicki tori",
    "vincent vince",
    "william will bill billy liam",
    "zachary zach zack",
)
# Names that are words as well: they count with a capital in the middle of a sentence, or as part of a whole name.
_WORDS = """
    ant art august april bell best bill black book brown chase church cook day dean dick drew english faith field
    frank grace green hall hill holly hope hunt jack joy june king lane long mark may miles moon north page park
    pat penny pip price ray rich rob rose sandy sal shell short sky south sue summer sunny swift val view wall ward
    water
    west white will wood young read reed street small cross lock carter case lamb bond brook brooks
"""
_ALSO_WORDS = frozenset(_WORDS.split())
_OFFICES = """
    admin attendance bursar cover data desk enquiries exams finance head helpdesk help hr info it itsupport ithelp mail
    noreply office post reception safeguarding school send senco service site staff support team
"""
_ROLES = frozenset(_OFFICES.split())
_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Rev)\.?[ \t])?"
_PLAIN_LETTERS = str.maketrans({"\u0142": "l", "\u00f8": "o", "\u00df": "ss", "\u00e6": "ae"})
_WORD = re.compile(r"[^\W\d_][\w'\u2019-]{0,40}")


@dataclass(frozen=True, slots=True)
class Names:
    """One pattern for every form of the names, and a last look at each find."""

    pattern: re.Pattern[str]
    always: frozenset[str]

    def span(self, found: re.Match[str]) -> tuple[int, int] | None:
        """Where a name stands in what was found; None where it is none here."""
        return found.span() if self.is_name(found) else None

    def is_name(self, found: re.Match[str]) -> bool:
        """Whether what was found is a name here: one that is a word too needs a capital inside a sentence."""
        said = found.group("name")
        if _stands_alone(found):
            return True
        if said.casefold() in self.always or " " in said.strip():
            return said != said.lower() or said.casefold() in self.always
        at = found.start("name")
        before = found.string[max(0, at - 3) : at].rstrip(" \t*_")
        if (
            said[:1].isupper()
            and found.string[found.end() : found.end() + 1] == ","
            and (not before or before[-1] == "\n")
        ):
            return True  # "Sue, two things"
        return said[:1].isupper() and bool(before) and before[-1] not in ".!?:;\n-#>)"


def name_pattern(people: Collection[str]) -> Names | None:
    """The pattern of these names and addresses (at most 200), or None where they hold no name."""
    whole: set[str] = set()
    single: set[str] = set()
    cut: set[str] = set()
    for person in sorted(people)[:MAX_PEOPLE]:
        words = list(_name_words(person[:MAX_NAME]))
        if len(words) > 1:
            whole.add(" ".join(words))
        single.update(words)
        single.update(short for word in words[:1] for short in _called(word))
        cut.update(short for word in words[:1] for short in _cut_short(word))
    whole, single, cut = (_with_plain_letters(forms) for forms in (whole, single, cut))
    cut -= single
    single |= cut
    single = {word for word in single if len(word) > 1}
    if not single:
        return None
    forms = sorted(whole | single, key=lambda form: (-len(form), form))
    pattern = re.compile(
        rf"(?<![\w@.]){_TITLE}(?:(?-i:[A-Z])\.?[ \t])?(?P<name>"
        + "|".join(re.escape(form).replace(r"\ ", r"[ \t]") for form in forms)
        + r")(?:[ \t](?-i:[A-Z])\b(?![\w'])\.?)?(?!\w|@)",
        re.IGNORECASE,
    )
    return Names(pattern=pattern, always=frozenset((whole | single) - _ALSO_WORDS - cut))


def initials_pattern(people: Collection[str]) -> re.Pattern[str] | None:
    """The pattern of these people's initials alone on a line, as they stand below an answer; None without names."""
    found = set()
    for person in sorted(people)[:MAX_PEOPLE]:
        words = [] if "@" in person else _WORD.findall(person[:MAX_NAME])
        if 1 < len(words) < 5:
            found.add("".join(word[0].upper() for word in words))
    if not found:
        return None
    spaced = "|".join(r"\.?[ ]?".join(sorted_initials) for sorted_initials in sorted(found))
    return re.compile(rf"(?m)(?<=\n)[ \t]{{0,4}}[-\u2013~]{{0,2}}[ ]?(?:{spaced})\.?[ \t]{{0,4}}x{{0,3}}$")


def signed_pattern(people: Collection[str]) -> re.Pattern[str] | None:
    """The pattern of a short word alone near the end that starts as a first name does; None without people.

    Nobody can list what people call themselves; below an answer stands who wrote it ("Waj", "Ry").
    """
    starts = {re.escape(word[:2]) for person in sorted(people)[:MAX_PEOPLE] for word in _WORD.findall(person)[:1]}
    if not starts:
        return None
    first = "|".join(sorted(starts))
    return re.compile(
        rf"^[ \t]{{0,4}}[-\u2013~]?[ ]?(?:{first})[a-z]{{0,5}}(?:[ ]x{{1,3}})?"
        r"(?=[ \t]{0,4}(?:\n\s{0,3}[^\n]{1,60}){0,3}\s{0,20}\Z)",
        re.IGNORECASE | re.MULTILINE,
    )


def account_pattern(people: Collection[str]) -> re.Pattern[str] | None:
    """The pattern of words made of a last name of these people and something else ("mkeighley", "adm-yrahman")."""
    lasts = {re.escape(words[-1]) for person in sorted(people)[:MAX_PEOPLE] if len(words := [*_name_words(person)]) > 1}
    lasts = {last for last in lasts if len(last) > 4}
    if not lasts:
        return None
    last = "|".join(sorted(lasts))
    short = {f"{first[0]}{re.escape(last[:4])}" for first, last in _firsts_and_lasts(people)} or {"(?!)"}
    return re.compile(
        rf"(?<![\w@./-])(?:[a-z][a-z.-]{{0,7}}(?:{last})[\w.-]{{0,6}}\b|(?:{'|'.join(sorted(short))})[a-z]{{0,4}}\d{{0,3}}\b|(?:{last})(?:\d|[._-][a-z0-9])\w{{0,6}}\b)(?!@)"
    )


def _firsts_and_lasts(people: Collection[str]) -> Iterator[tuple[str, str]]:
    """First and last names, of those long enough that an initial and four letters are no word ("jsund")."""
    for person in sorted(people)[:MAX_PEOPLE]:
        words = [*_name_words(person)]
        if len(words) > 1 and len(words[-1]) > 4:
            yield words[0], words[-1]


def _stands_alone(found: re.Match[str]) -> bool:
    """Whether a name has a line of its own, as below an answer."""
    before = found.string[max(0, found.start() - 60) : found.start()].rpartition("\n")[2]
    after = found.string[found.end() : found.end() + 8].partition("\n")[0]
    return not before.strip(" \t-\u2013~,") and not after.strip(" \t.,x") and found.start() > 0


def _with_plain_letters(forms: set[str]) -> set[str]:
    """The forms, and the same as people write them without accents."""
    plain = {unicodedata.normalize("NFD", form).translate(_PLAIN_LETTERS) for form in forms}
    return forms | {"".join(c for c in form if not unicodedata.combining(c)) for form in plain}


def _cut_short(first: str) -> Iterator[str]:
    """The first three or four letters of a long first name, as friends call somebody (Cal, Deep, Siob)."""
    if len(first) >= 5 and first.isalpha():
        yield from (first[:3], first[:4])


def _name_words(person: str) -> Iterator[str]:
    """The words of a name, or those of the part before the @; roles such as "office" are nobody's name."""
    name = person.partition("@")[0] if "@" in person else person
    for word in _WORD.findall(name.replace(".", " ").replace("_", " ").casefold()):
        if word not in _ROLES and not ("@" in person and len(word) < 3):
            yield word


def _called(first: str) -> Iterator[str]:
    for row in _SHORT:
        names = row.split()
        if first in names:
            yield from names
    if len(first) > 2:
        yield from (
            (f"{first}y", f"{first}ie", f"{first}ey") if first[-1] not in "aeiouy" else (f"{first[:-1]}ey", f"{first}y")
        )

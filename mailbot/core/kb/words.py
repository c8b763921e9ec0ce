"""Words as matching sees them: case folded, British and American spelling alike, joined words joined, endings cut.

What lives here: text -> tokens. What does not: which part of a mail is the question (query.py), synonyms and
misspellings (terms/), and any weight.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

MAX_WORD = 40

_NOT_WORDS = re.compile(r"https?://\S{1,2000}|www\.\S{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}")
_WORD = re.compile(r"[^\W_]{1,200}(?:'[^\W_]{1,20})?")
_VOWEL = re.compile(r"[aeiouy]")

# Two words or one: what people write both ways. Applied to neighbours, so that "log in", "log-in" and "login" are one.
_JOINED = {
    ("wi", "fi"): "wifi",
    ("log", "in"): "login",
    ("log", "on"): "login",
    ("log", "into"): "login",
    ("log", "onto"): "login",
    ("logging", "in"): "login",
    ("logging", "on"): "login",
    ("logging", "into"): "login",
    ("logged", "in"): "login",
    ("logged", "on"): "login",
    ("logs", "in"): "login",
    ("sign", "in"): "login",
    ("sign", "on"): "login",
    ("sign", "into"): "login",
    ("signing", "in"): "login",
    ("signing", "into"): "login",
    ("signed", "in"): "login",
    ("signed", "into"): "login",
    ("log", "out"): "logout",
    ("logged", "out"): "logout",
    ("logging", "out"): "logout",
    ("logs", "out"): "logout",
    ("log", "off"): "logout",
    ("sign", "out"): "logout",
    ("signed", "out"): "logout",
    ("signing", "out"): "logout",
    ("e", "mail"): "email",
    ("e", "mails"): "email",
    ("pass", "word"): "password",
    ("user", "name"): "username",
    ("chrome", "book"): "chromebook",
    ("chrome", "books"): "chromebook",
    ("i", "pad"): "ipad",
    ("i", "pads"): "ipad",
    ("one", "drive"): "onedrive",
    ("one", "note"): "onenote",
    ("you", "tube"): "youtube",
    ("power", "point"): "powerpoint",
    ("web", "site"): "website",
    ("voice", "mail"): "voicemail",
    ("smart", "board"): "smartboard",
    ("smart", "boards"): "smartboard",
    ("white", "board"): "whiteboard",
    ("key", "board"): "keyboard",
    ("time", "table"): "timetable",
    ("head", "phones"): "headphone",
    ("print", "out"): "printout",
    ("can", "not"): "cannot",
}

_SECOND_HALVES = frozenset(second for _, second in _JOINED)

# One spelling for words that the two sides of the ocean, or two hurried people, write differently.
_SPELLING = {
    "colour": "color",
    "coloured": "color",
    "colours": "color",
    "centre": "center",
    "centres": "center",
    "licence": "license",
    "licences": "license",
    "licenced": "license",
    "programme": "program",
    "programmes": "program",
    "gray": "grey",
    "grayscale": "greyscale",
    "grayed": "grey",
    "greyed": "grey",
    "catalogue": "catalog",
    "dialogue": "dialog",
    "cheque": "check",
    "authorise": "authorize",
    "organise": "organize",
    "logon": "login",
    "logins": "login",
    "signin": "login",
    "signon": "login",
    "logoff": "logout",
    "signout": "logout",
    "visualizer": "visualiser",
    "wireless": "wifi",
    "pw": "password",
    "pwd": "password",
    "pc": "computer",
    "pcs": "computer",
    "docs": "document",
    "doc": "document",
    "pics": "picture",
    "pic": "picture",
    "vid": "video",
    "vids": "video",
    "mobiles": "mobile",
    "kid": "child",
    "kids": "child",
    "children": "child",
    "childs": "child",
    "wont": "cannot",
    "cant": "cannot",
    "gone": "go",
    "froze": "freez",
    "frozen": "freez",
    "broke": "break",
    "broken": "break",
    "forgot": "forget",
    "forgotten": "forget",
    "stole": "steal",
    "stolen": "steal",
    "sent": "send",
    "lost": "lose",
    "stuck": "stick",
    "heard": "hear",
    "bought": "buy",
}

_COMMON = """
    a about after again all already also always am an and another any anyone anything are around as at away b back be
    because been before behind being between bit both but by bye c came can cannot come comes coming could couldnt d day
    dear did didnt do does doesnt doing done dont down e each either else even ever every everyone everything f far few
    first for from g get gets getting give gives go goes going gonna good got had half hardly has hasnt have havent
    having he hello help her here hers hey hi him his hiya how however i id if ill im in instead into is isnt it its
    ive j just k keep keeps kind kindly know l last least let like likely little ll long look looks lot m made make
    makes making many may maybe me might mine minute minutes moment monday more morning most much must my myself n
    need needed needs neither never next no nor not nothing now o of off oh ok okay on once one ones only onto or other
    others our ours out over own p particularly people perhaps please pleese pls possible problem problems put q quick
    quickly quite r rather re really regards right s said same saw say says see seem seems several shall she should
    since so some somebody someone something sometimes soon sorry sort still such sure t ta take takes tell than thank
    thanks that thats the their them then there theres these they theyre thing things think this those though through
    till time times to today together told tomorrow tonight too took tried tries trouble try trying tuesday twice two
    u under until up upon us use used useful using usual usually v ve very via w want wanted wants was wasnt way we
    wednesday week weeks well went were what whatever whats when whenever where whether which while who whole whos
    whose why will with within without wondering wonder work worked working works would wouldnt x y year years yes
    yesterday yet you your youre yours z afternoon evening thursday friday saturday sunday advance appreciated issue
    issues anyway actually basically apparently cheers honestly idea ideas manage managed mean means obviously
    probably suddenly three four five able bad best better big etc ask asked asking asks call called start started
    stop stops stopped happen happened happens happening team colleague colleagues school schools itd
    weve youve theyve hes shes youll theyll itll arent werent wouldve shouldve couldve shouldnt neednt
"""
STOP = frozenset(_COMMON.split())


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as written (lower case), its stem, and whether it is too common to say anything by itself."""

    surface: str
    stem: str
    stop: bool = False


def stem(word: str) -> str:
    """The stem of a lower-case word: plural, -ing, -ed, -ly and a final e cut, spelling made one. Light on purpose."""
    word = _SPELLING.get(word, word)
    if len(word) <= 3 or not word.isascii() or not word.isalpha():
        return word
    word = _without_plural(word)
    word = _without_verb_ending(word)
    word = word.replace("isation", "ization")
    if word.endswith(("ise", "yse")):
        word = word[:-2] + "ze"
    if word.endswith("y") and len(word) > 3 and word[-2] not in "aeiou":
        return word[:-1] + "i"
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def tokens(text: str, *, limit: int = 400) -> tuple[Token, ...]:
    """The first `limit` words of a text as tokens, addresses and links left out, joined words joined."""
    plain = text.casefold().replace("\u2019", "'").replace("\u2018", "'")
    if "@" in plain or "://" in plain or "www." in plain:
        plain = _NOT_WORDS.sub(" ", plain)
    written: list[str] = _WORD.findall(plain)
    if "'" in plain:
        written = [word.replace("'s", "").replace("'", "") for word in written]
    too_many = len(written) > limit
    words: list[str] = []
    for one in written:
        word = one[:MAX_WORD]
        joined = _JOINED.get((words[-1], word)) if word in _SECOND_HALVES and words else None
        if joined is not None:
            words[-1] = joined
        elif word:
            words.append(word)
        if too_many and len(words) >= limit:
            break
    return tuple(map(token, words))


@lru_cache(maxsize=20_000)
def token(word: str) -> Token:
    """One lower-case word as a token. Numbers of one or two digits are rooms, years and times: they say nothing."""
    return Token(surface=word, stem=stem(word), stop=word in STOP or (word.isdigit() and len(word) < 3))


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_verb_ending(word: str) -> str:
    for ending in ("ing", "ed", "ly"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and _VOWEL.search(root):
            doubled = root[-1] == root[-2] and root[-1] not in "lsz" and ending != "ly"
            return root[:-1] if doubled else root
    return word

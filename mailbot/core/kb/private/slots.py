"""How a word is put: by the sign or the word in front of it, by what was taken before or behind it.

What lives here: the words that put something somewhere ("use X", "in as X"), and those that speak of getting in. What
does not: what each way is worth (points.py).
"""

from mailbot.core.kb.private.look import words_of
from mailbot.core.kb.private.reading import Reading

# What is spoken of.
CUES = {
    "secret": words_of(
        "password passwords passcode passphrase pass pw pwd pin pins code codes combination combo secret token serial"
        " licence license otp voucher memorable digits key credentials creds puk unlock word words number"
        " [password] [code] [key]"
    ),
    "who": words_of(
        "user username users login logins log-in log-ins logon log logs logged logging account accounts id sign signs"
        " signed name admin administrator operator owner customer credentials details [account"
    ),
    "lock": words_of(
        "door gate lock locks locked padlock safe alarm keypad keysafe cupboard cabinet drawer locker panel box"
        " override disarm unset opens unlocks barrier shutter keys store"
    ),
    "ask": words_of(
        "ask asks asked prompt prompts prompted wants want wanted needs says enter type requires demands else forgotten"
        " reset"
    ),
}
# How a thing is put: by the word in front of it.
FRONT = {
    "is": words_of(
        "is was be are so now still remains became ends starts begins it's that's today's yours whose means currently"
        " always"
    ),
    "use": words_of(
        "use type enter put try give tell say tap punch paste answer quote using entering typing key says dial"
        " suggested chose chosen picked borrow wrote written gave"
    ),
    "as": words_of("as under called named"),
    "takes": words_of("with by takes via wants needs likes"),
    "then": words_of("then and plus & or followed / - \u2013 to -> first second"),
    "the": words_of(
        "a an the your my his her our their this that these those any every each no some another its all both one"
    ),
    "at": words_of("in at of for from into onto about before after behind on near over through till until per off out"),
    "menu": words_of("choose pick select click press open hold find go see tick turn plug run start"),
    "label": words_of(
        "password passcode passphrase pass pw pwd pin code combination word secret user username login account name id"
        " logon operator psk passwords"
    ),
    "person": words_of("[name] [pupil] he she they you i we it"),
}
NOT_PUT = words_of("the at menu none start noun")
_MADE = words_of("made make making set call called changed named put try use type")
_OPENING = words_of("opens unlocks unlock open works work starts begin begins unset disarms disarm lets goes answers")
_SETTING = words_of("set reset resetting changed changing change put putting switched made renamed moved back updated")
_DASHES = words_of("- -- \u2013")
_STROKES = words_of("/ - \u2013 & +")
_OPENS = words_of("will gets lets opens works should does and then on in")
GOES_ON = words_of(
    "and then or in on for until till to from as so but with if this today at still now followed when is which that by"
    " / - \u2013 -> not + gets lets will works again because while"
)
LINKING = words_of("and then plus & with followed by or / - \u2013 password pass pw pin is now its the his her")
# What stands between a login and the secret that goes with it: "visitor, and today's word is [password]".
LEADING = LINKING | words_of(
    "n word words code passcode passphrase phrase today's one bottom second lower other box label sticker says reads"
)
ENTRIES = frozenset({"[password]", "[account name]"})
SECRETS = ENTRIES | {"[code]", "[key]"}
BEFORE = SECRETS | {"[email address]"}


def slot_of(reading: Reading, at: int) -> str:
    """How a word is put: by the sign in front of it, else by the word."""
    gap = reading.gaps[at]
    if gap not in ("line", "stop") and follows(reading, at, BEFORE):
        return "after taken"
    stroke = reading.low(at + 1) in _STROKES and at + 2 < len(reading.words)
    if gap in ("bracket", "quote", "wide", "cell") or (gap == "colon" and not stroke):
        return gap
    if gap in ("line", "stop"):
        alone = reading.gaps[at + 1] in ("line", "stop")
        return "alone" if alone else "opener" if reading.low(at + 1) in _OPENS else "start"
    if reading.low(at - 1) in _DASHES and reading.low(at + 1) in _DASHES and reading.gaps[at - 1] == gap == "space":
        return "dashed"
    if reading.low(at - 1) in _STROKES and reading.looks[max(0, at - 2)] not in ("common", "known", "form"):
        return "pair"
    if stroke:
        return "pair colon" if gap == "colon" else "pair first"
    return gap if gap in ("comma", "menu") else _behind_word(reading, at)


def _behind_word(reading: Reading, at: int) -> str:
    left, two = reading.low(at - 1), reading.low(at - 2)
    front, second = front_of(left), front_of(two)
    if left == "to" and any(reading.low(one) in _SETTING for one in range(at - 8, at - 1) if _same(reading, one, at)):
        return "set to"
    if left in ("in", "by") and second in ("use", "then"):
        return second
    if front == "as" and two in ("in", "on", "login", "logon", "you"):
        return "in as"
    if left in ("with", "by") and two in _OPENING:
        return "opens with"
    if left in ("it", "that", "them", "yours") and two in _MADE:
        return "use"
    if front == "other":
        return "noun" if reading.looks[at - 1] in ("known", "new", "form", "odd") else "none"
    return front


def _same(reading: Reading, one: int, at: int) -> bool:
    return one >= 0 and reading.sentences[one] == reading.sentences[at]


def front_of(word: str) -> str:
    for name, members in FRONT.items():
        if word in members:
            return name
    return "is" if word.endswith("'s") else "other" if word else "none"


def leads(reading: Reading, at: int, taken: frozenset[str]) -> bool:
    """Whether only linking words stand between this word and something taken behind it ("X and then [password]")."""
    for one in range(at + 1, min(len(reading.words), at + 7)):
        if reading.gaps[one] == "stop" and reading.low(one) not in ("its", "whose", "password", "pin", "the"):
            return False
        if reading.low(one) in taken or reading.low(one) not in LEADING:
            return reading.low(one) in taken
    return False


def follows(reading: Reading, at: int, taken: frozenset[str]) -> bool:
    """Whether only linking words stand between something taken and this word ("[account name] and then X")."""
    for one in range(at - 1, max(-1, at - 5), -1):
        if reading.gaps[one + 1] in ("line", "stop"):
            return False
        if reading.low(one) in taken or reading.low(one) not in LINKING:
            return reading.low(one) in taken
    return False


def ends_here(reading: Reading, at: int) -> bool:
    """Whether what is put ends here, or within two words more that are no ordinary ones."""
    for ahead in range(at + 1, at + 4):
        if ahead >= len(reading.words) or reading.gaps[ahead] != "space" or reading.low(ahead) in GOES_ON:
            return True
        if reading.looks[ahead] in ("common", "known", "form", "taken", "address"):
            return False
    return False

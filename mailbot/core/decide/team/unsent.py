"""What a technician wrote in a reply that would not be sent with it: then nothing is sent and the mail comes back.

Not sent are lines behind `>`, what stands inside or below the quoted mail, a name below `--`, forwarded mail, and files
that cannot be delivered.
What of the quoted words the desk knows (the ticket's own) was quoted; what it does not know is the technician's own.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from mailbot.core.decide.case import Case
from mailbot.core.decide.team.grammar.pointing import only_courtesies, points_below
from mailbot.core.decide.team.grammar.script import Script
from mailbot.core.decide.team.grammar.wording import names_writer
from mailbot.core.decide.telling.files import given_with, undeliverable
from mailbot.core.model.mails.technician import DirectiveFault
from mailbot.core.model.message import Message
from mailbot.core.model.policy import Technician
from mailbot.core.model.request import Request
from mailbot.core.parse.marks.blocks import is_rule
from mailbot.core.parse.marks.cited import is_cited, marked_by_hand
from mailbot.core.parse.marks.contact import is_closing, is_contact_line
from mailbot.core.parse.marks.devices import is_device_line
from mailbot.core.parse.marks.rich import words_in
from mailbot.core.parse.marks.signature import disclaimer_at, is_delimiter, is_disclaimer, is_spaced_delimiter
from mailbot.core.parse.quotes import MARKER
from mailbot.core.parse.tokens import is_token_line

BEHIND_MARK = "A line behind > is not sent on. Write it without that mark."
INSIDE = "It stands inside the mail that you reply to, which is not sent on. Write it above that."
BELOW = "It stands below the mail that you reply to, where it is not seen. Write it above that."
NAMED = "Your name is private and stands in the name of the file. Give it another name."
FORWARDED = "A mail that you forward is not sent on with your words. Say in them what it says, or write it as a note."
NOTHING_BELOW = "Nothing of yours stands below it: what is written inside the mail that you reply to is not sent on."
SIGNED = "It stands below -- as a signature does, and those are not sent on. Take the -- away."
_FOOTER = re.compile(r"https?:|www\.|@|\bvirus|\bscanned\b|\bunsubscribe|\bconfidential", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<!\w)[^\W\d_A-Z]\w*")
_ADDRESSES = re.compile(r"<[^<>\n]{0,2000}>|https?://\S{1,2000}|\[(?:cid|image):[^\[\]\n]{0,300}\]")
_IT = re.compile(r"\b(?:it|ict|help ?desk|service desk|support|technician|technical|network|systems?)\b")
_WORD = re.compile(r"\w+")
_LONG = 12
_MOST_LINES = 5_000
_MOST_TOLD = 1_500
_MOST_ENTRIES = 10
_MOST_BETWEEN = 12
_LONGEST_ENTRY = 20_000
_TELLING = 8


def unsent(case: Case, request: Request, technician: Technician, script: Script) -> Iterator[DirectiveFault]:
    """Give what a technician's mail on the request says and that would not be sent, a line each.

    `script` is the mail's own. Whether the mail is a note, of which nothing is lost, is not asked here.
    """
    message = case.message
    yield from _behind_marks(case, request)
    found = (
        _below_hyphens(case, technician),
        _pointing(script),
        _inside(message, technician),
        _below_all(message) if only_courtesies(script.text) else None,
        _in_red(case, request),
        _among_their_words(message, request),
        *((_files(case, technician, script), _forwarded(message)) if script.text else ()),
    )
    yield from (fault for fault in found if fault is not None)


def _fault(line: str, reason: str) -> DirectiveFault:
    return DirectiveFault(line.strip()[:300], reason, whole=True)


def _behind_marks(case: Case, request: Request) -> Iterator[DirectiveFault]:
    """Lines behind `>` that neither the ticket nor the quoted mail below has: a command, an error, a word aside."""
    marked, others = marked_by_hand(case.message.text)
    if not marked:
        return
    known = "\n".join((*_known(case, request), *others))
    letters, words = words_in(known), _spaced(known)
    yield from (_fault(line, BEHIND_MARK) for line in marked if not _is_told(line, letters=letters, words=words))


def _is_told(line: str, *, letters: str, words: str) -> bool:
    """Whether a line stands in what is known; a short one ("> dir") as words of its own, not inside others."""
    bare = words_in(line)
    return bare in letters if len(bare) >= _LONG else not bare or f" {_spaced(line).strip()} " in words


def _spaced(text: str) -> str:
    """The words alone in small letters, a space around each."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _known(case: Case, request: Request) -> Iterator[str]:
    """What our mails on the request tell, line by line: words and names that a technician may have quoted by hand."""
    snapshot, person = case.desk.snapshot, request.requester
    yield from (request.subject, person.name, person.address, person.role, person.phone)
    yield from (case.desk.school(request.school).name, *(one.name for one in case.desk.policy.technicians.values()))
    for entry in request.entries:
        yield from (entry.author, entry.text)
    yield from (f"{one.id} {one.title}" for one in request.offered)
    for article in snapshot.articles.values():
        yield from (f"{article.id} {article.title}", article.body)
    for one in snapshot.similar or ():
        yield from (one.subject, one.answer)
    yield from (one.subject for one in snapshot.previous_requests)


def _below_hyphens(case: Case, technician: Technician) -> DirectiveFault | None:
    """What stands below a typed `--`, cut or shown as a signature is, and does not say that it is the technician's.

    It may be an answer in a few words with capitals: "Monday Morning", "School Office".
    """
    message = case.message
    signature, said = message.signature.split("\n"), set(message.words.split("\n"))
    begins = next((place for place, line in enumerate(signature) if is_delimiter(line)), len(signature))
    beside = [line for line in message.new_text.split("\n") if line not in said and not is_cited(line)]
    lines = [
        line
        for line in (*signature[begins + 1 :], *beside)
        if line.strip() and not (is_delimiter(line) or is_rule(line))
    ]
    end = next((place for place in range(len(lines)) if disclaimer_at(lines, place)), len(lines))
    block = [line for line in lines[:end] if not (is_closing(line.strip()) or is_device_line(line))]
    if not block or not _typed_above(message.text, lines[0]):
        return None
    if _signs(" ".join(block).casefold(), technician, trust=case.desk.policy.name):
        return None
    return _fault(block[0], SIGNED)


def _signs(block: str, technician: Technician, *, trust: str) -> bool:
    """Whether the lines name the technician, the trust, or IT."""
    parts = technician.name.casefold().split()
    initials = [part[0] for part in parts]
    words = _WORD.findall(block)
    named = not {*parts, "".join(initials)}.isdisjoint(words) or words[: len(initials)] == initials
    return named or technician.address.casefold() in block or trust.casefold() in block or bool(_IT.search(block))


def _typed_above(text: str, line: str) -> bool:
    """Whether a delimiter without its space stands above the line, and no words between."""
    above = ""
    for one in text.split("\n"):
        if one.strip() == line.strip() and is_delimiter(above):
            return not is_spaced_delimiter(above)
        above = one if one.strip() and not (is_cited(one) or is_rule(one)) else above
    return False


def _pointing(script: Script) -> DirectiveFault | None:
    """Words that point at what stands below where nothing does; an article that goes with them does."""
    if any(directive.name == "send" for directive in script.directives):
        return None
    line = points_below(script.text)
    return _fault(line, NOTHING_BELOW) if line else None


def _inside(message: Message, technician: Technician) -> DirectiveFault | None:
    """A line inside the quoted mail that begins with their name in brackets: so Outlook prefaces comments."""
    first = technician.name.split()[:1]
    names = "|".join(re.escape(one) for one in (technician.name, *first) if one)
    preface = re.compile(rf"[> \t]{{0,20}}\[(?:{names})\][ \t:]{{0,3}}\S", re.IGNORECASE)
    found = (line for line in message.text.split("\n")[:_MOST_LINES] if names and preface.match(line))
    return next((_fault(line, INSIDE) for line in found if words_in(line) not in _taken(message)), None)


def _below_all(message: Message) -> DirectiveFault | None:
    """A sentence below the last line of our own mail; gateways' footers and signatures are none.

    Only where the words on top are but a courtesy: an organisation's footer that is not known here stands there too.
    """
    lines = message.text.split("\n")[:_MOST_LINES]
    last = next((place for place in range(len(lines) - 1, -1, -1) if is_token_line(lines[place])), len(lines))
    below = lines[last + 1 :]
    end = next((at for at, line in enumerate(below) if is_delimiter(line) or disclaimer_at(below, at)), len(below))
    if _FOOTER.search("\n".join(below)):
        return None
    found = (line for line in below[:end] if _says(line))
    return next((_fault(line, BELOW) for line in found if words_in(line) not in _taken(message)), None)


def _files(case: Case, technician: Technician, script: Script) -> DirectiveFault | None:
    """Files that go with the words and could not be delivered: all of them go, or nothing does."""
    found = undeliverable(case, script.text)
    if found is not None:
        return _fault(f"({found[0]})", found[1])
    names = (one.name for one in given_with(case.message, script.text) if technician.private)
    named = next((name for name in names if names_writer(name, writer=technician)), "")
    return _fault(f"({named})", NAMED) if named else None


def _forwarded(message: Message) -> DirectiveFault | None:
    """Somebody else's mail below the words, which does not go with them; our own is but what they answer."""
    lines = [line for line in message.forwarded.split("\n")[:_MOST_LINES] if line.strip()]
    ours = any(is_token_line(line) or MARKER in line for line in lines)
    return None if ours or not lines else _fault(lines[0], FORWARDED)


def _taken(message: Message) -> str:
    """The letters and digits of what is read of the mail: its new text, and its signature."""
    return words_in(f"{message.new_text}\n{message.signature}")


def _in_red(case: Case, request: Request) -> DirectiveFault | None:
    """Words in red inside our own mail, which has none, that the ticket does not know either."""
    rich = case.message.rich
    if rich is None or not rich.inside:
        return None
    known = words_in("\n".join(_known(case, request)))
    return next((_fault(line, INSIDE) for line in rich.inside if words_in(line) not in known), None)


def _among_their_words(message: Message, request: Request) -> DirectiveFault | None:
    """A line between two that follow on each other in one entry: answers typed among the questions.

    Our mails write an entry without a word of theirs in it. Addresses in it do not count: programs rewrite them.
    """
    lines = [(line, _bare(line)) for line in message.text.split("\n")[:_MOST_LINES]]
    told = [(line, bare) for line, bare in lines if bare][:_MOST_TOLD]
    for entry in request.entries[-_MOST_ENTRIES:]:
        said = _bare(entry.text[:_LONGEST_ENTRY])
        places = [at for at, (_, bare) in enumerate(told) if len(bare) >= _TELLING and bare in said]
        for first, then in pairwise(places):
            end = said.find(told[first][1]) + len(told[first][1])
            if 1 < then - first <= _MOST_BETWEEN and said.startswith(told[then][1], end):
                line = told[first + 1][0].lstrip("> \t")
                if words_in(line) not in words_in(message.new_text):
                    return _fault(line, INSIDE)
    return None


def _bare(text: str) -> str:
    return words_in(_ADDRESSES.sub(" ", text))


def _says(line: str) -> bool:
    bare = line.strip()
    no_words = is_cited, is_device_line, is_contact_line, is_disclaimer
    return bool(_SENTENCE.search(bare)) and not any(test(bare) for test in no_words)

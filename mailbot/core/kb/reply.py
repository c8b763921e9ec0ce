"""What a requester's reply to an offer or an answer means.

What lives here: words -> meaning; what is unclear is never taken for solved. What does not: what follows from it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mailbot.core.kb.query import strip_courtesy
from mailbot.core.model.policy import Phrases

Meaning = Literal["solved", "not_solved", "thanks", "wants_article", "other"]
MAX_REPLY = 4_000
MAX_SOLVED_WORDS = 80

_SENTENCE = re.compile(r"[^.!?;\n]{1,1000}[.!?;]{0,3}")
_GLUE = re.compile(r"[^\w\s?:()'👍👎-]+")
_NUMBERS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "one": 1, "two": 2, "three": 3}
_AFTER = (
    r"(?= (?:one|article|link|guide|answer|summary|looks?|sounds?|seems?|please|pls|plz|thanks|ta|then|too)\b|\??$)"
)
_WHICH = re.compile(
    rf"\b(?:the )?(first|1st|second|2nd|third|3rd){_AFTER}"
    rf"|\b(?:article|guide|option)\.? ?(\d|one|two|three)\b|\b(?:number|no)\.? ?(\d|one|two|three){_AFTER}"
)
_ASKS = re.compile(
    r"\b(?:send|resend|forward|(?:can|could|may|shall) (?:i|we) have|have a look|see|get|read|share|show|give|want|like"
    r"|try)\b"
)
_BARE_NUMBER = re.compile(r"^(?:number |article |no )?([1-9])(?: please| pls| plz)?$")
_ARTICLE_ID = re.compile(r"\bkb-?(\d{1,9})\b")

_NOT_STUCK = re.compile(
    r"\b(?:no (?:need|problems?|longer|worries|issues?|more (?:problems?|issues?))|not a problem|(?:dont|wont"
    r"|didnt) need"
    r"|dont worry|cant (?:thank|believe|fault)|doesnt matter|(?:hasnt|havent|hasn't) (?:happened|had|seen) (?:it )?"
    r"(?:again|since|any)|no probs|not bad)\b"
)
_STUCK = re.compile(
    r"\bstill\b|\bno (?:joy|luck|good|better|different|difference|change|success|use|help|signal|sound|picture)\b"
    r"|^(?:no|nope|nah|negative|sadly not|unfortunately not|afraid not|not really|not yet)$|\bunfortunately\b"
    r"|\b(?:im|i am) afraid\b"
    r"|\bnot (?:work|working|fixed|sorted|solved|resolved|it|helped|helpful|right|quite|better|there|showing"
    r"|letting|on)\b"
    r"|\b(?:didnt|doesnt|hasnt|havent|isnt|wont|cant|cannot|wasnt|dont|arent|couldnt|wouldnt|does not|did not|has not"
    r"|have not|is not|will not|could not)\b"
    r"|\b(?:same|exact same) (?:again|problem|issue|thing|message|error|as before)\b|\bexactly the same\b"
    r"|\b(?:broken|gone|off|back|down|happening|happened|stuck|doing it|crashed|frozen) again\b|\bstuck\b"
    r"|\bkeeps? \w{2,20}ing\b|\bworse\b|\bwrong\b(?! (?:address|email|person|number))|\bbroken\b|\bfailed\b|\berror\b"
    r"|\bfor (?:a|an|about an|half an|ten|five|two) (?:bit|while|minutes?|moment|day|hours?|lesson|second)\b"
    r"|\bthen (?:it )?(?:again )?(?:asks|asked|says|said|stops|stopped|died|froze|went|goes|crashed|failed|broke)\b"
    r"|\b(?:back to (?:how it was|square one|where it was)|no idea)\b"
    r"|\bnot (?:my|the same|our|what) (?:problem|issue|question|i)\b"
    r"|\bwent (?:black|blank|off|blue|dead|white)\b|\b(?:is|was|am|are|got|been) locked\b|\bsend (?:somebody|someone)\b"
    r"|\b(?:died|dying) (?:again|on me)\b|\bnot on (?:mine|ours|hers|his|the)\b"
    r"|\bthought (?:that|it|this|you)\b|\balready (?:did|tried|done|do|doing)\b|\bcome (?:and|over|to) (?:look"
    r"|help|see|fix)\b"
    r"|\b(?:someone|somebody|anyone|technician) (?:please )?(?:come|help|ring|call|look|phone)\b"
    r"|\bplease (?:ring|call|phone) me\b"
    r"|\bhowever\b|\bdenied\b|\bblank\b|\bwent again\b|\blocked out\b|\bcrash(?:es|ed)?\b"
    r"|\b(?:did|tried|done) (?:that |it |this |all |them )?already\b|\b(?:able to|can you|could you) come\b"
    r"|👎|:\(|\bnothing (?:has )?(?:changed|happens|happened|works|on the)\b"
)
_TRIED = re.compile(r"\b(?:tried|done|did|followed) (?:that|it|this|them|these|those|all|everything|the steps)\b")
# News of success, whatever else the sentence says.
_SOLVED = re.compile(
    r"\b(?:that|this|it|which|all|now|has|have|is|been|got|problem|issue|everything)(?:s|ve)? ?"
    r"(?:has |have |is |been |now |all ){0,3}(?:solved|fixed|sorted|resolved|cured"
    r"|worked(?! (?:before|yesterday|last|until|in|on|for|with)\b)"
    r"|works(?= (?:now|again|fine|ok|okay|perfectly|well|great|thanks|thank|ta|cheers)\b|$))\b"
    r"|\bits (?:printing|charging|connecting|loading|showing|scanning|syncing|opening|playing) (?:now|fine"
    r"|perfectly|ok)\b"
    r"|^(?:all )?(?:solved|fixed|sorted|resolved|worked|works)\b|\b(?:that|thats|this|its|it) (?:has |have "
    r"|s )?done it\b"
    r"|\b(?:done|did|does) the trick\b|\bworked a treat\b|\bwork(?:s|ed) perfectly\b|\b(?:fine|ok|okay|good) now\b"
    r"|\b(?:its|is|now|everything|all) (?:now |all )?working\b|\bup and running\b"
    r"|\bworking (?:now|again|fine|perfectly|a treat)\b|\bgot it (?:going|working|sorted)\b"
    r"|\bmanaged to (?:get|log|login|sign|print|fix|sort|connect|open|find|do) ?\b|\b(?:that was|thats) it\b"
    r"|\bcan (?:be )?closed?\b|\bplease close(?:$| (?:this|it|the (?:ticket|request|call|job))\b)"
    r"|\bno (?:longer a|problems? now|more problems?)\b"
    r"|\b(?:cracked|mended|cured) it\b|^mended\b|\bno longer needed\b"
    r"|\b(?:its|it has|has|have) come (?:on|up|good|back on)\b"
    r"|\b(?:that|this|which|restarting|rebooting|unplugging|resetting|(?:re)?start|reboot|step \d|it off) did it\b"
    r"|\b(?:thats|that has|this has) got it\b|^(?:ok|okay|right|now) (?:fixed|sorted|mended|solved)\b"
    r"|\bthumbs up\b|\bis (?:printing|working|charging|connecting|loading) (?:now|again|fine)$|\bto be closed\b"
    r"|\b(?:i|we|he|she|they|mr \w{2,20}|mrs \w{2,20}|miss \w{2,20}|somebody|someone|caretaker) (?:has |have )?"
    r"(?:fixed|sorted|mended) it\b"
    r"|\b(?:come|came|is|its) back (?:on|up|to life)\b|\bno need to (?:come|visit|ring|call)\b"
)
# Words that are good news only when the sentence says nothing else.
_SOLVED_ALONE = re.compile(
    r"^(?:(?:yes|yep|yay|yeah|hurrah|hooray|success|perfect|brilliant|done|all done|all good|all fine|all well|all ok"
    r"|im in|i am in|im back in|got in|👍|that was it) ?){1,4}"
    r"(?:(?:now|thanks|thank you|ta|cheers|so much|very much|thx|everyone|all) ?){0,4}$"
)
_NOT_YET = re.compile(
    r"\b(?:if|once|when|whether|until|unless|should|might|would|could|will|ill|hope|hopefully|hoping|try"
    r"|can you|could you|(?<!no )(?<!dont )(?<!didnt )(?<!longer )need(?:s|ed)?|wants?"
    r"|(?<!managed to )get (?:this|it|that)"
    r"|make sure|must|waiting|told|supposed|love to)\b"
)
# Something is left over, or somebody says that it was not done: then nothing is settled by the good words beside it.
_LEFT_OVER = re.compile(
    r"\b(?:never|nobody|no one|none|neither|hardly|half|partly|partially|except|apart from|but not|last (?:time|week)"
    r"|badly|new (?:problem|issue)|other one|without (?!(?:a |any )?(?:problem|issue|trouble|hitch)))\b"
)
_QUESTION = re.compile(r"^(?:is|has|have|did|does|do|was|are|can|could|will|why|how|when|what|who|where|which)\b")
_ASKS_MORE = re.compile(r"\b(?:also|another|could you|can you|please can|please could|while you|one more|next)\b")
_THANKS = re.compile(
    r"\b(?:thanks|thank you|ta|cheers|thx|many thanks|much appreciated|appreciate it|appreciated|grateful|thankyou)\b"
)
_THANKS_ONLY_WORDS = 14
# Beside a thank-you: something that is wanted, or told because somebody asked for it.
_BRINGS = re.compile(
    r"\d|\b(?:please|pls|need(?:s|ed)?|want|urgent(?:ly)?|asap|send|ring|call|phone|come|hacked|help me|room|laptop"
    r"|windows|ext|extension|serial|model|nothing)\b"
)
SHORT = 6
_BESIDE = (
    "yes yep ok thats its it is this that now all thanks thank you very much so ta cheers just to say has been a the"
)
_FILLER = frozenset([*_BESIDE.split(), "problem", "hi", "again", "for", "everyone"])


@dataclass(frozen=True, slots=True)
class ReplyMeaning:
    """What a reply means and the words that say so.

    `n` is the wanted article's place in the offer (1 first); `article` its id where one was named (`KB-1042`).
    """

    kind: Meaning
    why: str
    n: int | None = None
    article: str | None = None


def understand(new_text: str, *, phrases: Phrases) -> ReplyMeaning:
    """The meaning of a reply's new text; `phrases` are the trust's own words beside those known here.

    Looks at no more than the first 4,000 characters. Example: `understand("thanks but it still wont print",
    phrases=Phrases()).kind == "not_solved"`.
    """
    text = new_text[:MAX_REPLY]
    said = [_plain(found.group()) for found in _SENTENCE.finditer(strip_courtesy(text))]
    said = [sentence for sentence in said if sentence]
    return (
        _wants(said)
        or _stuck(said, phrases.stuck)
        or _solved(said, phrases.solved)
        or _thanks(_plain(text.replace("\n", " ")), said, phrases.thanks)
        or ReplyMeaning("other", "nothing says that it is solved or that it is not")
    )


def _plain(sentence: str) -> str:
    folded = sentence.casefold().replace("\u2019", "'").replace("'", "").replace("☹", ":(").replace("🙁", ":(")
    folded = folded.replace("✅", "👍").replace("🎉", "👍").replace("❌", "👎").replace("\ufe0f", "")
    return " ".join(_GLUE.sub(" ", folded).split()).strip(" -")


def _wants(said: Iterable[str]) -> ReplyMeaning | None:
    for sentence in said:
        bare = _BARE_NUMBER.match(sentence)
        if bare:
            return ReplyMeaning("wants_article", sentence, n=int(bare.group(1)))
        if _is_solved(sentence):
            continue
        asks = _ASKS.search(sentence) or (sentence.endswith(("please", "pls")) and len(sentence.split()) <= SHORT)
        if not asks or "step" in sentence:
            continue
        named = _ARTICLE_ID.search(sentence)
        if named:
            return ReplyMeaning("wants_article", sentence, article=f"KB-{named.group(1)}")
        which = _WHICH.search(sentence)
        if which and not _STUCK.search(sentence):
            word = which.group(1) or which.group(2) or which.group(3)
            return ReplyMeaning("wants_article", sentence, n=_NUMBERS[word] if word in _NUMBERS else int(word))
    return None


def _stuck(said: list[str], phrases: tuple[str, ...]) -> ReplyMeaning | None:
    hopeful = any(_is_solved(sentence) and not _is_open(sentence) for sentence in said)
    for sentence in said:
        if sentence.startswith("if "):
            continue
        rest = _NOT_STUCK.sub(" ", sentence.rstrip("?").strip())
        found = _STUCK.search(" ".join(rest.split())) or (
            None if hopeful or sentence.endswith("?") else _TRIED.search(rest)
        )
        if found or _says(rest, phrases):
            return ReplyMeaning("not_solved", sentence)
        before, but, after = rest.partition(" but ")
        if but and _is_solved(before) and not _is_solved(after):
            return ReplyMeaning("not_solved", sentence)
    return None


def _solved(said: list[str], phrases: tuple[str, ...]) -> ReplyMeaning | None:
    """Only plain words, in a short reply that asks for nothing else."""
    if any(sentence.endswith("?") or _ASKS_MORE.search(sentence) or _LEFT_OVER.search(sentence) for sentence in said):
        return None
    if sum(len(sentence.split()) for sentence in said) > MAX_SOLVED_WORDS:
        return None
    for sentence in said:
        if not _is_open(sentence) and (_is_solved(sentence) or _says_alone(sentence, phrases)):
            return ReplyMeaning("solved", sentence)
    return None


def _is_solved(sentence: str) -> bool:
    return bool(_SOLVED.search(sentence) or _SOLVED_ALONE.match(sentence))


def _is_open(sentence: str) -> bool:
    """Whether a sentence asks, hopes or sets a condition: then its good words are no news."""
    return sentence.endswith("?") or bool(_QUESTION.match(sentence) or _NOT_YET.search(sentence))


def _thanks(text: str, said: list[str], phrases: tuple[str, ...]) -> ReplyMeaning | None:
    short = sum(len(sentence.split()) for sentence in said) <= _THANKS_ONLY_WORDS
    asks = any(sentence.endswith("?") or _ASKS_MORE.search(sentence) for sentence in said)
    brings = any(_BRINGS.search(sentence) for sentence in said)
    if short and not asks and not brings and (_THANKS.search(text) or _says_alone(text, phrases)):
        return ReplyMeaning("thanks", "a thank-you and no more")
    return None


def _says(sentence: str, phrases: Iterable[str]) -> bool:
    padded = f" {sentence} "
    return any(f" {_plain(phrase)} " in padded for phrase in phrases if phrase)


def _says_alone(sentence: str, phrases: Iterable[str]) -> bool:
    """A phrase of three words anywhere, or a shorter one with nothing to add ("I'm in", not "I'm in room 12")."""
    for phrase in (_plain(phrase) for phrase in phrases if phrase):
        before, found, after = f" {sentence} ".partition(f" {phrase} ")
        if found and (phrase.count(" ") > 1 or _FILLER.issuperset((before + " " + after).split())):
            return True
    return False

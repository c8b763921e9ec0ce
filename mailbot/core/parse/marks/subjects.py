"""What a subject line says: an answer, a forwarding, an absence, a failure. Many languages, one pass each."""

import re

_REPLY = re.compile(
    r"^\s*(?:\[[^\]]{1,40}\]\s*)?(?:re|aw|antw|antwort|sv|vs|ref|rif|res|r|odp|ynt|vá|re\s?\(\d+\)"
    r"|re\s?\[\d+\])\s*[:\uff1a]",
    re.IGNORECASE,
)
_CJK_REPLY = re.compile(r"^\s*(?:回复|回覆|答复|返信)\s*[:\uff1a]")
_FORWARD = re.compile(r"^\s*(?:fwd?|wg|tr|vl|vb|i|rv|enc|doorst|pd|转发|轉寄)\s*[:\uff1a]", re.IGNORECASE)
_ABSENCE = re.compile(
    r"^\s*(?:automatic(?:ally)? (?:reply|response|generated)|auto(?:matic)?[- ]?(?:reply|response|responder)\b"
    r"|auto:|autoreply|auto-reply"
    r"|out of (?:the )?office:|abwesenheit|automatische antwort|réponse automatique|respuesta automática"
    r"|risposta automatica|automatisch antwoord|automatiskt svar|autosvar|resposta automática|odpowiedź automatyczna"
    r"|vacation reply)|^\s*out of office (?:reply|autoreply)\s*(?::|$)",
    re.IGNORECASE,
)
# People ask about absences and failed deliveries, too: these subjects say nothing without a sentence that agrees.
_MAYBE_ABSENT = re.compile(
    r"^\s*(?:out of (?:the )?office|i am out of|away until)\b|\bis out of (?:the )?office\b", re.IGNORECASE
)
_ABSENT = re.compile(
    r"\b(?:i am|i'm|i will be|i'll be|is|be) (?:currently |now )?(?:out of (?:the )?office|on (?:annual )?leave|away"
    r"|on holiday|on maternity|on a course|off (?:work|sick))\b|\bwill (?:reply|respond|get back to you|deal with)"
    r"|\b(?:limited|no) access to (?:my )?e-?mail|\bon my return\b|\bwhen i (?:return|am back|get back)\b"
    r"|\breturn(?:ing)? (?:to work |to the office )?on\b|\bin my absence\b",
    re.IGNORECASE,
)
_FAILURE = re.compile(
    r"^\s*(?:undeliver(?:able|ed)\b|delivery (?:status|failure|has failed)|returned mail\b|failure notice"
    r"|mail delivery (?:failed|failure|system|status)|delivery notification|nondeliverable mail"
    r"|mail could not be delivered|message not delivered|unzustellbar|non remis|no se puede entregar"
    r"|undelivered mail returned|warning: (?:could not send|message)|returning message to sender"
    r"|mail system error|message delivery (?:failure|has failed)|delivery report|delivery error"
    r"|mail delivery error|non[- ]?delivery|notification d'état)",
    re.IGNORECASE,
)


_SAID_EARLY = 1_500
_TAG = re.compile(r"\[#\d{1,10}-[a-z2-7]{5}\]", re.IGNORECASE)


def is_reply(subject: str) -> bool:
    """Whether the subject begins like an answer (`Re:`, `AW:`, `SV:`, ...)."""
    return bool(_REPLY.match(subject) or _CJK_REPLY.match(subject))


def is_forward(subject: str) -> bool:
    """Whether the subject begins like a forwarded mail (`FW:`, `Fwd:`, `WG:`, `TR:`, ...)."""
    return bool(_FORWARD.match(subject))


def has_tag(subject: str) -> bool:
    """Whether the subject has a tag of the shape of ours (`[#1042-k7f3q]`), genuine or not."""
    return bool(_TAG.search(subject))


def is_absence(subject: str) -> bool:
    """Whether the subject is that of an out-of-office or other automatic answer."""
    return bool(_ABSENCE.search(subject))


def may_be_absence(subject: str, *, text: str) -> bool:
    """Whether the subject may be an automatic answer's and the text says that its author is away."""
    return bool(_MAYBE_ABSENT.search(subject) and _ABSENT.search(text[:_SAID_EARLY].replace("\u2019", "'")))


def is_failure(subject: str) -> bool:
    """Whether the subject is that of a failed or delayed delivery."""
    return bool(_FAILURE.match(subject))

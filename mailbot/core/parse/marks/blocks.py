"""Separators and header blocks above a quoted or forwarded mail (`-----Original Message-----`, From:/Sent:/To:)."""

import re
from collections.abc import Sequence

_LABELS = {
    "from": "from|von|de|van|da|od|från|fra|lähettäjä|kimden|expéditeur|remitente|feladó|от|od|发件人|寄件者|差出人"
    "|보낸 사람|de la|mittente",
    "date": "sent|message du|envoye|date|gesendet|datum|envoyé|envoyée|enviado el|enviado|enviada em|enviada"
    "|fecha|data|verzonden|inviato|wysłano|skickat|skickades|sendt|dato|lähetetty|odesláno|dátum|дата"
    "|отправлено|发送时间|日期|날짜|trimis|expediat|data de|le",
    "to": "to|an|à|a|para|aan|do|till|til|vastaanottaja|destinataire|pour|destinatario|címzett|кому|komu|收件人"
    "|宛先|받는 사람|către|kopia|cc|kopie|reply-to|bcc",
    "subject": "subject|betreff|objet|asunto|assunto|onderwerp|oggetto|temat|ämne|emne|aihe|předmět|predmet"
    "|tárgy|тема|konu|主题|主旨|件名|제목|subiect|sujet",
}
_LABEL = {
    kind: re.compile(rf"^[>\s]{{0,12}}[*_]{{0,2}}\s?(?:{words})\s?[*_]{{0,2}}\s?[:\uff1a]", re.IGNORECASE)
    for kind, words in _LABELS.items()
}
_ORIGINAL = re.compile(
    r"^[>\s]{0,12}[-_*=~]{2,60}\s*(?:original message|original-nachricht|ursprüngliche nachricht"
    r"|ursprungliche nachricht|original appointment|message d'origine"
    r"|message original|message initial|mensaje original|mensagem original|oorspronkelijk bericht|messaggio originale"
    r"|messaggio originario|wiadomość oryginalna|oprindelig meddelelse|oprindelig besked|opprinnelig melding"
    r"|ursprungligt meddelande|původní zpráva"
    r"|pôvodná správa|alkuperäinen viesti|originalmeddelande|orijinal mesaj|исходное сообщение|eredeti üzenet"
    r"|mesaj original"
    r"|original email|reply message|původní e-mail|doorgestuurd bericht|원본 메시지|原始邮件|original mail)"
    r"[^\n]{0,40}$"
    # Samsung's phones run the header on behind it, in the plain text.
    r"|^-{4,12} ?original message ?-{4,12} ?from: ?[^\n]{0,400}$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^[>\s]{0,12}(?:[-_*]{2,40}\s*(?:forwarded (?:message|by|mail)|weitergeleitete nachricht|message transféré"
    r"|mensaje reenviado|mensagem encaminhada"
    r"|doorgestuurd bericht|messaggio inoltrato|forwarded email|début du message|videresendt"
    r"|vidarebefordrat)[^\n]{0,80}"
    r"|(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)"
    r"|début du message (?:réexpédié|transféré)"
    r"|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht"
    r"|início da mensagem reencaminhada)\s?:?)\s*$",
    re.IGNORECASE,
)
_REPLY_LINE = re.compile(
    r"^[\s#=*_-]{0,12}(?:please )?(?:(?:type )?(?:your )?reply|write) above this line\b[^\n]{0,60}$", re.IGNORECASE
)
_RULE = re.compile(r"^\s{0,4}[_\-=*]{3,200}\s*$")
_MAX_LOOK = 9


def is_original_separator(line: str) -> bool:
    """Whether the line is a client's separator above the mail it answers."""
    return len(line) < 600 and bool(_ORIGINAL.match(line))


def is_forward_separator(line: str) -> bool:
    """Whether the line says that a forwarded mail follows."""
    return len(line) < 200 and bool(_FORWARDED.match(line))


def is_reply_line(line: str) -> bool:
    """Whether the line is a helpdesk's "Please reply above this line"."""
    return "above this line" in line.lower() and bool(_REPLY_LINE.match(line))


def is_rule(line: str) -> bool:
    """Whether the line is a drawn rule, as Outlook puts above the header block."""
    return bool(_RULE.match(line))


def is_header_block(lines: Sequence[str], place: int) -> bool:
    """Whether the header of a quoted mail begins here: a From (or date) line and two further kinds within nine."""
    first = lines[place]
    if ":" not in first and "\uff1a" not in first:
        return False
    if _LABEL["from"].match(first):
        needed = 2 if "@" in first or "<" in first else 3
    elif _LABEL["date"].match(first) or _LABEL["subject"].match(first) or _LABEL["to"].match(first):
        needed = 3
    else:
        return False
    return len(_kinds(lines, place)) >= needed


def _kinds(lines: Sequence[str], place: int) -> frozenset[str]:
    found: set[str] = set()
    others = 0
    for line in lines[place : place + _MAX_LOOK]:
        kinds = [kind for kind, pattern in _LABEL.items() if kind not in found and pattern.match(line)]
        if kinds:
            found.add(kinds[0])
        elif line.strip(" >\t"):
            others += 1
            if others > 2:
                break
    return frozenset(found)

"""Where a signature, a device's line or a disclaimer begins. Sign-offs ("Regards, Jane") are the author's words."""

import re

_DELIMITER = re.compile(r"^\s{0,3}(?:--|––|__)\s{0,4}$")
_DEVICE = re.compile(
    r"^\s{0,4}(?:[*_]{0,2})(?:sent (?:from (?:my |a |an )?|using |via |by |with |on )\S|get outlook for "
    r"|get it on|envoyé (?:de(?:puis)? mon|à partir)|"
    r"(?:von|vom) (?:meinem )?\S{1,20} (?:gesendet|aus gesendet)|gesendet (?:von|mit|über)"
    r"|diese nachricht wurde von mein|enviado (?:desde|do|de|via)|inviato d[ae]|verzonden (?:vanaf|met|via)|"
    r"verstuurd vanaf|wysłane? z|skickat från|sendt fra|lähetetty|odesláno z|отправлено (?:с|из)"
    r"|download outlook|yahoo mail[: ]|"
    r"trimis de pe|telefonumdan|iphone-omról|iphone'umdan gönderildi|发自我的|iphoneから送信|أُرسلت من|أرسلت من|從我的"
    r"|envoyé avec|outlook voor|outlook für|(?:obter o|obtener|ottieni|télécharger|obtenir|hol dir|hämta) outlook )",
    re.IGNORECASE,
)
_DEVICE_TAIL = re.compile(r"(?:から送信|dan gönderildi|aus gesendet)\.?$", re.IGNORECASE)
_SENT_FROM_MORE = re.compile(r"[.,;!?]\s+\S|, ", re.IGNORECASE)
_DEVICE_WORDS = re.compile(
    r"phone|ipad|ipod|android|samsung|galaxy|blackberry|mobile|outlook|yahoo|mail|windows|nokia|huawei|honor"
    r"|xiaomi|tablet|device|"
    r"app\b|htc|motorola|oneplus|pixel|sony|lg\b|hotmail|gmail|surface|nexus|lumia|wiko|handy|téléphone"
    r"|teléfono|móvil|telefon|aol|proton|spark|"
    r"airmail|tél|smartphone|移动|手机|iphone|mobil|celular|telefone|cellulare|thunderbird|zimbra|workspace",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"^[\s*_#]{0,6}(?:disclaimer|confidentiality(?: notice)?|this (?:e-?mail|message|communication)(?:,| and"
    r"| \(| is (?:intended|confidential)| may contain| contains (?:confidential|privileged)"
    r"| transmission| was sent (?:from|on behalf)| has been (?:scanned|checked for viruses))|the (?:information"
    r"|contents?) (?:contained )?(?:in|of) this (?:e-?mail|message)|privileged[/ ]confidential"
    r"|if you (?:have received|are not the intended)"
    r"|please consider the environment|diese e-?mail (?:enthält|kann)|ce message (?:et|est)|este (?:mensaje"
    r"|correo)|deze e-?mail|esta mensagem|p please consider|scanned by|click here to report this email as spam)",
    re.IGNORECASE,
)


def is_delimiter(line: str) -> bool:
    """Whether the line is `-- ` (RFC 3676 4.3) or what clients make of it."""
    return len(line) < 12 and bool(_DELIMITER.match(line))


def is_device_line(line: str) -> bool:
    """Whether a client wrote this line of its own ("Sent from my iPhone", "Get Outlook for Android")."""
    line = line.strip()
    if len(line) > 120 or not (_DEVICE.match(line) or _DEVICE_TAIL.search(line)):
        return False
    bare = re.sub(r"<[^<>]*>|\([^()]*\)|\[[^\[\]]*\]", "", line)
    return len(bare) <= 80 and bool(_DEVICE_WORDS.search(bare)) and not _SENT_FROM_MORE.search(bare.rstrip(".! "))


def is_disclaimer(line: str) -> bool:
    """Whether the small print of an organisation begins here."""
    return bool(_DISCLAIMER.match(line[:200]))

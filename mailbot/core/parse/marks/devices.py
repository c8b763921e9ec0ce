"""The line that a phone or a mail program puts below what its owner wrote ("Sent from my iPhone").

In English it is believed only where every word of it is one that such lines are made of: "Sent from my phone while
covering Year 6" and "Sent from the tablet in room 12" are a person's. A program that is not known here stays.
"""

import re

_SENT = re.compile(r"^[*_]{0,2}sent (?P<by>from|using|via|by|with|on) (?P<named>\S.{0,118})$", re.IGNORECASE)
_OFFERED = re.compile(
    r"^[*_]{0,2}(?:get (?:outlook for|it on) \S|download outlook)|^[*_]{0,2}outlook for (?:ios|android)$",
    re.IGNORECASE,
)
_ADVERTISED = re.compile(r"^yahoo mail: search, organi[sz]e, conquer\.?$", re.IGNORECASE)
_OTHER_TONGUES = re.compile(
    r"^[*_]{0,2}(?:envoyé (?:de(?:puis)? mon|à partir|avec)|(?:von|vom) (?:meinem )?\S{1,20} (?:gesendet|aus gesendet)"
    r"|gesendet (?:von|mit|über)"
    r"|diese nachricht wurde von mein|enviado (?:desde|do|de|via)|inviato d[ae]|verzonden (?:vanaf|met|via)|"
    r"verstuurd vanaf|wysłane? z|skickat från|sendt fra|lähetetty|odesláno z|отправлено (?:с|из)"
    r"|trimis de pe|telefonumdan|iphone-omról|iphone'umdan gönderildi|发自我的|iphoneから送信|أُرسلت من|أرسلت من|從我的"
    r"|outlook voor|outlook für|(?:obter o|obtener|ottieni|télécharger|obtenir|hol dir|hämta) outlook )",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:から送信|dan gönderildi|aus gesendet)\.?$", re.IGNORECASE)
_LONGEST_TAIL = 16
_DEVICE = re.compile(
    r"phone|ipad|ipod|android|samsung|galaxy|blackberry|mobile|outlook|yahoo|mail|windows|nokia|huawei|honor"
    r"|xiaomi|tablet|device|"
    r"app\b|htc|motorola|oneplus|pixel|sony|lg\b|hotmail|gmail|surface|nexus|lumia|wiko|handy|téléphone"
    r"|teléfono|móvil|telefon|aol|proton|spark|"
    r"airmail|tél|smartphone|移动|手机|iphone|mobil|celular|telefone|cellulare|thunderbird|zimbra|workspace",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"<[^<>]*>|\([^()]*\)|\[[^\[\]]*\]|https?://\S+")
_SENTENCES = re.compile(r"[.,;!?]\s+\S|, ")
_WORDS = re.compile(r"[^\s,.*_!|™®-]+")
_MODEL = re.compile(r"[a-z]{0,3}\d{1,4}\+?[a-z]{0,3}|[a-z]")
_FROM_DEVICES = frozenset({"from", "using", "via"})
_BRANDS = frozenset({
    "iphone", "ipad", "ipod", "macbook", "imac", "mac", "watch", "apple", "android", "samsung", "galaxy",
    "blackberry", "nokia", "lumia", "huawei", "honor", "xiaomi", "redmi", "poco", "oppo", "realme", "vivo",
    "oneplus", "pixel", "google", "motorola", "moto", "sony", "xperia", "ericsson", "htc", "lg", "zte", "wiko",
    "alcatel", "fairphone", "nexus", "surface", "chromebook", "windows", "outlook", "hotmail", "gmail", "yahoo",
    "aol", "proton", "protonmail", "spark", "airmail", "mymail", "bluemail", "mailbird", "thunderbird", "zimbra",
    "workspace", "boxer", "postbox", "zoho", "em", "touchmail", "icloud", "acompli", "fastmail", "icewarp",
    "groupwise", "activesync",
})  # fmt: skip
_KINDS = frozenset(
    {"phone", "smartphone", "smart", "mobile", "cellphone", "handset", "tablet", "device", "mail", "email"}
)
_BETWEEN = frozenset({
    "my", "a", "an", "the", "for", "on", "via", "using", "with", "from", "all", "new", "by", "work", "personal",
    "ios", "windows", "ipados", "app", "client", "web", "desktop", "server", "microsoft", "secure", "encrypted",
    "free", "one", "vmware", "pro", "plus", "max", "mini", "ultra", "air", "lite", "note", "edge", "fold", "flip",
    "se", "fe", "xr", "xs", "neo", "prime", "play", "power", "cat", "wireless", "network", "o2", "ee", "vodafone",
    "three", "bt", "sky", "virgin", "media", "tesco", "giffgaff", "orange", "4g", "5g", "lte",
})  # fmt: skip


def is_device_line(line: str) -> bool:
    """Whether a client wrote this line of its own ("Sent from my iPhone", "Get Outlook for Android")."""
    line = line.strip()
    if not line or len(line) > 120:
        return False
    bare = _BESIDE.sub("", line).strip() if "http" in line or any(map(line.__contains__, "<([")) else line
    sent = _SENT.match(bare)
    if sent:
        return _is_made_of_names(sent["named"], device=sent["by"].casefold() in _FROM_DEVICES)
    if _ADVERTISED.match(bare):
        return True
    if not (_OFFERED.match(line) or _OTHER_TONGUES.match(line) or _TAIL.search(line[-_LONGEST_TAIL:])):
        return False
    return len(bare) <= 80 and bool(_DEVICE.search(bare)) and not _SENTENCES.search(bare.rstrip(".! "))


def _is_made_of_names(named: str, *, device: bool) -> bool:
    """Whether every word names a device, a program or a network, or stands between.

    Some brand is needed, or with `device` a kind of device; a number beside that alone is somebody's own ("tablet 12").
    """
    words = [word.casefold() for word in _WORDS.findall(named)]
    branded = any(word in _BRANDS for word in words)
    if not branded and not (device and any(word in _KINDS for word in words)):
        return False
    return all(
        word in _BRANDS or word in _KINDS or word in _BETWEEN or (branded and _MODEL.fullmatch(word)) for word in words
    )

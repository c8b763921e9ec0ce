"""Bytes of mail to text: declared charset, UTF-8, Windows-1252, in that order, without ever raising."""

_ALIASES = {
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "unknown-8bit": "utf-8",
    "utf8": "utf-8",
    "iso-8859-1": "cp1252",  # what says Latin 1 and holds 0x80..0x9f is Windows-1252, as browsers know
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "ansi": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "unicode-1-1-utf-7": "utf-7",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "tis-620": "cp874",
    "windows-874": "cp874",
}
# Codecs of Python that are no character sets; some of them are quadratic.
_REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})


def decode(data: bytes, *, charset: str = "") -> str:
    """The text of `data`. Never raises: what no charset explains is shown with replacement characters."""
    name = _codec(charset)
    for candidate in (name, "utf-8"):
        if candidate:
            text = _strict(data, candidate)
            if text is not None:
                return text.removeprefix("\ufeff")
    return _loose(data, name)


def decode_header(data: bytes, *, body_charset: str = "") -> str:
    """Raw 8-bit header bytes: UTF-8, then the body's charset, then Windows-1252."""
    name = _codec(body_charset)
    for candidate in ("utf-8", name):
        if candidate:
            text = _strict(data, candidate)
            if text is not None:
                return text
    return data.decode("cp1252", "replace")


def _codec(charset: str) -> str:
    name = charset.strip().strip("\"'").lower().partition("*")[0]
    name = _ALIASES.get(name, name)
    if name.startswith("x-"):
        name = _ALIASES.get(name, name[2:])
    return "" if name.replace("-", "_") in _REFUSED or len(name) > 40 else name


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (LookupError, ValueError):
        return None


def _loose(data: bytes, codec: str) -> str:
    if codec and codec not in ("utf-8", "cp1252"):
        try:
            return data.decode(codec, "replace")
        except (LookupError, ValueError):
            pass
    if codec == "utf-8" and data.count(b"\xc3") + data.count(b"\xe2") > 2:
        return data.decode("utf-8", "replace").removeprefix("\ufeff")  # mostly UTF-8 with a broken place
    return data.decode("cp1252", "replace")

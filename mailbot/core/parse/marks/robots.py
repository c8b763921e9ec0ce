"""What machines that set no telling header write: other helpdesks, scanners, calendars. Each test needs two signs.

Mail that is taken for a machine's is never answered, so a person's words must not be mistaken: a subject alone or a
sentence alone is never enough.
"""

import re

_TICKET_SUBJECT = re.compile(
    r"^\s*(?:(?:re|aw)\s*:\s*)?(?:"
    r"[^\n]{0,60}\b(?:ticket|case|request|incident|enquiry|call)\b[^\n]{0,40}"
    r"\b(?:received|created|logged|opened|registered|acknowledg\w{2,8})\b"
    r"|[^\n]{0,10}(?:acknowledg\w{2,8}\b|auto(?:mated|matic)? acknowledg)"
    r"|(?:we(?:'ve| have) )?received your (?:e-?mail|message|request|enquiry|ticket)"
    r"|\[?[^\n\]]{0,30}(?:ticket|case|request|incident)(?: id| no\.?| number)?\s?[:#]{1,2}\s?[\w-]{2,20}\]?)",
    re.IGNORECASE,
)
_TICKET_TEXT = re.compile(
    r"\b(?:this is an auto(?:mated|matic|-generated|matically generated) (?:e-?mail|message|reply|response|acknowledg)"
    r"|(?:please )?do not reply to this (?:e-?mail|message)"
    r"|your (?:e-?mail|message|request|enquiry|ticket|call|case|incident) has been (?:received|logged|created|opened"
    r"|registered|assigned)"
    r"|(?:a |your )?(?:support )?(?:ticket|case|request|call) (?:number |id |reference )?[#\w-]{0,20} ?"
    r"(?:has been|was) (?:created|opened|logged)"
    r"|we (?:have|'ve) received your (?:e-?mail|message|request|enquiry|ticket)"
    r"|thank you for (?:contacting|your (?:e-?mail|message|enquiry) to) [^\n.]{0,60}"
    r"(?:support|service|help ?desk|team))",
    re.IGNORECASE,
)
_REPLY_LINE = re.compile(
    r"^[\s#=*_-]{0,12}(?:please )?(?:(?:type )?(?:your )?reply|write) above this line", re.IGNORECASE
)
_SCAN_SUBJECT = re.compile(
    r"^\s*(?:scan(?:ned)?(?: (?:image|document|data|file|from|to))\b|message from (?:km_|\"?rnp|ricoh|xerox|bizhub|mfp)"
    r"|attached image\b|scan_\d|scan to e-?mail|send data from mfp|image data from|scan data from)",
    re.IGNORECASE,
)
_SCAN_DEVICE = re.compile(
    r"bizhub|konica|workcentre|versalink|altalink|xerox|ricoh|aficio|imagerunner|ir-adv|kyocera|taskalfa|ecosys"
    r"|sharp mx|e-studio|toshiba tec|lexmark|officejet|laserjet|digital sending|brother (?:mfc|dcp)|scanner|copier"
    r"|multifunction|\bmfp\b|\bmfd\b",
    re.IGNORECASE,
)
_METHOD = re.compile(rb"(?im)^method:[ \t]{0,8}([a-z]{3,20})[ \t\r]{0,8}$")
_MAX_SUBJECT, _MAX_TEXT = 200, 600


def is_acknowledgement(subject: str, *, text: str) -> bool:
    """Whether another helpdesk says that it has got something: by its subject and by a sentence or its reply line."""
    if not _TICKET_SUBJECT.match(subject[:_MAX_SUBJECT]):
        return False
    start = text[:_MAX_TEXT]
    return bool(_TICKET_TEXT.search(start)) or begins_with_reply_line(start)


def begins_with_reply_line(text: str) -> bool:
    """Whether the first words are a helpdesk's "reply above this line", which nobody's answer begins with."""
    return bool(_REPLY_LINE.match(text.lstrip()[:100]))


def is_scan(subject: str, *, sender: str, mailer: str, has_file: bool) -> bool:
    """Whether a copier sent a scan: by its subject or program and by its sender, with a file."""
    if not has_file:
        return False
    named = bool(_SCAN_DEVICE.search(f"{sender[:200]} {mailer[:200]}"))
    return named and (bool(_SCAN_SUBJECT.match(subject[:_MAX_SUBJECT])) or bool(_SCAN_DEVICE.search(mailer[:200])))


def calendar_method(data: bytes) -> str:
    """The METHOD of an iCalendar object (RFC 5546) in lower case, '' where it states none."""
    match = _METHOD.search(data[:4_000])
    return match[1].decode("ascii").lower() if match else ""

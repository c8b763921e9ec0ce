"""Values that have a grammar of their own: ids, mail addresses, domains, hours of a day, zones.

Plain types and ranges are `table.py`'s.
"""

import re
from collections.abc import Collection
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rapidfuzz import fuzz, process

from mailbot.core.model.policy import WEEKDAYS, Hours, Weekday
from mailbot.settings.toml.document import Node
from mailbot.settings.toml.table import Table, shown

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_LOCAL_PART = re.compile(r"[a-z0-9!#$%&'*/=?^_`{|}~.+-]{1,64}")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")


def check_id(outer: Table, section: str, *, name: str, node: Node) -> None:
    """Refuse a table's name that is no id: small letters, digits and dashes, at most 64."""
    if not _ID.fullmatch(name):
        wrong = f"{shown(Node(value=name, file=node.file))} is no id"
        outer.fault_at(node, key=section, wrong=wrong, right="Use small letters, digits and dashes.")


def is_domain(text: str) -> bool:
    """Whether `text` is a domain in small letters; one with other letters is written in its `xn--` form."""
    return len(text) <= 253 and all(_LABEL.fullmatch(label) for label in text.split("."))


def is_address(text: str) -> bool:
    """Whether `text` is one plain mail address in small letters, without quotes or display name."""
    local, at, domain = text.rpartition("@")
    return bool(at) and bool(_LOCAL_PART.fullmatch(local)) and "." in domain and is_domain(domain)


def read_address(table: Table, key: str, *, default: str | None = None) -> str:
    """Read one mail address, in small letters; '' with a fault where it is none."""
    address = table.text(key, default=default).lower()
    if address and not is_address(address):
        table.fault(key, wrong=f'"{address}" is no mail address', right="Write it as name@school.example.")
        return ""
    return address


def read_addresses(table: Table, key: str) -> tuple[str, ...]:
    """Read a list of mail addresses, in small letters, those that are one."""
    addresses = []
    for node, text in table.text_nodes(key, most=50):
        if is_address(text.lower()):
            addresses.append(text.lower())
        else:
            wrong = f"{shown(node)} is no mail address"
            table.fault_at(node, key=key, wrong=wrong, right="Write it as name@school.example.")
    return tuple(addresses)


def hours_in(text: str) -> Hours | None:
    """The hours that `08:00-16:30` says, None where it says none; `24:00` is the end of the day."""
    found = _HOURS.fullmatch(text)
    if found is None:
        return None
    start = time(int(found[1]), int(found[2]))
    if found[3] is None:
        return Hours(start=start, end=time())
    end = time(int(found[3]), int(found[4]))
    return Hours(start=start, end=end) if start < end else None


def read_hours(table: Table, key: str) -> dict[Weekday, Hours]:
    """Read hours by weekday, `{ mon = "08:00-16:30", ... }`; a day that is missing has none."""
    inner = table.table(key)
    if inner is None:
        return {}
    hours: dict[Weekday, Hours] = {}
    for day in WEEKDAYS:
        found = hours_in(inner.text(day, default=""))
        if found is not None:
            hours[day] = found
        elif day in inner:
            inner.fault(
                day, wrong="these are no hours of a day", right='Write "08:00-16:30", the start before the end.'
            )
    inner.close()
    return hours


def read_zone(table: Table, key: str, *, default: ZoneInfo) -> ZoneInfo:
    """Read a time zone by its name in the zone database."""
    name = table.text(key, default=default.key)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.fault(key, wrong=f'"{name}" is no time zone', right='Write a name such as "Europe/London".')
        return default


def nearest_right(name: str, known: Collection[str], *, otherwise: str) -> str:
    """What would be right for a name that is unknown: the nearest known one, else `otherwise`."""
    nearest = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=60)
    return f'Did you mean "{nearest[0]}"?' if nearest is not None else otherwise

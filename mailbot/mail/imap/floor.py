"""Which mail of a folder is live, and which is only filed: what was there before we came, or below the floor.

Pure arithmetic on cursors. Not here: reading the folder (`imap_source.py`).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from mailbot.core.model.message import Cursor
from mailbot.mail.imap.guard import MAX_UID, Selected

FLOOR_MARGIN = timedelta(days=1)  # how far a server's INTERNALDATEs may be out of order
CLOCK_MARGIN = timedelta(minutes=1)  # INTERNALDATE knows whole seconds only, of another clock than ours
OLDER_THAN_CONTACT = "it was in the mailbox before the first contact"
OLDER_THAN_FLOOR = "it is older than the last mail taken in before the server renumbered the mailbox"


def renumbered(cursor: Cursor, *, selected: Selected) -> Cursor:
    """The cursor after a change of UIDVALIDITY: everything is read again, what is older than the floor only filed.

    The floor lies a day below the newest mail that was taken in, but never before the first contact (a minute aside,
    or mail that came right after it would be passed over). It concerns what the folder holds now; whatever arrives
    later is live, however old its INTERNALDATE.
    """
    newest, contact = cursor.newest_internal_date, cursor.first_contact_at - CLOCK_MARGIN
    floor = max(contact, newest - FLOOR_MARGIN) if newest else contact
    return replace(
        cursor, uidvalidity=selected.uidvalidity, last_uid=0, floor=floor, live_from_uid=selected.uidnext or MAX_UID
    )


def why_filed(cursor: Cursor, *, uid: int, received_at: datetime) -> str | None:
    """The reason not to act on a mail of this UID and INTERNALDATE, or None when it is live."""
    if uid >= cursor.live_from_uid:
        return None
    if cursor.floor is None:
        return OLDER_THAN_CONTACT
    return OLDER_THAN_FLOOR if received_at < cursor.floor else None

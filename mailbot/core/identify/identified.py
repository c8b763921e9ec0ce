"""Second half of identification, and the one function that the daemon calls: who wrote, for which school, on what.

Which keys to look up is said in `keys.py`; between the two the database is asked.
"""

from datetime import datetime

from mailbot.core.identify.arrival import Arrival, Directory
from mailbot.core.identify.named import named_in
from mailbot.core.identify.proof import prove
from mailbot.core.identify.school import WrittenTo, route
from mailbot.core.identify.sender import identify_sender, person_of
from mailbot.core.identify.thread import find_thread, is_on
from mailbot.core.model.message import Message
from mailbot.core.model.snapshot import Keys, Snapshot
from mailbot.core.model.stimulus import MessageArrived


def identify(
    message: Message, *, arrival: Arrival, keys: Keys, snapshot: Snapshot, directory: Directory, now: datetime
) -> MessageArrived:
    """Make the stimulus of a message: sender with trust level, school, thread, token.

    `keys` are those of `keys_of`, `snapshot` what the database found for them, `now` aware UTC.
    """
    person = person_of(keys.address, snapshot=snapshot, directory=directory)
    thread = find_thread(message, keys=keys, snapshot=snapshot, person=person, now=now)
    judgement = prove(message, kind=arrival.auth_kind, authserv_id=arrival.authserv_id, vouched=arrival.vouched)
    token = thread.token
    sender = identify_sender(
        message,
        person=person,
        directory=directory,
        judgement=judgement,
        own_token=token is not None and token.purpose == "t" and not thread.token_expired,
    )
    recipients = tuple(address.address for address in (*message.to, *message.cc))
    written_to = WrittenTo(arrival.mailbox, recipients)
    return MessageArrived(
        inbox=arrival.inbox,
        message=message,
        mailbox=arrival.mailbox,
        received_at=arrival.received_at,
        sender=sender,
        route=route(keys.address, directory=directory, written_to=written_to, person=person, request=thread.request),
        request=thread.request,
        joined_by=thread.joined_by,
        token=token,
        token_expired=thread.token_expired,
        on_request=thread.request is not None and is_on(thread.request, person=person),
        article=thread.article,
        article_version=thread.article_version,
        held=snapshot.held.get(thread.held) if thread.held else None,
        listed=thread.listed,
        envelope_from=arrival.envelope_from,
        own=keys.ours or (keys.address != "" and directory.mailbox_of(keys.address) is not None),
        named=named_in(message, keys=keys, snapshot=snapshot, directory=directory, written_to=written_to),
    )

"""Any mail: its content, whom it goes to, and its final bytes."""

from dataclasses import dataclass, field
from typing import Literal

from mailbot.core.model.away import AwayMail
from mailbot.core.model.care import KnowledgeWeekMail
from mailbot.core.model.help import HelpMail
from mailbot.core.model.listing import ListMail
from mailbot.core.model.mails.requester import (
    AnswerMail,
    ArticleSentMail,
    ChaserMail,
    MergedMail,
    OfferMail,
    SplitMail,
    TicketOpenedMail,
    UnknownSenderMail,
)
from mailbot.core.model.mails.technician import (
    ArticleHelpedMail,
    ArticleMail,
    DeliveryFailedMail,
    DoneMail,
    MailboxMail,
    NotificationMail,
    OverlapMail,
    RefusedMail,
    TooLargeMail,
    WasItYouMail,
)

MailContent = (
    OfferMail
    | ArticleSentMail
    | TicketOpenedMail
    | AnswerMail
    | TooLargeMail
    | ChaserMail
    | MergedMail
    | SplitMail
    | UnknownSenderMail
    | NotificationMail
    | ListMail
    | WasItYouMail
    | OverlapMail
    | RefusedMail
    | DoneMail
    | HelpMail
    | ArticleMail
    | ArticleHelpedMail
    | DeliveryFailedMail
    | AwayMail
    | MailboxMail
    | KnowledgeWeekMail
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets one mail. `key` is the person's random id ('' for a stranger: such a mail carries no token).

    `purpose` is what that token is for: `r` a requester's, `t` a technician's, `c` their one word on a held mail.
    """

    address: str
    name: str
    key: str
    purpose: Literal["r", "t", "c"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail as final bytes, ready for the outbox row."""

    message_id: str
    envelope_from: str
    recipient: str
    data: bytes = field(repr=False)

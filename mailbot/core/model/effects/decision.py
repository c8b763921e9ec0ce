"""A decision: every effect there is, and why."""

from dataclasses import dataclass

from mailbot.core.model.effects.on_articles import MakeOffer, PublishArticle, RecordOutcome, RetireArticle, SaveArticle
from mailbot.core.model.effects.on_mail import (
    File,
    HoldMessage,
    PutOff,
    SaveList,
    SendMail,
    TellLater,
    ToldOf,
    UseReference,
)
from mailbot.core.model.effects.on_people import (
    AddLeave,
    AddParticipant,
    AddPerson,
    EndLeave,
    MarkAddress,
    RemoveParticipant,
    WakeTechnician,
)
from mailbot.core.model.effects.on_request import (
    AddEntry,
    Assign,
    KeepUndo,
    LogTime,
    OpenRequest,
    RecordBreach,
    SetDue,
    SetPriority,
    SetRequester,
    SetSchool,
    SetState,
    SetTags,
    UseUndo,
)
from mailbot.core.model.effects.on_threads import LinkRequest, MergeRequest, MoveEntries, UnmergeRequest
from mailbot.core.model.effects.on_time import CancelTimers, ScheduleTimer

Effect = (
    AddPerson
    | OpenRequest
    | AddEntry
    | AddParticipant
    | RemoveParticipant
    | MergeRequest
    | UnmergeRequest
    | MoveEntries
    | LinkRequest
    | MakeOffer
    | RecordOutcome
    | SetState
    | Assign
    | SetPriority
    | SetDue
    | SetTags
    | SetSchool
    | SetRequester
    | LogTime
    | KeepUndo
    | UseUndo
    | RecordBreach
    | ScheduleTimer
    | CancelTimers
    | WakeTechnician
    | AddLeave
    | EndLeave
    | SaveArticle
    | PublishArticle
    | RetireArticle
    | HoldMessage
    | UseReference
    | MarkAddress
    | SendMail
    | TellLater
    | ToldOf
    | PutOff
    | SaveList
    | File
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done, why (sentences kept for `mailbot show`), and the one word for the day's balance.

    `rule` is the name of the row of the decision table that hit. `outcome` is one of ticket_opened, offer_made,
    entry_added, self_solved, directive_done, directive_refused, auto_reply, bounce, list, own,
    filed, timer, skipped (a timer that makes no sense any more; the last reason says why), unverified.
    """

    rule: str
    outcome: str
    effects: tuple[Effect, ...]
    reasons: tuple[str, ...]

"""What a decision did, in words: the effects as the audit keeps them (JSON), one short sentence each.

An effect that this program does not know (an older or newer one wrote it) is named as it is.
"""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.cli.page import clean, cut, moment

Effect = Mapping[str, Any]
_MOST = 160


def in_words(effect: Effect, *, zone: ZoneInfo) -> str:
    """One effect as a sentence without a full stop; times are local to `zone`."""
    words = _WORDS.get(str(effect.get("effect")))
    if words is None:
        return cut(", ".join(f"{key} {value}" for key, value in effect.items()), _MOST)
    try:
        return cut(words(effect, zone), _MOST)
    except (KeyError, TypeError, ValueError):
        # kept for years: a field may have had another shape then
        return cut(", ".join(f"{key} {value}" for key, value in effect.items()), _MOST)


def _add_person(effect: Effect, _zone: ZoneInfo) -> str:
    person = effect["person"]
    schools = ", ".join(person["schools"]) or "no school"
    return f"remembered {person['name'] or 'somebody'} <{person['address']}>, {schools}"


def _open_request(effect: Effect, _zone: ZoneInfo) -> str:
    linked = f", linked to {effect['linked_to']}" if effect.get("linked_to") else ""
    sensitive = ", sensitive" if effect.get("sensitive") else ""
    return (
        f"opened request {effect['number']} at {effect['school']} as {effect['state']}, "
        f"priority {effect['priority']}{sensitive}{linked}"
    )


def _add_entry(effect: Effect, _zone: ZoneInfo) -> str:
    kind = {"message": "the mail", "answer": "the answer", "note": "a note", "event": "an event"}.get(
        effect["kind"], effect["kind"]
    )
    marks = [] if effect.get("verified", True) else ["not verified"]
    marks += ["internal"] if effect.get("internal") else []
    files = effect.get("attachments")
    marks += [f"with {', '.join(map(clean, files))}"] if isinstance(files, list) and files else []
    return f"kept {kind} of {effect['author'] or 'the desk'}{_in_brackets(marks)}: {cut(effect['text'], 60)}"


def _in_brackets(marks: list[str]) -> str:
    return f" ({', '.join(marks)})" if marks else ""


def _make_offer(effect: Effect, _zone: ZoneInfo) -> str:
    offered = (f"{one['id']} ({one['confidence']:.2f})" for one in effect["articles"])
    return f"offered {', '.join(offered)}"


def _set_state(effect: Effect, _zone: ZoneInfo) -> str:
    outcome = f" ({effect['outcome']})" if effect.get("outcome") else ""
    return f"request {effect['request']} is {effect['state']} now{outcome}"


def _assign(effect: Effect, _zone: ZoneInfo) -> str:
    if effect["technician"] is None:
        return "took it from everybody"
    return f"gave it to {effect['technician']}, line {effect['line']}"


def _schedule(effect: Effect, zone: ZoneInfo) -> str:
    return f"will think again ({effect['kind']}) at {moment(effect['due_at'], zone=zone)}"


def _save_article(effect: Effect, _zone: ZoneInfo) -> str:
    article = effect["article"]
    return f"wrote {article['id']} version {article['version']} ({article['state']}, for {article['audience']})"


def _send(effect: Effect, _zone: ZoneInfo) -> str:
    return f"wrote the mail {effect['template']} to {effect['to']}"


_WORDS: Mapping[str, Callable[[Effect, ZoneInfo], str]] = {
    "AddPerson": _add_person,
    "OpenRequest": _open_request,
    "AddEntry": _add_entry,
    "MakeOffer": _make_offer,
    "AddParticipant": lambda effect, _: f"put somebody on request {effect['request']}",
    "RemoveParticipant": lambda effect, _: f"took somebody off request {effect['request']}",
    "MergeRequest": lambda effect, _: f"request {effect['request']} goes on as {effect['into']}",
    "UnmergeRequest": lambda effect, _: f"request {effect['request']} is one of its own again",
    "MoveEntries": lambda effect, _: (
        f"moved request {effect['request']} from entry {effect['first']} on to {effect['into']}"
    ),
    "LinkRequest": lambda effect, _: f"linked request {effect['request']} with {effect['other']}",
    "RecordOutcome": lambda effect, _: f"what was offered: {effect['outcome']}",
    "SetState": _set_state,
    "Assign": _assign,
    "SetPriority": lambda effect, _: f"priority is {effect['priority']} now",
    "SetDue": lambda effect, zone: (
        f"due {moment(effect['due_at'], zone=zone)} now" if effect["due_at"] else "due by its service level again"
    ),
    "SetTags": lambda effect, _: f"tags are {', '.join(effect['tags']) or 'none'} now",
    "SetSchool": lambda effect, _: f"it is at {effect['school']} now",
    "SetRequester": lambda effect, _: f"it is the request of {clean(effect['person']['address'])} now",
    "LogTime": lambda effect, _: f"logged {effect['minutes']} minutes of {effect['technician']}",
    "KeepUndo": lambda _effect, _: "can be taken back for some minutes",
    "UseUndo": lambda effect, _: f"took a mail back ({len(effect['mails'])} of its mails were not sent)",
    "HoldMessage": lambda _effect, _: "keeps the mail, which waits for a word of its technician",
    "RecordBreach": lambda effect, _: f"noted that the {str(effect['target']).replace('_', ' ')} was missed",
    "ScheduleTimer": _schedule,
    "CancelTimers": lambda effect, _: f"need not think again ({effect['kind']})",
    "SaveArticle": _save_article,
    "PublishArticle": lambda effect, _: f"published {effect['id']} on the word of {effect['by']}",
    "RetireArticle": lambda effect, _: f"retired {effect['id']} on the word of {effect['by']}",
    "UseReference": lambda _effect, _: "used up the one word for a mail that waited",
    "MarkAddress": lambda effect, _: f"noted that mail to {clean(effect['address'])} bounces",
    "SendMail": _send,
    "TellLater": lambda effect, zone: (
        f"tells {effect['to']} of it with other news at {moment(effect['due_at'], zone=zone)}"
    ),
    "ToldOf": lambda effect, _: f"told {effect['technician']} together what had waited",
    "PutOff": lambda effect, zone: f"waits until {moment(effect['due_at'], zone=zone)}",
    "SaveList": lambda effect, _: f"numbered the rows of a list for {effect['technician']}",
    "File": lambda effect, _: f"kept the mail and did nothing ({effect['outcome']})",
}

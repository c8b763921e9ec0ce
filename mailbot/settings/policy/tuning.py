"""The numbers and phrases of a policy: targets, priorities, caps, offers, promotion, matching, replies."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import get_args

from mailbot.core.model.level import Level, Priority, ReminderPolicy
from mailbot.core.model.policy import (
    AttachmentPolicy,
    Caps,
    CarePolicy,
    Curve,
    KbPolicy,
    OfferPolicy,
    OnPictures,
    Overlap,
    Phrases,
    PromotionPolicy,
)
from mailbot.core.model.request import TargetKind
from mailbot.settings.policy.rule_table import read_phrases
from mailbot.settings.toml.table import Table

_YEAR = 525_600  # minutes
CURVES = ("words-article", "words-offer", "meaning-article", "meaning-offer")


@dataclass(frozen=True, slots=True)
class SlaTable:
    """What `[sla]` says: the priority and level of whatever names none, when a solved ticket is closed, and how many
    minutes a technician's words are held back, and whether they are where a colleague has answered first.
    """

    priority: str
    level: str
    close_after_days: int
    undo_window: int
    overlap: Overlap


def read_sla(table: Table) -> SlaTable:
    """Read `[sla]`."""
    sla = SlaTable(
        priority=table.text("priority", default="P3"),
        level=table.text("level", default="standard"),
        close_after_days=table.integer("close_after_days", default=14, low=1, high=365),
        undo_window=table.integer("undo_window", default=0, low=0, high=60),
        overlap=table.choice("overlap", options=get_args(Overlap), default="hold"),
    )
    table.close()
    return sla


def read_reminders(table: Table) -> ReminderPolicy:
    """Read `[reminders]`: percents of a target, and working days of `pending`."""
    base = ReminderPolicy()
    at = _numbers(table, "at", default=(50, 75, 90, 100), high=1_000)
    chase = _numbers(table, "chase", default=(2, 5), high=60)
    kinds = table.texts("move_up_on") if "move_up_on" in table else ("first_response", "resolution")
    known = get_args(TargetKind)
    for kind in kinds:
        if kind not in known:
            table.fault("move_up_on", wrong=f'there is no target "{kind}"', right=f"Known are {', '.join(known)}.")
    reminders = ReminderPolicy(
        at=at,
        second_at=table.integer("second_at", default=base.second_at, low=1, high=1_000),
        above_at=table.integer("above_at", default=base.above_at, low=1, high=1_000),
        manager_at=table.integer("manager_at", default=base.manager_at, low=1, high=1_000),
        daily=table.flag("daily", default=base.daily),
        move_up_on=tuple(kind for kind in known if kind in kinds),
        chase=chase,
        solve_after=table.integer("solve_after", default=base.solve_after, low=1, high=90),
    )
    table.close()
    if chase and reminders.solve_after <= max(chase):
        wrong = f"is not after the last chaser ({max(chase)})"
        table.fault("solve_after", wrong=wrong, right="Raise it, or take a chaser out.")
    return reminders


def _numbers(table: Table, key: str, *, default: tuple[int, ...], high: int) -> tuple[int, ...]:
    """Whole numbers from 1 to `high`, each once, in order."""
    node = table.entry(key)
    if node is None:
        return default
    items = node.value if isinstance(node.value, tuple) else ()
    found = [item.value for item in items if type(item.value) is int and 1 <= item.value <= high]
    if not isinstance(node.value, tuple) or len(found) != len(items):
        right = f"Write {key} = [{', '.join(map(str, default))}]."
        table.fault(key, wrong=f"is no list of whole numbers from 1 to {high}", right=right)
    return tuple(sorted(set(found)))


def read_priority(table: Table, *, id: str) -> Priority:
    """Read `[priority.ID]`."""
    priority = Priority(
        id=id,
        name=table.text("name"),
        rank=table.integer("rank", low=1, high=20),
        meaning=table.text("meaning", default=""),
        clock=table.choice("clock", options=("always", "working"), default="working"),
    )
    table.close()
    return priority


def read_level(table: Table, *, id: str) -> Level:
    """Read `[level.ID]`: minutes by priority, and the share in percent that should be met."""
    level = Level(
        id=id,
        first_response=_minutes(table, "first_response"),
        resolution=_minutes(table, "resolution"),
        next_response=_minutes(table, "next_response") if "next_response" in table else {},
        met_percent=table.integer("met_percent", default=96, low=1, high=100),
    )
    table.close()
    return level


def read_caps(table: Table) -> Caps:
    """Read `[caps]`."""
    base = Caps()
    caps = Caps(
        per_hour=table.integer("per_hour", default=base.per_hour, low=1, high=1_000),
        per_day=table.integer("per_day", default=base.per_day, low=1, high=10_000),
        unknown_per_day=table.integer("unknown_per_day", default=base.unknown_per_day, low=0, high=100),
        # below 50 nothing is counted: see store/caps.py
        school_per_hour=table.integer("school_per_hour", default=base.school_per_hour, low=50, high=100_000),
        technician_per_hour=table.integer("technician_per_hour", default=base.technician_per_hour, low=1, high=1_000),
        attached_megabytes=table.integer("attached_megabytes", default=base.attached_megabytes, low=0, high=25),
    )
    table.close()
    if caps.per_day < caps.per_hour:
        table.fault("per_day", wrong=f"is less than per_hour ({caps.per_hour})", right="Raise it, or lower per_hour.")
    return caps


def read_attachments(table: Table) -> AttachmentPolicy:
    """Read `[attachments]`."""
    attachments = AttachmentPolicy(
        how_to_send=table.text("how_to_send", default=AttachmentPolicy().how_to_send, longest=400)
    )
    table.close()
    return attachments


def read_offer(table: Table) -> OfferPolicy:
    """Read `[offer]`; `wait` is minutes of working time."""
    base = OfferPolicy()
    offer = OfferPolicy(
        confidence=table.number("confidence", default=base.confidence, low=0, high=1),
        best_confidence=table.number("best_confidence", default=base.best_confidence, low=0, high=1),
        also_confidence=table.number("also_confidence", default=base.also_confidence, low=0, high=1),
        articles=table.integer("articles", default=base.articles, low=1, high=10),
        wait=table.integer("wait", default=base.wait, low=1, high=10_000),
        pupils=table.flag("pupils", default=base.pupils),
    )
    table.close()
    return offer


def read_promotion(table: Table) -> PromotionPolicy:
    """Read `[promotion]`."""
    base = PromotionPolicy()
    promotion = PromotionPolicy(
        publish_line=table.integer("publish_line", default=base.publish_line, low=1, high=3),
        duplicate=table.number("duplicate", default=base.duplicate, low=0.5, high=1),
        least_words=table.integer("least_words", default=base.least_words, low=1, high=1_000),
        pictures=table.choice("pictures", options=get_args(OnPictures), default=base.pictures),
    )
    table.close()
    return promotion


def read_care(table: Table) -> CarePolicy:
    """Read `[care]`."""
    base = CarePolicy()
    care = CarePolicy(
        monday=table.flag("monday", default=base.monday),
        weeks=table.integer("weeks", default=base.weeks, low=1, high=52),
        times=table.integer("times", default=base.times, low=2, high=1_000),
        rows=table.integer("rows", default=base.rows, low=1, high=20),
    )
    table.close()
    return care


def read_kb(
    table: Table, *, synonyms: Table, curves: Mapping[str, Table], ordinary: frozenset[str] = frozenset()
) -> KbPolicy:
    """Read `[kb]`, `[synonyms]` (concept -> words and phrases) and the `[confidence.NAME]` tables.

    `ordinary` are the words that are never taken for misspelt.
    """
    numbers = {
        number.name: table.number(number.name, default=number.default, low=-1_000, high=1_000)
        for number in fields(KbPolicy)
        if isinstance(number.default, (int, float))
    }
    persons = read_phrases(table, "persons")
    table.close()
    groups = {concept: read_phrases(synonyms, concept) for concept in synonyms}
    return KbPolicy(
        synonyms={concept: words for concept, words in groups.items() if words},
        persons=persons,
        ordinary=ordinary,
        curves={name: _curve(curve, name=name) for name, curve in curves.items()},
        **numbers,
    )


def _curve(table: Table, *, name: str) -> Curve:
    if name not in CURVES:
        right = f"Use one of {', '.join(CURVES)}."
        table.fault("", wrong=f'there is no curve "{name}"', right=right)
    weights = {number.name: table.number(number.name, default=0.0, low=-1_000, high=1_000) for number in fields(Curve)}
    table.close()
    return Curve(**weights)


def read_replies(table: Table) -> Phrases:
    """Read `[replies]`: what people write to say that it is solved, that it is not, or thank you."""
    phrases = Phrases(
        solved=read_phrases(table, "solved"), stuck=read_phrases(table, "stuck"), thanks=read_phrases(table, "thanks")
    )
    table.close()
    return phrases


def _minutes(table: Table, key: str) -> Mapping[str, int]:
    inner = table.table(key)
    if inner is None:
        table.fault(key, wrong="is missing", right=f"Write {key} = {{ P1 = 30, ... }}, in minutes.")
        return {}
    return {priority: inner.integer(priority, low=1, high=_YEAR) for priority in inner}

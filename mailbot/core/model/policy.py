"""A trust's policy as frozen values: what `rules/` and the trust's folder say, after layering and checking.

Read by decide, identify, kb and sla; built by `settings/rules.py` alone. Durations are minutes of working time unless a
name says otherwise; hours of the day are local to the school's zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal
from zoneinfo import ZoneInfo

CENTRAL = "central"
TRIAGE = "triage"

DomainKind = Literal["staff", "pupils"]
OnSilence = Literal["open", "close"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours of one day, `start` inclusive, `end` exclusive, local time."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a school is open: weekly hours in term, weekly hours in holidays, and days on which it is closed.

    A date inside one of `terms` (first and last pupil day, both inclusive) or among `inset_days` uses `term_hours`, any
    other `holiday_hours`; a date among `closed` has no hours at all. No terms at all means term hours the year round.
    """

    zone: ZoneInfo
    term_hours: Mapping[Weekday, Hours]
    holiday_hours: Mapping[Weekday, Hours] = field(default_factory=dict)
    terms: tuple[tuple[date, date], ...] = ()
    inset_days: frozenset[date] = frozenset()
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Domain:
    """A mail domain of a school and whose it is. Pupils get tickets, no articles."""

    name: str
    people: DomainKind = "staff"


@dataclass(frozen=True, slots=True)
class Level:
    """A service level: minutes to first response and to resolution by priority id."""

    id: str
    first_response: Mapping[str, int]
    resolution: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Priority:
    """`rank` 1 is the most urgent. `clock` "always" counts every minute, "working" only the school's hours."""

    id: str
    name: str
    rank: int
    meaning: str = ""
    clock: Literal["always", "working"] = "working"


@dataclass(frozen=True, slots=True)
class School:
    """A school, or one of the pseudo-schools `central` and `triage`. `mailbox` is an id of the configuration."""

    id: str
    name: str
    mailbox: str
    calendar: Calendar
    domains: tuple[Domain, ...] = ()
    level: str = ""
    on_silence: OnSilence = "open"


@dataclass(frozen=True, slots=True)
class Technician:
    """A member of the IT team. `places` says at which schools they are on which weekday, in the order of the day."""

    id: str
    name: str
    address: str
    line: int
    schools: tuple[str, ...] = ()
    hours: Mapping[Weekday, Hours] = field(default_factory=dict)
    places: Mapping[Weekday, tuple[str, ...]] = field(default_factory=dict)
    cover: tuple[str, ...] = ()
    term_time_only: bool = False
    sensitive: bool = False
    approves: bool = False


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody the record knows before their first mail. `addresses` are all theirs, the first is the main one."""

    name: str
    addresses: tuple[str, ...]
    schools: tuple[str, ...] = ()
    role: str = ""
    phone: str = ""
    vip: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One named rule: when it holds, what follows, and the reason that `mailbot show` prints.

    It holds when every given condition does: any of `words` (whole words or phrases, case folded, `*` at an end matches
    any ending) or any of `patterns` (checked regular expressions) in subject or new text; sender among `senders`
    (address, or `@domain`); school among `schools`; message kind among `on` ("new", "reply").
    Rules are asked in `order`, then by name; each says its piece, and for one field the first to speak wins.
    """

    name: str
    order: int
    reason: str
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    on: tuple[str, ...] = ("new", "reply")
    sensitive: bool = False
    urgent: bool = False
    priority: str | None = None
    line: int | None = None
    school: str | None = None


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits of automatic mail to one requester's address, and of school and unknown senders."""

    per_hour: int = 4
    per_day: int = 20
    unknown_per_day: int = 1
    technician_per_hour: int = 30


@dataclass(frozen=True, slots=True)
class OfferPolicy:
    """Whether and what to offer: the least confidence, how many articles, and how long to wait for an answer."""

    confidence: float = 0.6
    also_confidence: float = 0.15
    articles: int = 3
    wait: int = 120
    pupils: bool = False


@dataclass(frozen=True, slots=True)
class PromotionPolicy:
    """Which lines publish at once; below `publish_line` an article is a draft until an approver replies."""

    publish_line: int = 2
    duplicate: float = 0.92
    least_words: int = 12


@dataclass(frozen=True, slots=True)
class KbPolicy:
    """What matching is tuned by: synonym groups, the weights of the score, and the logistic curve to a confidence.

    The log-odds that an article answers the question are `intercept` plus each slope times its feature: score (per
    weight of the question, 0..1), margin to the next article (0..1), coverage (share of the question's weight that the
    article meets), title (share of the title that the question meets), length (logarithm of the words asked).
    """

    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    intercept: float = -7.2
    slope: float = 4.05
    margin_slope: float = 5.3
    coverage_slope: float = 2.39
    title_slope: float = 2.75
    length_slope: float = 1.33
    title_weight: float = 3.0
    tags_weight: float = 2.0
    symptom_weight: float = 2.0
    body_weight: float = 1.0
    subject_weight: float = 1.5
    concept_weight: float = 0.5
    k1: float = 2.0
    length_norm: float = 0.5
    school_boost: float = 1.2


@dataclass(frozen=True, slots=True)
class Phrases:
    """What people write to say that it is solved, that it is not, or just thank you (case folded phrases)."""

    solved: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that two trusts on one server might want different.

    `on_call` is the Monday on which a week begins -> the technician who takes what is urgent out of hours. `sources`
    remembers file and line of each table and key (`technician.priya.cover`), for mistakes that show only later.
    """

    trust: str
    name: str
    zone: ZoneInfo
    schools: Mapping[str, School]
    technicians: Mapping[str, Technician]
    people: tuple[KnownPerson, ...] = ()
    rules: tuple[Rule, ...] = ()
    priorities: Mapping[str, Priority] = field(default_factory=dict)
    default_priority: str = "P3"
    levels: Mapping[str, Level] = field(default_factory=dict)
    line_leads: Mapping[int, str] = field(default_factory=dict)
    manager: str = ""
    fallback: str = ""
    on_call: Mapping[date, str] = field(default_factory=dict)
    caps: Caps = Caps()
    offer: OfferPolicy = OfferPolicy()
    promotion: PromotionPolicy = PromotionPolicy()
    kb: KbPolicy = KbPolicy()
    phrases: Phrases = Phrases()
    close_after_days: int = 14
    sources: Mapping[str, tuple[str, int]] = field(default_factory=dict, repr=False, compare=False)

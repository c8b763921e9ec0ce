"""A trust's policy as frozen values: what `rules/` and the trust's folder say, after layering and checking.

Read by decide, identify, kb and sla; built by `settings/rules.py` alone. Durations are minutes of working time unless a
name says otherwise; hours of the day are local to the school's zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from mailbot.core.model.level import Level, LoadPolicy, Priority, ReminderPolicy
from mailbot.core.model.people import Leave

CENTRAL = "central"
TRIAGE = "triage"

DomainKind = Literal["staff", "pupils"]
OnSilence = Literal["open", "close"]
OnPictures = Literal["draft", "publish", "drop"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours of one day, `start` inclusive, `end` exclusive, local time; `end` 00:00 is the end of the day."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class WorkingYear:
    """The working time of one calendar year as spans in UTC, sorted and apart: `opens[i]` up to `closes[i]`.

    `before[i]` is the working time of the year before span `i`; one more at the end is that of the whole year.
    """

    opens: tuple[datetime, ...]
    closes: tuple[datetime, ...]
    before: tuple[timedelta, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a school is open: weekly hours in term, weekly hours in holidays, and the days that differ.

    The first that names a date decides: `openings` (the hours of that very day), `closed`, `bank_holidays` (with their
    names), `inset_days` (staff without pupils: term hours), `half_terms` (holiday hours), `terms` (first and last pupil
    day, both inclusive: term hours); every other date has holiday hours. No terms at all means term hours all year.
    `years` is only a memo of `sla/year.py`, by year: whatever stands in it follows from the other fields.
    """

    zone: ZoneInfo
    term_hours: Mapping[Weekday, Hours]
    holiday_hours: Mapping[Weekday, Hours] = field(default_factory=dict)
    terms: tuple[tuple[date, date], ...] = ()
    inset_days: frozenset[date] = frozenset()
    closed: frozenset[date] = frozenset()
    half_terms: tuple[tuple[date, date], ...] = ()
    bank_holidays: Mapping[date, str] = field(default_factory=dict)
    openings: Mapping[date, Hours] = field(default_factory=dict)
    name: str = ""
    years: dict[int, WorkingYear] = field(default_factory=dict, init=False, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Domain:
    """A mail domain of a school and whose it is. Pupils get tickets, no articles."""

    name: str
    people: DomainKind = "staff"


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
    """A member of the IT team. `places` says at which schools they are on which weekday, in the order of the day.

    The name of a `private` one is told to no requester: their words come from the desk.
    `hours` are local to the trust's zone. `cap` is the most open weight they should carry, None for the team's own.
    """

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
    cap: int | None = None
    private: bool = False


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
    (address, or `@domain`); school among `schools`; message kind among `on` ("new", "reply"); and the day of the year
    (month, day) within one of `during`, both ends included, over New Year where the first is later.
    Rules are asked in `order`, then by name; each says its piece, and for one field the first to speak wins.
    """

    name: str
    order: int
    reason: str
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    during: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    on: tuple[str, ...] = ("new", "reply")
    sensitive: bool = False
    urgent: bool = False
    priority: str | None = None
    line: int | None = None
    school: str | None = None


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits of automatic mail to one requester's address, and of school and unknown senders.

    `attached_megabytes` of files at most go on to a technician with a notification, and to people with an answer.
    """

    per_hour: int = 4
    per_day: int = 20
    unknown_per_day: int = 1
    school_per_hour: int = 200
    technician_per_hour: int = 30
    attached_megabytes: int = 8


@dataclass(frozen=True, slots=True)
class AttachmentPolicy:
    """What people are told whose files were too large: a sentence or two that says how to send such."""

    how_to_send: str = "Put large files into OneDrive or Google Drive, share them with us, and reply with the link."


@dataclass(frozen=True, slots=True)
class OfferPolicy:
    """Whether and what to offer: the least confidence, how many articles, and how long to wait for an answer.

    `confidence` is that of the whole offer, `best_confidence` what its likeliest article must have by itself.
    """

    confidence: float = 0.7
    best_confidence: float = 0.2
    also_confidence: float = 0.03
    articles: int = 3
    wait: int = 120
    pupils: bool = False


@dataclass(frozen=True, slots=True)
class PromotionPolicy:
    """Which lines publish at once; below `publish_line` an article is a draft until an approver replies.

    `pictures` says what becomes of an answer with pictures: the article waits, is published with them, or has none.
    """

    publish_line: int = 2
    duplicate: float = 0.92
    least_words: int = 12
    pictures: OnPictures = "draft"


@dataclass(frozen=True, slots=True)
class CarePolicy:
    """The mail on what to write next and what to look after: whether leads get it, and what it looks at.

    Questions of the last `weeks` weeks count; a question that came `times` times is a gap. At most `rows` rows of each.
    """

    monday: bool = True
    weeks: int = 4
    times: int = 3
    rows: int = 8


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve: the log-odds are `intercept` plus each weight times the feature of its name (kb/confidence.py).

    The defaults are rounded from what was fitted on real questions; `rules/confidence.toml` has the exact numbers.
    """

    intercept: float = -8.0
    score: float = 5.0
    coverage: float = 4.0
    title: float = 2.0
    length: float = 1.3
    lead: float = 0.3
    margin: float = 0.5
    meaning: float = 0.0
    person: float = -1.5


@dataclass(frozen=True, slots=True)
class KbPolicy:
    """What matching is tuned by: synonym groups, the weights of the score, and the curves from features to confidence.

    `persons` are phrases of mails that no article answers (money, moving things, decisions). `ordinary` are words that
    are meant as they are written, however like an article's word they look. The curves are named
    `words-article`, `words-offer`, `meaning-article` and `meaning-offer`: without and with a model of meaning, for one
    article and for an offer of up to three. `words_share` and `school_bonus` count in standard deviations.
    `record_strength` is how many people's word on an article the trust's usual share of yes is worth, `record_most` how
    far (in log-odds) their word may move its confidence, `record_rank` how far that moves it in rank, for each.
    """

    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    persons: tuple[str, ...] = ()
    ordinary: frozenset[str] = field(default=frozenset(), repr=False)
    curves: Mapping[str, Curve] = field(default_factory=dict)
    title_weight: float = 3.0
    tags_weight: float = 2.0
    symptom_weight: float = 2.0
    body_weight: float = 1.0
    subject_weight: float = 1.5
    concept_weight: float = 0.5
    k1: float = 2.0
    length_norm: float = 0.5
    school_boost: float = 1.4
    words_share: float = 0.7
    school_bonus: float = 0.7
    record_strength: float = 10.0
    record_most: float = 0.7
    record_rank: float = 0.3


@dataclass(frozen=True, slots=True)
class Phrases:
    """What people write to say that it is solved, that it is not, or just thank you (case folded phrases)."""

    solved: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()


Overlap = Literal["hold", "send"]


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that two trusts on one server might want different.

    `on_call` is the Monday on which a week begins -> the technician who takes what is urgent out of hours. `leave` is
    what the files say; what was added since stands in the database and comes with the snapshot. `undo_window` is how
    long a technician's words to people are held back, so that they can be taken back, `overlap` what becomes of words
    when a colleague has answered unread before. `sources` remembers file and line of each table and key
    (`technician.priya.cover`), for mistakes that show only later.
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
    leave: tuple[Leave, ...] = ()
    load: LoadPolicy = field(default_factory=LoadPolicy)
    reminders: ReminderPolicy = field(default_factory=ReminderPolicy)
    caps: Caps = Caps()
    attachments: AttachmentPolicy = AttachmentPolicy()
    offer: OfferPolicy = OfferPolicy()
    promotion: PromotionPolicy = PromotionPolicy()
    care: CarePolicy = CarePolicy()
    kb: KbPolicy = KbPolicy()
    phrases: Phrases = Phrases()
    close_after_days: int = 14
    undo_window: timedelta = timedelta()
    overlap: Overlap = "hold"
    sources: Mapping[str, tuple[str, int]] = field(default_factory=dict, repr=False, compare=False)

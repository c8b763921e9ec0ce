"""A trust's policy: layers, every mistake at once by file and line, old words refused by name."""

from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.core.model.policy import Policy
from mailbot.settings.errors import SettingsError
from mailbot.settings.installation import MailboxSettings
from mailbot.settings.rules import load_policy

MAILBOXES = {
    "central": MailboxSettings(id="central", trust="tvlt", address="helpdesk@trust.example"),
    "oakfold": MailboxSettings(id="oakfold", trust="tvlt", address="it@oakfold.example"),
    "elsewhere": MailboxSettings(id="elsewhere", trust="other", address="it@other.example"),
}

BASE = """\
[priority.P1]
name = "Urgent"
rank = 1
[priority.P3]
name = "Normal"
rank = 3
[level.standard]
first_response = { P1 = 30, P3 = 480 }
resolution = { P1 = 60 }
[rule.lesson-soon]
order = 20
reason = "a lesson is about to begin"
when = { words = ["Lesson  Soon", "class*"] }
then = { priority = "P1" }
[offer]
wait = 90
articles = 2
[synonyms]
board = ["Smartboard", "interactive whiteboard"]
"""

TRUST = """\
[trust]
name = "A trust"
mailbox = "central"
calendar = "main"
domains = [{ name = "trust.example" }]
[calendar.main]
term_hours = { mon = "08:00-16:00" }
[school.oakfold]
name = "Oakfold"
mailbox = "oakfold"
domains = [{ name = "oakfold.example", people = "staff" }]
[technician.priya]
name = "Priya"
address = "Priya@it.trust.example"
line = 1
schools = ["oakfold"]
hours = { mon = "08:00-16:00" }
"""


def loaded(folder: Path, **files: str) -> Policy:
    for name, text in {"base__rules": BASE, "trust__trust": TRUST, **files}.items():
        file = folder / (name.replace("__", "/") + ".toml")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return load_policy("tvlt", folder / "trust", base=folder / "base", mailboxes=MAILBOXES)


def sentences(folder: Path, **files: str) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        loaded(folder, **files)
    return [str(fault).replace(f"{folder}/", "") for fault in raised.value.faults]


def test_base_and_trust_together_are_a_policy(tmp_path: Path) -> None:
    policy = loaded(tmp_path)
    assert set(policy.schools) == {"oakfold", "central", "triage"}
    assert policy.schools["oakfold"].level == "standard"
    assert policy.schools["central"].domains[0].name == "trust.example"
    assert policy.schools["triage"].domains == ()
    assert policy.technicians["priya"].address == "priya@it.trust.example"
    assert policy.rules[0].words == ("lesson soon", "class*")
    assert (policy.offer.wait, policy.offer.articles, policy.offer.confidence) == (90, 2, 0.7)
    assert policy.kb.synonyms == {"board": ("smartboard", "interactive whiteboard")}
    file, line = policy.sources["technician.priya.schools"]
    assert (Path(file).name, line) == ("trust.toml", 16)


def test_a_technicians_name_is_private_where_the_trust_says_so(tmp_path: Path) -> None:
    assert not loaded(tmp_path / "a").technicians["priya"].private
    more = '[technician.lee]\nname = "Lee"\naddress = "lee@it.trust.example"\nline = 1\nprivate = true\n'
    assert loaded(tmp_path / "b", trust__more=more).technicians["lee"].private


def test_answers_are_held_back_as_long_as_a_trust_says(tmp_path: Path) -> None:
    assert loaded(tmp_path / "a").undo_window == timedelta()
    assert loaded(tmp_path / "b", trust__undo="[sla]\nundo_window = 5\n").undo_window == timedelta(minutes=5)
    [fault] = sentences(tmp_path / "c", trust__undo="[sla]\nundo_window = 90\n")
    assert fault.startswith("trust/undo.toml:2: sla.undo_window:")


def test_a_named_table_replaces_the_bases_whole_and_a_plain_one_key_by_key(tmp_path: Path) -> None:
    policy = loaded(
        tmp_path,
        trust__overrides="""\
[rule.lesson-soon]
order = 1
reason = "ours"
when = { schools = ["oakfold"] }
then = { urgent = true }
[offer]
wait = 30
[synonyms]
wifi = ["wireless"]
""",
    )
    (rule,) = policy.rules
    assert (rule.order, rule.words, rule.priority, rule.urgent) == (1, (), None, True)
    assert (policy.offer.wait, policy.offer.articles) == (30, 2)
    assert set(policy.kb.synonyms) == {"board", "wifi"}


def test_a_trust_may_remove_a_rule_and_a_slip_in_its_name_is_told(tmp_path: Path) -> None:
    assert loaded(tmp_path, trust__off="[rule.lesson-soon]\nenabled = false\n").rules == ()
    assert sentences(tmp_path, trust__off="[rule.lesson-son]\nenabled = false\n") == [
        'trust/off.toml:1: rule.lesson-son: there is none of this name to remove. Did you mean "lesson-soon"?'
    ]


def test_two_definitions_within_one_layer_name_both_files(tmp_path: Path) -> None:
    twice = '[school.oakfold]\nname = "Again"\nmailbox = "oakfold"\n[offer]\nwait = 1\n'
    assert sentences(tmp_path, trust__b=twice, trust__c="\n[offer]\nwait = 2\n") == [
        f"trust/c.toml:3: offer.wait: is defined twice, first in {tmp_path}/trust/b.toml:5. Keep one of them.".replace(
            f"{tmp_path}/", ""
        ),
        "trust/trust.toml:8: school.oakfold: is defined twice, first in trust/b.toml:1. Keep one of them.",
    ]


def test_old_words_are_refused_by_name(tmp_path: Path) -> None:
    old = """\
[techs]
a = 1
[technician.tom]
name = "Tom"
address = "tom@it.trust.example"
line = 2
tier = 2
[school.millrace]
name = "Millrace"
mailbox = "oakfold"
sla_tier = "gold"
"""
    assert sentences(tmp_path, trust__old=old) == [
        "trust/old.toml:1: techs: is an old word. Write `technician`.",
        "trust/old.toml:7: technician.tom.tier: is an old word. Write `line`.",
        "trust/old.toml:11: school.millrace.sla_tier: is an old word. Write `level`.",
    ]


BROKEN = """\
[school.millrace]
name = "Millrace"
mailbox = "elsewhere"
calendar = "mian"
level = "gold"
on_silence = "wait"
domains = [
  { name = "oakfold.example" },
  { name = "gmail.com" },
  { name = "not a domain" },
  { name = "m.example", people = "parents" },
]
[technician.tom]
name = "Tom"
address = "priya@it.trust.example"
line = 4
schools = ["okafold"]
hours = { mon = "16:00-08:00", friday = "08:00-16:00" }
places = { tue = ["nowhere"] }
cover = ["tom", "prya"]
[rule.bad]
order = 5
reason = "r"
when = { patterns = ["(a+)+b", "("], on = ["always"], senders = ["nobody"], words = ["*", "a*b"] }
then = { priority = "P9", school = "x" }
[rule.empty]
order = 6
reason = ""
[person.ann]
name = "Ann"
addresses = ["ann@oakfold.example", "ann"]
schools = ["oakfild"]
[person.ann-again]
name = "Ann"
addresses = ["ann@oakfold.example"]
[calendar.a]
like = "b"
terms = [[2026-10-23, 2026-09-03]]
[calendar.b]
like = "a"
closed = ["2026-12-25"]
[on_call]
2026-11-24 = "priya"
2026-11-23 = "nobody"
[caps]
per_hour = 10
per_day = 5
school_per_hour = 10
attached_megabytes = 99
[offer]
confidence = 1.5
"""

EXPECTED = [
    "3: school.millrace.mailbox: mailbox elsewhere belongs to trust other. Name one of this trust.",
    '4: school.millrace.calendar: there is no calendar "mian". Did you mean "main"?',
    '5: school.millrace.level: there is no level "gold". Add [level.gold].',
    '6: school.millrace.on_silence: "wait" is not known here. Write one of "open", "close".',
    "7: school.millrace.domains: anybody can have an address at gmail.com. "
    "Name such people one by one in [person.NAME].",
    "7: school.millrace.domains: oakfold.example is a domain of school.oakfold. Leave it to one of them.",
    '10: school.millrace.domains.name: "not a domain" is no domain. Write "school.example".',
    '11: school.millrace.domains.people: "parents" is not known here. Write one of "staff", "pupils".',
    "15: technician.tom.address: priya@it.trust.example is the address of technician.priya. "
    "Give each their own: it says who writes.",
    "16: technician.tom.line: 4 does not fit. Write a whole number from 1 to 3.",
    '17: technician.tom.schools: there is no school "okafold". Did you mean "oakfold"?',
    "18: technician.tom.hours.friday: is not known here. Did you mean `fri`?",
    '18: technician.tom.hours.mon: these are no hours of a day. Write "08:00-16:30", the start before the end.',
    "19: technician.tom.places: names a place on tue, which is a day off. Add hours for tue, or take the place out.",
    '19: technician.tom.places: there is no school "nowhere". Add [school.nowhere].',
    "20: technician.tom.cover: nobody covers for themselves. Name somebody else.",
    '20: technician.tom.cover: there is no technician "prya". Did you mean "priya"?',
    '24: rule.bad.when.on: "always" is not known here. Write "new" or "reply".',
    '24: rule.bad.when.patterns: "(" is no regular expression (missing ), unterminated subpattern at position 0). '
    "Correct it, or use `words`.",
    '24: rule.bad.when.patterns: "(a+)+b" repeats a group that itself repeats or chooses. Take one of the two out.',
    '24: rule.bad.when.senders: "nobody" is no sender. Write name@school.example or @school.example.',
    '24: rule.bad.when.words: "*" fits too much. Write * only at the end, after at least 3 letters.',
    '24: rule.bad.when.words: "a*b" fits too much. Write * only at the end, after at least 3 letters.',
    '25: rule.bad.then: there is no priority "P9". Add [priority.P9].',
    '25: rule.bad.then: there is no school "x". Add [school.x].',
    '26: rule.empty.then: says not what follows. Write then = { priority = "P2" }, or urgent = true.',
    '26: rule.empty.when: says not when it holds. Write when = { words = ["..."] }, or patterns, senders, schools.',
    '28: rule.empty.reason: "" is empty. Write a text.',
    '31: person.ann.addresses: "ann" is no mail address. Write it as name@school.example.',
    '32: person.ann.schools: there is no school "oakfild". Did you mean "oakfold"?',
    "35: person.ann-again.addresses: ann@oakfold.example belongs to person.ann. Leave it to one of them.",
    '36: calendar.a.term_hours: is missing. Write term_hours = { mon = "08:00-16:30", ... }.',
    "38: calendar.a.terms: this is no first and last day. Write [2026-09-03, 2026-10-23].",
    '39: calendar.b.term_hours: is missing. Write term_hours = { mon = "08:00-16:30", ... }.',
    '40: calendar.b.like: "a" is like this calendar itself. Let one of them say all.',
    '41: calendar.b.closed: "2026-12-25" is no day. Write it as 2026-09-03, without quotes.',
    '43: on_call.2026-11-24: this is no Monday. Write the Monday of the week: 2026-11-23 = "...".',
    '44: on_call.2026-11-23: there is no technician "nobody". Add [technician.nobody].',
    "47: caps.per_day: is less than per_hour (10). Raise it, or lower per_hour.",
    "48: caps.school_per_hour: 10 does not fit. Write a whole number from 50 to 100,000.",
    "49: caps.attached_megabytes: 99 does not fit. Write a whole number from 0 to 25.",
    "51: offer.confidence: 1.5 does not fit. Write a number from 0 to 1.",
]


def test_all_mistakes_of_a_trust_are_named_at_once(tmp_path: Path) -> None:
    found = [sentence.removeprefix("trust/wrong.toml:") for sentence in sentences(tmp_path, trust__wrong=BROKEN)]
    assert sorted(found, key=lambda one: (int(one.partition(":")[0]), one)) == EXPECTED


def test_a_file_that_cannot_be_read_hides_no_mistake_of_the_others_and_invents_none(tmp_path: Path) -> None:
    found = sentences(tmp_path, trust__trust=TRUST.replace("[school.oakfold]", "[school.oakfold"), trust__b="[ofer]\n")
    assert [sentence.partition(". ")[0] for sentence in found if "trust.toml" in sentence or "b.toml" in sentence] == [
        "trust/b.toml:1: ofer: is not known here",
        "trust/trust.toml:8: not valid TOML: Expected ']' at the end of a table declaration",
    ]
    assert not any("there is no" in sentence for sentence in found)


def test_articles_and_templates_of_a_trust_are_no_policy(tmp_path: Path) -> None:
    assert loaded(tmp_path, trust__templates__x="[nonsense]\n", trust__articles__y="[nonsense]\n").name == "A trust"


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingsError, match=r"this folder holds no \*\.toml file"):
        load_policy("tvlt", tmp_path / "empty", base=tmp_path / "empty", mailboxes=MAILBOXES)


def test_the_trusts_own_id_must_be_the_configurations(tmp_path: Path) -> None:
    assert sentences(tmp_path, trust__trust=TRUST.replace("[trust]", '[trust]\nid = "tvt"')) == [
        'trust/trust.toml:2: trust.id: config.toml calls this trust "tvlt". Let both say the same.'
    ]

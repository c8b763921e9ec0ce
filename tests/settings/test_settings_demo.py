"""What ships: the configuration, the base rules and the demo trust load, fit together, and say what they should."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from mailbot.core.model.policy import Caps, OfferPolicy, Policy, PromotionPolicy
from mailbot.settings import shipped
from mailbot.settings.articles import load_articles
from mailbot.settings.check import check_policy
from mailbot.settings.config import load
from mailbot.settings.installation import Settings
from mailbot.settings.rules import load_policy

NEW = """\
[trust]
name = "A new trust"
mailbox = "central"
calendar = "main"
manager = "ann"
[calendar.main]
term_hours = { mon = "08:00-16:00" }
[school.one]
name = "One"
mailbox = "oakfold"
[technician.ann]
name = "Ann"
address = "ann@new.example"
line = 1
schools = ["one"]
sensitive = true
approves = true
"""


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load(shipped.config_file(), environ={})


@pytest.fixture(scope="module")
def policy(settings: Settings) -> Policy:
    folder = settings.trusts["tvlt"]
    return load_policy("tvlt", folder, base=shipped.rules_folder(), mailboxes=settings.mailboxes)


def test_the_demo_trust_has_its_schools_technicians_and_articles(policy: Policy) -> None:
    schools = {id for id in policy.schools if id not in ("central", "triage")}
    assert len(schools) == 8
    assert len(policy.technicians) == 9
    articles = load_articles(shipped.demo_folder() / "articles", trust="tvlt", schools=schools)
    assert len(articles) == 160
    assert sum(article.audience == "technician" for article in articles) == 20
    assert sum(bool(article.schools) for article in articles) >= 12


def test_nothing_is_left_over_between_the_demo_and_the_shipped_configuration(
    settings: Settings, policy: Policy
) -> None:
    assert check_policy(settings, {"tvlt": policy}) == ()


def test_the_people_of_the_story_are_as_they_should_be(policy: Policy) -> None:
    assert policy.schools["kestrel-park"].mailbox == "kestrel-park"
    assert policy.technicians["tomasz"].places["mon"] == ("kestrel-park",)
    assert policy.technicians["tomasz"].term_time_only
    assert "thu" not in policy.technicians["megan"].hours
    assert policy.technicians["megan"].cover == ("aaliyah", "jordan")
    assert {id for id, one in policy.technicians.items() if one.sensitive} == {"siobhan", "ruth"}
    assert {id for id, one in policy.technicians.items() if one.approves} == {"siobhan", "deepak", "ruth"}
    assert policy.line_leads == {1: "siobhan", 2: "ruth", 3: "ruth"}
    assert policy.on_call[date(2026, 11, 30)] == "deepak"
    people = {person.name: person for person in policy.people}
    assert people["Sunita Bhatt"].schools == ("brackenridge", "kestrel-park")
    assert people["Peter Lindgren"].schools == ("pippin-lane",)
    assert people["Hannah Prewett"].addresses[1] == "office@st-winifreds-first.example"
    assert people["Daniel Ferreira"].vip


def test_every_school_has_190_pupil_days_and_five_inset_days(policy: Policy) -> None:
    for id, school in policy.schools.items():
        if id in ("central", "triage"):
            continue
        calendar = school.calendar
        pupil_days = sum(
            _is_weekday(day) and not {day} & {*calendar.closed, *calendar.bank_holidays, *calendar.inset_days}
            for first, last in calendar.terms
            for day in (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
        )
        assert (id, pupil_days, len(calendar.inset_days)) == (id, 190, 5)


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5


def test_every_base_rule_has_a_reason_an_order_of_its_own_and_does_something(policy: Policy) -> None:
    orders = [rule.order for rule in policy.rules]
    assert len(policy.rules) >= 15
    assert len(set(orders)) == len(orders)
    for rule in policy.rules:
        assert len(rule.reason.split()) >= 3, rule.name
        assert rule.words or rule.patterns or rule.senders, rule.name
        assert rule.sensitive or rule.urgent or rule.priority, rule.name


def test_what_stands_under_every_mail_makes_nothing_sensitive(policy: Policy) -> None:
    words = {word.removesuffix("*") for rule in policy.rules if rule.sensitive for word in rule.words}
    for word in ("safeguarding", "confidential", "disclosed", "disclosure", "private and confidential"):
        assert word not in words


def test_the_shown_numbers_of_the_base_are_the_programs_own(policy: Policy) -> None:
    assert (policy.caps, policy.offer, policy.promotion) == (Caps(), OfferPolicy(), PromotionPolicy())


def test_the_base_serves_a_trust_that_says_nothing_of_rules(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "trust.toml").write_text(NEW)
    policy = load_policy("tvlt", tmp_path, base=shipped.rules_folder(), mailboxes=settings.mailboxes)
    assert policy.schools["one"].level == "standard"
    assert policy.levels["standard"].first_response == {"P1": 30, "P2": 60, "P3": 480, "P4": 2400}
    assert policy.levels["standard"].resolution == {"P1": 60, "P2": 120, "P3": 1440}
    assert policy.default_priority == "P3"
    assert policy.phrases.solved
    assert policy.phrases.stuck
    assert policy.phrases.thanks
    assert len(policy.kb.synonyms) > 50


def test_no_old_word_ships() -> None:
    old = {"tier", "tech", "techs", "author_tier", "sla_tier"}
    for file in shipped.demo_folder().rglob("*.toml"):
        assert not old & set(_keys(tomllib.loads(file.read_text()))), file
    for file in (shipped.demo_folder() / "articles").glob("*.md"):
        assert not old & set(tomllib.loads(file.read_text().split("+++\n")[1])), file


def _keys(value: object) -> list[str]:
    if not isinstance(value, dict):
        return []
    return [*value, *(key for item in value.values() for key in _keys(item))]

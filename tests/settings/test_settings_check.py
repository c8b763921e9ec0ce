"""What is left over once installation and policies are joined."""

from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.core.model.policy import Domain, Policy
from mailbot.settings import shipped
from mailbot.settings.check import check_policy
from mailbot.settings.config import load
from mailbot.settings.installation import Settings
from mailbot.settings.rules import load_policy


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load(shipped.config_file(), environ={})


@pytest.fixture(scope="module")
def policy(settings: Settings) -> Policy:
    folder = settings.trusts["tvlt"]
    return load_policy("tvlt", folder, base=shipped.rules_folder(), mailboxes=settings.mailboxes)


def found(settings: Settings, *policies: Policy) -> list[str]:
    faults = check_policy(settings, {policy.trust: policy for policy in policies})
    return [f"{fault.file.name}:{fault.line} {fault.key}: {fault.wrong}" for fault in faults]


def test_a_mailbox_of_no_school_is_told_with_its_line(settings: Settings, policy: Policy) -> None:
    schools = {id: school for id, school in policy.schools.items() if id != "oakfold"}
    (fault,) = found(settings, replace(policy, schools=schools))
    file, line = settings.sources["mailbox.oakfold"]
    assert fault == f"{file.name}:{line} mailbox.oakfold: no school answers from this mailbox"


def test_a_mailbox_pinned_to_an_unknown_school_is_told(settings: Settings, policy: Policy) -> None:
    pinned = replace(settings.mailboxes["oakfold"], school="okafold")
    changed = replace(settings, mailboxes={**settings.mailboxes, "oakfold": pinned})
    (fault,) = check_policy(changed, {"tvlt": policy})
    assert (fault.key, fault.wrong) == ("mailbox.oakfold.school", 'there is no school "okafold"')
    assert fault.right == 'Did you mean "oakfold"?'


def test_a_team_without_a_first_line_or_without_eyes_for_the_sensitive_is_told(
    settings: Settings, policy: Policy
) -> None:
    team = {id: replace(one, line=2, sensitive=False, approves=False) for id, one in policy.technicians.items()}
    bare = replace(policy, technicians=team, manager="", fallback="")
    assert [fault.rpartition(": ")[2] for fault in found(settings, bare)] == [
        "nobody is on line 1",
        "nobody is told of sensitive requests",
        "nobody is told when nobody else can be",
    ]
    nobody = replace(policy, technicians={})
    assert "nobody can publish an article" in [fault.rpartition(": ")[2] for fault in found(settings, nobody)]
    assert "no technician has this school" in [fault.rpartition(": ")[2] for fault in found(settings, nobody)]


def test_a_school_below_anothers_domain_is_told_but_not_one_below_the_trusts(
    settings: Settings, policy: Policy
) -> None:
    assert found(settings, policy) == []
    oakfold = replace(policy.schools["oakfold"], domains=(Domain("a.b.millrace.example"),))
    (fault,) = found(settings, replace(policy, schools={**policy.schools, "oakfold": oakfold}))
    assert fault.startswith("oakfold.toml:7 school.oakfold.domains: a.b.millrace.example is below millrace.example")


def test_one_domain_in_two_trusts_is_told(settings: Settings, policy: Policy) -> None:
    twin = replace(policy, trust="twin")
    wrong = [fault for fault in found(settings, policy, twin) if "is a domain of trust tvlt too" in fault]
    assert len(wrong) == sum(len(school.domains) for school in policy.schools.values())


def test_the_shipped_files_are_where_they_are_said_to_be() -> None:
    assert shipped.config_file().is_file()
    for folder in (shipped.rules_folder(), shipped.templates_folder(), shipped.demo_folder()):
        assert folder.is_dir()
        assert any(Path(folder).iterdir())

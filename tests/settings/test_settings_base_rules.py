"""What the base rules say about mails as staff write them: what is sensitive, what cannot wait, what is neither."""

import re
from pathlib import Path

import pytest

from mailbot.core.model.policy import Policy
from mailbot.settings import shipped
from mailbot.settings.config import load
from mailbot.settings.policy.ordinary import read_ordinary
from mailbot.settings.rules import load_policy


@pytest.fixture(scope="module")
def policy() -> Policy:
    settings = load(shipped.config_file(), environ={})
    folder = settings.trusts["tvlt"]
    return load_policy("tvlt", folder, base=shipped.rules_folder(), mailboxes=settings.mailboxes)


def verdict(policy: Policy, mail: str) -> str:
    """The strongest thing that the rules say: sensitive, urgent, a priority, or nothing."""
    always = [rule for rule in policy.rules if not rule.during and not rule.senders]
    held = [rule for rule in always if _says(rule.words, rule.patterns, mail.casefold())]
    if any(rule.sensitive for rule in held):
        return "sensitive"
    if any(rule.urgent for rule in held):
        return "urgent"
    return next((rule.priority for rule in held if rule.priority), "")


def _says(words: tuple[str, ...], patterns: tuple[str, ...], text: str) -> bool:
    whole = [rf"(?<!\w){re.escape(word.removesuffix('*'))}" + (r"\w*" if "*" in word else r"(?!\w)") for word in words]
    return any(re.search(pattern, text) for pattern in (*whole, *patterns))


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        ("One of my Y4s made a disclosure this morning, how do I save the video?", "sensitive"),
        ("I have a safeguarding concern about a boy in my form", "sensitive"),
        ("Can you check the browsing history of a pupil please", "sensitive"),
        ("A pupil searched for ways to self-harm on the chromebook", "sensitive"),
        ("I emailed the wrong parents a report with another child's SEN notes", "sensitive"),
        ("A parent is harassing me by email", "sensitive"),
        ("In confidence: who can see my mailbox?", "sensitive"),
        ("Someone found nudes on a school iPad", "sensitive"),
        ("My screen says all files are encrypted and to pay bitcoin", "urgent"),
        ("I think I clicked a link and entered my password", "urgent"),
        ("Internet is down across the whole site", "urgent"),
        ("The whole school has been offline since 8", "urgent"),
        ("GCSE exam starts in 20 minutes and the reader pens are dead", "urgent"),
        ("We can't take registers, SIMS is down", "urgent"),
        ("There is smoke coming out of the laptop trolley", "urgent"),
        ("tried that, still black, Y5 in at 9", "P2"),
        ("board dead and class in 10 minutes", "P2"),
        ("Smartboard frozen, lesson next", "P2"),
        ("None of the iPads in the trolley will charge", "P2"),
        ("No rush, could we get a second visualiser?", "P4"),
        ("New starter on Monday, needs an account", "P4"),
        ("Cant get the smartboard to show my laptop", ""),
        ("How do I reset my password?", ""),
        ("My printer says toner low. Oakfold is committed to safeguarding and promoting the welfare of children", ""),
        ("Can't print. This email is confidential and may not be disclosed to third parties", ""),
        ("Teams has no sound. Rosalind Achebe, Designated Safeguarding Lead", ""),
        ("The exam officer's printer is out of toner", ""),
        ("I got a phishing mail and deleted it", ""),
        ("The server room needs a new key", ""),
    ],
)
def test_a_mail_is_judged_as_a_colleague_would(policy: Policy, mail: str, expected: str) -> None:
    assert verdict(policy, mail) == expected


def test_ordinary_words_come_with_the_rules_and_are_read_once_for_all_trusts(tmp_path: Path) -> None:
    words = read_ordinary(shipped.rules_folder())
    assert {"rest", "scared", "invoices"} <= words
    assert not {"clasroom", "recieve", "Copyright", "#"} & words
    assert read_ordinary(shipped.rules_folder()) is words
    assert read_ordinary(tmp_path) == frozenset()

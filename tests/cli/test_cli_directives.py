"""One source for what technicians can write: the table of directives, the docs page, the mail, the command."""

import json
from pathlib import Path

import pytest

from mailbot.cli.main import main
from mailbot.core.decide.team.grammar.manual import as_markdown, help_mail
from mailbot.core.decide.team.grammar.table import DIRECTIVES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "technicians.md"
START, END = "<!-- directives: mailbot directives --markdown -->\n", "<!-- end -->"


def test_the_docs_page_has_the_table_as_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["directives", "--markdown"]) == 0
    printed = capsys.readouterr().out
    assert printed.strip() == as_markdown()
    assert PAGE.read_text(encoding="utf-8").partition(START)[2].partition(END)[0].strip() == printed.strip(), (
        "run `mailbot directives --markdown` and put the table into docs/technicians.md"
    )


def test_every_directive_is_printed_within_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["directives"]) == 0
    printed = capsys.readouterr().out
    assert max(len(line) for line in printed.splitlines()) <= 80
    for form in DIRECTIVES.values():
        assert f"  {form.usage}\n" in printed
        assert " ".join(form.help.split()) in " ".join(printed.split())


def test_a_program_gets_all_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["directives", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert sum(len(group["lines"]) for group in found["directives"]) == len(DIRECTIVES)


def test_the_mail_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    mail = help_mail("Tomasz Wilk")
    main(["directives"])
    printed = " ".join(capsys.readouterr().out.split())
    assert all(rule in printed for rule in mail.rules)
    assert all(f"{usage} {said}" in printed for group in mail.groups for usage, said in group.lines)

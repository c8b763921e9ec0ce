"""The command line before any command: what was mistyped, what there is, and what each help page says."""

import argparse
import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mailbot.cli.main import COMMANDS, main, parser_for
from mailbot.cli.usage.options import words_below
from mailbot.store.engine import Database

HELPS = """
import contextlib, io, json, sys
from mailbot.cli.main import COMMANDS, main, parser_for
from mailbot.cli.usage.options import words_below

ABOVE = ("daemon", "mail", "semantic", "store")

def heavy():
    names = (name.split(".") for name in sys.modules)
    foreign = {name[0] for name in names if name[0] not in sys.stdlib_module_names and name[0][0] != "_"}
    return foreign - {"mailbot"} | {f"mailbot.{floor}" for floor in ABOVE if f"mailbot.{floor}" in sys.modules}

def typed(parser, words):
    yield words
    for word, inner in words_below(parser).items():
        yield from typed(inner, (*words, word))

found, before = {}, at_start
for name in ("", *COMMANDS):
    parser = parser_for([name])
    for words in typed(words_below(parser)[name], (name,)) if name else [()]:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
            main([*words, "--help"])
        found[" ".join(words)] = sorted(heavy() - before)
        before |= heavy()
print(json.dumps(found))
"""


def every_parser() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """`mailbot` itself, each command, and each action of a command, by what is typed for it."""
    found = [("", parser_for(COMMANDS))]
    while found:
        typed, parser = found.pop()
        yield typed, parser
        found += [(f"{typed} {word}".strip(), inner) for word, inner in words_below(parser).items()]


def test_no_help_imports_a_library_or_the_work() -> None:
    # what the interpreter itself brings, such as a hook of a virtual environment, is no matter of ours
    script = f"import sys\nat_start = {{name.partition('.')[0] for name in sys.modules}}\n{HELPS}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    found = json.loads(done.stdout)
    assert set(found) == {typed for typed, _ in every_parser()}
    assert {typed: brought for typed, brought in found.items() if brought} == {}


def test_each_command_has_its_two_modules() -> None:
    for module, summary in COMMANDS.values():
        assert summary
        assert importlib.import_module(f"mailbot.cli.usage.{module}").__doc__
        assert callable(importlib.import_module(f"mailbot.cli.{module}").run)


def test_all_help_fits_into_eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    helps = {typed: parser.format_help() for typed, parser in every_parser()}
    assert {"", "kb try", "demo send", "simulate", "quarantine drop"} <= set(helps)
    assert [(typed, line) for typed, text in helps.items() for line in text.splitlines() if len(line) > 80] == []


def test_each_help_teaches_with_examples_that_can_be_typed() -> None:
    for typed, parser in every_parser():
        if typed:
            assert f"examples:\n  mailbot {typed}" in parser.format_help(), typed


def test_each_help_explains_every_argument() -> None:
    for typed, parser in every_parser():
        arguments = [one for one in parser._actions if not isinstance(one, argparse._SubParsersAction)]
        assert [(typed, one.dest) for one in arguments if not one.help] == []


def test_help_keeps_examples_as_they_are_and_wraps_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = dict(every_parser())["simulate"].format_help()
    assert "\n  mailbot simulate --from 2026-11-02 --to 2026-11-13      two weeks, quickly\n" in text
    assert "two runs\nwhich differ in one option" in text


def test_every_command_and_action_takes_the_configuration() -> None:
    assert [typed for typed, parser in every_parser() if "--config" not in parser._option_string_actions] == []


@pytest.mark.parametrize(
    "words",
    [
        ("--config", "FILE", "leave", "--json", "list"),
        ("leave", "--config", "FILE", "list", "--json"),
        ("leave", "list", "--json", "--config", "FILE"),
        ("leave", "--json", "--trust", "tvlt", "--config", "nowhere.toml", "list", "--config", "FILE"),
    ],
    ids=" ".join,
)
def test_shared_options_stand_before_or_behind_the_action(
    folder: Path, database: Database, words: tuple[str, ...], call: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert database.sqlite
    monkeypatch.chdir("/")
    file = str(folder / "config.toml")
    assert json.loads(call(*(file if word == "FILE" else word for word in words))) is not None


def test_a_mistyped_command_is_told_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stat"]) == 2
    assert "Did you mean `mailbot status`?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "helps"),
    [
        (["ticket"], "mailbot ticket --help"),
        (["kb", "serch"], "mailbot kb --help"),
        (["kb", "export"], "mailbot kb export --help"),
        (["init", "--imap-prot", "1"], "mailbot init --help"),
        (["ticket", "list", "--scool", "oakfold"], "mailbot ticket list --help"),
    ],
)
def test_wrong_usage_leads_to_the_help_of_that_command(
    words: list[str], helps: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith(f"What it takes, with examples: {helps}\n")


def test_a_mistyped_option_is_told_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["ticket", "list", "--scool=oakfold"])
    assert "unknown: --scool=oakfold (did you mean --school?)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["quarantine", "show", "99999999999999999999"], "'99999999999999999999' is no number from 1 on"),
        (["quarantine", "retry", "-1"], "'-1' is neither a number nor `all`"),
        (["leave", "remove", "0"], "'0' is no number from 1 on"),
        (["kb", "gaps", "--days", "99999999999"], "'99999999999' is no number from 1 to 3650"),
        (["simulate", "--from", "0001-01-01"], "'0001-01-01' is no day; write 2026-09-01"),
        (["backfill", "office", "--since", "yesterday"], "'yesterday' is no day; write 2026-09-01"),
    ],
)
def test_numbers_and_days_that_cannot_be_meant_are_wrong_usage(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert says in capsys.readouterr().err


def test_no_command_at_all_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "start here" in capsys.readouterr().out

"""What each kind of mail gets, from its bytes to the decision: every row of the table in `docs/mail.md` is a case."""

from pathlib import Path

import pytest

from mailbot.core.identify.identified import identify
from mailbot.core.identify.keys import keys_of
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.snapshot import Snapshot
from mailbot.core.parse.mime import parse
from tests.support.builders import HOST, KEYS, MONDAY, a_directory, a_request, a_snapshot, an_arrival, decided, mails

ROOT = Path(__file__).parents[3]
MAILS = ROOT / "tests" / "mails"
SENT = f"sent-1@{HOST}"
ANSWERS_OURS = f"References: <{SENT}>\n".encode()
HEAD = "| mail | file | kind | alone | on a request | answered |"


def table() -> list[list[str]]:
    """The cells of each row below the table's head and rule."""
    lines = (ROOT / "docs" / "mail.md").read_text(encoding="utf-8").split("\n")
    start = lines.index(HEAD) + 2
    end = next(place for place in range(start, len(lines)) if not lines[place].startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start:end]]


ROWS = table()


def decision_on(raw: bytes, *, snapshot: Snapshot) -> Decision:
    message = parse(raw)
    keys = keys_of(
        message,
        trust="valley",
        content_key="v1:x",
        has_identity=True,
        received_at=MONDAY,
        token_keys=KEYS,
        synthetic_host=HOST,
    )
    stimulus = identify(
        message, arrival=an_arrival(), keys=keys, snapshot=snapshot, directory=a_directory(), now=MONDAY
    )
    return decided(stimulus, snapshot=snapshot)


def answered(decision: Decision) -> bool:
    return any(mail.to.purpose == "r" for mail in mails(decision))


@pytest.mark.parametrize(
    ("mail", "file", "kind", "alone", "on_a_request", "is_answered"), ROWS, ids=[r[1] for r in ROWS]
)
def test_each_kind_of_mail_gets_what_the_table_says(
    mail: str, file: str, kind: str, alone: str, on_a_request: str, is_answered: str
) -> None:
    raw = (MAILS / f"{file}.eml").read_bytes()
    assert parse(raw).kind == kind, mail
    first = decision_on(raw, snapshot=a_snapshot())
    second = decision_on(ANSWERS_OURS + raw, snapshot=a_snapshot(a_request(), by_message_id={SENT: 1042}))
    assert f"{first.rule}: {first.outcome}" == alone
    assert f"{second.rule}: {second.outcome}" == on_a_request
    assert answered(first) == (is_answered == "yes")
    assert not answered(second)


def test_every_mail_that_is_no_hostile_one_stands_in_the_table() -> None:
    shown = {row[1] for row in ROWS}
    older = {"out-of-office-google", "out-of-office-microsoft"}  # the same kinds, in the parser's own tests
    there = {path.stem for path in MAILS.glob("*.eml") if not path.stem.startswith("hostile-")}
    assert there - older == shown


def test_a_forwarded_mail_s_directive_is_no_order_and_its_words_are_shown() -> None:
    message = parse((MAILS / "forwarded-as-attachment.eml").read_bytes())
    assert "#solved" not in message.new_text
    assert message.forwarded.startswith("From: Sam Ade <sam@kestrelpark.example>")
    assert "eats the paper, café side" in message.forwarded
    assert [one.name for one in message.attachments] == ["Printer.eml"]

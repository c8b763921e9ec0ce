"""Mail that goes on with a thread without saying so in its head, and what stands beside quotes and devices' lines."""

import pytest

from mailbot.core.parse.mime import parse
from tests.core.parse.test_new_text import reply

TOKEN = "k" + "a" * 45
TAGGED = "Subject: Projector [#1042-k7f3q]\nTo: help@kestrelpark.example\n"
ADDRESSED = f"Subject: Projector\nTo: help+{TOKEN}@kestrelpark.example\n"
NOTED = "> internal: she is on the list\n> #solved\n\nSwap the lead.\n"
BOLD = "<p>Swap the <b>lead</b>.</p><ul><li>gently</li></ul>"


@pytest.mark.parametrize("head", [TAGGED, ADDRESSED])
def test_a_new_mail_with_our_tag_or_token_quotes_and_does_not_say_the_lines_behind_marks(head: str) -> None:
    message = parse(f"From: tomasz@it.example\n{head}\n{NOTED}".encode())
    assert message.words == "Swap the lead."
    assert message.kind == "new"


@pytest.mark.parametrize("head", [TAGGED, ADDRESSED])
def test_a_new_mail_with_our_tag_or_token_keeps_its_formatting(head: str) -> None:
    message = parse(f"From: tomasz@it.example\n{head}Content-Type: text/html\n\n{BOLD}".encode())
    assert message.said.startswith("Swap the **lead**.")


def test_a_first_mail_says_its_lines_behind_marks_itself() -> None:
    message = parse(b"From: jane@kestrelpark.example\nSubject: Error\n\nIt says\n> Access denied\n")
    assert message.words == "It says\n> Access denied"


@pytest.mark.parametrize("prefix", ["回复：", "RE：", "AW:", "SV :"])
def test_an_answer_is_known_by_its_subject_with_a_wide_colon_too(prefix: str) -> None:
    raw = f"From: tomasz@it.example\nSubject: {prefix} Projector\n\nSwap the lead.\n\n> internal\n"
    message = parse(raw.encode())
    assert (message.kind, message.words) == ("reply", "Swap the lead.")


def test_a_head_with_wide_colons_begins_the_quote() -> None:
    quoted = "发件人：IT <it@x.example>\n发送时间：2026年11月2日\n收件人：Jane\n主题：x\n\ninternal"
    assert reply(f"Swap the lead.\n\n{quoted}\n").new_text == "Swap the lead."


def test_a_phone_s_line_between_a_directive_and_a_name_is_the_phone_s() -> None:
    message = reply("Swap the lead.\n\n#solved\n\nSent from my iPhone\n\nTomasz Nowak\nIT Technician\n")
    assert "iPhone" not in message.words
    assert message.words.startswith("Swap the lead.\n\n#solved\n")


def test_what_the_last_words_announce_is_shown_above_a_quote_that_announces_itself() -> None:
    quoted = "On Mon, 2 Nov 2026 at 08:12, IT <it@x.example> wrote:\n> Is it on?\n"
    message = reply(f"It says:\n\n> Access denied\n> 0x80070005\n\n{quoted}")
    assert message.new_text == "It says:\n\n> Access denied\n> 0x80070005"
    assert message.words == "It says:"

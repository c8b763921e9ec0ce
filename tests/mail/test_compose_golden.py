"""One whole mail per content and way, byte for byte.

After a wanted change run `MAILBOT_REGENERATE=1 pytest tests/mail/test_compose_golden.py` and read the difference.
"""

import os
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from compose_cases import PROGRAM, a_context, a_send

from mailbot.core.model.mails.outgoing import MailContent
from mailbot.mail.letter.compose import compose
from mailbot.mail.letter.samples import SAMPLES

GOLDEN = Path(__file__).parent / "golden"


def _names() -> dict[str, MailContent]:
    names: dict[str, MailContent] = {}
    for content in SAMPLES:
        stem = content.template.replace("/", ".")
        count = sum(name.startswith(f"{stem}.") for name in names)
        names[f"{stem}.{count + 1}.eml"] = content
    return names


NAMES = _names()


@pytest.mark.parametrize("name", NAMES)
def test_the_mail_is_byte_for_byte_the_golden_one(name: str) -> None:
    data = compose(a_send(NAMES[name]), context=a_context()).data
    file = GOLDEN / name
    if os.environ.get("MAILBOT_REGENERATE"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_bytes(data)
    assert data == file.read_bytes()


def test_no_golden_file_is_left_over() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == set(NAMES)


def _templates_of_the_contract() -> set[str]:
    names: set[str] = set()
    for one in get_args(MailContent):
        if isinstance(one.template, str):
            names.add(one.template)
        else:
            names |= {f"technician/{event}" for event in get_args(get_type_hints(one)["event"])}
    return names


def test_every_content_has_a_folder_and_a_sample_and_every_folder_a_content() -> None:
    folders = {file.parent.relative_to(PROGRAM).as_posix() for file in PROGRAM.rglob("subject.txt.j2")}
    assert folders == _templates_of_the_contract()
    assert {content.template for content in SAMPLES} == folders
    for folder in folders:
        assert {file.name for file in (PROGRAM / folder).iterdir()} == {"subject.txt.j2", "body.txt.j2", "body.html.j2"}


def test_the_page_on_mails_has_a_row_for_each() -> None:
    page = (PROGRAM.parent / "docs" / "mails.md").read_text(encoding="utf-8")
    for name in _templates_of_the_contract():
        assert f"| `{name}` |" in page

"""A trust's own templates: found first, checked at start, kept from doing harm."""

from pathlib import Path
from time import process_time

import pytest
from compose_cases import PROGRAM, a_context, a_send

from mailbot.mail.letter.compose import compose
from mailbot.mail.letter.desk import greeting
from mailbot.mail.letter.render import TemplateBroken, Templates
from mailbot.mail.letter.samples import SAMPLE_DESK, SAMPLES

OFFER = SAMPLES[0]


def _own(tmp_path: Path, text: str, *, name: str = "requester/offer/body.txt.j2") -> Templates:
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return Templates([tmp_path, PROGRAM])


def test_a_trusts_file_stands_before_the_programs_and_the_others_stay(tmp_path: Path) -> None:
    templates = _own(tmp_path, "Dear {{ mail.name }}, see {{ mail.best.id }}.")
    words = templates.render(OFFER, desk=SAMPLE_DESK)
    assert words.text == "Dear Jane Ashdown, see KB-1038."
    assert "Still stuck" in words.html
    assert templates.check() == ()


def test_a_trust_may_change_the_shared_frame(tmp_path: Path) -> None:
    templates = _own(tmp_path, "OUR FRAME {% block main %}{% endblock %}", name="_base/frame.html.j2")
    assert templates.render(OFFER, desk=SAMPLE_DESK).html.startswith("OUR FRAME")


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ("one\ntwo {{ mail.nmae }}", 2, "nmae"),
        ("one\n{% if %}", 2, "Expected an expression"),
        ("{{ mail.best.__class__ }}", 1, "unsafe"),
        ("{{ desk._link_ends }}", 1, "unsafe"),
        ("a\nb\n{{ 'x' * 100000000 }}", 3, "not for templates"),
        ("{{ '%0100000000d' % 1 }}", 1, "not for templates"),
        ("{{ 'x'.ljust(100000000) }}", 1, "unsafe"),
        ("{{ '{:100000000}'.format(1) }}", 1, "unsafe"),
        ("{{ 'x' | center(100000000) }}", 1, "center"),
        ("{% for a in range(99999) %}{% endfor %}", 1, "range"),
        ("{% include 'nothing.j2' %}", 1, "nothing.j2"),
        ("{{ desk.when(mail.name) }}", 1, ""),
    ],
)
def test_a_broken_template_is_named_with_file_line_and_cause(tmp_path: Path, text: str, line: int, wrong: str) -> None:
    started = process_time()
    faults = _own(tmp_path, text).check()
    assert process_time() - started < 5
    assert {fault.file for fault in faults} == {tmp_path / "requester/offer/body.txt.j2"}
    assert faults[0].line == line
    assert wrong in faults[0].wrong
    assert str(faults[0]).startswith(f"{tmp_path}/requester/offer/body.txt.j2:{line}: ")


def test_a_template_without_end_is_cut_off(tmp_path: Path) -> None:
    loop = "{% for a in mail.best.body %}" * 3 + "xxxxxxxx" + "{% endfor %}" * 3
    faults = _own(tmp_path, loop).check()
    assert "longer than" in faults[0].wrong


def test_a_misspelt_file_is_a_fault(tmp_path: Path) -> None:
    faults = _own(tmp_path, "hello", name="requester/offfer/body.txt.j2").check()
    assert [fault.file for fault in faults] == [tmp_path / "requester/offfer/body.txt.j2"]


def test_a_missing_file_is_a_fault() -> None:
    faults = Templates([PROGRAM / "requester"]).check()
    assert any("missing" in fault.wrong for fault in faults)


def test_compose_says_which_template_broke(tmp_path: Path) -> None:
    context = a_context()
    broken = type(context)(
        **{name: getattr(context, name) for name in context.__dataclass_fields__}
        | {"templates": _own(tmp_path, "{{ nothing }}")}
    )
    with pytest.raises(TemplateBroken) as caught:
        compose(a_send(OFFER), context=broken)
    assert caught.value.fault.line == 1


def test_a_subject_from_a_template_cannot_make_a_header(tmp_path: Path) -> None:
    templates = _own(tmp_path, "a\nBcc: x@y.example\n\nbody", name="requester/offer/subject.txt.j2")
    context = a_context()
    context = type(context)(
        **{name: getattr(context, name) for name in context.__dataclass_fields__} | {"templates": templates}
    )
    assert b"\r\nBcc" not in compose(a_send(OFFER), context=context).data


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Jane Ashdown", "Hello Jane,"),
        ("Mrs Ashdown", "Hello Mrs Ashdown,"),
        ("Mary-Ann O'Neill", "Hello Mary-Ann,"),
        ("", "Hello,"),
        ("https://evil.example", "Hello,"),
        ("Win 1000 pounds", "Hello,"),
        ("jane@kestrelpark.example", "Hello,"),
        ("J. R. Hartley", "Hello J.,"),
    ],
)
def test_greetings_by_table(name: str, said: str) -> None:
    assert greeting(name) == said

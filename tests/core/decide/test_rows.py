"""Replies to numbered lists as they are read: whatever is written, each line is a row's directive or a fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.decide.team.grammar.rows import LONGEST_LINE, NOT_IN_ROWS, Rows, read_rows, rows_named
from mailbot.core.decide.team.grammar.table import DIRECTIVES

COUNT = 7
NAMES = ("Megan", "Tomasz Wilk")
IN_ROWS = sorted(set(DIRECTIVES) - NOT_IN_ROWS)


def read(text: str, *, count: int = COUNT) -> Rows:
    def why_nobody(name: str) -> str:
        return "" if name in NAMES else f"Nobody of the team is called {name}."

    return read_rows(text, known=DIRECTIVES, count=count, why_nobody=why_nobody, name="Ruth Lindqvist")


def said(text: str) -> dict[int, list[tuple[str, str]]]:
    """Each row with its directives; nothing may be wrong."""
    rows = read(text)
    assert rows.faults == []
    return {row: [(one.name, one.argument) for one in directives] for row, directives in rows.directives.items()}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1 solved", {1: [("solved", "")]}),
        ("1 #solved", {1: [("solved", "")]}),
        ("1. Solved.", {1: [("solved", "")]}),
        ("1) # solved", {1: [("solved", "")]}),
        ("#1: solved!", {1: [("solved", "")]}),
        ("Row 1 - solved", {1: [("solved", "")]}),
        ("2 #note rang her", {2: [("note", "rang her")]}),
        ("5 pending 3d", {5: [("pending", "3d")]}),
        ("4-6 Megan", {row: [("assign", "Megan")] for row in (4, 5, 6)}),
        ("6 – 4 assign Megan", {row: [("assign", "Megan")] for row in (4, 5, 6)}),
        ("1, 3 and 5-6 take", {row: [("take", "")] for row in (1, 3, 5, 6)}),
        ("all take", {row: [("take", "")] for row in range(1, 8)}),
        ("1 solved\n1 note rang her", {1: [("solved", ""), ("note", "rang her")]}),
        ("> \n\n1 take\n\nThanks,\nRuth", None),
        ("1 take\n\nThanks,\nRuth", {1: [("take", "")]}),
        ("1 take\n\nKind regards\nRuth Lindqvist", {1: [("take", "")]}),
    ],
)
def test_rows_as_people_write_them(text: str, rows: dict[int, list[tuple[str, str]]] | None) -> None:
    if rows is None:
        assert read(text).faults
    else:
        assert said(text) == rows


def test_what_a_mail_program_broke_off_a_note_belongs_to_it() -> None:
    words = "rang her and she says that it has done this since the summer update came"
    assert said(f"2 note {words}\nbut only in the mornings\n\n3 take") == {
        2: [("note", f"{words} but only in the mornings")],
        3: [("take", "")],
    }
    assert read(f"2 note {words}\n\nbut only in the mornings").faults
    assert read("2 take\nplease").faults


@pytest.mark.parametrize(
    ("text", "reason", "nearest"),
    [
        ("1 sovled", "There is no such directive.", "#solved"),
        ("1 #nonsense", "There is no such directive.", ""),
        ("1 Gandalf", "Nobody of the team is called Gandalf.", ""),
        ("8 solved", "The list has the rows 1 to 7.", ""),
        ("0 solved", "The list has the rows 1 to 7.", ""),
        ("2-12 solved", "The list has the rows 1 to 7.", ""),
        ("solved", "It names no row of the list.", "1 solved"),
        ("Could you look at 2?", "It names no row of the list.", "1 solved"),
        ("3", "It names no row of the list.", "1 solved"),
        ("", "Nothing in your mail names a row of the list.", "1 solved"),
        ("3 #kb Boards", "#kb is for a reply to the ticket's own mail, not for a row.", ""),
    ],
)
def test_what_cannot_be_obeyed_is_said_with_its_line(text: str, reason: str, nearest: str) -> None:
    [fault] = read(text).faults
    assert (fault.reason, fault.nearest) == (reason, nearest)
    assert fault.line == (text or "(no rows)")


@given(
    orders=st.lists(
        st.tuples(
            st.lists(st.integers(1, COUNT), min_size=1, max_size=4),
            st.sampled_from(IN_ROWS),
            st.sampled_from(["", "#", "# "]),
            st.sampled_from([" ", ". ", ") ", ": ", " - "]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_well_written_line_reaches_all_of_its_rows_and_no_other(
    orders: list[tuple[list[int], str, str, str]],
) -> None:
    text = "\n".join(f"{', '.join(map(str, rows))}{gap}{mark}{name} x" for rows, name, mark, gap in orders)
    wanted: dict[int, list[str]] = {}
    for rows, name, _, _ in orders:
        for row in set(rows):
            wanted.setdefault(row, []).append(name)
    assert {row: [name for name, _ in found] for row, found in said(text).items()} == wanted


@given(first=st.integers(1, 40), last=st.integers(1, 40), count=st.integers(1, 50))
def test_a_span_names_every_row_between_its_ends(first: int, last: int, count: int) -> None:
    low, high = sorted((first, last))
    named = rows_named(f"{first}-{last}", count=count)
    if high <= count:
        assert named == tuple(range(low, high + 1))
    else:
        assert named == f"The list has the rows 1 to {count}."


_LINES = st.lists(
    st.one_of(
        st.text(max_size=80),
        st.builds(lambda row, rest: f"{row} {rest}", st.integers(0, 99), st.text(max_size=40)),
        st.sampled_from(["1 solved", "2 #note x", "all take", "4-6 Megan", "Thanks", "#solved"]),
    ),
    max_size=12,
)


@given(lines=_LINES, count=st.integers(1, 50))
def test_whatever_is_written_names_rows_of_the_list_or_is_a_fault(lines: list[str], count: int) -> None:
    rows = read("\n".join(lines), count=count)
    assert rows.directives or rows.faults
    assert all(1 <= row <= count for row in rows.directives)
    names = {one.name for found in rows.directives.values() for one in found}
    assert names <= set(DIRECTIVES) - NOT_IN_ROWS


@pytest.mark.parametrize("hostile", ["1," * 50_000, "1 " * 50_000, "1-" * 50_000, "1 and " * 9_000, " " * 99_000 + "1"])
def test_hostile_lines_are_read_in_no_time(hostile: str) -> None:
    rows = read("\n".join([hostile[: 10 * LONGEST_LINE]] * 50))
    assert rows.faults

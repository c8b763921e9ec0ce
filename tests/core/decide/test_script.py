"""Directives and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.decide.team.grammar.family.owning import technician_named
from mailbot.core.decide.team.grammar.manual import GROUPS, groups
from mailbot.core.decide.team.grammar.orders import Context, Orders
from mailbot.core.decide.team.grammar.script import MOST_DIRECTIVES, nearest, read_script, without_tokens
from mailbot.core.decide.team.grammar.table import DIRECTIVES, NO_TEXT, orders_from
from mailbot.core.model.policy import Technician
from tests.support.builders import PRIYA, RUTH, SIOBHAN, TOMASZ, a_policy, a_request, a_technician

TOKEN = "at" + "abcdefg2" * 5 + "abcd"


def script(text: str, *, name: str = "Ruth Lindqvist") -> tuple[str, list[str], list[str]]:
    read = read_script(text, known=DIRECTIVES, name=name)
    said = [f"{one.name} {one.argument}".strip() for one in read.directives]
    return read.text, said, [fault.reason for fault in read.faults]


@pytest.mark.parametrize(
    ("text", "left", "directives"),
    [
        ("Swap the lead.\n#solved", "Swap the lead.", ["solved"]),
        ("#note\nCalled her.", "Called her.", ["note"]),
        ("\n#note\n\n#take\n\nCalled her.\n\n#SOLVED\n", "Called her.", ["note", "take", "solved"]),
        ("Done.\n#Solved.", "Done.", ["solved"]),
        ("Done.\n#solved!", "Done.", ["solved"]),
        ("Done.\n# solved", "Done.", ["solved"]),
        ("Done.\n# Solved\n\n", "Done.", ["solved"]),
        ("Done.\n#kb: Projector shows no signal", "Done.", ["kb Projector shows no signal"]),
        ("Done.\n#kb:Projector shows no signal", "Done.", ["kb Projector shows no signal"]),
        ("Done.\n- #solved\n- **#take**", "Done.", ["solved", "take"]),
        ("#solved\n\nKind regards\n\nRuth Lindqvist\nIT\n01632 960 877", "", ["solved"]),
        ("Done.\n\nThanks\nRuth\n#TeamTamsel", "Done.\n\nThanks\nRuth\n#TeamTamsel", []),
        ("Done.\n#kb/technician Wall plate", "Done.", ["kb/technician Wall plate"]),
        ("#assign Tomasz", "", ["assign Tomasz"]),
        ("Swap it.\n\n#solved\n\nThanks,\nRuth", "Swap it.\n\nThanks,\nRuth", ["solved"]),
        ("#solved\n\nRuth", "", ["solved"]),
        ("Swap it.\nRuth", "Swap it.\nRuth", []),
        ("# solved", "", ["solved"]),
        # What looks like one and is text:
        ("# Step 1\nOpen it.\n# Step 2\nClose it.", "# Step 1\nOpen it.\n# Step 2\nClose it.", []),
        ("#ff0000", "#ff0000", []),
        ("Use\n#fff", "Use\n#fff", []),
        ("#12", "#12", []),
        ("#12 is yours", "#12 is yours", []),
        ("Look at #solved in the list.", "Look at #solved in the list.", []),
        ("#mondaymotivation is a thing we say here", "#mondaymotivation is a thing we say here", []),
        ("", "", []),
    ],
)
def test_what_is_a_directive(text: str, left: str, directives: list[str]) -> None:
    assert script(text) == (left, directives, [])


def test_the_nearest_directive_is_named() -> None:
    read = read_script("Done.\n#sovled", known=DIRECTIVES)
    assert [(fault.line, fault.nearest) for fault in read.faults] == [("#sovled", "#solved")]
    assert nearest("xyzzy", known=DIRECTIVES) == ""
    assert read_script("#xyzzy", known=DIRECTIVES).faults[0].nearest == ""


def test_a_directive_in_the_middle_is_never_sent_as_text() -> None:
    _, _, faults = script("One.\n#solved\nTwo.")
    assert faults == ["A directive stands above or below the text, not in the middle of it."]


def test_a_sign_off_has_an_end() -> None:
    assert script("Done.\n#solved\n" + "Thanks,\n" * 9)[2] != []


def test_too_many_are_refused() -> None:
    assert script("#take\n" * (MOST_DIRECTIVES + 1))[2] == [f"a mail has at most {MOST_DIRECTIVES}"]


def test_our_tokens_are_no_part_of_any_text() -> None:
    assert script(f"Swap it.\n> ref: {TOKEN}\n#solved\nref: {TOKEN}") == ("Swap it.", ["solved"], [])
    assert without_tokens(f"see {TOKEN} there") == "see (removed) there"


@given(
    lines=st.lists(
        st.one_of(
            st.sampled_from(["#solved", "#note", "# solved", "#Kb: x", "#sovled", "Thanks,", "Ruth", ""]),
            st.text(max_size=20),
        ),
        max_size=8,
    )
)
def test_no_line_of_a_directive_is_left_in_the_text(lines: list[str]) -> None:
    read = read_script("\n".join(lines), known=DIRECTIVES, name="Ruth Lindqvist")
    left = [line.strip().lower() for line in read.text.splitlines()]
    assert read.faults or not {"#solved", "#note", "#kb: x"} & set(left)


@given(text=st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    read = read_script(text, known=DIRECTIVES, name=text[:10])
    orders_from(read, context=context())


def context(**request: object) -> Context:
    policy = a_policy()
    return Context(policy.technicians["ruth"], a_request(**request), policy.technicians)  # type: ignore[arg-type]


def ordered(text: str, **request: object) -> Orders | list[str]:
    found = orders_from(read_script(text, known=DIRECTIVES), context=context(**request))
    return found if isinstance(found, Orders) else [fault.reason for fault in found]


def test_each_directive_says_its_wish() -> None:
    orders = ordered("#note rang her\nNobody in.\n#assign tomasz\n#kb/technician Wall plate")
    assert isinstance(orders, Orders)
    assert (orders.text, orders.internal, orders.assign and orders.assign.id) == (
        "rang her\nNobody in.",
        True,
        "tomasz",
    )
    assert orders.article is not None
    assert (orders.article.title, orders.article.audience, orders.article.school_only) == (
        "Wall plate",
        "technician",
        False,
    )
    solved = ordered("Done\n#solved\n#take\n#kb/school")
    assert isinstance(solved, Orders)
    assert (solved.solve, solved.assign and solved.assign.id) == (True, "ruth")
    assert solved.article is not None
    assert solved.article.school_only
    assert isinstance(ordered("#help"), Orders)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Done\n#solved it", ["Nothing stands after it on its line."]),
        ("#assign", ["Something is missing after it."]),
        ("#take\n#assign tomasz", ["The ticket cannot be both Ruth Lindqvist's and Tomasz Wilk's."]),
        ("Done\n#kb A\n#kb B", ["One mail makes one article."]),
        ("#approve", ["Say which (#approve KB-12), or reply with it to the mail that shows you the draft."]),
        ("#assign xyz", ["Nobody of the team is called xyz."]),
        ("#assign ruht", ["Nobody of the team is called ruht; the nearest is Ruth Lindqvist."]),
        ("", [NO_TEXT]),
        ("#note", ["There is no text to keep."]),
        ("#kb Title", ["An article is made from your answer, and there is none."]),
        ("Done\n#sovled\n#assign", ["There is no such directive.", "Something is missing after it."]),
    ],
)
def test_every_fault_is_named_and_nothing_is_done(text: str, faults: list[str]) -> None:
    assert ordered(text) == faults


def test_a_confidential_request_goes_to_nobody_unnamed_and_becomes_no_article() -> None:
    assert ordered("#assign tomasz", sensitive=True) == [
        "Tomasz Wilk is not among those who may see confidential requests."
    ]
    assert ordered("Done\n#kb", sensitive=True) == ["A confidential request becomes no article."]
    assert ordered("Done\n#send KB-1", sensitive=True) == [
        "A confidential request gets no article: say it in your own words."
    ]
    assert isinstance(ordered("#assign siobhan", sensitive=True), Orders)


TWO_TOMS = {
    "tomasz": a_technician(TOMASZ),
    "tom": Technician("tom", "Tom Green", "tom@it.valley.example", 1),
    "tomb": Technician("tomb", "Tom Brown", "tomb@it.valley.example", 1),
    "ruth": a_technician(RUTH),
}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ruth", "ruth"),
        ("ruth lindqvist", "ruth"),
        ("Tomsz", "tomasz"),
        ("tom@it.valley.example", "tom"),
        ("lindqvst", "ruth"),
    ],
)
def test_technicians_are_known_by_what_people_call_them(name: str, found: str) -> None:
    technician = technician_named(name, technicians=TWO_TOMS)
    assert isinstance(technician, Technician)
    assert technician.id == found


def test_an_ambiguous_name_is_asked_back() -> None:
    assert technician_named("Tom", technicians=TWO_TOMS) == "That could be Tom Green or Tom Brown."
    two = {id_: Technician(id_, name, f"{id_}@x", 1) for id_, name in (("anna", "Anna Bell"), ("anne", "Anne Dell"))}
    assert technician_named("Annae", technicians=two) == "That could be Anna Bell or Anne Dell."


def test_help_has_a_line_for_every_directive() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(DIRECTIVES)
    assert all(usage.startswith("#") and said for group in groups() for usage, said in group.lines)
    assert {PRIYA.technician, SIOBHAN.technician} <= set(a_policy().technicians)


@pytest.mark.parametrize(
    "text",
    [
        "*#note*\nHer pupil is at risk",
        "Password is hunter2\n\n**#note**",
        "- #note\nsecret",
        "Hi #note\nsecret",
        "\uff03note\nsecret",
        "(#note)\nsecret",
        "\\#note\nsecret",
        "\u2060#note\nsecret",
        "#solved(really)\nsecret",
        "secret\n#note;hers",
        "# note\nsecret, several\nlines of it",
        "fine\n*#solved*\nmore text",
    ],
)
def test_a_directive_in_other_clothes_is_a_fault_and_never_sent(text: str) -> None:
    script = read_script(text, known=DIRECTIVES)
    assert script.faults or script.directives

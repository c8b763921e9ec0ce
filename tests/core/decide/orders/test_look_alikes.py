"""What only looks like a directive is text, and what is one never reaches a requester, whatever clothes it wears."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.core.decide.team.grammar.script import quoted_alone
from mailbot.core.decide.team.grammar.table import DIRECTIVES
from mailbot.core.decide.team.work.obey import SOLVED_TEXT
from mailbot.core.model.effects.decision import Decision
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.parse.mime import parse
from tests.support.builders import JANE, a_request, by_technician, decided, mails, to

HEAD = "From: Tomasz <tomasz@it.valley.example>\r\nTo: it@x.example\r\nSubject: Re: Projector\r\nIn-Reply-To: <a@b>\r\n"


def written(words: str, *, whole: str = "", subject: str = "Projector") -> Decision:
    """The decision on new words of his; `whole` is all of the mail, with what it quotes."""
    mail = by_technician(words, request=a_request(), subject=subject)
    return decided(replace(mail, message=replace(mail.message, text=whole or words)))


def sent(decision: Decision) -> str | None:
    """What Jane gets; None where nothing was sent."""
    found = to(decision, JANE)
    if not found:
        return None
    content = found[0].content
    assert isinstance(content, AnswerMail)
    return content.text


@pytest.mark.parametrize(
    "text",
    [
        "# Step 1\nOpen it.\n# Step 2\nClose it.",
        "Paint it\n#ff0000",
        "#12 is the one with the broken lead",
        "Write #solved in the box and press Enter.",
        "We say #mondaymotivation is a thing we like here",
        "It is C# code.",
        "Step #3: press it.",
    ],
)
def test_text_is_sent_as_it_is(text: str) -> None:
    assert sent(written(text)) == text


def of(body: str, *, kind: str = "plain") -> str:
    raw = f"{HEAD}Content-Type: text/{kind}; charset=utf-8\r\n\r\n{body}".encode()
    return parse(raw).new_text


@pytest.mark.parametrize(
    "body",
    [
        "<p>Swap it.</p><!-- #note -->",
        '<p>Swap it.</p><div style="display:none">#solved</div>',
        "<p>Swap it.</p><div hidden>#solved</div>",
        "<p>Swap it.</p><blockquote type=cite><p>#solved</p><p>more</p></blockquote>",
        "<head><title>#note</title></head><p>Swap it.</p>",
    ],
)
def test_what_nobody_sees_or_somebody_else_wrote_is_none(body: str) -> None:
    assert of(body, kind="html").strip() == "Swap it."


def test_quoted_and_forwarded_text_and_signatures_are_none() -> None:
    assert of("Swap it.\r\n\r\nOn Monday Jane wrote:\r\n> #solved\r\n> or not").strip() == "Swap it."
    assert of("Swap it.\r\n-- \r\nTomasz\r\n#solved").strip() == "Swap it."
    forwarded = "Swap it.\r\n\r\n---------- Forwarded message ---------\r\nFrom: J <j@x.example>\r\n\r\n#solved"
    assert of(forwarded).strip() == "Swap it."


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("> #note\nHer pupil is at risk", True),
        ("Her pupil is at risk\n\n> #note", True),
        ("Swap it.\n> #solved\nTomasz", True),
        ("Swap it.\n\nOn Monday you wrote:\n> #note\n> She was rude", False),
        ("Swap it.\n\nOn Monday you wrote:\n\n> #solved", False),
        ("Swap it.\n> She said that\n> #solved\n> is wrong", False),
        ("Swap it.\n> so #solved is it", False),
        ("Swap it.\n> # Step 1", False),
    ],
)
def test_a_quote_of_one_line_hides_no_wish(text: str, hidden: bool) -> None:
    assert (quoted_alone(text, known=DIRECTIVES) is not None) == hidden


def test_nothing_is_sent_where_a_wish_may_be_hidden() -> None:
    assert sent(written("Her pupil is at risk", whole="> #note\nHer pupil is at risk")) is None


WORDS = st.sampled_from([
    "Swap the lead.", "Hi Jane,", "Thanks,", "Tomasz", "", "# Step 1", "#12", "C# is fine", "Use #solved here",
    *(f"{'#'}{name}" for name in sorted(DIRECTIVES)), "#time 15m", "#pending 3d", "#hold a part", "#priority P1",
    "#tag hall", "#due Friday", "# solved", "#Note.", "*#note*", "> #note", "#sovled", "#assign priya", "#spam",
])  # fmt: skip
SUBJECTS = st.sampled_from(["", "#solved", "#note", "#time 15m", "#spam", "#sovled", "#pending 3d #tag hall"])


@settings(max_examples=400)
@given(lines=st.lists(WORDS, max_size=7), tags=SUBJECTS)
def test_it_is_sent_whole_or_not_at_all_and_never_with_a_directive(lines: list[str], tags: str) -> None:
    text = "\n".join(lines)
    decision = written(text, subject=f"Re: [#1042-k7f3q] Projector {tags}")
    found = [one.content for one in to(decision, JANE) if isinstance(one.content, AnswerMail)]
    if decision.outcome == "directive_refused":
        assert not to(decision, JANE)
    for content in found:
        left = [line.strip().lower().rstrip(".") for line in content.text.splitlines()]
        assert not {f"#{name}" for name in DIRECTIVES} & set(left)
        if content.text == SOLVED_TEXT:
            continue  # of a note that also solves the ticket they hear this and nothing else
        assert "note" not in tags
        assert not any(line.lower().startswith("#note") for line in lines)
        # every word that is no directive has come through
        plain = [line for line in lines if line in ("Swap the lead.", "Hi Jane,", "# Step 1", "C# is fine")]
        assert [line for line in content.text.splitlines() if line in plain] == plain
    assert all(mail.to.purpose == "t" or isinstance(mail.content, AnswerMail) for mail in mails(decision))


@pytest.mark.parametrize(
    "line", ["#time15m", "#line2", "#pending3d", "#take2", "#KB12", "- #time15m", "#note_private", "#\ufe0fsolved"]
)
def test_a_directive_whose_space_was_swallowed_never_reaches_a_requester(line: str) -> None:
    assert sent(written(f"Swap the lead.\n\n{line}")) is None


@pytest.mark.parametrize("line", ["#cc0000", "#cc0", "#year5 is in the hall", "#cc0000 is the red that they want"])
def test_a_colour_and_a_class_are_text_still(line: str) -> None:
    assert sent(written(f"Paint it\n{line}")) == f"Paint it\n{line}"


LONG_WHY = "waiting for the supplier, who has promised the lamp twice and is a"


@pytest.mark.parametrize("directive", ["hold", "escalate", "kb", "split"])
def test_the_end_of_a_line_that_a_mail_program_broke_never_reaches_a_requester(directive: str) -> None:
    decision = written(f"#{directive} {LONG_WHY}\nliar as well")
    assert (sent(decision), decision.outcome) == (None, "directive_refused")


def test_words_below_an_empty_line_or_a_short_directive_are_the_answer() -> None:
    assert sent(written(f"#hold {LONG_WHY} nuisance\n\nHi Jane, it is on its way.")) == "Hi Jane, it is on its way."
    assert sent(written("#hold a part is ordered\nHi Jane, it is on its way.")) == "Hi Jane, it is on its way."
    assert sent(written(f"#hold {LONG_WHY} nuisance\n#time 5m")) is None
    noted = written(f"#note\n#hold {LONG_WHY}\nliar as well")
    assert (sent(noted), noted.outcome) == (None, "directive_done")


@pytest.mark.parametrize("text", ["1 solved", "1 solved\n3 take", "2-4 #pending", "all take"])
def test_rows_of_a_list_that_answer_a_ticket_are_no_answer_to_its_requester(text: str) -> None:
    decision = written(text)
    assert (sent(decision), decision.outcome) == (None, "directive_refused")


@pytest.mark.parametrize(
    "text", ["3 leads are in the office", "1 line is enough for all of it", "2 please", "1. Off\n2. On"]
)
def test_an_answer_that_begins_with_a_number_is_sent(text: str) -> None:
    assert sent(written(text)) == text


def test_in_the_subject_it_comes_back_too() -> None:
    decision = written("Swap the lead.", subject="Re: Projector #time15m")
    assert (sent(decision), decision.outcome) == (None, "directive_refused")
    assert sent(written("Swap the lead.", subject="Re: Projector #cc0000 #year5")) == "Swap the lead."


def test_a_space_in_a_directive_beside_another_is_no_heading() -> None:
    assert sent(written("Swap the lead.\n\n# time 15m\n#solved")) is None
    assert sent(written("#take\n# time 15m\n\nSwap the lead.")) is None
    assert sent(written("# Time to restart\nTurn it off and on.\n#solved")) == "# Time to restart\nTurn it off and on."

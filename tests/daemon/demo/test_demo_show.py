"""What the demo prints is readable, narrow, and harmless to terminals."""

from pathlib import Path

from mailbot.daemon.demo.post import Post, wait_for
from mailbot.daemon.demo.show import (
    COLUMNS,
    Paint,
    RequestSeen,
    brief_lines,
    came_lines,
    holds,
    request_lines,
    sent_lines,
    wrapped,
)

PLAIN = Paint(colours=False)
MAIL = (
    (
        "From: Jane Ashdown <jane@kestrelpark.example>\r\n"
        "To: itsupport@kestrelpark.example\r\n"
        "Subject: smart\x1b[31mboard\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "\r\n"
        "tried that, {}still \x1b]0;owned\x07black\r\n"
        "\r\n"
        "On Tue wrote:\r\n"
        "{}"
    )
    .format("very " * 30, "".join(f"> line {number}\r\n" for number in range(9)))
    .encode()
)


def test_a_mail_is_shown_within_78_columns_with_its_quote_counted() -> None:
    lines = sent_lines(MAIL, paint=PLAIN)
    assert max(map(len, lines)) <= COLUMNS
    text = "\n".join(lines)
    assert "From:    Jane Ashdown <jane@kestrelpark.example>" in text
    assert "> line 1" in text
    assert "> line 2" not in text
    assert "> [and 7 more quoted lines]" in text


def test_nothing_that_a_terminal_obeys_is_shown() -> None:
    assert all(line.isprintable() for line in came_lines(MAIL, paint=PLAIN, after="0.2 s"))


def test_a_mail_to_somebody_else_is_told_within_78_columns_too() -> None:
    to = "Tomasz Wilk <tomasz.wilk@it.tamselvalley.example>"
    subject = "my laptop will not print to the big [#1004-5h2jw]"
    lines = brief_lines(f"To: {to}\r\nSubject: {subject}\r\n\r\nx".encode(), paint=PLAIN)
    assert max(map(len, lines)) <= COLUMNS
    assert " ".join(line.strip() for line in lines) == f"(also sent to {to}: {subject})"


def test_colours_only_where_they_are_wanted() -> None:
    assert any("\x1b[" in line for line in came_lines(MAIL, paint=Paint(colours=True)))


def test_words_are_found_however_the_text_is_broken() -> None:
    assert holds(MAIL, "very  VERY very still")
    assert not holds(MAIL, "white")


def test_a_request_is_told_in_a_line_or_two() -> None:
    seen = RequestSeen(1001, "self_solved", "P3", assignee="", assignee_name="", school="Kestrel Park")
    assert request_lines(seen, paint=PLAIN) == ["  = request 1001: self solved, P3, with nobody yet, Kestrel Park"]
    solved = RequestSeen(1001, "solved", "P2", "tomasz", "Tomasz Wilk", "Kestrel Park Middle School", "technician")
    assert request_lines(solved, paint=PLAIN) == [
        "  = request 1001: solved (outcome: technician), P2, with Tomasz Wilk, Kestrel",
        "    Park Middle School",
    ]


def test_lists_hang() -> None:
    assert wrapped("  1. press the button on the wall", width=20) == [
        "  1. press the",
        "     button on the",
        "     wall",
    ]
    assert wrapped("> - press the button on it", width=20) == ["> - press the button", ">   on it"]


def test_the_post_knows_new_mail_from_seen_and_the_newest_of_each(tmp_path: Path) -> None:
    new = tmp_path / "jane@kestrelpark.example" / "new"
    new.mkdir(parents=True)
    post = Post(tmp_path)
    (new / "1").write_bytes(b"first")
    assert [mail.data for mail in post.new()] == [b"first"]
    (new / "2").write_bytes(b"second")
    (tmp_path / "jane@kestrelpark.example" / "cur").mkdir()
    (new / "1").rename(tmp_path / "jane@kestrelpark.example" / "cur" / "1:2,S")
    assert [mail.data for mail in post.new()] == [b"second"]
    assert post.new() == ()
    assert [mail.data for mail in post.newest_first("Jane@KestrelPark.example")] == [b"second", b"first"]
    assert post.newest_first("*") == ()


def test_waiting_ends_at_its_deadline() -> None:
    seconds = iter(range(100))
    assert not wait_for(lambda: False, seconds=lambda: float(next(seconds)), within=2)
    assert wait_for(lambda: True, seconds=lambda: 0.0, within=0)

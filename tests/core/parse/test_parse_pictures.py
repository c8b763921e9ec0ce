"""Which pictures of a mail stand in its new text, where, and under which name."""

from email.message import EmailMessage

import pytest

from mailbot.core.model.message import Message
from mailbot.core.parse.mime import parse
from mailbot.core.parse.pictures import LARGEST_PICTURE, MOST_PICTURES, picture_name, picture_type
from tests.support.pictures import gif, pasted, png

SHOT = png()
ID = "p1@desk"


def mail(text: str) -> bytes:
    """A plain answer."""
    letter = EmailMessage()
    letter["From"] = "Ruth <ruth@it.example>"
    letter["Subject"] = "Re: Kiln"
    letter["In-Reply-To"] = "<kiln@school.example>"
    letter.set_content(text)
    return letter.as_bytes()


def read(text: str, html: str, **pictures: bytes) -> Message:
    """The mail with these pictures as `cid:NAME@desk`."""
    return parse(pasted(mail(text), {f"{name}@desk": data for name, data in pictures.items()}, html=html))


def shape(message: Message) -> str:
    """The new text with its pictures, each as its name alone."""
    text = message.pictured
    for one in message.pictures:
        text = text.replace(f"](cid:{one.id})", "]")
    return text


def test_a_picture_stands_behind_the_words_it_was_pasted_behind() -> None:
    html = f'<p>Press this:</p><p><img src="cid:{ID}" alt="The button"></p><p>Then wait.</p>'
    message = read("Press this:\n\nThen wait.", html, p1=SHOT)
    assert shape(message) == "Press this:\n\n![The button]\n\nThen wait."
    assert [(one.type, one.data) for one in message.pictures] == [("image/png", SHOT)]
    assert "![" not in message.said


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'<p><img src="cid:{ID}" alt="x"></p><p>Press this.</p>', "![x]\n\nPress this."),
        (f'<p>Press<img src="cid:{ID}" alt="x"> this.</p>', "Press this.\n\n![x]"),
        (f'<p>Press this.<br><img src="cid:{ID}" alt="x"></p>', "Press this.\n\n![x]"),
        (f'<ul><li>Press this.<img src="cid:{ID}" alt="x"></li></ul>', "- Press this.\n\n    ![x]"),
        (f'<div>Press this.</div><div><img src="cid:{ID}"></div>', "Press this.\n\n![p1@desk]"),
    ],
    ids=["above all", "in a sentence", "below a break", "in a list", "without words"],
)
def test_wherever_it_stands_it_has_a_place(html: str, expected: str) -> None:
    assert shape(read("- Press this." if "<ul>" in html else "Press this.", html, p1=SHOT)) == expected


@pytest.mark.parametrize(
    "html",
    [
        f'<p>Press this.</p><blockquote type="cite"><p>It says</p><img src="cid:{ID}"></blockquote>',
        f'<p>Press this.</p><div class="gmail_signature">Ruth <img src="cid:{ID}"></div>',
        f'<p>Press this.</p><blockquote cite="mid:1@school.example"><img src="cid:{ID}"></blockquote>',
        f'<p>Press this.</p><div class="moz-signature"><img src="cid:{ID}"></div>',
        f'<p>Press this.</p><div id="divRplyFwdMsg"></div><p><img src="cid:{ID}"></p>',
        f'<p>Press this.</p><p style="display:none"><img src="cid:{ID}"></p>',
        f'<p>Press this.</p><img src="https://tracker.example/{ID}">',
        '<p>Press this.</p><img src="cid:somebody-else@desk">',
    ],
    ids=[
        "cited",
        "signature",
        "cited and no words",
        "signature without words",
        "below the rule",
        "hidden",
        "on the web",
        "not in this mail",
    ],
)
def test_what_is_not_the_writers_own_picture_is_none(html: str) -> None:
    message = read("Press this.", html, p1=SHOT)
    assert message.pictures == ()
    assert message.pictured == ""


def test_where_html_and_text_say_different_things_there_is_no_picture() -> None:
    message = read("Press this.", f'<p>Something else.</p><img src="cid:{ID}">', p1=SHOT)
    assert (message.rich, message.pictures) == (None, ())


def test_only_so_many_and_only_so_large() -> None:
    many = {f"p{place}": png(200 + place, 100) for place in range(12)}
    html = "<p>Press this.</p>" + "".join(f'<img src="cid:{name}@desk">' for name in many)
    assert [one.data for one in read("Press this.", html, **many).pictures] == list(many.values())[:MOST_PICTURES]
    page = f'<p>Press this.</p><img src="cid:{ID}">'
    assert read("Press this.", page, p1=png(noise=bytes(LARGEST_PICTURE))).pictures == ()
    nearly = png(noise=bytes(LARGEST_PICTURE - len(png()) - 12))
    assert [len(one.data) for one in read("Press this.", page, p1=nearly).pictures] == [LARGEST_PICTURE]


def test_bytes_alone_say_what_it_is() -> None:
    assert picture_type(SHOT) == "image/png"
    assert picture_type(gif()) == "image/gif"
    assert picture_type(b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x10\x00\x20" + bytes(20)) == "image/jpeg"
    for none in (b"", b"<svg/>", b"BM" + bytes(60), b"RIFF\x00\x00\x00\x00WEBP", b"\xff\xd8\xff", SHOT[1:], SHOT[:20]):
        assert picture_type(none) == ""
    html = f'<p>Press this.</p><img src="cid:{ID}">'
    said = parse(pasted(mail("Press this."), {ID: b"<html>" * 100}, html=html, type_="image/png"))
    assert said.pictures == ()
    named = parse(pasted(mail("Press this."), {ID: SHOT}, html=html, type_="image/svg+xml"))
    assert [one.type for one in named.pictures] == ["image/png"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("A screenshot of a computer\n\nDescription automatically generated", "A screenshot of a computer"),
        ("x](https://evil.example) [y", "x https://evil.example y"),
        ("**bold** `code` <b>", "bold code b"),
        ("\u202egnp.exe\x00", "gnp.exe"),
        ("", ""),
        ("a" * 500, "a" * 80),
    ],
)
def test_a_name_can_stand_in_markdown(words: str, name: str) -> None:
    assert picture_name(words) == name

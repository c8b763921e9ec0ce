"""A screenshot that a technician pastes into an answer is shown to the next requester, when somebody said it may be."""

from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.core.model.message import Address
from tests.journeys.conftest import OpenDesk
from tests.journeys.field.desk import Desk, copy_trust
from tests.journeys.field.letters import BRACKENRIDGE, JANE, KILN, KILN_AGAIN, RUTH, TOM, TOMASZ, Mail, reply_to
from tests.support.pictures import html_of, pasted, png

TITLE = "Kiln shows error E7 and will not fire"
BEFORE = "Error E7 means that the lid switch of the kiln is not pressed. Lift the lid and look for this switch:"
AFTER = "Take the clay out of it and close the lid until it clicks, then press Start twice."
SHOT = '<img src="cid:lid-switch.png" alt="lid switch.png">'
PNG = png()


@pytest.fixture
def ruths(desk: Desk) -> Mail:
    """What Ruth, third line, got of Jane's ticket about the kiln."""
    return ticket_of(desk)


def ticket_of(desk: Desk) -> Mail:
    """What Ruth gets of Jane's ticket about the kiln, given to her by the first line."""
    desk.asks(JANE, KILN)
    desk.mail_to(JANE)
    desk.reply(desk.mail_to(TOMASZ), "#assign ruth")
    return desk.mail_to(RUTH)


def desk_with(open_desk: OpenDesk, trust: Path, folder: Path, *, pictures: str) -> Desk:
    """A desk that runs, of a trust that says this of pictures in answers."""
    own = copy_trust(trust, folder / "own")
    (own / "promotion.toml").write_text(f'[promotion]\npictures = "{pictures}"\n')
    made = open_desk(trust=own)
    made.start()
    return made


def answers(
    desk: Desk,
    mail: Mail,
    *lines: str,
    pictures: Mapping[str, bytes] | None = None,
    who: Address | None = None,
    type_: str = "image/png",
) -> None:
    """Answer with these lines as text and HTML; a line that begins with `<img ` is a picture in the HTML alone."""
    words = "\n\n".join(line for line in lines if not line.startswith("<img "))
    reply = reply_to(mail, who=who or Address("", mail.recipient), text=words, at=desk.now)
    given = {"lid-switch.png": PNG} if pictures is None else pictures
    desk.receives(pasted(reply, given, html=html_of("\n".join(lines)), type_=type_))


def pictures_in(mail: Mail) -> dict[str, bytes]:
    """The pictures that a mail shows: Content-ID to bytes, of those that its HTML names."""
    parts = [part for part in mail.parsed.walk() if part.get_content_maintype() == "image"]
    assert all(isinstance(part, EmailMessage) for part in parts)
    found = {str(part["Content-ID"]).strip("<>"): part.get_payload(decode=True) for part in parts}
    return {id_: data for id_, data in found.items() if isinstance(data, bytes) and f'src="cid:{id_}"' in mail.html}


def offered(desk: Desk) -> Mail:
    """What Tom gets who asks about the same kiln."""
    desk.asks(TOM, KILN_AGAIN, to=BRACKENRIDGE)
    return desk.mail_to(TOM)


def test_a_pasted_screenshot_waits_for_its_author_and_then_is_in_the_next_offer(desk: Desk, ruths: Mail) -> None:
    answers(desk, ruths, BEFORE, SHOT, AFTER, f"#kb {TITLE}")
    draft = desk.mail_to(RUTH)
    assert "waits" not in draft.subject
    assert draft.says("A picture is in it (lid switch.png)")
    assert list(pictures_in(draft).values()) == [PNG]
    assert desk.article(TITLE)["state"] == "draft"

    desk.reply(draft, "#approve")
    desk.settle()
    offer = offered(desk)
    assert offer.says(TITLE)
    assert list(pictures_in(offer).values()) == [PNG]
    assert "(picture: lid switch.png)" in offer.text
    place = offer.html.index("cid:")
    assert offer.html.index("look for this switch") < place < offer.html.index("Take the clay out")
    assert offer.parsed.get_content_type() == "multipart/alternative"
    assert not desk.rows("SELECT id FROM audit WHERE CAST(effects AS TEXT) LIKE '%IHDR%'")


def test_only_what_was_approved_is_shown_and_an_edited_text_keeps_the_pictures_it_names(
    desk: Desk, ruths: Mail
) -> None:
    other = png(500, 300)
    shots = (SHOT, '<img src="cid:panel.png" alt="panel.png">')
    answers(desk, ruths, BEFORE, *shots, AFTER, f"#kb {TITLE}", pictures={"lid-switch.png": PNG, "panel.png": other})
    draft = desk.mail_to(RUTH)
    assert set(pictures_in(draft).values()) == {PNG, other}
    desk.reply(draft, f"#approve\n\n{BEFORE}\n\n(picture: panel.png)\n\n{AFTER}")
    desk.settle()
    offer = offered(desk)
    assert list(pictures_in(offer).values()) == [other]
    assert "lid switch.png" not in offer.text


def test_where_the_trust_says_so_pictures_are_published_at_once(
    open_desk: OpenDesk, demo_trust: Path, tmp_path: Path
) -> None:
    desk = desk_with(open_desk, demo_trust, tmp_path, pictures="publish")
    answers(desk, ticket_of(desk), BEFORE, SHOT, AFTER, f"#kb {TITLE}")
    assert list(pictures_in(desk.mail_to(RUTH)).values()) == [PNG]
    desk.settle()
    assert list(pictures_in(offered(desk)).values()) == [PNG]


def test_where_the_trust_says_so_articles_have_no_pictures(
    open_desk: OpenDesk, demo_trust: Path, tmp_path: Path
) -> None:
    desk = desk_with(open_desk, demo_trust, tmp_path, pictures="drop")
    answers(desk, ticket_of(desk), BEFORE, SHOT, AFTER, f"#kb {TITLE}")
    desk.settle()
    offer = offered(desk)
    assert offer.says("Take the clay out")
    assert b"image/" not in offer.raw
    assert desk.rows("SELECT count(*) FROM article_picture") == [(0,)]


def test_an_update_replaces_the_pictures_and_undo_brings_them_back(
    open_desk: OpenDesk, demo_trust: Path, tmp_path: Path
) -> None:
    desk = desk_with(open_desk, demo_trust, tmp_path, pictures="publish")
    ruths = ticket_of(desk)
    answers(desk, ruths, BEFORE, SHOT, AFTER, f"#kb {TITLE}")
    desk.mail_to(RUTH)
    id_ = desk.article(TITLE)["article"]
    newer = png(500, 300)
    answers(desk, ruths, BEFORE, SHOT, AFTER, f"#update {id_}", pictures={"lid-switch.png": newer})
    updated = desk.mail_to(RUTH)
    assert list(pictures_in(updated).values()) == [newer]
    desk.reply(updated, "#undo")
    desk.settle()
    assert list(pictures_in(offered(desk)).values()) == [PNG]


def test_a_draft_that_updates_an_article_takes_its_pictures_with_it(desk: Desk, ruths: Mail) -> None:
    desk.reply(ruths, f"{BEFORE}\n\n{AFTER}\n\n#kb {TITLE}")
    desk.mail_to(RUTH)
    id_ = desk.article(TITLE)["article"]
    answers(desk, ruths, BEFORE, SHOT, AFTER, f"#update {id_}")
    draft = desk.mail_to(RUTH)
    assert list(pictures_in(draft).values()) == [PNG]
    assert not pictures_in(desk.mail_to(JANE))
    desk.reply(draft, f"#update {id_}")
    assert list(pictures_in(desk.mail_to(RUTH)).values()) == [PNG]
    desk.settle()
    assert list(pictures_in(offered(desk)).values()) == [PNG]


def test_send_shows_the_pictures_of_the_article(desk: Desk, ruths: Mail) -> None:
    answers(desk, ruths, BEFORE, SHOT, AFTER, f"#kb {TITLE}")
    desk.reply(desk.mail_to(RUTH), "#approve")
    desk.settle()
    while desk.unread(JANE):
        desk.mail_to(JANE)
    desk.reply(ruths, f"Here it is.\n\n#send {desk.article(TITLE)['article']}")
    assert list(pictures_in(desk.mail_to(JANE)).values()) == [PNG]


def test_pictures_of_a_technicians_article_are_for_technicians(
    open_desk: OpenDesk, demo_trust: Path, tmp_path: Path
) -> None:
    desk = desk_with(open_desk, demo_trust, tmp_path, pictures="publish")
    answers(desk, ticket_of(desk), BEFORE, SHOT, AFTER, f"#kb/technician {TITLE}")
    assert list(pictures_in(desk.mail_to(RUTH)).values()) == [PNG]
    desk.settle()
    desk.asks(TOM, KILN_AGAIN, to=BRACKENRIDGE)
    desk.settle()
    assert not any(b"image/png" in mail.raw for who in (TOM, JANE) for mail in desk.mails_for(who))


# -- hostile --------------------------------------------------------------------------------------------------------

HOSTILE = {
    "an SVG": ({"lid-switch.png": b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>" * 10}, SHOT),
    "an HTML page that says it is a PNG": ({"lid-switch.png": b"<html><script>alert(1)</script></html>" * 20}, SHOT),
    "a PNG of more than 1 MB": ({"lid-switch.png": png(noise=bytes(1_100_000))}, SHOT),
    "a PNG without a size": ({"lid-switch.png": b"\x89PNG\r\n\x1a\n" + bytes(300)}, SHOT),
    "a picture on the web": ({}, '<img src="https://tracker.example/lid-switch.png" alt="lid switch.png">'),
    "a picture in the address": ({}, '<img src="data:image/png;base64,iVBORw0KGgo=" alt="lid switch.png">'),
    "a part that is not there": ({"other.png": PNG}, SHOT),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_picture_is_not_kept_and_the_words_go_on(desk: Desk, ruths: Mail, what: str) -> None:
    pictures, shot = HOSTILE[what]
    answers(desk, ruths, BEFORE, shot, AFTER, f"#kb {TITLE}", pictures=pictures)
    desk.mail_to(RUTH)
    desk.settle()
    article = desk.article(TITLE)
    assert article["state"] == "published"
    assert "![" not in article["body"]
    assert "tracker.example" not in article["body"]
    assert desk.rows("SELECT count(*) FROM article_picture") == [(0,)]


def test_of_a_hundred_pictures_the_first_five_are_kept(desk: Desk, ruths: Mail) -> None:
    many = {f"p{place}.png": png(200 + place, 200) for place in range(100)}
    shots = [f'<img src="cid:{name}" alt="{name}">' for name in many]
    answers(desk, ruths, BEFORE, *shots, AFTER, f"#kb {TITLE}", pictures=many)
    draft = desk.mail_to(RUTH)
    assert list(pictures_in(draft).values()) == list(many.values())[:5]
    assert desk.rows("SELECT count(*) FROM article_picture") == [(5,)]


def test_a_picture_of_the_quoted_mail_is_not_the_technicians(desk: Desk, ruths: Mail) -> None:
    words = f"{BEFORE}\n\n{AFTER}\n\n#kb {TITLE}"
    reply = reply_to(ruths, who=RUTH, text=words, at=desk.now)
    page = html_of(words, quoted=f"<p>Jane wrote: it looks like this {SHOT}</p>")
    desk.receives(pasted(reply, {"lid-switch.png": PNG}, html=page))
    desk.mail_to(RUTH)
    desk.settle()
    assert desk.article(TITLE)["state"] == "published"
    assert desk.rows("SELECT count(*) FROM article_picture") == [(0,)]


def test_naming_the_picture_of_another_article_shows_nothing(desk: Desk, ruths: Mail) -> None:
    answers(desk, ruths, BEFORE, SHOT, AFTER, "#kb/technician How the lid switch of a kiln is bridged")
    secret = desk.mail_to(RUTH)
    desk.reply(secret, "#approve")
    desk.mail_to(RUTH)
    ((id_,),) = desk.rows("SELECT picture FROM article_picture")
    desk.reply(ruths, f"{BEFORE}\n\n![look](cid:{id_})\n\n{AFTER} Password: Kiln-Fire99!\n\n#new\n#kb {TITLE}")
    draft = desk.mail_to(RUTH)
    desk.reply(draft, f"#approve\n\n{BEFORE}\n\n![look](cid:{id_})\n\n{AFTER}")
    desk.settle()
    offer = offered(desk)
    assert offer.says("Take the clay out")
    assert b"image/png" not in offer.raw
    assert "cid:" not in offer.html

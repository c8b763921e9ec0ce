"""Mails that show an article with pictures: where the picture stands, who sees it, and what is left out.

After a wanted change run `MAILBOT_REGENERATE=1 pytest tests/mail/test_compose_pictures.py` and read the difference.
"""

import email.policy
import os
from dataclasses import replace
from email.message import EmailMessage
from email.parser import BytesParser
from hashlib import sha256
from pathlib import Path

import pytest
from compose_cases import HOST, a_context, a_send

from mailbot.core.model.article import Article, Picture
from mailbot.core.model.mails.requester import ArticleSentMail, OfferMail
from mailbot.core.model.mails.technician import ArticleMail
from mailbot.mail.letter.compose import compose
from mailbot.mail.letter.markdown import first_lines, to_html, to_text
from mailbot.mail.pictures import MOST_BYTES, articles_shown
from tests.support.pictures import gif, png

GOLDEN = Path(__file__).parent / "golden_pictures" / "offer.eml"


def picture(data: bytes, name: str = "Source button.png", type_: str = "image/png") -> Picture:
    """A picture as the database keeps it."""
    return Picture(sha256(data).hexdigest()[:32], name, type_, data)


WIDE = picture(png(640, 120))
BODY = (
    "## What you see\n\nThe projector says no signal.\n\n## What to do\n\n"
    f"1. Press **Source** on the remote.\n\n    {WIDE.reference}\n\n2. Choose HDMI 2.\n"
)
ARTICLE = Article("KB-12", "tvlt", "Projector shows no signal", BODY)
OFFER = OfferMail("Jane Ashdown", "Kestrel Park", ARTICLE, wait="2 working hours")


def composed(content: OfferMail | ArticleSentMail | ArticleMail, *pictures: Picture) -> EmailMessage:
    """The mail with these pictures at hand, read again."""
    context = replace(a_context(), pictures={one.id: one for one in pictures})
    mail = BytesParser(policy=email.policy.default).parsebytes(compose(a_send(content), context=context).data)
    assert isinstance(mail, EmailMessage)
    return mail


def part(mail: EmailMessage, kind: str) -> str:
    """The text of one half."""
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_an_offer_with_a_picture_is_byte_for_byte_the_golden_one() -> None:
    data = compose(a_send(OFFER), context=replace(a_context(), pictures={WIDE.id: WIDE})).data
    if os.environ.get("MAILBOT_REGENERATE"):
        GOLDEN.write_bytes(data)
    assert data == GOLDEN.read_bytes()


def test_the_picture_belongs_to_the_html_and_plain_text_names_it() -> None:
    mail = composed(OFFER, WIDE)
    plain, related = list(mail.iter_parts())
    assert (mail.get_content_type(), plain.get_content_type()) == ("multipart/alternative", "text/plain")
    assert related.get_content_type() == "multipart/related"
    html, image = list(related.iter_parts())
    assert image["Content-ID"] == f"<{WIDE.id}@{HOST}>"
    assert image.get_content_disposition() == "inline"
    assert image.get_payload(decode=True) == WIDE.data
    assert f'src="cid:{WIDE.id}@{HOST}" alt="Source button.png" width="520"' in str(html.get_content())
    assert "1. Press Source on the remote.\n\n   (picture: Source button.png)\n2. Choose HDMI 2." in part(mail, "plain")


def test_a_picture_that_is_not_at_hand_is_named_in_words() -> None:
    mail = composed(OFFER)
    assert "(picture: Source button.png)" in part(mail, "html")
    assert "<img" not in part(mail, "html")
    assert [one.get_content_type() for one in mail.iter_parts()] == ["text/plain", "text/html"]


def test_what_would_be_too_much_for_a_mail_is_named_in_words() -> None:
    large = [picture(png(noise=bytes([place]) * (MOST_BYTES // 4)), f"p{place}.png") for place in range(5)]
    body = "\n\n".join(one.reference for one in large)
    mail = composed(replace(OFFER, best=replace(ARTICLE, body=body)), *large)
    assert part(mail, "html").count("<img") == 3
    assert "(picture: p4.png)" in part(mail, "html")
    assert sum(one.get_content_maintype() == "image" for one in mail.walk()) == 3


def test_the_same_picture_twice_is_one_part() -> None:
    body = f"{WIDE.reference}\n\nand again\n\n{WIDE.reference}"
    mail = composed(replace(OFFER, best=replace(ARTICLE, body=body)), WIDE)
    assert part(mail, "html").count("<img") == 2
    assert sum(one.get_content_maintype() == "image" for one in mail.walk()) == 1


def test_no_other_type_goes_out_even_if_it_is_kept() -> None:
    svg = picture(b"<svg/>" * 50, type_="image/svg+xml")
    mail = composed(replace(OFFER, best=replace(ARTICLE, body=svg.reference)), svg)
    assert "<img" not in part(mail, "html")
    assert not any(one.get_content_maintype() == "image" for one in mail.walk())


def test_requesters_are_shown_no_picture_of_a_technicians_article() -> None:
    secret = replace(ARTICLE, audience="technician")
    assert articles_shown(a_send(OFFER)) == (ARTICLE,)
    assert articles_shown(a_send(replace(OFFER, best=secret))) == ()
    told = a_send(ArticleMail("article_draft", "Ruth", secret, near=ARTICLE))
    assert articles_shown(told) == (secret, ARTICLE)
    assert articles_shown(replace(told, to=replace(told.to, purpose="r"))) == (ARTICLE,)


@pytest.mark.parametrize(
    "source",
    [
        f"https://tracker.example/{WIDE.id}.png",
        f"cid:{WIDE.id[:-1]}",
        f"cid:{WIDE.id}@other.example",
        f"CID:{WIDE.id.upper()}",
        "data:image/png;base64,iVBORw0KGgo=",
        "javascript:alert(1)",
    ],
)
def test_only_an_articles_own_picture_is_one(source: str) -> None:
    assert "<img" not in to_html(f"![look]({source})")
    assert "look" in to_html(f"![look]({source})")
    assert "picture" not in to_text(f"![look]({source})")


def test_a_name_stays_text_whatever_it_says() -> None:
    shown = to_html(f'![a" onerror="alert(1)<b>](cid:{WIDE.id})')
    assert "<b>" not in shown
    assert ' onerror="' not in shown
    mail = composed(replace(OFFER, best=replace(ARTICLE, body=f'![a" onerror="x](cid:{WIDE.id})')), WIDE)
    assert ' onerror="' not in part(mail, "html")


def test_a_gif_goes_as_what_it_is() -> None:
    moving = picture(gif(), "steps.gif", "image/gif")
    mail = composed(replace(OFFER, best=replace(ARTICLE, body=moving.reference)), moving)
    assert [one.get_content_type() for one in mail.walk() if one.get_content_maintype() == "image"] == ["image/gif"]


def test_the_two_lines_of_a_further_article_are_words() -> None:
    other = replace(ARTICLE, id="KB-13", title="Other", body=f"{WIDE.reference}\n\nUnplug it.\n")
    mail = composed(replace(OFFER, also=(other,)), WIDE)
    assert "2. Other\n   Unplug it." in part(mail, "plain")
    assert first_lines("Unplug it.") == "Unplug it."

"""The pictures of the articles that a mail shows: which those are, and their place and bytes in the mail (RFC 2392)."""

import re
from base64 import encodebytes
from collections.abc import Mapping

from markupsafe import escape

from mailbot.core.model.article import Article, Picture, pictures_named, said_of_picture
from mailbot.core.model.effects.on_mail import SendMail
from mailbot.core.model.mails.requester import AnswerMail, ArticleSentMail, OfferMail, TicketOpenedMail
from mailbot.core.model.mails.technician import ArticleMail
from mailbot.core.parse.pictures import picture_size

MOST_BYTES = 6 * 1024 * 1024  # bytes of pictures in one mail
WIDEST = 520  # pixels: what Outlook on a desk, which knows no max-width, still shows without scrolling
NAMES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_SHOWN = re.compile(r'<img class="md-img" style="([^"<>]*)" src="cid:([0-9a-f]{32})" alt="([^"<>]*)">')


def articles_shown(mail: SendMail) -> tuple[Article, ...]:
    """Give the articles that stand in full in this mail, and whose pictures its reader may see.

    An article for technicians shows none to anybody else.
    """
    found: tuple[Article | None, ...]
    match mail.content:
        case OfferMail(best=best) | ArticleSentMail(best=best):
            found = (best,)
        case TicketOpenedMail(again=again):
            found = (again,)
        case AnswerMail(article=article):
            found = (article,)
        case ArticleMail(article=article, near=near):
            found = (article, near)
        case _:
            found = ()
    seen = [one for one in found if one is not None and pictures_named(one.body)]
    return tuple(one for one in seen if mail.to.purpose != "r" or one.audience == "staff")


def with_pictures(html: str, *, pictures: Mapping[str, Picture], host: str) -> tuple[str, list[bytes]]:
    """Give the HTML with its pictures in place, and the parts that hold them; one that is not there is named."""
    used: dict[str, Picture] = {}

    def place(found: re.Match[str]) -> str:
        style, id_, name = found.groups()
        picture = pictures.get(id_)
        taken = sum(len(one.data) for key, one in used.items() if key != id_)
        if picture is None or picture.type not in NAMES or taken + len(picture.data) > MOST_BYTES:
            return said_of_picture(name)
        used[id_] = picture
        size = picture_size(picture.data)
        width = f' width="{min(size[0], WIDEST)}"' if size else ""
        return f'<img class="md-img" style="{style}" src="cid:{escape(id_)}@{host}" alt="{name}"{width}>'

    shown = _SHOWN.sub(place, html) if "cid:" in html else html
    return shown, [_part(one, host=host) for one in used.values()]


def _part(picture: Picture, *, host: str) -> bytes:
    name = f"picture-{picture.id[:6]}.{NAMES[picture.type]}"
    head = (
        f'Content-Type: {picture.type}; name="{name}"\r\nContent-ID: <{picture.id}@{host}>\r\n'
        f'Content-Disposition: inline; filename="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    return head.encode("ascii") + encodebytes(picture.data).replace(b"\n", b"\r\n")

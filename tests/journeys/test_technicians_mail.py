"""What a technician gets by mail, and what his phone's mail becomes, over the wire."""

import re
from email.message import EmailMessage
from html import unescape
from urllib.parse import unquote

from mailbot.core.model.message import Address
from tests.journeys.field.desk import Desk
from tests.journeys.field.letters import JANE, KESTREL_PARK, OLU, TOMASZ, UNANSWERED, Mail, Question
from tests.journeys.field.polled import Polled
from tests.journeys.field.wait import until

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + (900).to_bytes(4) + (700).to_bytes(4) + bytes(range(256)) * 4
LOGO = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + (200).to_bytes(4) + (60).to_bytes(4) + bytes(range(256)) * 4
AGAIN = Question("Trombone again", "The slide of the trombone is bent again, since the concert on Friday")
QUOTED = f"{'_' * 32}\nFrom: IT\nSent: today\nTo: Tomasz\nSubject: Trombone\n"
RED = '<span style="color:rgb(200, 38, 19)">{}</span><br>'
ANSWER = "Hold the slide at both ends and press the brace gently against the knee until it is straight."


def written(who: Address, *, to: str, subject: str, message_id: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{who.name} <{who.address}>", to, subject
    mail["Date"], mail["Message-ID"] = "Tue, 24 Nov 2026 10:00:00 +0000", f"<{message_id}>"
    return mail


def from_a_phone(mail: Mail, *, html: str, plain: str, inside: str = "") -> bytes:
    """A reply as Outlook on the web writes it: both alternatives, the signature marked in the HTML alone.

    `inside` was typed into the quoted mail, in red, above its first words.
    """
    reply = written(TOMASZ, to=str(mail.parsed["Reply-To"]), subject=f"Re: {mail.subject}", message_id="p1@it.example")
    reply["In-Reply-To"] = reply["References"] = f"<{mail.message_id}>"
    signature = '<div id="Signature"><div>Tomasz Wilk</div><div>IT Technician</div></div>'
    quoted = f'<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> IT</div>{mail.html}'
    assert "Ticket 1001 is yours." in quoted or not inside
    quoted = (
        quoted.replace("Ticket 1001 is yours.", f"{RED.format(inside)}Ticket 1001 is yours.", 1) if inside else quoted
    )
    reply.set_content(f"{plain}\n\nTomasz Wilk\nIT Technician\n\n{QUOTED}")
    reply.add_alternative(f"<html><body>{html}{signature}{quoted}</body></html>", subtype="html")
    return reply.as_bytes().replace(b"\n", b"\r\n")


def test_a_photo_goes_on_to_the_technician_and_the_logo_does_not(desk: Desk) -> None:
    mail = written(JANE, to=KESTREL_PARK, subject=UNANSWERED.subject, message_id="photo@kestrelpark.example")
    mail.set_content(UNANSWERED.text)
    page = f'<p>{UNANSWERED.text}</p><p>Kind regards<br>Jane</p><img src="cid:logo">'
    mail.add_alternative(page, subtype="html")
    mail.add_attachment(PNG, maintype="image", subtype="png", filename="slide.png")
    mail.add_attachment(LOGO, maintype="image", subtype="png", filename="logo.png", cid="<logo>", disposition="inline")
    desk.receives(mail.as_bytes().replace(b"\n", b"\r\n"), to=KESTREL_PARK)
    told = desk.mail_to(TOMASZ)
    assert [part.get_content() for part in told.parsed.iter_attachments()] == [PNG]
    assert told.says("slide.png (1 KB)")
    assert "logo.png" not in told.text
    assert list(desk.mail_to(JANE).parsed.iter_attachments()) == []


def test_bold_lists_and_links_of_an_answer_reach_the_requester(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    assert desk.mail_to(JANE)
    html = (
        "<div>Do this:</div><ol><li>Hold the <b>slide</b></li><li>Press the brace</li></ol>"
        '<div>More is <a href="https://help.example/slides">here</a>.</div><div><b>#solved</b></div>'
    )
    plain = (
        "Do this:\n\n  1.  Hold the slide\n  2.  Press the brace\n\nMore is here<https://help.example/slides>.\n#solved"
    )
    desk.receives(from_a_phone(desk.mail_to(TOMASZ), html=html, plain=plain), to=KESTREL_PARK)
    answer = desk.mail_to(JANE)
    assert "Do this:\n\n1. Hold the slide\n2. Press the brace\n\nMore is here <https://help.example/slides>." in (
        answer.text.replace("\r\n", "\n")
    )
    assert "<strong>slide</strong></li>" in answer.html
    assert 'href="https://help.example/slides"' in answer.html
    for words in ("IT Technician", "solved\n", "**"):
        assert words not in answer.text
    assert desk.request().state == "solved"


def test_quoted_lines_that_nothing_announces_and_a_delimited_name_stay_out_of_an_answer(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    assert desk.mail_to(JANE)
    told = desk.mail_to(TOMASZ)
    desk.reply(told, "#note\nInternal: she breaks one a term")
    body = f"> Internal: she breaks one a term\n\n{ANSWER}\n#solved\n\n-- \nThe Band\nIT Technician\n"
    reply = written(TOMASZ, to=str(told.parsed["Reply-To"]), subject=f"Re: {told.subject}", message_id="q1@it.example")
    reply["In-Reply-To"] = reply["References"] = f"<{told.message_id}>"
    reply.set_content(body)
    desk.receives(reply.as_bytes().replace(b"\n", b"\r\n"), to=KESTREL_PARK)
    answer = desk.mail_to(JANE)
    assert answer.says(ANSWER)
    for words in ("Internal", "#note", "The Band", "IT Technician"):
        assert words not in answer.text
    assert desk.request().state == "solved"


def test_a_new_mail_with_the_tag_is_an_answer_that_keeps_its_quotes_to_itself(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    assert desk.mail_to(JANE)
    told = desk.mail_to(TOMASZ)
    desk.reply(told, "#note\nInternal: she breaks one a term")
    reply = written(TOMASZ, to=str(told.parsed["Reply-To"]), subject=told.subject, message_id="n1@it.example")
    reply.set_content(
        f"> Internal: she breaks one a term\n\n{ANSWER}\n\n#solved\n\nSent from my iPhone\n\nTomasz Wilk\n"
    )
    desk.receives(reply.as_bytes().replace(b"\n", b"\r\n"), to=KESTREL_PARK)
    answer = desk.mail_to(JANE)
    assert answer.says(ANSWER)
    for words in ("Internal", "#note", "iPhone"):
        assert words not in answer.text
    assert desk.request().state == "solved"


def test_commands_behind_marks_come_back_and_do_not_reach_the_requester_cut(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    assert desk.mail_to(JANE)
    desk.reply(desk.mail_to(TOMASZ), "Run this:\n\n> Restart-Service Spooler\n\nand tell me.\n#solved")
    back = desk.mail_to(TOMASZ)
    assert back.says("Restart-Service Spooler")
    assert desk.request().state == "open"


def test_an_answer_in_red_inside_our_mail_comes_back_and_the_same_mail_without_it_goes_out(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    assert desk.mail_to(JANE)
    told = desk.mail_to(TOMASZ)
    answer = {"html": "<div>All the best for the concert.</div>", "plain": "All the best for the concert."}
    desk.receives(from_a_phone(told, **answer, inside="Use the blue grease"), to=KESTREL_PARK)
    back = desk.mail_to(TOMASZ)
    assert back.says("Use the blue grease")
    assert back.says("reply with the whole text again")
    desk.receives(from_a_phone(back, **answer), to=KESTREL_PARK)
    assert desk.mail_to(JANE).says("All the best for the concert.")


def test_what_a_requester_shows_behind_a_mark_is_in_the_ticket(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    opened = desk.mail_to(JANE)
    assert desk.mail_to(TOMASZ)
    shown = "The catalogue says\n> Slide grease: out of stock\nWhere else do you buy it?\n\n-- \nJane\nYear 5"
    desk.reply(opened, shown)
    told = desk.mail_to(TOMASZ)
    assert told.says("Slide grease: out of stock")
    assert told.says("Year 5")


def test_what_was_solved_before_is_shown_to_the_next_technician(desk: Desk) -> None:
    desk.asks(JANE, UNANSWERED)
    assert desk.mail_to(JANE)
    desk.reply(desk.mail_to(TOMASZ), f"{ANSWER}\n\n#solved")
    assert desk.mail_to(JANE)
    desk.asks(OLU, AGAIN)
    told = desk.mail_to(TOMASZ)
    assert told.says("Solved before")
    assert told.says(ANSWER)


def test_one_tap_works_where_the_mail_program_drops_the_plus_and_starts_a_new_mail(polled: Polled) -> None:
    desk = polled.desk
    polled.asks(JANE, UNANSWERED)
    assert desk.mail_to(JANE)
    link = re.search(r'href="(mailto:[^"]*)"[^>]*>Take it<', desk.mail_to(TOMASZ).html)
    assert link is not None
    found = re.fullmatch(r"mailto:([^?]+)\?subject=([^&]*)&body=(.*)", unescape(link[1]))
    assert found is not None
    subject, body = unquote(found[2]), unquote(found[3])
    tapped = written(TOMASZ, to=KESTREL_PARK, subject=subject, message_id="tap@it.example")
    tapped.set_content(f"{body}\n\nKind regards\nTomasz Wilk\nIT Technician\n01632 960 877\n")
    polled.puts(tapped.as_bytes().replace(b"\n", b"\r\n"))
    until(lambda: any("took the ticket" in text for text in desk.request().texts), "the ticket is taken")

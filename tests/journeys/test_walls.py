"""Who sees what: articles of schools and of technicians, two trusts on one installation, mails nobody can read."""

from pathlib import Path

from tests.journeys.conftest import OpenDesk
from tests.journeys.field.desk import Desk, boxes_of
from tests.journeys.field.letters import (
    BRACKENRIDGE,
    HALL,
    JANE,
    KESTREL_PARK,
    TOM,
    TOMASZ,
    UNANSWERED,
    Question,
    new_mail,
    with_header,
)
from tests.journeys.field.second_trust import ADA, ELM_ADDRESS, ELM_QUESTION, ELM_TITLE, NED, make_second_trust

REBUILD = Question("Autopilot reset", "How do I rebuild a staff laptop with Autopilot reset and Intune wipe group tag?")


def test_an_article_of_one_school_is_never_shown_to_another(desk: Desk) -> None:
    desk.asks(TOM, HALL, to=BRACKENRIDGE)
    assert desk.mail_to(TOM).says("Brackenridge main hall")
    desk.asks(JANE, HALL)
    offer = desk.mail_to(JANE)
    assert offer.says("Hall sound and projector")
    # the article of all schools names Brackenridge; that school's own must not be there, not even by its title
    assert not offer.says("Brackenridge main hall")
    assert not offer.says("01 Assembly")


def test_a_technicians_article_is_never_shown_to_staff(desk: Desk) -> None:
    desk.asks(JANE, REBUILD)
    desk.reply(desk.mail_to(JANE), "Still stuck")  # whatever she was told first
    desk.settle()
    assert any(mail.says("Rebuild a staff laptop") for mail in desk.mails_for(TOMASZ))
    assert not any(mail.says("Rebuild a staff laptop") or mail.says("KB-1901") for mail in desk.mails_for(JANE))


def test_a_mail_without_a_readable_body_is_a_ticket_with_the_original(desk: Desk) -> None:
    raw = new_mail(JANE, to=KESTREL_PARK, about=UNANSWERED, at=desk.now)
    broken = with_header(
        raw.partition(b"\r\n\r\n")[0], "Content-Type", "application/pkcs7-mime; smime-type=enveloped-data"
    )
    desk.receives(broken + b"\r\n\r\nMIAGCSqGSIb3DQEHA6CAMIACAQAxggFx\r\n")
    assert desk.mail_to(JANE)
    told = desk.mail_to(TOMASZ)
    request = desk.request()
    assert request.state == "open"
    assert "original message" in request.entries[0]["attachments"]
    assert told.says("could not be read")


def test_two_trusts_on_one_installation_never_see_each_other(open_desk: OpenDesk, tmp_path: Path) -> None:
    second = make_second_trust(tmp_path / "elm")
    boxes = boxes_of() + boxes_of({"elm": ELM_ADDRESS}, trust="elm")
    desk = open_desk(boxes=boxes, more=f'\n[trust.elm]\nfolder = "{second}"\n')
    desk.start()

    desk.asks(ADA, ELM_QUESTION, to=ELM_ADDRESS)
    offer = desk.mail_to(ADA)
    assert offer.says(ELM_TITLE)
    desk.asks(JANE, ELM_QUESTION)
    assert not desk.mail_to(JANE).says(ELM_TITLE)
    assert not desk.mail_to(TOMASZ).says(ELM_TITLE)

    desk.reply(offer, "Still stuck")
    assert desk.mail_to(NED).says("Still stuck")
    desk.mail_to(ADA)
    desk.settle()
    elm = next(one for one in desk.requests() if one.school == "elm")
    # Jane has a mail of the other trust in hand: to her own helpdesk it is a question like any other
    desk.reply(offer, "That solved it", who=JANE)
    desk.settle()
    assert desk.request(elm.number).state == "open"
    tags = desk.rows("SELECT number, tag FROM request WHERE trust = 'elm'")
    desk.asks(TOMASZ, Question(f"Re: x [#{tags[0][0]}-{tags[0][1]}]", "#note hello"))
    desk.settle()
    assert len(desk.request(elm.number).entries) == len(elm.entries) + 1  # Jane's, as not from the requester
    assert desk.rows(
        "SELECT count(*) FROM entry e JOIN request r ON r.number = e.request WHERE e.trust <> r.trust"
    ) == [(0,)]


def test_a_mail_to_two_trusts_at_once_is_a_request_in_each(open_desk: OpenDesk, tmp_path: Path) -> None:
    second = make_second_trust(tmp_path / "elm")
    boxes = boxes_of() + boxes_of({"elm": ELM_ADDRESS}, trust="elm")
    desk = open_desk(boxes=boxes, more=f'\n[trust.elm]\nfolder = "{second}"\n')
    desk.start()
    raw = new_mail(JANE, to=KESTREL_PARK, about=UNANSWERED, at=desk.now)
    desk.receives(with_header(raw, "Cc", ELM_ADDRESS), to=[KESTREL_PARK, ELM_ADDRESS])
    assert sorted(row[0] for row in desk.rows("SELECT trust FROM inbox")) == ["elm", "tvlt"]
    assert len(desk.requests()) == 2

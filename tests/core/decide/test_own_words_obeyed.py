"""A new text may show more than its author's own words: quoted lines, a name below `--`. Those alone count."""

from typing import Any

from mailbot.core.identify.keys import keys_of
from mailbot.core.model.effects.on_articles import MakeOffer
from mailbot.core.model.effects.on_request import AddEntry, SetState
from mailbot.core.model.mails.requester import AnswerMail
from mailbot.core.model.message import Authored, Message
from mailbot.core.model.snapshot import Keys
from tests.support.builders import MONDAY, a_message, a_request, arrived, by_technician, decided, effect_of, mails


def showing(shown: str, words: str) -> dict[str, Any]:
    return {"new_text": shown, "authored": Authored(shown, words)}


def test_a_technician_s_quote_and_name_do_not_go_to_the_requester() -> None:
    shown = "> internal: she is on the list\n\nSwap the lead.\n#solved\n\nThe Team\nKestrel Park"
    mail = by_technician("", request=a_request(), **showing(shown, "Swap the lead.\n#solved"))
    decision = decided(mail)
    [told] = mails(decision)
    assert isinstance(told.content, AnswerMail)
    assert (told.content.text, told.content.solved) == ("Swap the lead.", True)
    assert effect_of(decision, AddEntry).text == "Swap the lead."


def test_a_technician_s_mail_of_quoted_lines_alone_sends_nothing_on() -> None:
    decision = decided(by_technician("", request=a_request(), **showing("> she is on the list", "")))
    assert not [mail for mail in mails(decision) if isinstance(mail.content, AnswerMail)]


def test_a_directive_that_is_only_shown_is_none() -> None:
    decision = decided(by_technician("", request=a_request(), **showing("> #solved\n#solved\nHi", "Hi")))
    assert not [effect for effect in decision.effects if isinstance(effect, SetState)]


def test_a_question_is_matched_by_its_words_and_kept_as_it_was_shown() -> None:
    asked = "The projector shows no signal"
    shown = f"{asked}\n> E-217\nCan you help?\n\nJane Ashdown\nPrinters and passwords"
    decision = decided(arrived("", **showing(shown, asked)))
    assert effect_of(decision, MakeOffer).articles == effect_of(decided(arrived(asked)), MakeOffer).articles
    assert effect_of(decision, AddEntry).text == shown


def test_what_a_mail_asks_about_is_looked_up_by_its_words() -> None:
    keys = keys_for(a_message("", **showing("KB please\n#send KB-12", "KB please")))
    assert (keys.question, keys.articles) == ("Projector KB please", ())
    assert keys_for(a_message("KB please\n#send KB-12")).articles == ("KB-12",)


def keys_for(message: Message) -> Keys:
    return keys_of(
        message,
        trust="kestrel",
        content_key="k",
        has_identity=True,
        received_at=MONDAY,
        token_keys={},
        synthetic_host="help.example",
    )

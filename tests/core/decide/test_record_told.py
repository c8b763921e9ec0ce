"""What people said of an article before is among the reasons that are kept with an offer."""

from mailbot.core.kb.record import NO_RECORDS, Vote, heard
from tests.support.builders import an_index, arrived, decided


def test_an_offer_says_whom_the_article_helped_before() -> None:
    said = [Vote("KB-1", 1, f"person {number}", helped=number < 3) for number in range(4)]
    index = an_index().with_records(heard(NO_RECORDS, said))
    reasons = decided(arrived("The projector shows no signal"), index=index).reasons
    assert any("offered KB-1 with confidence" in why and "(helped 3 of 4 people, odds x 1." in why for why in reasons)


def test_where_nobody_said_anything_nothing_is_said_of_it() -> None:
    assert not any("helped" in why for why in decided(arrived("The projector shows no signal")).reasons)

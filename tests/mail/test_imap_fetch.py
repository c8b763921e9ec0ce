"""How UIDs are cut into batches: a bound on mails, a bound on bytes, and order kept."""

from mailbot.mail.imap.fetch import BATCH_BYTES, BATCH_MAILS, MAX_MAIL, plan_batches


def test_a_batch_holds_a_bounded_number_of_mails() -> None:
    uids = list(range(1, 121))
    batches = plan_batches(uids, sizes={})
    assert [len(batch) for batch in batches] == [BATCH_MAILS, BATCH_MAILS, 20]
    assert [uid for batch in batches for uid in batch] == uids


def test_a_batch_holds_a_bounded_number_of_bytes() -> None:
    sizes = dict.fromkeys(range(1, 8), BATCH_BYTES // 3)
    batches = plan_batches(list(sizes), sizes=sizes)
    assert [len(batch) for batch in batches] == [3, 3, 1]


def test_a_mail_beyond_a_batch_or_the_cap_stands_alone() -> None:
    sizes = {1: 10, 2: BATCH_BYTES + 1, 3: 10, 4: MAX_MAIL + 1, 5: 10}
    assert plan_batches([1, 2, 3, 4, 5], sizes=sizes) == [[1], [2], [3], [4], [5]]


def test_nothing_needs_no_batch() -> None:
    assert plan_batches([], sizes={}) == []

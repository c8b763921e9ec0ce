"""The watchdog bites what is late, once, and never what comes after it."""

import threading

import pytest

from mailbot.mail.smtp.watchdog import Watchdog


def test_what_is_late_is_bitten_once() -> None:
    bitten = threading.Event()
    bites: list[int] = []

    def bite() -> None:
        bites.append(1)
        bitten.set()

    dog = Watchdog(bite, seconds=0.05)
    with dog.watching():
        assert bitten.wait(5)
    with dog.watching():
        pass
    assert bites == [1]


def test_one_thread_watches_many_and_a_new_one_comes_when_it_has_gone() -> None:
    dog = Watchdog(lambda: None, seconds=0.5)
    before = set(threading.enumerate())
    for _ in range(50):
        with dog.watching():
            pass
    (own,) = set(threading.enumerate()) - before
    own.join(5)
    assert not dog._watches
    bitten = threading.Event()
    dog._bite = bitten.set
    with dog.watching():
        assert bitten.wait(5)


def test_a_bite_that_fails_or_a_thread_that_cannot_start_leaves_the_next_one_watched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bites: list[int] = []
    bitten = threading.Event()

    def bite() -> None:
        bites.append(1)
        if len(bites) == 1:
            bitten.set()
            raise AttributeError("the link has just gone")
        bitten.set()

    dog = Watchdog(bite, seconds=0.05)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", _cannot)
        with pytest.raises(RuntimeError), dog.watching():
            pass
    for _ in range(2):
        bitten.clear()
        with dog.watching():
            assert bitten.wait(5)
    assert len(bites) == 2


def _cannot(_self: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")

"""The desk's voice is bounded, whatever answers it: robots that face it for hours, and mail forged from a victim."""

import pytest

from tests.proof.loops import ROBOTS, Robot, bomb, run

# One mail a minute: five hours are enough to reach the limit of a day. `python -m tests.proof` runs 10,000.
ROUNDS = 320
MAILS = 400  # of one forger; `python -m tests.proof` sends 10,000
PER_HOUR, PER_DAY = 4, 20


@pytest.mark.parametrize("robot", ROBOTS, ids=lambda robot: robot.name)
def test_no_peer_gets_more_than_the_limits(robot: Robot) -> None:
    outcome = run(robot, rounds=ROUNDS)
    assert outcome.received == ROUNDS
    assert outcome.most_in_an_hour <= PER_HOUR
    assert outcome.most_in_a_day <= PER_DAY
    assert outcome.to_peers <= PER_DAY * robot.peers
    assert outcome.bounces_answered == 0
    if robot.machine:
        assert outcome.to_peers == 0


def test_the_limits_are_reached_so_that_they_are_what_ends_it() -> None:
    outcome = run(next(robot for robot in ROBOTS if "odd new mails" in robot.name), rounds=ROUNDS)
    assert (outcome.most_in_an_hour, outcome.to_peers) == (PER_HOUR, PER_DAY)


@pytest.mark.parametrize(
    ("victim", "result", "most"),
    [
        ("someone@elsewhere.example", "pass", 1),
        ("someone@elsewhere.example", None, 1),
        ("jane@kestrelpark.example", "fail", 0),
        # Where nothing proves anybody, a person of a school is written to as if it were them: four an hour.
        ("jane@kestrelpark.example", "none", PER_HOUR),
    ],
)
def test_who_is_forged_in_hundreds_of_mails_hears_little(victim: str, result: str | None, most: int) -> None:
    counts = bomb(victim, result=result, mails=MAILS)
    assert counts["requests"] == MAILS
    assert counts["victim"] <= most

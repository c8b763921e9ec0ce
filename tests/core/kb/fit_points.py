"""Fits what words tell, on the sets of this folder. Needs numpy (the extra `semantic`); always the same.

python -m tests.core.kb.fit_points secrets > mailbot/core/kb/private/points.py
python -m tests.core.kb.fit_points names > mailbot/core/kb/private/name_points.py
python -m tests.core.kb.fit_points left-out       # what each set gives that points were not fitted on
"""

import sys
from collections.abc import Iterable

from mailbot.core.kb.private import giving, naming
from tests.core.kb.fit_ridge import Row, fit, written_out
from tests.core.kb.fit_rows import name_rows, plain_name_rows, plain_rows, rows
from tests.core.kb.planted import missed_of, spare_of, written

WHOLE = (
    "secrets_third", "secrets_fourth", "secrets_fifth", "secrets_sixth", "secrets_seventh", "secrets_eighth",
    "secrets_ninth", "secrets_tenth", "secrets_eleventh", "secrets_twelfth", "secrets_thirteenth", "secrets_fourteenth",
    "secrets_fifteenth",
)  # fmt: skip
# What a word must have more than even odds for: a name too many costs less than a word.
SECRET, NAME = 1.0, 0.3


def _left_out() -> None:
    """What is found of each set with points that were fitted on the others."""
    plain, named = list(plain_rows()), list(plain_name_rows())
    each = {name: (list(rows(name)), list(name_rows(name))) for name in WHOLE}
    planted = missed = 0
    for name in WHOLE:
        others: list[tuple[list[Row], list[Row]]] = [found for other, found in each.items() if other != name]
        giving.POINTS = fit([*plain, *_all(found[0] for found in others)], threshold=SECRET)
        naming.POINTS = fit([*named, *_all(found[1] for found in others)], threshold=NAME)
        several = written(name)
        size = sum(len(answer.planted) for answer in several)
        left = sum(len(missed_of(answer)) for answer in several)
        spare = sum(len(spare_of(answer)) for answer in several) / len(several)
        planted, missed = planted + size, missed + left
        sys.stdout.write(
            f"{name}: {size - left} of {size} = {1 - left / size:.1%}, {spare:.1f} other words an answer\n"
        )
    sys.stdout.write(f"together: {planted - missed} of {planted} = {1 - missed / planted:.1%}\n")


def _all(several: Iterable[list[Row]]) -> list[Row]:
    return [row for found in several for row in found]


def _fitted(what: str) -> str:
    if what == "names":
        found = [*plain_name_rows(), *_all(list(name_rows(name)) for name in WHOLE)]
        return written_out(fit(found, threshold=NAME), says="Points for and against a word being somebody's name")
    found = [*plain_rows(), *_all(list(rows(name)) for name in WHOLE)]
    return written_out(fit(found, threshold=SECRET), says="Points for and against a word being a secret")


if __name__ == "__main__":
    wish = sys.argv[1] if len(sys.argv) > 1 else "secrets"
    if wish == "left-out":
        _left_out()
    else:
        sys.stdout.write(_fitted(wish))

"""The bank holidays of the four nations, by name, from the library `holidays`; the core gets plain dates."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from holidays.countries.united_kingdom import UnitedKingdom

Nation = Literal["england", "wales", "scotland", "northern-ireland"]
NATIONS: tuple[Nation, ...] = ("england", "wales", "scotland", "northern-ireland")

_SUBDIVISION: Mapping[Nation, str] = {
    "england": "ENG",
    "wales": "WLS",
    "scotland": "SCT",
    "northern-ireland": "NIR",
}
# All years that a desk of today will see: no clock is read here. Past these years a bank holiday is a plain day.
FIRST_YEAR, LAST_YEAR = 2020, 2050


@lru_cache(maxsize=4)
def bank_holidays(nation: Nation) -> Mapping[date, str]:
    """Give the nation's bank holidays of 2020 to 2050 with their names, substitute days included."""
    found = UnitedKingdom(subdiv=_SUBDIVISION[nation], years=range(FIRST_YEAR, LAST_YEAR + 1), expand=False)  # type: ignore[no-untyped-call]
    return MappingProxyType({day: str(name) for day, name in sorted(found.items())})

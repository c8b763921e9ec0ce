"""What is wrong with a file of the operator, said so that it can be put right."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake: where it stands (line 0 = the whole file), the key, what is wrong and what would be right."""

    file: Path
    line: int
    key: str
    wrong: str
    right: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        key = f"{self.key}: " if self.key else ""
        return f"{place}: {key}{self.wrong}. {self.right}"


class SettingsError(Exception):
    """The configuration cannot be used; `faults` are all mistakes found, in the order of files and lines."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults

"""`confidence.toml`: the calibration as plain numbers, written by `mailbot kb evaluate --fit` and read as rules."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from mailbot.core.model.policy import Curve

_HEAD = """\
# How sure a match is: the log-odds are the intercept plus each number times its feature (docs/knowledge.md).
# Written by `mailbot kb evaluate FILE --fit`, once without and once with the model of meaning; change nothing by hand.
"""


def write_curves(file: Path, curves: Mapping[str, Curve]) -> None:
    """Write these curves into the file; others that stand there stay. Raises OSError, or ValueError for no TOML."""
    known = tomllib.loads(file.read_text(encoding="utf-8")).get("confidence", {}) if file.is_file() else {}
    told = {**known, **{name: asdict(curve) for name, curve in curves.items()}}
    lines = [_HEAD]
    for name in sorted(told):
        lines.append(f"[confidence.{name}]")
        lines += [f"{key} = {float(value):.6g}" for key, value in told[name].items()]
        lines.append("")
    file.write_text("\n".join(lines), encoding="utf-8")

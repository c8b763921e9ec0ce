"""No file grows into a drawer: the lengths that the house rules allow."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMITS = {"mailbot": 500, "tests": 600, "bench": 500}


def too_long(root: Path) -> list[str]:
    """`path: lines` of every Python file over its folder's limit."""
    found = []
    for folder, limit in LIMITS.items():
        for path in sorted((root / folder).rglob("*.py")):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > limit:
                found.append(f"{path.relative_to(root)}: {lines}")
    return found


def test_no_file_is_too_long() -> None:
    assert too_long(ROOT) == []


def test_a_file_that_is_too_long_is_seen(tmp_path: Path) -> None:
    (tmp_path / "mailbot").mkdir()
    (tmp_path / "mailbot" / "drawer.py").write_text("x = 1\n" * 501)
    assert too_long(tmp_path) == ["mailbot/drawer.py: 501"]

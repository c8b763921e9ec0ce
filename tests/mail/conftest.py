"""Real servers for the tests of mail/: one per session and worker; each test takes an account of its own."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.dovecot import Dovecot
from tests.support.machine import Certificate, make_certificate

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A real IMAP server that all tests of this worker share; do not stop it."""
    with Dovecot() as server:
        yield server


@pytest.fixture
def account() -> str:
    """The name of a mail account that no other test uses."""
    return f"office{next(_numbers)}@kestrelpark.example"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for localhost, which is also its own authority."""
    folder: Path = tmp_path_factory.mktemp("certificate")
    return make_certificate(folder)

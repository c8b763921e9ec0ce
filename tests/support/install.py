"""Installs the servers that the tests need, or says what is missing: `python -m tests.support.install`.

Run once before the tests, so that two of them never wait for one package manager.
"""

import subprocess
import sys

from tests.support import dovecot, machine, postgres


def main() -> int:
    """Make sure that openssl, Dovecot and PostgreSQL are there; gives the exit status, 1 with a sentence for each."""
    missing = []
    for install in (machine.install_openssl, dovecot.install, postgres.install):
        try:
            install()
        except (RuntimeError, subprocess.CalledProcessError) as error:
            missing.append(str(error))
    for why in missing:
        print(f"The tests cannot start: {why}", file=sys.stderr)  # noqa: T201 -- a command for the terminal
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

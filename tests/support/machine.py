"""What every private server of the tests needs from the machine: a port, a certificate, a Debian package.

The servers themselves live in the files beside this one.
"""

import os
import secrets
import shutil
import socket
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Certificate:
    """A self-signed certificate for `localhost` and 127.0.0.1, and its key; clients trust it as a `ca_file`."""

    cert: Path
    key: Path


# Below those that the kernel gives to connections and to whoever asks for any: one of those is soon another's, while a
# daemon that was killed is not back yet.
_PORTS = range(20_000, 32_000)


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on, and that is hardly given to anybody else."""
    while True:
        port = secrets.choice(_PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def make_certificate(folder: Path) -> Certificate:
    """Write a fresh certificate and key into `folder` with the openssl program (an EC key: it costs milliseconds)."""
    made = Certificate(cert=folder / "cert.pem", key=folder / "key.pem")
    request = "openssl req -x509 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
    key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1"
    command = [*request.split(), *key.split(), "-keyout", str(made.key), "-out", str(made.cert)]
    subprocess.run(command, check=True, capture_output=True)
    return made


def install_openssl() -> None:
    """Make sure that the openssl program is there; RuntimeError says what to install where we may not."""
    if shutil.which("openssl") is None:
        install_packages("openssl")


def install_packages(*packages: str) -> None:
    """Fetch Debian packages as root, else raise RuntimeError that says what to install."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise RuntimeError(f"these tests need a server that is missing: install the packages {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", "update"], check=True, stdout=subprocess.DEVNULL, env=quiet)
    subprocess.run(["apt-get", "-qq", "-y", "install", *packages], check=True, stdout=subprocess.DEVNULL, env=quiet)

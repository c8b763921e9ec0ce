"""A private Dovecot for tests and benchmarks: real IMAP (and LMTP) on loopback, in a folder that vanishes.

    with Dovecot() as server:
        server.deliver("office@school.example", b"Subject: hello\\r\\n\\r\\nhello\\r\\n")
        IMAPClient(server.host, port=server.port, ssl=False).login("office@school.example", server.password)

Every account name exists, all have `password`: give each test its own. `port` speaks plain IMAP and STARTTLS,
`tls_port` TLS from the start (without `tls` neither is offered). Runs as root or not, without systemd.
"""

import http.server
import itertools
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.machine import free_port, install_packages, make_certificate

_CONFIG = """\
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_process_limit = 500
default_client_limit = 5000
default_vsz_limit = 0
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_home = {folder}/mail/%u
mail_location = maildir:{folder}/mail/%u/Maildir
mail_fsync = never
mail_max_userip_connections = 500
disable_plaintext_auth = no
auth_username_format = %Lu
auth_verbose = yes
auth_failure_delay = 0
auth_mechanisms = plain login{mechanisms}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = {tls}
  }}
}}
service lmtp {{
  chroot =
  inet_listener lmtp {{
    port = {lmtp_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service auth {{
  user = {user}
  unix_listener auth-userdb {{
    mode = 0666
  }}
}}
service auth-worker {{
  user = {user}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u allow_all_users=yes
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
ssl = {tls}
"""

_STARTS = 5
_TAKEN = "Address already in use"

_OAUTH = """\
introspection_url = http://127.0.0.1:{port}/introspect
introspection_mode = auth
username_attribute = username
active_attribute = active
active_value = true
"""


def install() -> None:
    """Make sure that Dovecot 2.3 is there; RuntimeError says what to install where we may not."""
    if shutil.which("dovecot") is None or not Path("/usr/lib/dovecot/lmtp").exists():
        install_packages("dovecot-imapd", "dovecot-lmtpd")


class Dovecot:
    """One server. `oauth_tokens` (token -> account) adds XOAUTH2 and OAUTHBEARER, checked by an endpoint of our own."""

    host = "127.0.0.1"

    password = "secret"

    def __init__(self, *, tls: bool = True, oauth_tokens: Mapping[str, str] | None = None) -> None:
        install()
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.folder.chmod(0o755)
        self.certificate = self.folder / "cert.pem"
        root = os.geteuid() == 0
        self._owner = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.geteuid())
        self._names = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._tokens = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _introspection(oauth_tokens))
        threading.Thread(target=self._tokens.serve_forever, args=(0.05,), daemon=True).start()
        self._tls, self._oauth = tls, oauth_tokens is not None
        (self.folder / "run").mkdir()
        self._own(self.folder / "mail")
        if tls:
            make_certificate(self.folder)
        self._configure()

    def _configure(self) -> None:
        """With ports that are free now, for as long as nobody is quicker."""
        tls, oauth = self._tls, self._oauth
        self.port, self.tls_port, self.lmtp_port = free_port(), free_port() if tls else 0, free_port()
        text = _CONFIG.format(
            folder=self.folder,
            user=self._owner.pw_name,
            group="nogroup" if self._owner.pw_name == "nobody" else str(self._owner.pw_gid),
            port=self.port,
            tls_port=self.tls_port,
            tls="yes" if tls else "no",
            lmtp_port=self.lmtp_port,
            password=self.password,
            mechanisms=" xoauth2 oauthbearer" if oauth else "",
        )
        if tls:
            text += f"ssl_cert = <{self.certificate}\nssl_key = <{self.folder / 'key.pem'}\n"
        if oauth:
            settings = self.folder / "oauth2.conf"
            settings.write_text(_OAUTH.format(port=self._tokens.server_address[1]))
            text += f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = {settings}\n}}\n"
        (self.folder / "dovecot.conf").write_text(text)

    def start(self) -> None:
        """Start and wait for the greeting; RuntimeError carries the log when none comes within 15 s.

        The first time other ports are tried where somebody was quicker; after that they are known and stay.
        """
        for _ in range(_STARTS if self._process is None else 1):
            if self._answers():
                return
            self.kill()
            if _TAKEN not in self.log():
                break
            (self.folder / "dovecot.log").unlink()
            self._configure()
        raise RuntimeError(self.log())

    def _answers(self) -> bool:
        self._process = subprocess.Popen(
            ["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                with socket.create_connection((self.host, self.port), timeout=2) as link:
                    if link.recv(64).startswith(b"* OK"):
                        return True
            except OSError:
                pass
            time.sleep(0.02)
        return False

    @property
    def pid(self) -> int:
        """The master's process; RuntimeError when it was not started."""
        if self._process is None:
            raise RuntimeError("this Dovecot was not started")
        return self._process.pid

    def kill(self) -> None:
        """SIGKILL the master and all its children at once: the machine died."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        (self.folder / "run" / "master.pid").unlink(missing_ok=True)
        # nobody is left to give these back, and the next server would wait for minutes before it takes them away
        for lock in (self.folder / "mail").rglob("*.lock"):
            lock.unlink(missing_ok=True)

    def stop(self) -> None:
        """Orderly stop; what does not go within 10 s is killed."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def restart(self) -> None:
        """Stop and start again: same ports, same mail."""
        self.stop()
        self.start()

    def log(self) -> str:
        """What Dovecot wrote so far."""
        path = self.folder / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def maildir(self, account: str) -> Path:
        """The account's Maildir: INBOX in `new` and `cur`, other folders as `.Name.Sub`; made when missing."""
        path = self.folder / "mail" / account.lower() / "Maildir"
        for missing in (path.parent, path, path / "tmp", path / "new", path / "cur"):
            self._own(missing)
        return path

    def deliver(self, account: str, raw: bytes, *, received: datetime | None = None) -> None:
        """Put one mail into INBOX as an MDA would; `received` becomes its INTERNALDATE. UIDs follow the calls."""
        base = self.maildir(account)
        stamp = received.timestamp() if received else os.stat(self.folder).st_mtime
        # Dovecot numbers new files in the order of the seconds their names begin with, then of the M part.
        name = f"{int(stamp)}.M{next(self._names):06d}P{os.getpid()}.test"
        draft = base / "tmp" / name
        draft.write_bytes(raw)
        os.chown(draft, self._owner.pw_uid, self._owner.pw_gid)
        if received:
            os.utime(draft, (stamp, stamp))
        draft.rename(base / "new" / name)

    def owns(self, path: Path) -> None:
        """Give a file that a test wrote to the account Dovecot runs as."""
        os.chown(path, self._owner.pw_uid, self._owner.pw_gid)

    def _own(self, path: Path) -> None:
        if not path.exists():
            path.mkdir()
            os.chown(path, self._owner.pw_uid, self._owner.pw_gid)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()  # an orderly stop takes a second, and the folder goes anyway
        self._tokens.shutdown()
        self._tokens.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _introspection(tokens: Mapping[str, str] | None) -> type[http.server.BaseHTTPRequestHandler]:
    """The request class of an OAuth 2.0 introspection endpoint (RFC 7662) that knows these tokens."""

    class Endpoint(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            account = (tokens or {}).get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            answer = {"active": "true", "username": account} if account else {"active": "false"}
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: ARG002 -- the base class's signature
            return

    return Endpoint

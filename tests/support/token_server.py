"""An authority that gives access tokens (RFC 6749), as Microsoft's and Google's do: what it gives, a Dovecot accepts.

tokens: dict[str, str] = {}
with Dovecot(oauth_tokens=tokens) as server, TokenServer(tokens, account="it@moorside.example") as authority:
    ...
"""

import http.server
import itertools
import json
import ssl
import threading
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs

from tests.support.machine import Certificate


class TokenServer:
    """Listens on localhost; with a `certificate` by TLS. `refusal` is answered in place of a token once it
    is set, and `status` in place of what the authority says of itself.
    """

    def __init__(self, tokens: dict[str, str], *, account: str, certificate: Certificate | None = None) -> None:
        self.tokens = tokens
        self.account = account
        self.refusal: dict[str, str] | None = None
        self.status = 200
        self.asked: list[dict[str, list[str]]] = []
        self._numbers = itertools.count(1)
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _endpoint(self))
        scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate.cert, certificate.key)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://localhost:{self._server.server_address[1]}"

    def give(self) -> str:
        """A new token, good from now on."""
        token = f"token-{next(self._numbers)}"
        self.tokens[token] = self.account
        return token

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _endpoint(authority: TokenServer) -> type[http.server.BaseHTTPRequestHandler]:
    class Endpoint(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tenant = self.path.strip("/").split("/")[0]
            base = f"{authority.url}/{tenant}"
            self._say(
                authority.status,
                {
                    "issuer": f"{base}/v2.0",
                    "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                    "token_endpoint": f"{base}/oauth2/v2.0/token",
                },
            )

        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
            authority.asked.append(parse_qs(asked))
            if authority.refusal is not None:
                self._say(401, authority.refusal)
            else:
                self._say(200, {"token_type": "Bearer", "expires_in": 3_600, "access_token": authority.give()})

        def _say(self, status: int, answer: dict[str, object] | dict[str, str]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: ARG002 -- the base class's signature
            return

    return Endpoint

"""A line-based TCP server that plays a script and records every byte it hears: for servers that misbehave.

It speaks IMAP or SMTP only as far as the test's `answer` does, which gets each line and gives the bytes to send back;
None hangs up, and "" keeps silent.
"""

import socket
import socketserver
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

Answer = Callable[[bytes], bytes | None]


class ScriptedServer:
    """Greets, then answers line by line. `heard` is everything that came in, over all connections."""

    host = "127.0.0.1"

    def __init__(self, *, greeting: bytes, answer: Answer) -> None:
        self.heard = b""
        self.links: list[socket.socket] = []
        script = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                script.links.append(self.connection)
                script._talk(self, greeting, answer)

        self._server = socketserver.ThreadingTCPServer((self.host, 0), Talk)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])

    def _talk(self, talk: socketserver.StreamRequestHandler, greeting: bytes, answer: Answer) -> None:
        talk.wfile.write(greeting)
        for line in talk.rfile:
            self.heard += line
            reply = answer(line)
            if reply is None:
                return
            try:
                talk.wfile.write(reply)
            except OSError:
                return

    @property
    def lines(self) -> list[bytes]:
        """What was heard, line by line, without line ends."""
        return self.heard.split(b"\r\n")[:-1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        for link in self.links:
            try:
                link.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self._server.server_close()

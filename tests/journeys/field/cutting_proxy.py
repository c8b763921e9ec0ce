"""A TCP relay on the way to a server, that can cut every connection after so many bytes of answers."""

import socket
import threading
from types import TracebackType
from typing import Self

_CHUNK = 4096


class CuttingProxy:
    """Relays `port` to `target` on this machine. `cut_after(bytes)` breaks each connection there, None lets them be."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._left: int | None = None
        self.cuts = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._links: list[socket.socket] = []

    def cut_after(self, answers: int | None) -> None:
        """From the next connection on, hang up once the server has said so many bytes."""
        self._left = answers

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
                far = socket.create_connection(("127.0.0.1", self._target), timeout=10)
            except OSError:
                return
            self._links += [near, far]
            threading.Thread(target=self._pump, args=(near, far, None), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, self._left), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, left: int | None) -> None:
        try:
            while data := source.recv(_CHUNK):
                if left is not None and len(data) >= left:
                    target.sendall(data[:left])
                    self.cuts += 1
                    break
                left = left - len(data) if left is not None else None
                target.sendall(data)
        except OSError:
            pass
        _close(source)
        _close(target)

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _close(self._server)
        self._server.close()
        for link in self._links:
            _close(link)
            link.close()


def _close(link: socket.socket) -> None:
    try:
        link.shutdown(socket.SHUT_RDWR)
    except OSError:
        return

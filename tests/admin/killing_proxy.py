"""Stands between a worker and the mail server, and kills the worker at one moment of what they say to each other."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from select import select
from typing import Literal

Moment = Literal[
    "connected", "MAIL", "RCPT", "DATA", "go ahead", "text", "dot is lost", "dot arrives", "answer passed", "QUIT"
]
END = b"\r\n.\r\n"


@dataclass(slots=True)
class Proxy:
    """`kill` ends the worker; from then on nothing of it counts any more."""

    moment: Moment
    upstream: int
    kill: Callable[[], None] = lambda: None
    port: int = 0
    happened: threading.Event = field(default_factory=threading.Event)

    def serve(self, listening: socket.socket) -> None:
        """Every connection, one after the other, until the listening socket is closed."""
        while True:
            try:
                worker, _ = listening.accept()
            except OSError:
                return
            with worker, socket.create_connection(("127.0.0.1", self.upstream)) as server, suppress(OSError):
                self._pass_on(worker, server)

    def _strike(self) -> None:
        if not self.happened.is_set():
            self.kill()
            self.happened.set()

    def _pass_on(self, worker: socket.socket, server: socket.socket) -> None:
        """Pass on what both say, until one hangs up or the moment is there."""
        if self.moment == "connected":
            self._strike()
            return
        in_text, text, dot_is_out = False, b"", False
        while True:
            readable, _, _ = select([worker, server], [], [], 30)
            if server in readable:
                answer = server.recv(65_536)
                if not answer or self._struck_before(answer, dot_is_out):
                    return
                worker.sendall(answer)
                if dot_is_out and self.moment == "answer passed":
                    self._strike()
                    return
                in_text, dot_is_out = answer.startswith(b"354"), False
            if worker in readable:
                said = worker.recv(65_536)
                text = text + said if in_text else said
                dot_is_out = in_text and text.endswith(END)
                if not said or self._struck_by(said, in_text, dot_is_out):
                    return
                server.sendall(said)

    def _struck_before(self, answer: bytes, dot_is_out: bool) -> bool:
        """Whether an answer of the server is not passed on, because this is the moment."""
        now = {"go ahead": answer.startswith(b"354"), "dot arrives": dot_is_out}.get(self.moment, False)
        if now:
            self._strike()
        return now

    def _struck_by(self, said: bytes, in_text: bool, dot_is_out: bool) -> bool:
        """Whether what the worker says is not passed on, because this is the moment."""
        command = self.moment in ("MAIL", "RCPT", "DATA", "QUIT") and said.startswith(self.moment.encode())
        now = {"text": in_text and not dot_is_out, "dot is lost": dot_is_out}.get(self.moment, command)
        if now:
            self._strike()
        return now


@contextmanager
def killing_proxy(moment: Moment, upstream: int) -> Iterator[Proxy]:
    """A proxy in a thread while the block runs."""
    listening = socket.create_server(("127.0.0.1", 0))
    proxy = Proxy(moment, upstream, port=listening.getsockname()[1])
    thread = threading.Thread(target=proxy.serve, args=(listening,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)

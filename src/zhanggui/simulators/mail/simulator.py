"""SMTP, as much of it as a client sends: HELO, AUTH, MAIL, RCPT, DATA, RSET, QUIT."""

import base64
import contextlib
import socketserver
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Lock, Thread
from typing import Any

USER, PASSWORD = "shop@example.test", "demo-mail-password"


@dataclass
class MailSimulator:
    """`refuses` maps addresses to (code, words); `breaks_after` closes every connection after so many messages."""

    user: str = USER
    password: str = PASSWORD
    refuses: dict[str, tuple[int, str]] = field(default_factory=dict)
    breaks_after: int | None = None
    inbox: list[EmailMessage] = field(default_factory=list)
    _lock: Any = field(default_factory=Lock, repr=False)

    @contextlib.contextmanager
    def serving(self) -> Iterator[int]:
        """Serves for the length of the block; gives the port."""
        simulator = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(ConnectionError):
                    _Talk(simulator, self).run()

        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def keep(self, content: bytes) -> None:
        with self._lock:
            self.inbox.append(message_from_bytes(content, policy=policy.default))


class _Talk:
    """One connection."""

    def __init__(self, simulator: MailSimulator, handler: Any) -> None:
        self._simulator, self._handler = simulator, handler
        self._is_known, self._kept = False, 0

    def run(self) -> None:
        self._say("220 simulator")
        while line := self._handler.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb == "DATA" and not self._take():
                return
            if verb != "DATA":
                self._answer(verb, line)

    def _answer(self, verb: str, line: str) -> None:
        if verb == "EHLO":
            self._say("250-simulator\r\n250 AUTH PLAIN")
        elif verb == "AUTH":
            told = base64.b64decode(line.split()[-1]).decode().split("\0")[1:]
            self._is_known = told == [self._simulator.user, self._simulator.password]
            self._say("235 ok" if self._is_known else "535 authentication failed")
        elif verb == "MAIL" and not self._is_known:
            self._say("530 authentication required")
        elif verb == "RCPT":
            address = line.partition("<")[2].partition(">")[0]
            code, words = self._simulator.refuses.get(address, (250, "ok"))
            self._say(f"{code} {words}")
        else:
            self._say("250 ok")

    def _take(self) -> bool:
        if self._simulator.breaks_after is not None and self._kept >= self._simulator.breaks_after:
            return False
        self._say("354 go on")
        lines = []
        while (line := self._handler.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self._simulator.keep(b"".join(lines))
        self._kept += 1
        self._say("250 kept")
        return True

    def _say(self, words: str) -> None:
        self._handler.wfile.write(f"{words}\r\n".encode())

"""What is to run, and the ports it needs."""

import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from zhanggui.kernel.refusal import Refusal

LOCAL = "127.0.0.1"


class PortTaken(Refusal):
    """Port {port}, which “{name}” needs, is in use by another program. Stop that program or choose another port."""


@dataclass(frozen=True, slots=True)
class Child:
    """A program by name. `env` is added to our own environment; `ready` is asked until it says yes.

    `port` is checked to be free before anything starts. It is started again when it ends, whatever its exit code,
    at most `restarts` times in a row; one that ran for a minute starts counting anew.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], bool] | None = None
    port: int | None = None
    host: str = LOCAL
    restarts: int = 5


def listens_on(port: int, *, host: str = LOCAL) -> Callable[[], bool]:
    """A `ready` question: does anything accept connections there?"""

    def asked() -> bool:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            return False
        return True

    return asked


def check_port(child: Child) -> None:
    """Refuse while another program holds the child's port."""
    if child.port is None:
        return
    family = socket.AF_INET6 if ":" in child.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((child.host, child.port))
        except OSError as error:
            raise PortTaken(port=child.port, name=child.name) from error

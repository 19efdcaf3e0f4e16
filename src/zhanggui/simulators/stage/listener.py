"""For tests: a caller's own address on a real socket, that keeps what is pushed to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from werkzeug.wrappers import Request, Response

from .clock import Clock
from .faults import Fault
from .server import Door, Server


@dataclass
class Listener:
    """What arrived: what stood behind the `?`, and the bytes. `answering` makes the answer of them."""

    answering: Callable[[dict[str, str], bytes], bytes]
    url: str = ""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def answer(self, request: Request, _: Fault | None) -> Response:
        query, body = request.args.to_dict(), request.get_data()
        self.heard.append((query, body))
        return Response(self.answering(query, body))


@contextmanager
def listening(answering: Callable[[dict[str, str], bytes], bytes]) -> Iterator[Listener]:
    """A listener that serves for the length of the block."""
    listener = Listener(answering)
    server = Server({"/told": Door(lambda _: "push", listener.answer)}, {}, clock=Clock())
    with server.serving() as url:
        listener.url = f"{url}/told"
        yield listener

"""Telling a caller's own address what has happened, until it answers as it must."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import RLock

import httpx


@dataclass(frozen=True)
class Message:
    """One push: where it goes and its bytes. The same `key` is the same content: it is delivered once."""

    key: str
    url: str
    body: bytes
    content_type: str = "application/x-www-form-urlencoded; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Pusher:
    """Posts messages. One that is not answered as `is_received` wants is given again at the next round."""

    is_received: Callable[[bytes], bool]
    answers: list[bytes] = field(default_factory=list)
    """What the other side said, in order."""
    _done: set[str] = field(default_factory=set)
    _lock: RLock = field(default_factory=RLock)

    def push(self, messages: list[Message], *, again: bool = False) -> int:
        """How many were received now. `again` also repeats those that were received before."""
        received = 0
        with self._lock, httpx.Client(timeout=10, trust_env=False) as client:
            for message in messages:
                if message.key in self._done and not again:
                    continue
                if self._post(client, message):
                    self._done.add(message.key)
                    received += 1
        return received

    def knows(self, key: str) -> bool:
        """Whether the message of this key was received."""
        return key in self._done

    def _post(self, client: httpx.Client, message: Message) -> bool:
        headers = {"Content-Type": message.content_type, **message.headers}
        try:
            response = client.post(message.url, content=message.body, headers=headers)
        except httpx.RequestError:
            return False
        self.answers.append(response.content)
        return response.status_code == 200 and self.is_received(response.content)

"""The simulator as Python sees it: state, script, chaos, stream, and a server for all of it."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from zhanggui.simulators.stage.serving import serving

from .catalogue import Catalogue
from .chaos import Chaos
from .moments import Clock
from .placing import Lines, Placing, buyer_of
from .platform import Platform
from .script import Script, Tid
from .sessions import Sessions
from .store import Doc, Store
from .stream import Stream
from .wsgi import Application

APP_KEY = "20001234"
APP_SECRET = "demo-secret"
SESSION = "sess-demo-01"
REFRESH = "refresh-demo-01"
NICK = "掌柜演示旗舰店"


class TaobaoSimulator(Script):
    """The platform with one shop on it. The file at `path` keeps everything but chaos and the call log."""

    def __init__(
        self,
        path: str = ":memory:",
        *,
        app_key: str = APP_KEY,
        app_secret: str = APP_SECRET,
        session: str = SESSION,
        refresh_token: str = REFRESH,
        nick: str = NICK,
        clock: Callable[[], datetime] | None = None,
        seed: int | None = None,
    ) -> None:
        self.clock = Clock(clock)
        self.platform = Platform(Store(path), self.clock, app_key, app_secret, nick)
        super().__init__(self.platform, Random(seed))
        self._placing = Placing(self.platform, seed)
        self.stream = Stream(self, seed)
        self.wsgi = Application(self)
        if not self.platform.sessions.current():
            self.platform.sessions.issue(session, refresh_token)
        if not self.platform.catalogue.all():
            self.platform.catalogue.load_file()

    @property
    def chaos(self) -> Chaos:
        return self.platform.chaos

    @property
    def sessions(self) -> Sessions:
        return self.platform.sessions

    @property
    def catalogue(self) -> Catalogue:
        return self.platform.catalogue

    @property
    def log(self) -> Sequence[Mapping[str, Any]]:
        """The last calls of the platform's API, newest first."""
        return tuple(self.platform.log)

    def place(
        self,
        n: int = 1,
        *,
        seed: int | None = None,
        at: datetime | None = None,
        lines: Lines = None,
        paid: bool = True,
        spread_s: float = 0,
        step: bool = False,
        same_buyer_as: Tid | None = None,
        strangers: bool = False,
    ) -> list[str]:
        """New trades; their numbers, in the order of their creation. A seed makes them the same every time.

        Now and then somebody comes back, unless all are `strangers`.
        """
        again = None if same_buyer_as is None else buyer_of(self.platform.trade(int(same_buyer_as)))
        placing = self._placing if seed is None else Placing(self.platform, seed)
        moment = at or self.clock()
        tids = placing.place(
            n, at=moment, lines=lines, paid=paid, spread_s=spread_s, again=again, strangers=strangers, step=step
        )
        return [str(tid) for tid in tids]

    def trade(self, tid: Tid) -> Doc:
        """The trade as the platform holds it, with the receiver in clear under `receiver`."""
        trade = self.platform.trade(int(tid))
        return trade.doc | {"receiver": trade.receiver}

    @contextlib.contextmanager
    def serving(self, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
        """Serves in a thread for the length of the block; gives the base URL."""
        with serving(self.wsgi, host, port) as address:
            yield address

    def close(self) -> None:
        self.stream.stop()
        self.platform.store.close()

"""A counter where numbers are sold: what the simulators of waybill platforms have besides their protocol."""

from collections.abc import Mapping
from typing import Any

from .clock import Clock
from .numbers import Numbers
from .server import Door, Script, Server


class Counter:
    """One account at one platform, its numbers, and the server its doors stand in.

    The script: `state`, `session` (good or not), `collect` (the driver scans these numbers), `twice` (each row of an
    answer is told twice), `more` of the simulator's own, and those of the server.
    """

    def __init__(
        self, numbers: Numbers, *, doors: Mapping[str, Door], clock: Clock, more: Mapping[str, Script] | None = None
    ) -> None:
        self.numbers = numbers
        self.is_session_good = True
        self.tells_twice = False
        script = {
            "state": self._state,
            "session": self._session,
            "collect": self._collect,
            "fill": self._fill,
            "twice": self._twice,
        }
        self.server = Server(doors, script | dict(more or {}), clock=clock)

    def told(self, rows: list[Any]) -> list[Any]:
        """The rows of an answer as they leave."""
        return [*rows, *rows] if self.tells_twice else rows

    def _state(self, _: Mapping[str, Any]) -> Any:
        return {"session": self.is_session_good, "calls": list(self.server.calls)[:50]} | self.numbers.as_dict()

    def _session(self, given: Mapping[str, Any]) -> Any:
        self.is_session_good = bool(given["good"])
        return {"session": self.is_session_good}

    def _collect(self, given: Mapping[str, Any]) -> Any:
        for number in given["numbers"]:
            self.numbers.collect(number)
        return {"collected": given["numbers"]}

    def _fill(self, given: Mapping[str, Any]) -> Any:
        self.numbers.fill(given["carrier"], given.get("branch", ""), int(given["left"]))
        return self.numbers.as_dict()["branches"]

    def _twice(self, given: Mapping[str, Any]) -> Any:
        self.tells_twice = bool(given["twice"])
        return {"twice": self.tells_twice}

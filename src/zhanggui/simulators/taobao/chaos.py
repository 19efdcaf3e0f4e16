"""What goes wrong on purpose: faults for the next answers, and lasting disturbances of time and order."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from math import ceil
from threading import RLock
from typing import Any

from .moments import Clock, read, written
from .refused import NotPossible, Refused, limited

BEFORE = frozenset({"refuse", "throttle", "html", "http500", "http502", "drop"})  # the call has no effect
AFTER = frozenset({"truncate", "raw", "drop_after"})  # the call took effect
LISTS = frozenset({"repeat", "shuffle", "motion"})  # what a list call shows
KINDS = BEFORE | AFTER | LISTS | {"slow"}


@dataclass
class Fault:
    """One kind of trouble for the next `times` calls (of `method`, when named)."""

    kind: str
    times: int = 1
    method: str = ""
    seconds: float = 1.0
    code: int = 15
    msg: str = "Remote service error"
    sub_code: str = "isp.top-remote-service-unavailable"
    sub_msg: str = "服务不可用，请稍后重试"

    def refusal(self) -> Refused:
        if self.kind == "throttle":
            return limited(ceil(self.seconds))
        return Refused(self.code, self.msg, self.sub_code, self.sub_msg)


@dataclass
class Settings:
    """Lasting disturbances, until changed back."""

    slow_ms: int = 0
    raw_controls: bool = False
    delay_s: float = 0.0  # lists find a changed trade this much later
    stamp: str = "normal"  # how `modified` moves on a change: normal, equal (not at all), back
    back_s: float = 90.0


@dataclass
class Chaos:
    """The switches. Everything here is safe to call while the server answers."""

    clock: Clock
    settings: Settings = field(default_factory=Settings)
    faults: list[Fault] = field(default_factory=list)
    banned_until: datetime | None = None
    _lock: Any = field(default_factory=RLock)

    def add(self, kind: str, *, times: int = 1, **details: Any) -> Fault:
        """The next `times` calls meet this fault."""
        if kind not in KINDS:
            raise NotPossible("unknown_fault", f"there is no fault of the kind {kind!r}")
        fault = Fault(kind, times=times, **details)
        with self._lock:
            self.faults.append(fault)
        return fault

    def ban(self, seconds: float) -> None:
        """Every call is refused until so many seconds have passed on the platform's clock."""
        self.banned_until = self.clock() + timedelta(seconds=seconds)

    def check_ban(self) -> None:
        if self.banned_until and (left := (self.banned_until - self.clock()).total_seconds()) > 0:
            raise limited(ceil(left))

    def take(self, kinds: frozenset[str], method: str) -> Fault | None:
        """The first fault of these kinds that waits for this method, used up by one."""
        with self._lock:
            for fault in self.faults:
                if fault.kind in kinds and fault.method in ("", method):
                    fault.times -= 1
                    if fault.times <= 0:
                        self.faults.remove(fault)
                    return fault
        return None

    def change(self, values: Mapping[str, Any]) -> None:
        """Lasting settings are as given; those not named stay."""
        kinds: dict[str, Callable[[Any], Any]] = {name: type(value) for name, value in asdict(Settings()).items()}
        for name, value in values.items():
            if name not in kinds or (name == "stamp" and value not in ("normal", "equal", "back")):
                raise NotPossible("unknown_setting", f"{name}={value!r} is no setting of the simulator")
            setattr(self.settings, name, kinds[name](value))

    def clear(self) -> None:
        """Calm: no fault waits, nothing is disturbed, nobody is banned."""
        with self._lock:
            self.faults.clear()
            self.settings = Settings()
            self.banned_until = None

    def stamp(self, before: str) -> str:
        """The `modified` text a change made now gets."""
        how = self.settings.stamp
        if how == "equal":
            return before
        if how == "back":
            return written(read(before) - timedelta(seconds=self.settings.back_s))
        return written(self.clock())

    def visible_at(self) -> float | None:
        delay = self.settings.delay_s
        return self.clock().timestamp() + delay if delay else None

    def as_dict(self) -> dict[str, Any]:
        left = (self.banned_until - self.clock()).total_seconds() if self.banned_until else 0
        with self._lock:
            return {
                "settings": asdict(self.settings),
                "faults": [asdict(fault) for fault in self.faults],
                "banned_s": max(ceil(left), 0),
            }

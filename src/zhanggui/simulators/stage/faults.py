"""What goes wrong on purpose with the next answers."""

from dataclasses import asdict, dataclass
from threading import RLock
from typing import Any

BEFORE = frozenset({"drop", "http500", "http502", "html", "refuse"})  # the call has no effect
AFTER = frozenset({"drop_after", "truncate"})  # the call took effect, its answer does not arrive whole
KINDS = BEFORE | AFTER | {"slow"}


@dataclass
class Fault:
    """One kind of trouble for the next `times` calls (of `call`, when named). A refusal has a code and a sentence."""

    kind: str
    times: int = 1
    call: str = ""
    seconds: float = 1.0
    code: str = ""
    sentence: str = ""


class Faults:
    """The switches. Everything here is safe to use while the server answers."""

    def __init__(self) -> None:
        self.slow_s = 0.0  # every answer takes this much longer
        self._waiting: list[Fault] = []
        self._lock = RLock()

    def add(self, kind: str, **details: Any) -> Fault:
        """The next calls meet this fault. ValueError when there is no such kind."""
        if kind not in KINDS:
            raise ValueError(f"there is no fault of the kind {kind!r}")
        fault = Fault(kind, **details)
        with self._lock:
            self._waiting.append(fault)
        return fault

    def take(self, kinds: frozenset[str], call: str) -> Fault | None:
        """The first fault of these kinds that waits for this call, used up by one."""
        with self._lock:
            for fault in self._waiting:
                if fault.kind in kinds and fault.call in ("", call):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                    return fault
        return None

    def clear(self) -> None:
        """Calm: no fault waits, no answer is slowed."""
        with self._lock:
            self._waiting.clear()
            self.slow_s = 0.0

    def as_dict(self) -> dict[str, Any]:
        with self._lock:
            return {"slow_s": self.slow_s, "faults": [asdict(fault) for fault in self._waiting]}

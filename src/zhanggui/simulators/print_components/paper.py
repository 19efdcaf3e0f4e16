"""The printers behind a component: what they have printed, and what goes wrong with them on purpose."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import RLock
from time import monotonic
from typing import Any

from .passes import GOOD_FOR_S


@dataclass
class Printer:
    """One printer of the computer. `paper` is how many labels are left in it; None: it never runs out."""

    name: str
    is_ready: bool = True
    paper: int | None = None
    jams_at: int | None = None
    config: dict[str, Any] = field(default_factory=dict)


@dataclass
class Task:
    """An order to print that was accepted, and what became of it: pending, printed or failed."""

    task_id: str
    document_ids: tuple[str, ...]
    contents: Sequence[Any]
    printer: str
    state: str = "pending"
    words: str = ""
    times: int = 1


@dataclass
class Untidy:
    """How what has happened is told: late, twice, not at all, only as rendered, by a line that breaks, or that breaks
    with an order in it."""

    late_s: float = 0.0
    twice: bool = False
    silent: int = 0
    rendered_only: int = 0
    drop_after: int | None = None
    lose_after: int | None = None
    hang_after: int | None = None
    newer: bool = True


class Paper:
    """Printers, tasks and switches of one component. Safe to use while the server answers."""

    def __init__(self, printers: Sequence[Printer] = ()) -> None:
        self.printers = list(printers) or [Printer("Zebra GK888t"), Printer("快麦 KM118")]
        self.tasks: dict[str, Task] = {}
        self.out: deque[tuple[str, str]] = deque()
        """(task, document) of every label that came out, in order."""
        self.untidy = Untidy()
        self.pass_good_s = GOOD_FOR_S
        self.began = monotonic()
        self._lock = RLock()

    def printer(self, name: str) -> Printer | None:
        """By name; the empty name is the usual one."""
        return next((one for one in self.printers if name in ("", one.name)), None)

    def order(
        self, task_id: str, document_ids: Sequence[str], contents: Sequence[Any], printer: str
    ) -> tuple[Task, bool]:
        """The task, and whether it is new: a task id that was used before prints nothing."""
        with self._lock:
            known = self.tasks.get(task_id)
            if known is not None:
                known.times += 1
                return known, False
            task = Task(task_id, tuple(document_ids), contents, printer)
            self.tasks[task_id] = task
            return task, True

    def print(self, task: Task) -> Task:
        """The labels of a task come out, or the printer says why not."""
        with self._lock:
            task.state, task.words = self._printed(task)
            if task.state == "printed":
                self.out.extend((task.task_id, document_id) for document_id in task.document_ids)
            return task

    def _printed(self, task: Task) -> tuple[str, str]:
        printer = self.printer(task.printer)
        if printer is None:
            return "failed", "printer not found"
        if not printer.is_ready:
            return "failed", "printer offline"
        if printer.jams_at is not None and len(self.out) + 1 >= printer.jams_at:
            printer.is_ready, printer.jams_at = False, None
            return "failed", "paper jam"
        if printer.paper is not None:
            if printer.paper < len(task.document_ids):
                return "failed", "out of paper"
            printer.paper -= len(task.document_ids)
        return "printed", ""

    def set(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """For the script: switches of a printer (`printer`, `is_ready`, `paper`, `jams_at`), and of the telling."""
        with self._lock:
            printer = self.printer(str(given.get("printer", "")))
            for name in ("is_ready", "paper", "jams_at"):
                if printer is not None and name in given:
                    setattr(printer, name, given[name])
            for name in self.untidy.__dataclass_fields__:
                if name in given:
                    setattr(self.untidy, name, given[name])
            return self.as_dict()

    def as_dict(self) -> dict[str, Any]:
        with self._lock:
            return {
                "printers": [{"name": one.name, "is_ready": one.is_ready, "paper": one.paper} for one in self.printers],
                "out": [document for _, document in self.out],
                "tasks": {
                    one.task_id: {"state": one.state, "words": one.words, "times": one.times}
                    for one in self.tasks.values()
                },
            }

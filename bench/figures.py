"""What is measured, as it is written to main.json."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """Speeds in orders (or scans) a second. `bound` is what is required, empty when nothing is."""

    name: str
    ours_per_s: float
    limit_per_s: float
    ratio: float
    peak_mib: float
    ours_p99_ms: float | None = None
    limit_p99_ms: float | None = None
    ours_p50_ms: float | None = None
    limit_p50_ms: float | None = None
    bound: str = ""
    holds: bool = True

    def as_json(self) -> dict[str, Any]:
        fields = {key: value for key, value in asdict(self).items() if value is not None and key != "bound"}
        return {key: round(value, 3) if isinstance(value, float) else value for key, value in fields.items()}


def forget_peak() -> None:
    """From here on, `peak_mib` counts anew."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_mib(pid: int | str = "self") -> float:
    """The most memory the process had since `forget_peak`."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0

"""The figures as a table to read and a file to compare."""

import json
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Figure

OUT = Path(__file__).parent / "out" / "main.json"


def write_figures(figures: Sequence[Figure], path: Path = OUT) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([figure.as_json() for figure in figures], indent=2) + "\n")


def table(figures: Sequence[Figure]) -> str:
    head = ("", "ours/s", "limit/s", "ratio", "MiB", "ours p50", "limit p50", "ours p99", "limit p99", "required")
    rows = [
        (
            figure.name,
            f"{figure.ours_per_s:,.0f}",
            f"{figure.limit_per_s:,.0f}",
            f"{figure.ratio:.2f}",
            f"{figure.peak_mib:.0f}",
            *(
                "" if value is None else f"{value:.1f} ms"
                for value in (figure.ours_p50_ms, figure.limit_p50_ms, figure.ours_p99_ms, figure.limit_p99_ms)
            ),
            f"{figure.bound} {'ok' if figure.holds else 'FAILED'}" if figure.bound else "",
        )
        for figure in figures
    ]
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if place in (0, len(head) - 1) else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    )

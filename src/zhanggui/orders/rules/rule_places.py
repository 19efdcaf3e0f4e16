"""Where rules stand after some of them moved."""

from collections.abc import Collection, Sequence


def places_after(order: Sequence[int], *, moving: Collection[int], steps: int) -> dict[int, int]:
    """Every rule's place, counted from 1. Each of `moving` goes `steps` places down, or as far as there is room."""
    rows = list(order)
    chosen = [pk for pk in order if pk in moving]
    if steps > 0:
        chosen.reverse()
    settled: set[int] = set()
    step = 1 if steps > 0 else -1
    for pk in chosen:
        here = rows.index(pk)
        for _ in range(abs(steps)):
            there = here + step
            if not 0 <= there < len(rows) or rows[there] in settled:
                break
            rows[here], rows[there] = rows[there], rows[here]
            here = there
        settled.add(pk)
    return {pk: place for place, pk in enumerate(rows, start=1)}

"""Money inside the simulator is whole fen; outside it is yuan text with two decimals."""

from collections.abc import Sequence


def fen(yuan: str) -> int:
    whole, _, part = yuan.partition(".")
    return int(whole) * 100 + int((part + "00")[:2]) * (-1 if whole.startswith("-") else 1)


def yuan(amount: int) -> str:
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def shared(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` spread over the weights to the last fen; the last weight takes the rest of rounding."""
    total = sum(weights) or 1
    parts = [amount * weight // total for weight in weights[:-1]]
    return [*parts, amount - sum(parts)]

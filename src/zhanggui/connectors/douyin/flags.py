"""Douyin's colours of a flag, in the numbers of ours: red 1, yellow 2, green 3, blue 4, purple 5.

Theirs: 0 grey, 1 purple, 2 cyan, 3 green, 4 orange, 5 red.
"""

_OURS = {1: 5, 2: 4, 3: 3, 4: 2, 5: 1}
_THEIRS = {ours: theirs for theirs, ours in _OURS.items()}


def our_flag(star: int) -> int:
    return _OURS.get(star, 0)


def their_star(flag: int) -> int:
    return _THEIRS.get(flag, 0)

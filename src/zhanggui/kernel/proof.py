"""Proofs: what `zhanggui prove` recomputes from the ledgers. Each app with a promise has a `proof.py` of functions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wrong:
    """A record that breaks a promise: which promise, which record, and what is wrong with it."""

    promise: str
    record: str
    what: str

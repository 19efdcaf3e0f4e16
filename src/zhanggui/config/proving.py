"""Prove the promises on the live database: every proof of every room, recomputed from the ledgers."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import islice

from django.apps import apps

from zhanggui.kernel.proof import MOST, Proof, Wrong


def all_proofs() -> list[Proof]:
    """What the rooms offer in their `proof.py`, in the order of the storeys."""
    found: list[Proof] = []
    for app in apps.get_app_configs():
        if app.name.startswith("zhanggui.") and app.label != "kernel" and find_spec(f"{app.name}.proof"):
            found.extend(import_module(f"{app.name}.proof").PROOFS)
    return found


def prove() -> Iterator[tuple[Proof, list[Wrong]]]:
    """Each proof with the records that break it, at most twenty each."""
    for proof in all_proofs():
        yield proof, list(islice(proof(), MOST))

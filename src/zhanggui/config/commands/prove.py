"""Recompute the promises from the ledgers; name the first record that breaks one.

Exit code 0 when everything holds, 1 when something is wrong.
"""

import argparse
import sys

from zhanggui.config.starting import database, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(given: argparse.Namespace) -> int:
    with database():
        set_up_django()
        return 0 if print_proofs() else 1


def print_proofs() -> bool:
    """One line a proof, and the first wrong records of what fails. True when everything holds."""
    from zhanggui.config.proving import prove

    holds = True
    for proof, wrong in prove():
        says = (proof.__doc__ or proof.__name__).strip().splitlines()[0]
        sys.stdout.write(f"{'WRONG' if wrong else 'ok   '}  {says}\n")
        for one in wrong[:3]:
            sys.stdout.write(f"       {one.promise}: {one.record} {one.what}\n")
        holds = holds and not wrong
    sys.stdout.write("All promises hold.\n" if holds else "Something is wrong, see above.\n")
    return holds

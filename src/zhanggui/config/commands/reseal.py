"""Seal receivers under the first key of ZHANGGUI_SEAL_KEY, so that an older one can be thrown away.

Run it after a new key was put in front of the old ones. It may be stopped and run again: it goes on where it was.
"""

import argparse
import sys

from zhanggui.config.starting import check_keys, database, set_up_django

CHUNK = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(given: argparse.Namespace) -> int:
    with database():
        set_up_django()
        check_keys()
        from zhanggui.kernel.actor import system_actor
        from zhanggui.kernel.clock import now
        from zhanggui.orders.flows.reseal_receivers import reseal_receivers
        from zhanggui.orders.queries import sealed_before

        actor, resealed, after = system_actor("reseal", source="cli"), 0, 0
        while order_ids := sealed_before(after=after, at_most=CHUNK):
            resealed += len(reseal_receivers(order_ids=order_ids, actor=actor, at=now()).done)
            after = order_ids[-1]
            sys.stdout.write(f"\r{resealed} orders")
            sys.stdout.flush()
        sys.stdout.write(f"\n{resealed} receivers are sealed under the first key; no order needs an older one.\n")
    return 0

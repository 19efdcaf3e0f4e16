"""Buyers of the demo's other platforms: they order, and now and then one wants the money back or moves house.

`python -m zhanggui.demo.buyers --catalogue FILE --stream N --place N ADDRESS…`, until it is interrupted. It plays the
simulators' scripts and knows nothing of Zhanggui.
"""

import argparse
import csv
import random
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import httpx

REFUNDS, MOVES, DONE = 0.04, 0.02, 0.2
"""How many of those who order also want the money back, or move house; and how often somebody's order is finished."""


def main(argv: Sequence[str] | None = None) -> int:
    """Buys until it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m zhanggui.demo.buyers")
    parser.add_argument("addresses", nargs="+")
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--stream", type=float, default=6, help="orders a minute, over all platforms")
    parser.add_argument("--place", type=int, default=0, help="orders that wait on each platform at the beginning")
    given = parser.parse_args(argv)
    halt = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: halt.set())
    with given.catalogue.open(encoding="utf-8", newline="") as file:
        wares = list(csv.DictReader(file))
    for address in given.addresses:
        play(address, "goods", wares=wares)
        if given.place:
            play(address, "place", n=given.place, spread_s=3600)
    while given.stream > 0 and not halt.wait(60 / given.stream):
        with suppress(httpx.HTTPError):  # a platform that is down has no buyers
            buy(random.choice(given.addresses), random.Random())
    halt.wait()
    return 0


def buy(address: str, chance: random.Random) -> None:
    """One order, and what else happens meanwhile."""
    (number,) = play(address, "place", n=1)["numbers"]
    if chance.random() < REFUNDS:
        play(address, "refunds", number=number)
    elif chance.random() < MOVES:
        play(address, "sales", action="move_address", numbers=[number])
    if chance.random() < DONE:
        sales = play(address, "state", limit=200)["sales"]
        sent = [sale["number"] for sale in sales if sale["stage"] == "shipped"]
        if sent:
            play(address, "sales", action="finish", numbers=[chance.choice(sent)])


def play(address: str, script: str, /, **given: Any) -> Mapping[str, Any]:
    answer: Mapping[str, Any] = (
        httpx.post(f"{address}/sim/{script}", json=given, timeout=60, trust_env=False).raise_for_status().json()
    )
    return answer


if __name__ == "__main__":
    sys.exit(main())

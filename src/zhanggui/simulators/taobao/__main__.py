"""`python -m zhanggui.simulators.taobao`: the simulator on a port, until it is interrupted."""

import argparse
import contextlib
import signal
import sys
from threading import Event

from .simulator import APP_KEY, APP_SECRET, NICK, SESSION, TaobaoSimulator


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m zhanggui.simulators.taobao", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--db", default=":memory:", metavar="FILE", help="keep the state in this SQLite file")
    parser.add_argument("--seed", type=int, help="the same seed gives the same buyers and baskets")
    parser.add_argument("--stream", type=float, default=0, metavar="N", help="so many orders a minute")
    parser.add_argument("--place", type=int, default=0, metavar="N", help="so many paid orders at the start")
    parser.add_argument("--catalogue", metavar="CSV", help="sell this list instead of the shop's own")
    parser.add_argument("--app-key", default=APP_KEY)
    parser.add_argument("--app-secret", default=APP_SECRET)
    parser.add_argument("--session", default=SESSION)
    parser.add_argument("--nick", default=NICK)
    given = parser.parse_args(argv)
    simulator = TaobaoSimulator(
        given.db,
        app_key=given.app_key,
        app_secret=given.app_secret,
        session=given.session,
        nick=given.nick,
        seed=given.seed,
    )
    halt = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: halt.set())
    with contextlib.closing(simulator), simulator.serving(given.host, given.port) as address:
        if given.catalogue:
            simulator.catalogue.load_file(given.catalogue, replace=True)
        if given.place:
            simulator.place(given.place)
        if given.stream:
            simulator.stream.start(given.stream)
        sys.stdout.write(f"Taobao simulator: {address} (gateway {address}/router/rest, app key {given.app_key})\n")
        sys.stdout.flush()
        halt.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())

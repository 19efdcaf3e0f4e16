"""`python -m zhanggui.simulators.print_components`: print components on their own ports, until interrupted."""

import argparse
import signal
import sys
from contextlib import ExitStack
from threading import Event

from .server import PORTS, PrintComponent


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m zhanggui.simulators.print_components")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which of them: {' '.join(PORTS)} (all without a name)"
    )
    parser.add_argument("--shift", type=int, default=0, metavar="N", help="each at its own port plus N")
    given = parser.parse_args(argv)
    unknown = set(given.names) - PORTS.keys()
    if unknown:
        parser.error(f"there is no component {' '.join(sorted(unknown))}")
    halt = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: halt.set())
    with ExitStack() as stack:
        for name in given.names or PORTS:
            address = stack.enter_context(PrintComponent(name).serving(port=PORTS[name] + given.shift))
            sys.stdout.write(f"{name}: {address}\n")
        sys.stdout.flush()
        halt.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())

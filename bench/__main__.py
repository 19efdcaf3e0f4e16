"""`python -m bench`: measure, print, write bench/out/main.json. Exit code 1 when a required bound does not hold."""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.database import fresh_database
from bench.report import OUT, table, write_figures


def main() -> int:
    args = _arguments()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # leaves every `with`, ends PostgreSQL
    started = time.monotonic()

    def tell(text: str) -> None:
        print(f"{time.monotonic() - started:6.0f} s  {text}", file=sys.stderr, flush=True)

    if args.orders_desk:
        from bench.orders_desk import run_orders_desk

        return 0 if run_orders_desk(args.data_dir, tell) else 1
    if args.warehouse:
        from bench.warehouse import run_warehouse

        return 0 if run_warehouse(args.data_dir, tell) else 1
    if args.channels:
        from bench.channels import run_channels

        held = run_channels(args.data_dir, tell, orders=args.channels_orders, is_paced=not args.channels_unpaced)
        return 0 if held else 1
    if args.inventory is not None:
        from bench.inventory import run_inventory

        return 0 if run_inventory(args.data_dir, tell, args.inventory) else 1
    if args.desks is not None:
        return _desks(args.data_dir, tell, args.desks)
    with fresh_database(args.data_dir) as bench:
        from bench.memory import measure_memory
        from bench.scans import measure_scans
        from bench.steps import measure_steps
        from bench.world import make_sides

        print(f"PostgreSQL {bench.server.version}, " + ", ".join(f"{k}={v}" for k, v in bench.settings.items()))
        ours, limit = make_sides("AB")
        tell("two equal halves stand")
        figures = []
        if "steps" in args.only:
            figures += measure_steps(ours, limit, url=bench.url, orders=args.orders, rounds=args.rounds, tell=tell)
        if "scans" in args.only:
            figures += measure_scans(
                ours, limit, first=args.orders * args.rounds, url=bench.url, bin_dir=bench.server.bin_dir,
                app=args.scan_app, path=args.scan_path, seconds=args.seconds, rounds=args.rounds, tell=tell,
            )  # fmt: skip
        if args.long:
            figures += measure_memory(tell)
        if args.journey:
            from bench.journey import run_journey

            run_journey(tell)

    write_figures(figures)
    print(table(figures))
    print(f"written: {OUT}")
    return 0 if all(figure.holds for figure in figures) else 1


def _desks(data_dir: Path, tell: Callable[[str], None], only: Sequence[str]) -> int:
    with fresh_database(data_dir):
        from bench.desks import fill_million, measure_desks, report_desks

        fill_million()
        tell("a million orders stand")
        return 0 if report_desks(measure_desks(tell, only=only)) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000, help="orders of each side in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--long", action="store_true", help="also the memory of importing 10,000 and 100,000 orders")
    parser.add_argument("--journey", action="store_true", help="also import a grocer's year, 1.47 million lines")
    parser.add_argument(
        "--desks", nargs="*", metavar="DESK", help="instead: every desk, or these, with a million orders behind it"
    )
    parser.add_argument("--orders-desk", action="store_true", help="instead: review, search, bulk actions, stops")
    parser.add_argument("--warehouse", action="store_true", help="instead: waves, numbers and labels of the warehouse")
    parser.add_argument("--channels", action="store_true", help="instead: pulling orders from a platform")
    parser.add_argument("--channels-orders", type=int, default=100_000, help="so many of them, to try it")
    parser.add_argument("--channels-unpaced", action="store_true", help="as if the platform had no limit of calls")
    parser.add_argument(
        "--inventory", nargs="*", metavar="FIGURE", help="instead: plans, receipts, counts, value of stock, or these"
    )
    parser.add_argument("--only", nargs="*", choices=("steps", "scans"), default=("steps", "scans"))
    parser.add_argument("--seconds", type=float, default=15.0, help="of scanning in a round")
    parser.add_argument("--scan-app", default="zhanggui.config.wsgi:application", help="served by granian")
    parser.add_argument("--scan-path", default="/api/v1/verify-scan")
    parser.add_argument("--data-dir", type=Path, default=Path(".zhanggui/bench"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

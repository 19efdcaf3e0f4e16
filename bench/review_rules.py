"""Review with many rules on, next to a raw program that writes the same rows: `python -m bench.review_rules`.

Two equal halves; batches of 1,000 by turns. The limit has every value ready in memory and decides nothing: it writes
decisions, runs of the rules, states and facts, with jobs for the subscribers, in one transaction per batch.
"""

import argparse
import gc
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import orjson
import psycopg

from bench.database import fresh_database
from bench.figures import Figure, forget_peak, peak_mib

OUT = Path(__file__).parent / "out" / "review_rules.json"
CHUNK = 1_000
LEAST_PER_S = 2_000
_REVIEWED = "UPDATE orders_order SET state = 'reviewed' WHERE id = ANY(%s)"
_REVIEWS = "orders_review (order_id, order_version, passed, trace, reviewed_by, reviewed_at)"
_RUNS = "orders_rulerun (order_id, order_version, rule_set_id, saw, did, passed_by, asked_at)"

Call = Callable[[], None]


def write_many_rules(number: int) -> None:
    """Rules as companies have them, about money, places, goods and remarks of few orders; none stands in the way."""
    from zhanggui.orders.testing import make_rules, rule_draft

    provinces = ("浙江省", "江苏省", "广东省", "四川省", "西藏自治区", "新疆维吾尔自治区")
    kinds = (
        lambda n: (("paid", "ge", str(5_000 + n)), ("state", "is", provinces[n % 6])),
        lambda n: (("skus", "any", f"NOBODY-{n}"), ("units", "ge", "2")),
        lambda n: (("message", "contains", f"词{n}", "发票"), ("memo", "empty")),
        lambda n: (("city", "is", f"城市{n}"), ("grams", "gt", "20000")),
        lambda n: (("units", "between", str(50 + n), str(60 + n)),),
    )
    drafts = [
        rule_draft(f"rule {n}", *kinds[n % 5](n), acts=({"do": "label", "label": f"L{n}"},)) for n in range(number)
    ]
    make_rules(*drafts)


def prepare_ours(side: Any, places: Sequence[int]) -> Call:
    from bench.ours import check_done, order_ids_of
    from bench.world import AT
    from zhanggui.orders.flows.review_orders import review_orders

    order_ids = order_ids_of(side, places)
    return lambda: check_done(review_orders(order_ids=order_ids, actor=side.actor, at=AT))


def prepare_limit(connection: psycopg.Connection[Any], side: Any, places: Sequence[int]) -> Call:
    """Writes what our half wrote for the same orders, read back beforehand."""
    from bench.limit import copy, write_facts
    from bench.ours import order_ids_of
    from bench.world import AT
    from zhanggui.orders.models import Review, RuleRun

    order_ids = order_ids_of(side, places)
    trace = orjson.dumps(Review.objects.values_list("trace", flat=True).first()).decode()
    run = RuleRun.objects.order_by("-pk").first()

    def write() -> None:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(_REVIEWED, [order_ids])
            copy(cursor, _REVIEWS, ((order_id, 1, True, trace, "bench", AT) for order_id in order_ids))
            if run is not None:
                saw, did = orjson.dumps(run.saw).decode(), orjson.dumps(run.did).decode()
                rows = ((order_id, 1, run.rule_set_id, saw, did, "", AT) for order_id in order_ids)
                copy(cursor, _RUNS, rows)
            write_facts(cursor, "orders.order.reviewed", "order", [(order_id, "{}") for order_id in order_ids])

    return write


def measure(rules: int, orders: int, url: str, *, sides: Sequence[Any], start: int) -> Figure:
    from bench import between
    from bench.ours import prepare_import
    from zhanggui.orders.models import ReviewRule

    ReviewRule.objects.update(is_on=False)
    ReviewRule.objects.filter(place__lte=rules).update(is_on=True)
    chunks = [range(first, first + CHUNK) for first in range(start, start + orders, CHUNK)]
    for chunk in chunks:
        for side in sides:
            prepare_import(side, chunk)()
    between.settle()
    seconds: tuple[list[float], list[float]] = ([], [])
    forget_peak()
    with psycopg.connect(url) as connection:
        for chunk in chunks:
            for times, call in zip(
                seconds,
                (lambda c=chunk: prepare_ours(sides[0], c), lambda c=chunk: prepare_limit(connection, sides[1], c)),
                strict=True,
            ):
                write = call()
                gc.collect()
                started = perf_counter()
                write()
                times.append(perf_counter() - started)
    ours, limit = (CHUNK / median(times) for times in seconds)
    return Figure(
        name=f"review_{rules}_rules", ours_per_s=ours, limit_per_s=limit, ratio=ours / limit, peak_mib=peak_mib(),
        bound=f"≥ {LEAST_PER_S} orders a second", holds=ours >= LEAST_PER_S,
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--rules", type=int, nargs="+", default=[50, 200])
    parser.add_argument("--data-dir", type=Path, default=Path(".zhanggui/bench"))
    asked = parser.parse_args()
    with fresh_database(asked.data_dir) as bench:
        from bench.report import table
        from bench.world import make_sides

        sides = make_sides("AB")
        write_many_rules(max(asked.rules))
        figures = [
            measure(rules, asked.orders, bench.url, sides=sides, start=turn * asked.orders)
            for turn, rules in enumerate(asked.rules)
        ]
    print(table(figures))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([figure.as_json() for figure in figures], indent=2) + "\n")
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    raise SystemExit(main())

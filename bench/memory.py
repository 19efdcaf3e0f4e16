"""Memory must not grow with the number of orders imported: each number in a process of its own.

`python -m bench.memory N` imports N orders from a stream and prints the peak of the process in MiB.
"""

import os
import subprocess
import sys
from collections.abc import Callable

from bench.figures import Figure

FEW, MANY = 10_000, 100_000
MOST_GROWTH = 1.10
CHUNK = 1_000


def measure_memory(tell: Callable[[str], None]) -> list[Figure]:
    """Importing many orders next to few, which stand for the limit: as fast, and in at most a tenth more memory."""
    few, many = (_peak_of(count) for count in (FEW, MANY))
    tell(f"import of {FEW:,}: {few[1]:.0f} MiB, of {MANY:,}: {many[1]:.0f} MiB")
    return [
        Figure(
            name=f"import_{MANY}",
            ours_per_s=many[0],
            limit_per_s=few[0],
            ratio=many[0] / few[0],
            peak_mib=many[1],
            bound=f"peak ≤ {MOST_GROWTH} × {few[1]:.0f} MiB of {FEW:,}",
            holds=many[1] <= MOST_GROWTH * few[1],
        )
    ]


def _peak_of(count: int) -> tuple[float, float]:
    """Orders a second, and MiB."""
    argv = [sys.executable, "-m", "bench.memory", str(count)]
    done = subprocess.run(argv, check=True, capture_output=True, text=True, env=os.environ)
    speed, peak = done.stdout.split()[-2:]
    return float(speed), float(peak)


def main(count: int) -> None:
    import django

    django.setup()
    from time import perf_counter

    from bench.figures import peak_mib
    from bench.world import AT, Side
    from zhanggui.catalog.models import Sku
    from zhanggui.orders.flows.import_orders import import_orders
    from zhanggui.people.models import Shop, Warehouse

    shop = Shop.objects.create(code=f"memory{count}", name="Memory", channel="files")
    side = Side("M", shop, Warehouse.objects.order_by("pk")[0], dict(Sku.objects.values_list("code", "pk")))
    started = perf_counter()
    for start in range(0, count, CHUNK):
        orders = side.orders(range(start, start + CHUNK))
        import_orders(shop_id=shop.pk, orders=orders, source="bench", actor=side.actor, at=AT)
    print(count / (perf_counter() - started), peak_mib())


if __name__ == "__main__":
    main(int(sys.argv[1]))

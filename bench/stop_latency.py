"""From a platform's event to the refusal at twenty stations: `python -m bench.stop_latency`.

Twenty stations scan ten times a second each, faster than people, through the web server while newer versions of orders
arrive through `channels.storing.store_page`, the door of pulls and pushes. A sample is the time from the moment a page
with the version is there until a station has heard "stopped" for the parcel of that order; the pause between two scans
of a station is part of it. No worker runs: the mark that the import leaves must do.
"""

import argparse
import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any
from uuid import uuid4

import orjson

from bench.database import fresh_database

OUT = Path(__file__).parent / "out" / "stop_latency.json"
STATIONS = 20
PATH = "/api/v1/verify-scan"
PAUSE_S = 0.1
PATIENCE_S = 10.0
MOST_MS = 1_000.0
NOBODYS = "NOT-A-BARCODE"
"""Every scan is refused, so no parcel is ever complete: for the barcode before the event, for the stop after it."""


async def _until_stopped(port: int, key: str, waybill: str, ready: asyncio.Event) -> float:
    """When this station heard that the parcel is stopped."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
        "Content-Type: application/json\r\nContent-Length: "
    ).encode()
    until = perf_counter() + PATIENCE_S
    while perf_counter() < until:
        body = orjson.dumps({"waybill": waybill, "barcode": NOBODYS, "client_id": uuid4()})
        writer.write(head + str(len(body)).encode() + b"\r\n\r\n" + body)
        answer = await _answer(reader)
        if answer["result"] == "stopped":
            writer.close()
            return perf_counter()
        ready.set()
        await asyncio.sleep(PAUSE_S)
    raise TimeoutError(f"no station refused {waybill} within {PATIENCE_S:.0f} s")


async def _answer(reader: asyncio.StreamReader) -> Any:
    head = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
    length = next(int(line.split(b":")[1]) for line in head if line.startswith(b"content-length:"))
    return orjson.loads(await reader.readexactly(length))


async def _sample(port: int, key: str, waybill: str, arrive: Any, pool: ThreadPoolExecutor) -> list[float]:
    """Milliseconds until each station refused."""
    ready = [asyncio.Event() for _ in range(STATIONS)]
    stations = [asyncio.create_task(_until_stopped(port, key, waybill, event)) for event in ready]
    await asyncio.gather(*(event.wait() for event in ready))
    received = perf_counter()
    await asyncio.get_running_loop().run_in_executor(pool, arrive)
    return [(heard - received) * 1000 for heard in await asyncio.gather(*stations)]


def measure(events: int, url: str) -> list[float]:
    from bench import between
    from bench.scans import _key
    from bench.web_server import web_server
    from bench.world import AT, make_sides
    from zhanggui.channels.models import ShopLink
    from zhanggui.channels.storing import store_page
    from zhanggui.fulfilment.models import Parcel
    from zhanggui.kernel.doors.channel import Page

    (side,) = make_sides("a")
    places = range(events)
    between.bring_to_packing(side, places)
    waybills = dict(Parcel.objects.values_list("order__number", "waybill"))
    link = ShopLink.objects.create(shop=side.shop, covered_to=AT)
    between.settle()
    samples: list[float] = []
    pool = ThreadPoolExecutor(max_workers=1)
    with web_server("zhanggui.config.wsgi:application", url=url) as (port, _process):
        key = _key()
        for order in side.orders(places):
            to = order.receiver
            moved = replace(
                order,
                modified_at=order.modified_at + timedelta(minutes=1),
                receiver=replace(to, address=f"{to.address}2", cipher=to.cipher[::-1]),
                raw=order.raw + b" ",
            )

            def arrive(version: Any = moved) -> None:
                store_page(link, Page([version]), source="push", actor=side.actor, at=AT + timedelta(minutes=2))

            samples += asyncio.run(_sample(port, key, waybills[order.number], arrive, pool))
    return samples


def _told(samples: Sequence[float]) -> dict[str, Any]:
    cuts = quantiles(samples, n=100)
    return {
        "name": "stop_latency_20",
        "ours_p99_ms": round(cuts[98], 3),
        "ours_p50_ms": round(cuts[49], 3),
        "holds": cuts[98] < MOST_MS,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100)
    parser.add_argument("--data-dir", type=Path, default=Path(".zhanggui/bench"))
    asked = parser.parse_args()
    with fresh_database(asked.data_dir) as bench:
        figure = _told(measure(asked.events, bench.url))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([figure], indent=2) + "\n")
    print(json.dumps(figure))
    return 0 if figure["holds"] else 1


if __name__ == "__main__":
    raise SystemExit(main())

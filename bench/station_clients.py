"""Stations as a load: raw keep-alive connections that send the next scan when it is due, or as soon as they can."""

import asyncio
from collections.abc import Iterator, Sequence
from random import Random
from time import perf_counter
from typing import NamedTuple
from uuid import uuid4

import orjson

Scan = tuple[str, str]
"""Waybill and barcode."""


class Door(NamedTuple):
    """Where the stations knock."""

    port: int
    path: str
    key: str


class ScanFailed(AssertionError):
    """The server did not accept a scan that is good."""


def scan_all(door: Door, scans: Sequence[Scan], *, stations: int, per_s: float = 0.0) -> tuple[list[float], float]:
    """Milliseconds of each scan, and seconds of all. `per_s` is the rate of all stations together; 0 means no pause."""
    return asyncio.run(_scan_all(door, scans, stations=stations, per_s=per_s))


async def _scan_all(door: Door, scans: Sequence[Scan], *, stations: int, per_s: float) -> tuple[list[float], float]:
    due = _arrivals(scans, per_s)
    taken: list[float] = []
    started = perf_counter()
    await asyncio.gather(*(_station(door, due, started, taken) for _ in range(stations)))
    return taken, perf_counter() - started


def _arrivals(scans: Sequence[Scan], per_s: float) -> Iterator[tuple[float, Scan]]:
    """When each scan is due: a Poisson stream, as pgbench makes it with --rate."""
    chance, moment = Random(len(scans)), 0.0
    for scan in scans:
        if per_s:
            moment += chance.expovariate(per_s)
        yield moment, scan


async def _station(door: Door, due: Iterator[tuple[float, Scan]], started: float, taken: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    head = (
        f"POST {door.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {door.key}\r\n"
        "Content-Type: application/json\r\nContent-Length: "
    ).encode()
    for moment, (waybill, barcode) in due:
        body = orjson.dumps({"waybill": waybill, "barcode": barcode, "client_id": uuid4()})
        request = head + str(len(body)).encode() + b"\r\n\r\n" + body
        await asyncio.sleep(max(0.0, started + moment - perf_counter()))
        sent = perf_counter()
        writer.write(request)
        answer = await _read_answer(reader)
        taken.append((perf_counter() - sent) * 1000)
        if b'"refused":null' not in answer.replace(b" ", b""):
            raise ScanFailed(answer.decode(errors="replace")[:500])
    writer.close()


async def _read_answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return await reader.readexactly(int(line.split(b":")[1]))
    raise ScanFailed(head.decode(errors="replace"))

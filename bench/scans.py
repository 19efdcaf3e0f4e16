"""A scan at 1, 8 and 20 stations: over HTTP to the real endpoint, and the same statement through pgbench, by turns."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from statistics import quantiles
from subprocess import Popen

from bench import between
from bench.figures import Figure
from bench.limit_scan import LimitScans
from bench.station_clients import Door, Scan, scan_all
from bench.web_server import peak_of_workers, web_server
from bench.world import AT, Side
from zhanggui.catalog.models import Barcode
from zhanggui.fulfilment.models import ParcelLine
from zhanggui.kernel.actor import system_actor
from zhanggui.people.flows.create_users import UserDraft, create_users
from zhanggui.people.flows.install_roles import install_roles
from zhanggui.people.flows.make_api_tokens import TokenDraft, make_api_tokens
from zhanggui.people.models import User

STATIONS = (1, 8, 20)
PER_STATION_S = 1.0
"""How fast a person at a packing table scans."""
SATURATED = 1_500
"""Scans without a pause, to see what the server could bear."""
WARM_UP = 160
MOST_TIMES_LIMIT = 3.0
CHUNK = 1_000


def measure_scans(
    ours_side: Side, limit_side: Side, *, first: int, url: str, bin_dir: Path | None, app: str, path: str,
    seconds: float, rounds: int, tell: Callable[[str], None], stations: Sequence[int] = STATIONS,
) -> list[Figure]:  # fmt: skip
    """`first` is the place of the first order that is not used yet."""
    needed = int(sum(stations) * PER_STATION_S * seconds * rounds + len(stations) * (SATURATED + WARM_UP)) + CHUNK
    ours_scans = iter(_scans(ours_side, needed, first))
    limit = LimitScans(url, _scans(limit_side, needed, first), bin_dir=bin_dir)
    between.settle()
    tell(f"{needed:,} scans stand ready on each side")

    figures = []
    with web_server(app, url=url) as (port, process):
        door = Door(port, path, _key())

        def ours(count: int, *, stations: int, per_s: float = 0.0) -> tuple[list[float], float]:
            return scan_all(door, [next(ours_scans) for _ in range(count)], stations=stations, per_s=per_s)

        for number in stations:
            figure = _measure(number, ours, limit.scan, seconds=seconds, rounds=rounds, process=process)
            figures.append(figure)
            tell(f"{figure.name}: p99 {figure.ours_p99_ms:.1f} ms, pgbench {figure.limit_p99_ms:.1f} ms")
    return figures


def _measure(
    stations: int,
    ours: Callable[..., tuple[list[float], float]],
    limit: Callable[..., tuple[list[float], float]],
    *,
    seconds: float,
    rounds: int,
    process: Popen[bytes],
) -> Figure:
    # as many connections as there are ever, so that no web process meets its first request on the clock
    ours(WARM_UP, stations=STATIONS[-1])
    limit(WARM_UP, stations=STATIONS[-1])
    rate = stations * PER_STATION_S
    count = int(rate * seconds)
    here, there = list[float](), list[float]()
    for _ in range(rounds):
        here += ours(count, stations=stations, per_s=rate)[0]
        there += limit(count, stations=stations, per_s=rate)[0]
    ours_taken, ours_seconds = ours(SATURATED, stations=stations)
    limit_taken, limit_seconds = limit(SATURATED, stations=stations)
    ours_per_s, limit_per_s = len(ours_taken) / ours_seconds, len(limit_taken) / limit_seconds
    ours_p99, limit_p99 = _percentile(here, 99), _percentile(there, 99)
    is_bound = stations == STATIONS[-1]
    return Figure(
        name=f"scan_{stations}",
        ours_per_s=ours_per_s,
        limit_per_s=limit_per_s,
        ratio=ours_per_s / limit_per_s,
        peak_mib=peak_of_workers(process),
        ours_p99_ms=ours_p99,
        limit_p99_ms=limit_p99,
        ours_p50_ms=_percentile(here, 50),
        limit_p50_ms=_percentile(there, 50),
        bound=f"p99 ≤ {MOST_TIMES_LIMIT:.0f} × pgbench" if is_bound else "",
        holds=not is_bound or ours_p99 <= MOST_TIMES_LIMIT * limit_p99,
    )


def _scans(side: Side, needed: int, first: int) -> list[Scan]:
    """One scan for each piece of enough orders, in an order that rarely sends two stations to one parcel."""
    scans: list[Scan] = []
    codes = dict(Barcode.objects.values_list("sku_id", "code"))
    while len(scans) < needed:
        places = range(first, first + CHUNK)
        between.bring_to_packing(side, places)
        lines = ParcelLine.objects.filter(
            parcel__shop=side.shop, parcel__order__number__among=side.numbers(places)
        ).values_list("parcel__waybill", "sku_id", "quantity")
        scans += [(waybill, codes[sku_id]) for waybill, sku_id, quantity in lines for _ in range(quantity)]
        first += CHUNK
    Random(needed).shuffle(scans)
    return scans


def _key() -> str:
    """An API key of a verifier who works in every warehouse."""
    actor = system_actor("bench")
    install_roles(actor=actor, at=AT)
    create_users(
        users=[UserDraft("station", "Station", "Orchid-Lantern-7", roles=("verifier",))], actor=actor, at=AT
    ).one()
    user = User.objects.get(username="station")
    return make_api_tokens(tokens=[TokenDraft(user.pk, "bench")], actor=actor, at=AT).one()


def _percentile(taken: Sequence[float], percent: int) -> float:
    return quantiles(taken, n=100, method="inclusive")[percent - 1]

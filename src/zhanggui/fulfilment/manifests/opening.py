"""The open manifest of each warehouse and carrier, held so that nobody closes it while parcels are put on it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from zhanggui.fulfilment.manifests.facts import ManifestOpened
from zhanggui.fulfilment.models import Manifest
from zhanggui.fulfilment.queries import day_start
from zhanggui.fulfilment.states import ManifestState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.numbers import draw_numbers

Pair = tuple[int, str]
"""Warehouse and carrier."""

# Shared: any number of people scan at once, and who closes waits for all of them.
_OPEN = """
SELECT m.warehouse_id, m.carrier, m.id, m.number FROM fulfilment_manifest m
JOIN unnest(%s::bigint[], %s::text[]) AS asked (warehouse_id, carrier)
     ON asked.warehouse_id = m.warehouse_id AND asked.carrier = m.carrier
WHERE m.state = 'open' ORDER BY m.id FOR SHARE OF m
"""
_BEFORE = """
SELECT DISTINCT ON (m.warehouse_id, m.carrier) m.warehouse_id, m.carrier, m.opened_at FROM fulfilment_manifest m
JOIN unnest(%s::bigint[], %s::text[]) AS asked (warehouse_id, carrier)
     ON asked.warehouse_id = m.warehouse_id AND asked.carrier = m.carrier
ORDER BY m.warehouse_id, m.carrier, m.id DESC
"""
_NEW = (
    "number", "warehouse_id", "carrier", "state", "pickup", "counts_from", "opened_at", "opened_by", "closed_by",
    "left_by", "driver", "plate", "listed", "scanned", "shipped", "explained", "prints", "reopenings",
)  # fmt: skip


def held_open(pairs: Collection[Pair]) -> dict[Pair, tuple[int, str]]:
    """(id, number) of the open manifest of each pair that has one; none of them closes before this transaction ends."""
    asked = sorted(pairs)
    rows = fetch_rows(_OPEN, [[pair[0] for pair in asked], [pair[1] for pair in asked]])
    return {(warehouse_id, carrier): (pk, number) for warehouse_id, carrier, pk, number in rows}


def open_anew(pairs: Mapping[Pair, str], *, actor: Actor, at: datetime) -> dict[Pair, tuple[int, str]]:
    """A manifest for each pair, by the name of its pick-up, unless somebody opened one at the same moment.

    It counts what was shipped since the last one was opened; what that one explained stays explained.
    """
    asked = sorted(pairs)
    before = fetch_rows(_BEFORE, [[pair[0] for pair in asked], [pair[1] for pair in asked]])
    since = {(warehouse_id, carrier): opened_at for warehouse_id, carrier, opened_at in before}
    numbers = draw_numbers("manifest", "H", len(asked), at=at)
    rows = [
        (
            number, *pair, ManifestState.OPEN.value, pairs[pair], since.get(pair, day_start(at)), at, actor.name, "",
            "", "", "", 0, 0, 0, 0, 0, 0,
        )
        for number, pair in zip(numbers, asked, strict=True)
    ]  # fmt: skip
    opened = insert_rows(
        Manifest, _NEW, rows, returning=("warehouse_id", "carrier", "id", "number"),
        on_conflict="(warehouse_id, carrier) WHERE state = 'open' DO NOTHING",
    )  # fmt: skip
    announce([ManifestOpened(pk, number) for _, _, pk, number in opened], actor=actor, at=at)
    return {(warehouse_id, carrier): (pk, number) for warehouse_id, carrier, pk, number in opened}

"""Claim stock for what was bought, so that nothing is sold twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from zhanggui.inventory.models import Availability, Claim
from zhanggui.inventory.queries import sku_codes
from zhanggui.inventory.rules.claims import Short, StockShort, Want, serve_wants
from zhanggui.inventory.states import ClaimState
from zhanggui.inventory.stock_rows import lock_availability
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal

_INSERT_CLAIMS = """
INSERT INTO inventory_claim (cause, at, state, cause_id, warehouse_id, sku_id, quantity)
SELECT %s, %s, 'held', given.*
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::int[]) AS given
"""


class ClaimWasReleased(AssertionError):
    """A cause that let its claim go asked again: a bug of ours, because what is re-planned gets a new cause."""


@transaction.atomic
def claim_stock(*, cause: str, wants: Sequence[Want], actor: Actor, at: datetime) -> Outcome[int]:
    """Each group that is done holds all it wants, each group refused holds nothing of it; groups come in their order.

    A cause that holds (or has used) its claim already is not served again.
    """
    if not wants:
        return Outcome()
    availability = lock_availability({(want.warehouse_id, want.sku_id) for want in wants})
    known = _known_causes(cause, wants)

    new = [want for want in wants if want.cause_id not in known] if known else wants
    served = serve_wants(new, {key: held.there - held.aside for key, held in availability.items()})

    update_rows(
        Availability,
        ("id",),
        ("claimed",),
        [(availability[key].id, quantity) for key, quantity in served.taken.items()],
        add=True,
    )
    _insert_claims(cause, served.granted, at)
    groups = dict.fromkeys(want.group for want in wants)
    return Outcome(done=[group for group in groups if group not in served.shorts], refused=_refusals(served.shorts))


def _known_causes(cause: str, wants: Sequence[Want]) -> set[int]:
    """Read after the locks: who claimed the same causes before us has committed."""
    asked = [want.cause_id for want in wants]
    known = dict(Claim.objects.filter(cause=cause, cause_id__among=asked).values_list("cause_id", "state"))
    for cause_id, state in known.items():
        if state == ClaimState.RELEASED:
            raise ClaimWasReleased(f"{cause} {cause_id}")
    return set(known)


def _insert_claims(cause: str, granted: Sequence[Want], at: datetime) -> None:
    if not granted:
        return
    cause_ids, _, warehouse_ids, sku_ids, quantities = zip(*granted, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT_CLAIMS, [cause, at, list(cause_ids), list(warehouse_ids), list(sku_ids), list(quantities)]
        )


def _refusals(shorts: Mapping[int, Sequence[Short]]) -> dict[int, Refusal]:
    if not shorts:
        return {}
    codes = sku_codes(short.sku_id for found in shorts.values() for short in found)
    refused: dict[int, Refusal] = {}
    for group, found in shorts.items():
        told = [{"sku": codes.get(sku_id, ""), "wanted": wanted, "free": free} for sku_id, wanted, free in found]
        refused[group] = StockShort(**told[0], shorts=told)
    return refused

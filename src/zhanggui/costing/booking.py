"""What changes of value say to the books: one entry for each batch, by roles of accounts."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django.conf import settings
from django.utils import translation

from zhanggui.books.flows.post_entries import post_entries
from zhanggui.books.models import Entry
from zhanggui.books.rules.entries import Leg, NewEntry
from zhanggui.books.states import Role
from zhanggui.costing.models import CostBatch
from zhanggui.costing.states import LineKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.outcome import Outcome

CAUSE = "post_costs"
SUBJECT = "cost_batch"

COUNTER = {
    LineKind.RECEIPT: Role.RECEIVED_NOT_INVOICED,
    LineKind.SUPPLIER_RETURN: Role.RECEIVED_NOT_INVOICED,
    LineKind.SALE: Role.COST_OF_GOODS_SOLD,
    LineKind.SALE_RETURN: Role.COST_OF_GOODS_SOLD,
    LineKind.SUPPLIES: Role.SELLING_EXPENSE,
    LineKind.GAIN: Role.STOCK_GAIN_LOSS,
    LineKind.LOSS: Role.STOCK_GAIN_LOSS,
    LineKind.SCRAP: Role.STOCK_GAIN_LOSS,
    LineKind.LANDED: Role.RECEIVED_NOT_INVOICED,
    LineKind.PRICE: Role.RECEIVED_NOT_INVOICED,
    LineKind.REVALUATION: Role.STOCK_GAIN_LOSS,
}
"""Where the other side of a change of stock stands."""

BESIDE = {
    LineKind.SUPPLIER_RETURN: Role.PRICE_DIFFERENCE,
    LineKind.LANDED: Role.COST_OF_GOODS_SOLD,
    LineKind.PRICE: Role.COST_OF_GOODS_SOLD,
}
"""Where the part stands that is no stock: pieces that were gone already, and what a supplier pays back less or more."""


class Days(Protocol):
    def __call__(self, happened_on: date) -> date: ...


def legs_of(kind: str, *, value: Decimal, beside: Decimal) -> tuple[Leg, ...]:
    """Stock, the account beside it, and the counter account; a leg of nothing is left out."""
    legs = [(Role.STOCK, value), (COUNTER[LineKind(kind)], -value - beside)]
    if beside:
        legs.append((BESIDE[LineKind(kind)], beside))
    return tuple(Leg(role, amount) for role, amount in legs if amount)


def post_batches(ids: Sequence[int], days: Days, *, actor: Actor, at: datetime) -> Outcome[int]:
    """Each batch has its entry. One that cannot be posted (an account was not chosen) waits for the next turn."""
    batches = list(
        CostBatch.objects.filter(pk__among=set(ids), entry__isnull=True).exclude(value=0, beside=0).order_by("pk")
    )
    with translation.override(settings.LANGUAGE_CODE):
        entries = [
            NewEntry(
                cause_id=batch.pk,
                text=str(LineKind(batch.kind).label),
                legs=legs_of(batch.kind, value=batch.value, beside=batch.beside),
                booked_on=days(batch.booked_on),
                document=f"CB{batch.pk}",
                subject=SUBJECT,
                subject_id=batch.pk,
            )
            for batch in batches
        ]
    outcome = post_entries(cause=CAUSE, entries=entries, actor=actor, at=at)
    posted = Entry.objects.filter(cause=CAUSE, cause_id__among=set(outcome.done)).order_by("pk")
    update_rows(CostBatch, ("id",), ("entry_id",), list(posted.values_list("cause_id", "pk")))
    return outcome

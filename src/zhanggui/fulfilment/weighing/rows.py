"""What the lists and pages of the scale show."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhanggui.fulfilment.models import OddWeight, Packaging, PackUse
from zhanggui.fulfilment.rules.learning import TENTH, Sums
from zhanggui.fulfilment.rules.odd_weights import Guess, guess_words
from zhanggui.fulfilment.states import OddCause
from zhanggui.inventory.queries import free_by_warehouse
from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Warehouse
from zhanggui.ui.links import sheet_link

Row = Mapping[str, Any]
SUMS = ("samples", "pieces", "sum_g", "sum_sq")
FAR_PERCENT = 15
"""A learned weight so far from the catalogue's is worth a look."""


def sums_in(row: Row) -> Sums:
    return Sums(*(row[name] for name in SUMS))


def _one_piece(row: Row) -> Decimal | None:
    return sums_in(row).mean or row["taught_g"]


def mean_in(row: Row) -> str:
    mean = _one_piece(row)
    return "" if mean is None else f"{mean.quantize(TENTH)}"


def spread_in(row: Row) -> str:
    sums = sums_in(row)
    return f"± {sums.spread.quantize(TENTH)}" if sums.samples > 1 else ""


def goods_in(row: Row) -> str:
    return " ".join(filter(None, [row["sku__product__name"], row["sku__spec"]]))


def size_in(row: Row) -> str:
    sides = (row["sku__length_mm"], row["sku__width_mm"], row["sku__height_mm"])
    return "×".join(str(side) for side in sides if side)


def told_by(row: Row) -> str:
    return str(row["changed_by"]) or _("the scale")


def far_chips(row: Row) -> list[dict[str, str]]:
    mean, listed = _one_piece(row), row["sku__weight_g"]
    if mean is None or not listed:
        return []
    percent = int((mean - listed) * 100 / listed)
    tone = "warn" if abs(percent) > FAR_PERCENT else "muted"
    return [{"label": f"{percent:+d} %", "tone": tone}]


def odd_cause(row: Row) -> str:
    guess = Guess(OddCause(row["cause"]), None, row["cause_sku__code"] or "", row["cause_pieces"])
    return guess_words(guess)


def own_chips(row: Row) -> list[dict[str, str]]:
    return [{"label": _("accepted by who weighed it"), "tone": "warn"}] if row["is_own"] else []


def odd_links(ids: Sequence[Any], actor: Actor) -> dict[Any, Row]:
    rows = OddWeight.objects.filter(pk__in=ids).values_list("pk", "parcel_id", "parcel__number")
    return {pk: {"parcel": sheet_link("parcels", parcel_id, number, actor)} for pk, parcel_id, number in rows}


def use_links(ids: Sequence[Any], actor: Actor) -> dict[Any, Row]:
    rows = PackUse.objects.filter(pk__in=ids).values_list(
        "pk", "parcel_id", "parcel__number", "parcel__order_id", "parcel__order__number"
    )
    return {
        pk: {
            "parcel": sheet_link("parcels", parcel_id, number, actor),
            "order": sheet_link("orders", order_id, order, actor),
        }
        for pk, parcel_id, number, order_id, order in rows
    }


def packaging_stock(ids: Sequence[Any], actor: Actor) -> dict[Any, Row]:
    """How many lie free in the bins of each warehouse of this actor; red where there are too few."""
    houses = dict(Warehouse.objects.visible_to(actor).order_by("priority", "pk").values_list("pk", "name"))
    marks = dict(Packaging.objects.filter(pk__in=ids).values_list("pk", "low_stock"))
    free = free_by_warehouse(marks, warehouse_ids=houses)
    return {
        pk: {
            "stock": [
                {"label": f"{name} {count}", "tone": "bad" if count < mark else "good"}
                for house, name in houses.items()
                if (count := free.get(house, {}).get(pk, 0)) or mark
            ]
        }
        for pk, mark in marks.items()
    }

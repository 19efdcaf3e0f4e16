"""The page of one learned weight: its figures, and the last weighings as a plot."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.models import SkuWeight, WeightSample
from zhanggui.fulfilment.rules.learning import TENTH, Content, Known, learned_band
from zhanggui.fulfilment.weighing.desks import LearnedWeightDesk
from zhanggui.fulfilment.weighing.reading import weigh_numbers
from zhanggui.fulfilment.weighing.rows import SUMS, goods_in, mean_in, spread_in, sums_in
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column
from zhanggui.ui.links import sheet_link
from zhanggui.ui.sheet import Fields, Lines, Partial, Sheet
from zhanggui.ui.timeline import Event, timeline_of

LATEST = 60
HIGH, STEP = 120, 10
"""The plot in pixels: its height, and from one weighing to the next."""


def weight_facts(weight: SkuWeight, actor: Actor) -> Mapping[str, Any]:
    row = vars(weight)
    numbers = weigh_numbers()
    known = Known(sums_in(row), weight.taught_g, weight.sku.weight_g)
    band = learned_band([Content(weight.pk, "", 1, known)], None, numbers, packing_g=0)
    return {
        "sku": sheet_link("skus", weight.pk, weight.sku.code, actor),
        "goods": goods_in({"sku__product__name": weight.sku.product.name, "sku__spec": weight.sku.spec}),
        "mean": mean_in(row),
        "spread": spread_in(row),
        "samples": weight.samples,
        "pieces": weight.pieces,
        "band": f"{band.low}–{band.high}"
        if band
        else _("Not learned yet: {count} weighings are needed.").format(count=numbers.min_samples),
        "listed": weight.sku.weight_g or None,
        "taught": weight.taught_g,
        "since": weight.since,
    }


def _samples(weight: SkuWeight) -> list[WeightSample]:
    found = WeightSample.objects.filter(sku_id=weight.pk).select_related("parcel").order_by("-at")
    return list((found.filter(at__gt=weight.since) if weight.since else found)[:LATEST])


def plot_of(weight: SkuWeight, actor: Actor) -> Mapping[str, Any]:
    """The last weighings, grams of one piece, oldest first, between the lines of mean ± spread."""
    values = [sample.grams / sample.pieces for sample in reversed(_samples(weight))]
    sums = sums_in({name: getattr(weight, name) for name in SUMS})
    if not values or sums.mean is None:
        return {"points": []}
    low, high = min([*values, sums.mean - sums.spread]), max([*values, sums.mean + sums.spread])
    room = max(high - low, Decimal(1))

    def y(grams: Decimal) -> int:
        return HIGH - int((grams - low) / room * (HIGH - 2 * STEP)) - STEP

    return {
        "width": STEP * (len(values) + 1),
        "height": HIGH,
        "points": [
            (STEP * place, y(value), f"{value.quantize(TENTH)} g") for place, value in enumerate(values, start=1)
        ],
        "mean": y(sums.mean),
        "top": y(sums.mean + sums.spread),
        "bottom": y(sums.mean - sums.spread),
        "low": f"{low.quantize(TENTH)}",
        "high": f"{high.quantize(TENTH)}",
    }


def weighings(weight: SkuWeight, actor: Actor) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "at": sample.at,
            "parcel": sheet_link("parcels", sample.parcel_id, sample.parcel.waybill, actor),
            "pieces": sample.pieces,
            "grams": f"{sample.grams}",
            "each": f"{(sample.grams / sample.pieces).quantize(TENTH)}",
        }
        for sample in _samples(weight)
    ]


class LearnedWeightSheet(Sheet):
    desk = LearnedWeightDesk
    sections = [
        Fields(
            _("Learned weight"),
            [
                Column("sku", _("SKU"), "links"),
                Column("goods", _("Goods")),
                Column("mean", _("One piece (g)")),
                Column("spread", _("Spread σ (g)")),
                Column("samples", _("Weighings"), "quantity"),
                Column("pieces", _("Pieces"), "quantity"),
                Column("band", _("Allowed for one piece (g)")),
                Column("listed", _("Catalogue (g)"), "quantity"),
                Column("taught", _("By hand (g)")),
                Column("since", _("Counts since"), "moment"),
            ],
            read=weight_facts,
        ),
        Partial(_("Last weighings"), "fulfilment/weight_plot.html", read=plot_of),
        Lines(
            _("What taught it"),
            [
                Column("at", _("At"), "moment"),
                Column("parcel", _("Waybill"), "links"),
                Column("pieces", _("Pieces"), "quantity"),
                Column("grams", _("Weighed g")),
                Column("each", _("One piece (g)")),
            ],
            read=weighings,
        ),
    ]

    def timeline(self, document: SkuWeight, actor: Actor) -> Sequence[Event]:
        return timeline_of([("sku_weight", [document.pk])])

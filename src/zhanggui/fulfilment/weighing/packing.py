"""How a parcel was packed, for its page."""

from collections.abc import Mapping
from typing import Any

from zhanggui.fulfilment.models import Crate, PackUse, Parcel
from zhanggui.fulfilment.outside.desks import CRATE_TONES
from zhanggui.fulfilment.states import CrateState
from zhanggui.fulfilment.weighing.costs import packing_costs


def packing_of(parcel: Parcel) -> Mapping[str, Any]:
    """Its boxes, its crate, and what both cost."""
    boxes = PackUse.objects.filter(parcel=parcel).order_by("pk").values_list("sku__code", flat=True)
    crate = Crate.objects.filter(pk=parcel.pk).first()
    return {
        "packaging": ", ".join(boxes),
        "packing_cost": packing_costs([parcel.pk])[parcel.pk] or None,
        "crate": [{"label": str(CrateState(crate.state).label), "tone": CRATE_TONES[crate.state], "title": crate.why}]
        if crate
        else [],
    }

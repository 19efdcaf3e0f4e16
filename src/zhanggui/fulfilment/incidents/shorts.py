"""Short picks as incidents: what no bin of the warehouse had enough of, for which parcel."""

from collections.abc import Sequence

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.flows.report_incidents import Report
from zhanggui.fulfilment.incidents.states import IncidentCause
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.picking.facts import ParcelShort
from zhanggui.kernel.models import Fact


def short_reports(parcel_ids: Sequence[int]) -> list[Report]:
    """One for each parcel, as its last fact tells. Three statements."""
    ids = set(parcel_ids)
    told = Fact.objects.filter(name=ParcelShort.NAME, subject="parcel", subject_id__in=ids).order_by("id")
    codes = {parcel_id: data.get("sku", "") for parcel_id, data in told.values_list("subject_id", "data")}
    skus = dict(Sku.objects.filter(code__in=set(codes.values())).values_list("code", "pk"))
    rows = Parcel.objects.filter(pk__among=ids).values_list("pk", "warehouse_id", "number")
    return [
        Report(
            IncidentCause.SHORT_PICK, warehouse_id, f"parcel:{pk}", parcel_id=pk, sku_id=skus.get(codes.get(pk, "")),
            code=number, words=codes.get(pk, ""), step="pick",
        )
        for pk, warehouse_id, number in rows
    ]  # fmt: skip

"""Locks are taken in one order everywhere, so that two flows never wait for each other.

The order is that of `LOCK_ORDER`; inside one table, by primary key. A flow that needs several takes them in this
order: what the buyer asked for first, what the warehouse does next, stock last. `tests/architecture` listens to the
statements of every flow and fails when one takes a lower lock after a higher one.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

LOCK_ORDER = (
    "people_shop",
    "parties_supplier",
    "parties_document",
    "purchasing_purchaseorder",
    "invoicing_paymentrequest",
    "invoicing_supplierinvoice",
    "channels_shoplisting",
    "fulfilment_manifest",
    "orders_order",
    "orders_changerequest",
    "orders_prepaidaccount",
    "orders_giftrule",
    "orders_question",
    "orders_shortorder",
    "orders_shortageslip",
    "orders_purchasewish",
    "orders_buyermessage",
    "fulfilment_printbatch",
    "fulfilment_wall",
    "fulfilment_wavestrategy",
    "fulfilment_wave",
    "fulfilment_parcel",
    "fulfilment_printjob",
    "fulfilment_printdocument",
    "logistics_waybillaccount",
    "logistics_waybillrequest",
    "logistics_trackingaccount",
    "logistics_track",
    "logistics_anomaly",
    "logistics_noticeaccount",
    "logistics_buyernotice",
    "fulfilment_voidlabel",
    "fulfilment_intercept",
    "fulfilment_skuweight",
    "quality_inspection",
    "quality_supplierreturn",
    "quality_disposal",
    "quality_defect",
    "quality_spotcheck",
    "quality_supplierclaim",
    "transfers_transfer",
    "transfers_transfercase",
    "counting_countsheet",
    "counting_countbin",
    "inventory_countrequest",
    "fulfilment_incident",
    "inventory_location",
    "inventory_availability",
    "inventory_balance",
    "inventory_lot",
    "fulfilment_packuse",
    "fulfilment_freightrun",
    "inventory_uniquecode",
    "inventory_inspectionmark",
    "planning_plan",
    "planning_suggestion",
    "costing_costbook",
    "books_account",
    "books_period",
    "books_accountbalance",
)


def locked(queryset: QuerySet[Any], ids: Iterable[Any]) -> QuerySet[Any]:
    """`queryset` narrowed to `ids`, read locked in id order until the transaction ends.

    The lock leaves the key alone, so rows that refer to these can still be written by others.
    """
    return queryset.filter(pk__among=set(ids)).order_by("pk").select_for_update(of=("self",), no_key=True)

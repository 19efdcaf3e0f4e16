"""Notices of parcels that have left, one per parcel and order."""

from datetime import datetime

from django.db.models import QuerySet

from zhanggui.channels.models import Notice
from zhanggui.channels.states import NoticeState
from zhanggui.fulfilment.models import ParcelLine
from zhanggui.kernel.bulk import insert_rows

_NOTICE = ("shop_id", "order_id", "parcel_id", "state", "tries", "trouble", "queued_at")


def queue_parcels(lines: QuerySet[ParcelLine], *, at: datetime) -> None:
    """Each parcel and order of these lines has its notice; one that has it already keeps it. Two statements."""
    travelling = lines.values_list("parcel_id", "order_line__order_id", "order_line__order__shop_id").distinct()
    insert_rows(
        Notice,
        _NOTICE,
        [
            (shop_id, order_id, parcel_id, str(NoticeState.QUEUED), 0, "", at)
            for parcel_id, order_id, shop_id in travelling.order_by("parcel_id", "order_line__order_id")
        ],
        on_conflict='("parcel_id", "order_id") DO NOTHING',
    )

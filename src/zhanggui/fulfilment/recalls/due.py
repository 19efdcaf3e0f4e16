"""Which numbers and parcels the carriers must hear of now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from zhanggui.fulfilment.collecting import cash_asked
from zhanggui.fulfilment.models import Intercept, ParcelLine, VoidLabel
from zhanggui.fulfilment.states import InterceptState, ParcelState, RecallState
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.kernel.models import Fact
from zhanggui.orders.facts import OrderRecallAsked
from zhanggui.orders.states import Change, HoldReason

FIRST_PAUSE = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(days=1)
_REFUNDING = [state.value for state in RefundState if state.is_open]


def pause_after(tries: int) -> timedelta:
    """How long a carrier is left alone after so many tries."""
    return min(FIRST_PAUSE * 2 ** min(max(tries - 1, 0), 10), LONGEST_PAUSE)


def labels_of(parcel_ids: Sequence[int]) -> list[int]:
    """The void labels of these parcels of which no carrier has heard yet."""
    rows = VoidLabel.objects.filter(parcel_id__among=set(parcel_ids), state=RecallState.TO_CANCEL)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def due_labels(*, at: datetime) -> list[int]:
    """Void labels whose next try has come."""
    rows = VoidLabel.objects.filter(state__in=[RecallState.TO_CANCEL, RecallState.TO_RECOVER])
    tried = rows.order_by("pk").values_list("pk", "voided_at", "tried_at", "tries")
    return [pk for pk, voided_at, tried_at, tries in tried if (tried_at or voided_at) + pause_after(tries) <= at]


def unasked_intercepts(parcel_ids: Sequence[int]) -> list[int]:
    """The cases of these parcels that no carrier was asked about yet."""
    rows = Intercept.objects.filter(parcel_id__among=set(parcel_ids), state=InterceptState.OPEN)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def due_intercepts(*, at: datetime) -> list[int]:
    """Open cases without an answer whose next try has come."""
    rows = Intercept.objects.filter(closed_at__isnull=True, state__in=[InterceptState.OPEN, InterceptState.ASKED])
    tried = rows.order_by("pk").values_list("pk", "opened_at", "tried_at", "tries")
    return [pk for pk, opened_at, tried_at, tries in tried if (tried_at or opened_at) + pause_after(tries) <= at]


def parcels_to_recall(order_ids: Sequence[int]) -> dict[int, str]:
    """The parcels that have left of orders which were to be called back, with why; those called back before are out.

    A refund of single lines calls back only the parcels they travel in, another sum to collect only the parcel whose
    label asks for the former one.
    """
    told = Fact.objects.filter(
        subject=OrderRecallAsked.SUBJECT, subject_id__among=set(order_ids), name=OrderRecallAsked.NAME
    )
    reasons: dict[int, str] = {}
    cash = set[int]()
    for order_id, data in told.order_by("id").values_list("subject_id", "data"):
        if data["reason"] == Change.CASH:
            cash.add(order_id)
        else:
            reasons[order_id] = data["reason"]
    amiss = cash_asked(cash).amiss
    asked = {*reasons, *amiss}
    lines = ParcelLine.objects.filter(order_line__order_id__among=asked, parcel__state=ParcelState.SHIPPED)
    running = Intercept.objects.filter(closed_at__isnull=True).values("parcel_id")
    gone = Q(order_line__refund__in=_REFUNDING) | Q(order_line__is_cancelled=True)
    rows = lines.exclude(parcel_id__in=running).annotate(is_gone=gone)
    found: dict[int, str] = {}
    for parcel_id, order_id, is_gone in rows.order_by("pk").values_list("parcel_id", "order_line__order_id", "is_gone"):
        reason = reasons.get(order_id, "")
        if reason and (is_gone or reason != HoldReason.REFUND):
            found.setdefault(parcel_id, reason)
        elif amiss.get(order_id) == parcel_id:
            found.setdefault(parcel_id, Change.CASH.value)
    return found

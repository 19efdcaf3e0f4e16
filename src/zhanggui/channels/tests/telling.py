"""Shipments of a linked shop, queued and told."""

from django.utils import timezone

from zhanggui.channels.flows.queue_notices import queue_notices
from zhanggui.channels.flows.tell_shipments import tell_shipments
from zhanggui.channels.flows.withdraw_notices import withdraw_notices
from zhanggui.channels.queries import queued_notices
from zhanggui.channels.testing import ACTOR
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import print_out, scan_all

SEND = "taobao.logistics.offline.send"
ONE = [{"code": "TS-BLK-M"}]
TWO = [{"code": "TS-BLK-M"}, {"code": "MUG-350-W", "num": 2}]


def queue(parcels: dict[str, int]) -> list[int]:
    queue_notices(parcel_ids=list(parcels.values()), actor=ACTOR, at=timezone.now())
    return queued_notices(parcel_ids=list(parcels.values()))


def tell(notice_ids):
    return tell_shipments(notice_ids=notice_ids, actor=ACTOR, at=timezone.now())


def waybills_shown(served, number: str) -> set[str]:
    return {line.get("invoice_no", "") for line in served.simulator.trade(number)["orders"]}


def waybill(parcel_id: int) -> str:
    return Parcel.objects.values_list("waybill", flat=True).get(pk=parcel_id)


def sends(served) -> int:
    return sum(call["method"] == SEND for call in served.simulator.log)


def take_back(parcels: dict[str, int]) -> None:
    take_back_parcels(parcel_ids=list(parcels.values()), note="wrong pile", actor=ACTOR, at=timezone.now())


def withdraw(parcels: dict[str, int]):
    return withdraw_notices(parcel_ids=list(parcels.values()), actor=ACTOR, at=timezone.now())


def split(parcel_id: int) -> list[int]:
    """The plan's second line travels in a parcel of its own."""
    parcel = Parcel.objects.get(pk=parcel_id)
    first, second = parcel.lines.order_by("pk")
    parcel.units, parcel.sku_count = first.quantity, 1
    parcel.save()
    parcel.pk, parcel.number, parcel.units = None, f"{parcel.number}-2", second.quantity
    parcel.save()
    second.parcel = parcel
    second.save()
    return [parcel_id, parcel.pk]


def send_out(parcel_ids: list[int]) -> None:
    at = timezone.now()
    build_waves(parcel_ids=parcel_ids, actor=ACTOR, at=at)
    print_out(parcel_ids=parcel_ids, actor=ACTOR, at=at)
    waves = list(Parcel.objects.filter(pk__in=parcel_ids).values_list("wave_id", flat=True))
    pick_waves(wave_ids=waves, actor=ACTOR, at=at)
    scan_all(parcel_ids, at=at)
    weigh_parcels(grams={key: grams or 100 for key, grams in weights(parcel_ids)}, actor=ACTOR, at=at)
    assert ship_parcels(parcel_ids=parcel_ids, actor=ACTOR, at=at).done == parcel_ids


def weights(parcel_ids: list[int]):
    return Parcel.objects.filter(pk__in=parcel_ids).values_list("pk", "expected_g")

"""Parcels as the providers are asked about them, read in a fixed number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from zhanggui.fulfilment.collecting import cash_of
from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.worth import parcel_worths_of
from zhanggui.kernel.doors.channel import GROUP as CHANNELS
from zhanggui.kernel.doors.channel import PaymentMode, Receiver
from zhanggui.kernel.doors.ciphers import part_ciphers
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.waybills import (
    Cipher,
    Contact,
    Goods,
    OrderName,
    Services,
    WaybillAccountIncomplete,
    WaybillRequest,
)
from zhanggui.logistics import models
from zhanggui.orders.receivers.sealed import receivers_of

INSURE_ABOVE = "insure_above"
"""The setting of an account from which worth in yuan its parcels are insured, for all that is in them."""

_LINE = (
    "parcel_id", "order_line__order_id", "order_line__order__number", "order_line__order__shop__channel",
    "order_line__order__payment_mode", "sku__product__name", "order_line__title", "sku__spec", "quantity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inside:
    """What travels in a parcel."""

    orders: tuple[OrderName, ...]
    goods: tuple[Goods, ...]
    is_paid_at_door: bool
    """Some of it is paid when it comes."""


def platform_of(channel: str) -> str:
    """The platform whose orders come through this channel; none for those entered or brought in files."""
    return channel if channel in installed(CHANNELS) else ""


def is_hidden(receiver: Receiver) -> bool:
    """Whether only the platform can read who gets it."""
    words = (receiver.name, receiver.mobile or receiver.phone, receiver.address)
    return bool(receiver.cipher) and (not all(words) or any("**" in word for word in words))


def insides_of(parcel_ids: Iterable[int]) -> dict[int, Inside]:
    """What travels in these parcels. One statement."""
    rows = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids)).order_by("parcel_id", "pk")
    lines: dict[int, list[Any]] = {}
    for row in rows.values_list(*_LINE, named=True):
        lines.setdefault(row.parcel_id, []).append(row)
    return {parcel_id: _inside(own) for parcel_id, own in lines.items()}


def _inside(lines: Sequence[Any]) -> Inside:
    orders = {
        line.order_line__order_id: OrderName(
            platform_of(line.order_line__order__shop__channel), line.order_line__order__number
        )
        for line in lines
    }
    goods = [Goods(line.sku__product__name or line.order_line__title, line.quantity, line.sku__spec) for line in lines]
    at_door = any(line.order_line__order__payment_mode == PaymentMode.COD for line in lines)
    return Inside(tuple(orders.values()), tuple(goods), at_door)


def asked_for(requests: Sequence["models.WaybillRequest"]) -> dict[int, WaybillRequest]:
    """Each request as its provider gets it, by id; one whose parcel is empty is left out. Six statements at most.

    Raises WaybillAccountIncomplete where an account says wrongly what is insured.
    """
    insides = insides_of(request.parcel_id for request in requests)
    receivers = receivers_of(request.parcel.order_id for request in requests)
    cash = cash_of(parcel_id for parcel_id, inside in insides.items() if inside.is_paid_at_door)
    insured = _insured(requests)
    return {
        request.pk: _asked(request, insides[request.parcel_id], receivers[request.parcel.order_id], cash, insured)
        for request in requests
        if request.parcel_id in insides
    }


def _asked(
    request: "models.WaybillRequest",
    inside: Inside,
    receiver: Receiver,
    cash: Mapping[int, Decimal],
    insured: Mapping[int, Decimal],
) -> WaybillRequest:
    account, order = request.account, request.parcel.order
    platform = platform_of(order.shop.channel)
    return WaybillRequest(
        key=request.key,
        carrier=request.carrier,
        orders=inside.orders,
        receiver=_contact(receiver),
        goods=inside.goods,
        cipher=_cipher(platform, order.number, receiver) if is_hidden(receiver) else None,
        product=account.product,
        template=account.template,
        services=Services(
            cash_to_collect=cash.get(request.parcel_id, Decimal(0)),
            insured_value=insured.get(request.parcel_id, Decimal(0)),
            others=account.services,
        ),
        weight=request.parcel.expected_g,
    )


def _cipher(platform: str, number: str, receiver: Receiver) -> Cipher:
    """As the platform gave it: one token for all, or a cipher for each field."""
    texts = part_ciphers(receiver.cipher)
    return Cipher(platform, number, token="" if texts else receiver.cipher, texts=texts)


def _contact(receiver: Receiver) -> Contact:
    return Contact(
        name=receiver.name, mobile=receiver.mobile, phone=receiver.phone, state=receiver.state, city=receiver.city,
        district=receiver.district, town=receiver.town, address=receiver.address, postcode=receiver.postcode,
    )  # fmt: skip


def _insured(requests: Sequence["models.WaybillRequest"]) -> dict[int, Decimal]:
    """What each parcel is insured for. No statement where no account insures."""
    least = {one.parcel_id: _least(one.account) for one in requests if one.account.settings.get(INSURE_ABOVE)}
    worths = parcel_worths_of(least) if least else {}
    return {pk: worth.amount for pk, worth in worths.items() if worth.amount >= least[pk]}


def _least(account: "models.WaybillAccount") -> Decimal:
    try:
        least = Decimal(account.settings[INSURE_ABOVE])
    except InvalidOperation:
        least = Decimal(-1)
    if not least.is_finite() or least <= 0:
        raise WaybillAccountIncomplete(provider=account.provider, account=account.code, setting=INSURE_ABOVE)
    return least

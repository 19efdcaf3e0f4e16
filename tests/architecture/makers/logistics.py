"""How to call each flow over waybill accounts and requests on a set of any size. Nothing listens where they call."""

from dataclasses import replace
from itertools import count

from django.db.models import F, Value
from django.db.models.functions import Concat

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.fulfilment.flows.assign_waybills import Numbered, assign_waybills
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_warehouse
from zhanggui.kernel.steps import move_to
from zhanggui.logistics.flows.change_waybill_accounts import change_waybill_accounts
from zhanggui.logistics.flows.close_waybill_accounts import close_waybill_accounts
from zhanggui.logistics.flows.drop_account_uses import drop_account_uses
from zhanggui.logistics.flows.forget_print_data import forget_print_data
from zhanggui.logistics.flows.open_waybill_accounts import open_waybill_accounts
from zhanggui.logistics.flows.reassign_requests import reassign_requests
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.retry_requests import retry_requests
from zhanggui.logistics.flows.set_account_uses import UseDraft, set_account_uses
from zhanggui.logistics.flows.settle_requests import settle_requests
from zhanggui.logistics.flows.withdraw_requests import withdraw_requests
from zhanggui.logistics.models import AccountUse, WaybillAccount, WaybillRequest
from zhanggui.logistics.states import RequestState
from zhanggui.logistics.testing import douyin_draft, make_account

NOWHERE = "http://127.0.0.1:1"
codes = count(1)


def drafts(n: int):
    return [douyin_draft(f"M{next(codes)}", NOWHERE) for _ in range(n)]


def opened(n: int) -> list[WaybillAccount]:
    wanted = open_waybill_accounts(accounts=drafts(n), **BY).done
    return list(WaybillAccount.objects.filter(code__in=wanted).order_by("pk"))


def opening(world: World, n: int) -> Call:
    accounts = drafts(n)
    return lambda: open_waybill_accounts(accounts=accounts, **BY)


def changing(world: World, n: int) -> Call:
    accounts = [replace(douyin_draft(account.code, NOWHERE), name="Other") for account in opened(n)]
    return lambda: change_waybill_accounts(accounts=accounts, **BY)


def closing(world: World, n: int) -> Call:
    account_ids = [account.pk for account in opened(n)]
    return lambda: close_waybill_accounts(account_ids=account_ids, **BY)


def use_drafts(world: World, n: int) -> list[UseDraft]:
    warehouse = make_warehouse()
    return [UseDraft(account.pk, warehouse.pk, "testexpress") for account in opened(n)]


def using(world: World, n: int) -> Call:
    uses = use_drafts(world, n)
    return lambda: set_account_uses(uses=uses, **BY)


def dropping(world: World, n: int) -> Call:
    set_account_uses(uses=use_drafts(world, n), **BY)
    use_ids = list(AccountUse.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: drop_account_uses(use_ids=use_ids, **BY)


def waved(world: World, n: int) -> list[int]:
    if not AccountUse.objects.filter(carrier="testcarrier").exists():
        make_account(world.warehouse, NOWHERE, f"M{next(codes)}")
    return take_to("waved", world.orders(n))


def requesting(world: World, n: int) -> Call:
    parcel_ids = waved(world, n)
    return lambda: request_waybills(parcel_ids=parcel_ids, **BY)


def requested(world: World, n: int) -> tuple[list[int], list[int]]:
    parcel_ids = waved(world, n)
    request_waybills(parcel_ids=parcel_ids, **BY)
    rows = WaybillRequest.objects.filter(parcel_id__in=parcel_ids).order_by("pk")
    return parcel_ids, list(rows.values_list("pk", flat=True))


def retrying(world: World, n: int) -> Call:
    _, request_ids = requested(world, n)
    move_to(WaybillRequest, request_ids, RequestState.REFUSED)
    return lambda: retry_requests(request_ids=request_ids, **BY)


def reassigning(world: World, n: int) -> Call:
    _, request_ids = requested(world, n)
    move_to(WaybillRequest, request_ids, RequestState.REFUSED)
    (other,) = opened(1)
    return lambda: reassign_requests(request_ids=request_ids, account_id=other.pk, **BY)


def settling(world: World, n: int) -> Call:
    _, request_ids = requested(world, n)
    WaybillRequest.objects.filter(pk__in=request_ids).update(number=Concat(Value("ZT"), F("key")))
    for state in (RequestState.ASKED, RequestState.TO_CANCEL, RequestState.TO_RECOVER):
        move_to(WaybillRequest, request_ids, state)
    return lambda: settle_requests(request_ids=request_ids, ending="given_up", note="expired", **BY)


def withdrawing(world: World, n: int) -> Call:
    parcel_ids, _ = requested(world, n)
    stop_parcels(parcel_ids=parcel_ids, reason="refund", **BY)
    return lambda: withdraw_requests(parcel_ids=parcel_ids, **BY)


def forgetting(world: World, n: int) -> Call:
    order_ids = list(Parcel.objects.filter(pk__in=requested(world, n)[0]).values_list("order_id", flat=True))
    return lambda: forget_print_data(order_ids=order_ids, **BY)


def numbers(world: World, n: int) -> list[Numbered]:
    parcels = Parcel.objects.filter(pk__in=waved(world, n)).values_list("pk", "wave_id")
    return [Numbered(pk, wave_id, f"ZT{pk}", marks={"sort_code": "310"}) for pk, wave_id in parcels]


def assigning(world: World, n: int) -> Call:
    given = numbers(world, n)
    return lambda: assign_waybills(numbers=given, **BY)


def printing_given(world: World, n: int) -> Call:
    parcel_ids = assign_waybills(numbers=numbers(world, n), **BY).done
    return lambda: print_parcels(parcel_ids=parcel_ids, **BY)


MAKERS: Makers = {
    "open_waybill_accounts": opening,
    "change_waybill_accounts": changing,
    "close_waybill_accounts": closing,
    "set_account_uses": using,
    "drop_account_uses": dropping,
    "request_waybills": requesting,
    "retry_requests": retrying,
    "reassign_requests": reassigning,
    "settle_requests": settling,
    "withdraw_requests": withdrawing,
    "forget_print_data": forgetting,
    "assign_waybills": assigning,
    "print_parcels:given": printing_given,
}

"""Accounts at a provider for tests, opened through the real flows."""

from datetime import datetime
from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.waybills import Contact
from zhanggui.logistics.drafts import AccountDraft
from zhanggui.logistics.flows.open_waybill_accounts import open_waybill_accounts
from zhanggui.logistics.flows.set_account_uses import UseDraft, set_account_uses
from zhanggui.logistics.models import WaybillAccount
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.models import Warehouse

SENDER = Contact(
    name="王发货",
    mobile="13800000001",
    state="浙江省",
    city="金华市",
    district="义乌市",
    town="江东街道",
    address="示例路88号",
)


def douyin_draft(code: str, gateway: str, **changes: Any) -> AccountDraft:
    """An account at the simulator of 抖店 that serves there, which draws numbers of 中通 for our test carrier."""
    given: dict[str, Any] = {
        "code": code,
        "name": f"Account {code}",
        "provider": "douyin",
        "settings": {
            "gateway": gateway, "app_key": "7000000000000000001", "order_channel.other": "77",
            "carrier_code.testcarrier": "zhongtong",
        },
        "secrets": {"app_secret": "dy-demo-secret", "access_token": "token-waybill-01"},
        "sender": SENDER,
    }  # fmt: skip
    return AccountDraft(**(given | changes))


def make_account(
    warehouse: Warehouse,
    gateway: str,
    code: str = "DY",
    *,
    carrier: str = "testcarrier",
    actor: Actor = ACTOR,
    at: datetime = AT,
    **changes: Any,
) -> WaybillAccount:
    """An open account that serves a carrier at this warehouse, for orders of every platform."""
    open_waybill_accounts(accounts=[douyin_draft(code, gateway, **changes)], actor=actor, at=at).one()
    account = WaybillAccount.objects.get(code=code)
    set_account_uses(uses=[UseDraft(account.pk, warehouse.pk, carrier)], actor=actor, at=at)
    return account

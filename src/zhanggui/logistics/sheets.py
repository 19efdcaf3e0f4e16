"""The sheet of an account: what it is, where it serves, what is left. No secret is ever on it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.queries import carrier_label
from zhanggui.kernel.actor import Actor
from zhanggui.logistics.chips import left_chip, open_chip, orders_of, provider_name
from zhanggui.logistics.desks import AccountDesk
from zhanggui.logistics.models import AccountUse, WaybillAccount
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Badge, Fields, Lines, Sheet
from zhanggui.ui.timeline import Event, timeline_of


def account_facts(account: WaybillAccount, actor: Actor) -> Mapping[str, Any]:
    branch, sender = account.branch, account.sender
    return {
        "name": account.name,
        "provider": provider_name(account.provider),
        "branch": " ".join(filter(None, [branch.get("name"), branch.get("code"), branch.get("monthly_account")])),
        "sender": " ".join(sender.get(part, "") for part in ("state", "city", "district", "address")).strip(),
        "product": account.product,
        "template": account.template,
        "few": account.few,
        "checked_at": account.checked_at,
        "trouble": account.trouble,
    }


def balances_of(account: WaybillAccount, actor: Actor) -> Sequence[Mapping[str, Any]]:
    return [
        {"carrier": carrier_label(carrier), "branch": branch, "left": left}
        for carrier, branch, left in account.balances
    ]


def uses_of(account: WaybillAccount, actor: Actor) -> Sequence[Mapping[str, Any]]:
    rows = AccountUse.objects.visible_to(actor).filter(account=account).select_related("warehouse")
    return [
        {
            "warehouse": use.warehouse.name,
            "carrier": carrier_label(use.carrier),
            "platform": orders_of({"platform": use.platform}),
            "priority": use.priority,
        }
        for use in rows.order_by("warehouse__name", "carrier", "priority")
    ]


class AccountSheet(Sheet):
    desk = AccountDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("name", _("Account name")),
                Column("provider", _("Provider")),
                Column("branch", _("Branch or contract")),
                Column("sender", _("Sender")),
                Column("product", _("Product")),
                Column("template", _("Label template")),
                Column("few", _("Few numbers are fewer than"), "quantity"),
                Column("checked_at", _("Last counted"), "moment"),
                Column("trouble", _("Trouble")),
            ],
            read=account_facts,
        ),
        Lines(
            _("Numbers left"),
            [
                Column("carrier", _("Carrier")),
                Column("branch", _("Branch")),
                Column("left", _("Numbers left"), "quantity"),
            ],
            read=balances_of,
        ),
        Lines(
            _("Serves"),
            [
                Column("warehouse", _("Warehouse")),
                Column("carrier", _("Carrier")),
                Column("platform", _("Orders of")),
                Column("priority", _("Priority"), "quantity"),
            ],
            read=uses_of,
        ),
    ]

    def badges(self, account: WaybillAccount, actor: Actor) -> Sequence[Badge]:
        chips = open_chip(vars(account)) + left_chip(vars(account))
        return [Badge(chip["label"], chip["tone"]) for chip in chips]

    def timeline(self, account: WaybillAccount, actor: Actor) -> Sequence[Event]:
        return timeline_of([("waybill_account", [account.pk])])

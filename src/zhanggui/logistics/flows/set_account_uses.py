"""Say which accounts give the numbers of which carriers at which warehouses.

Afterwards parcels of these carriers await a number of an account as soon as they are in a wave there, and are not
printed without it. Those in a wave that nobody could be asked for await theirs from now on.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.flows.assign_waybills import Numbered, assign_waybills
from zhanggui.fulfilment.numbering import write_account_carriers
from zhanggui.fulfilment.places.rows import check_carrier, check_warehouse, set_rows, visible_warehouses
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.logistics.accounts import served_pairs
from zhanggui.logistics.models import AccountUse, WaybillAccount
from zhanggui.logistics.queries import unserved_parcels

_ONCE = ("warehouse_id", "carrier", "platform", "account_id")


class UseDraft(NamedTuple):
    """An account serves a carrier at a warehouse, for orders of one platform or of all."""

    account_id: int
    warehouse_id: int
    carrier: str
    platform: str = ""
    priority: int = 100


@transaction.atomic
def set_account_uses(*, uses: Sequence[UseDraft], actor: Actor, at: datetime) -> Outcome[str]:
    warehouses = visible_warehouses(actor)
    codes = dict(WaybillAccount.objects.values_list("pk", "code"))
    drafts = {
        f"{codes.get(use.account_id, use.account_id)}: {warehouses.get(use.warehouse_id, use.warehouse_id)} "
        f"{use.carrier} {use.platform}".strip(): use
        for use in uses
    }

    def check(name: str) -> None:
        use = drafts[name]
        if use.account_id not in codes:
            raise NotFound(what="waybill account", key=use.account_id)
        check_warehouse(use.warehouse_id, warehouses)
        check_carrier(use.carrier)

    ready, refused = divide(drafts, check=check, key=lambda name: name)
    rows = {name: drafts[name] for name in ready}
    set_rows(AccountUse, UseDraft._fields, _ONCE, rows, actor=actor, at=at)
    write_account_carriers(served_pairs())
    _ask_anew({(drafts[name].warehouse_id, drafts[name].carrier) for name in ready}, actor=actor, at=at)
    return Outcome(done=ready, refused=refused)


def _ask_anew(pairs: Collection[tuple[int, str]], *, actor: Actor, at: datetime) -> None:
    """Parcels that no account fitted await a number again: the next round asks for them."""
    unserved = unserved_parcels(pairs)
    assign_waybills(numbers=[Numbered(pk, wave_id) for pk, wave_id in unserved], actor=actor, at=at)

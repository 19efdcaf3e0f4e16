"""Give spare parts out for buyers whose parcels lacked them 补发配件.

Afterwards the parts have left for the buyer, each with the order it belongs to or the reason.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import outside, sku_codes, warehouses_seen
from zhanggui.inventory.rules.quantities import SkuUnknown
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.states import LocationKind
from zhanggui.inventory.stock_rows import lock_balances
from zhanggui.inventory.zones import parts_places
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.models import Order
from zhanggui.quality.facts import PartsIssued
from zhanggui.quality.flows.take_parts import NoPartsPlace
from zhanggui.quality.models import PartsIssue
from zhanggui.quality.rules.parts import IssueDraft, check_issue

_COLUMNS = (
    "number", "warehouse_id", "order_id", "sku_id", "quantity", "location_id", "words", "client_id", "issued_by",
    "issued_at",
)  # fmt: skip


@transaction.atomic
def issue_parts(*, drafts: Sequence[IssueDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by the draft's own id."""
    warehouses = warehouses_seen((one.warehouse_id for one in drafts), actor=actor)
    skus = sku_codes(one.sku_id for one in drafts)
    places = parts_places(warehouses)
    numbers = {one.order_number.strip() for one in drafts} - {""}
    orders = dict(Order.objects.visible_to(actor).filter(number__among=numbers).values_list("number", "pk"))
    asked = {(places[one.warehouse_id], one.sku_id, "") for one in drafts if one.warehouse_id in places}
    there = Counter({key: row.there for key, row in lock_balances(asked).items()})
    known = set(
        PartsIssue.objects.filter(client_id__among={one.client_id for one in drafts}).values_list(
            "client_id", flat=True
        )
    )
    fresh: list[IssueDraft] = []

    def check(one: IssueDraft) -> None:
        if one.client_id in known:
            return
        if one.warehouse_id not in warehouses:
            raise NotFound(what="warehouse", key=one.warehouse_id)
        if one.sku_id not in skus:
            raise SkuUnknown(sku=one.sku_id)
        if one.warehouse_id not in places:
            raise NoPartsPlace
        number = one.order_number.strip()
        if number and number not in orders:
            raise NotFound(what="order", key=number)
        key = (places[one.warehouse_id], one.sku_id, "")
        check_issue(one, sku=skus[one.sku_id], there=there[key])
        there[key] -= one.quantity
        known.add(one.client_id)
        fresh.append(one)

    ready, refused = divide(drafts, check=check, key=lambda one: str(one.client_id))

    rows = [
        (
            number, one.warehouse_id, orders.get(one.order_number.strip()), one.sku_id, one.quantity,
            places[one.warehouse_id], one.words[:200], one.client_id, actor.name[:80], at,
        )
        for number, one in zip(draw_numbers("parts_issue", "PI", len(fresh), at=at), fresh, strict=True)
    ]  # fmt: skip
    ids = [pk for (pk,) in insert_rows(PartsIssue, _COLUMNS, rows, returning=("id",))]
    customer = outside(LocationKind.CUSTOMER)
    moves = [
        Posting(pk, one.sku_id, places[one.warehouse_id], customer, one.quantity)
        for pk, one in zip(ids, fresh, strict=True)
    ]
    post_moves(cause="issue_parts", moves=moves, actor=actor, at=at)

    facts = [
        PartsIssued(pk, skus[one.sku_id], one.quantity, one.order_number.strip() or "—")
        for pk, one in zip(ids, fresh, strict=True)
    ]
    announce(facts, actor=actor, at=at)
    return Outcome(done=list(dict.fromkeys(str(one.client_id) for one in ready)), refused=refused)

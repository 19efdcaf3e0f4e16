"""Import sales of days before the ledger began.

Afterwards each of these days holds so many pieces from a file. The same file again changes nothing; another number
takes the place of the one before.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Min

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.people.models import Warehouse
from zhanggui.planning.facts import SalesImported
from zhanggui.planning.models import SalesDay
from zhanggui.planning.rules.sales import SalesDraft, check_sales


@transaction.atomic
def import_sales(*, sales: Sequence[SalesDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by `warehouse:sku:day`."""
    seen = Warehouse.objects.visible_to(actor).filter(code__in={draft.warehouse for draft in sales})
    warehouses = dict(seen.values_list("code", "pk"))
    skus = dict(Sku.objects.filter(code__among={draft.sku for draft in sales}).values_list("code", "pk"))
    begins = _begins(list(warehouses.values()))
    today = company_day(at)

    ready, refused = divide(
        {draft.key: draft for draft in sales}.values(),
        check=lambda draft: check_sales(draft, today=today, warehouses=warehouses, skus=skus, begins=begins),
        key=lambda draft: draft.key,
    )

    rows = [(warehouses[draft.warehouse], skus[draft.sku], draft.day, draft.quantity) for draft in ready]
    insert_rows(
        SalesDay, ("warehouse_id", "sku_id", "day", "imported"), rows,
        on_conflict="(warehouse_id, sku_id, day) DO UPDATE SET imported = excluded.imported",
    )  # fmt: skip

    days = {pk: [draft.day for draft in ready if warehouses[draft.warehouse] == pk] for pk in warehouses.values()}
    facts = [SalesImported(pk, str(min(own)), str(max(own)), len(own)) for pk, own in days.items() if own]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[draft.key for draft in ready], refused=refused)


def _begins(warehouse_ids: Sequence[int]) -> dict[int, date]:
    moved = SalesDay.objects.filter(warehouse_id__in=warehouse_ids, sold__gt=0)
    return dict(moved.values_list("warehouse_id").annotate(Min("day")).order_by())

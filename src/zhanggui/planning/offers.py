"""Who offers a SKU: terms in force of suppliers that may be ordered from."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q

from zhanggui.parties.models import Supplier, Terms
from zhanggui.parties.queries import who_may_be_ordered_from
from zhanggui.planning.rules.choosing import Offer
from zhanggui.planning.rules.numbers import MOST_DAYS, Numbers

CURRENCY = "CNY"


def offers_of(codes: Collection[str], *, day: date, numbers: Numbers) -> dict[str, list[Offer]]:
    """By merchant code. Prices in other currencies cannot be compared and are left out."""
    holding = Terms.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day),
        sku_code__among=set(codes),
        valid_from__lte=day,
        currency=CURRENCY,
    )
    rows = list(holding.values_list("sku_code", "supplier_id", "price", "lead_days", "pack_size", "least_quantity"))
    ids = sorted({supplier_id for _, supplier_id, *_ in rows})
    refusals = who_may_be_ordered_from(ids, day=day)
    suppliers = Supplier.objects.filter(pk__among=set(ids)).values_list("pk", "lead_days", "score")
    known = {pk: (lead_days, score) for pk, lead_days, score in suppliers}
    found: dict[str, list[Offer]] = defaultdict(list)
    for code, supplier_id, price, lead_days, pack_size, least in rows:
        if refusals[supplier_id] is None:
            own, score = known[supplier_id]
            days = own or numbers.lead_days if lead_days is None else lead_days
            found[code].append(Offer(supplier_id, price, min(days, MOST_DAYS), pack_size, least, score))
    return found

"""Say with how many days of life left a shop sells its goods.

Afterwards no picker is promised a lot with less for a parcel of that shop; 0: the days of the SKU suffice.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.rules.shelf_lives import ShelfLife, check_life
from zhanggui.inventory.models import ShopLife
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.people.models import Shop


@transaction.atomic
def set_shop_lives(*, shop_ids: Sequence[int], days: int, actor: Actor, at: datetime) -> Outcome[int]:
    check_life(ShelfLife(0, 0, days))
    seen = set(Shop.objects.visible_to(actor).filter(pk__among=set(shop_ids)).values_list("pk", flat=True))
    done = [pk for pk in dict.fromkeys(shop_ids) if pk in seen]
    rows = [(pk, days) for pk in done]
    insert_rows(ShopLife, ("shop_id", "days"), rows, on_conflict="(shop_id) DO UPDATE SET days = EXCLUDED.days")
    return Outcome(done=done, refused=not_found("Shop", shop_ids, seen))

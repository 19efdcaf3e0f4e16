"""Open the bins and zones of a warehouse."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.models import Location
from zhanggui.inventory.rules.places import Place, check_place, outside_code
from zhanggui.inventory.states import OUTSIDE, LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.people.models import Warehouse

_KINDS = {kind.value: kind in OUTSIDE for kind in LocationKind}
_OUTSIDE = [Place(None, outside_code(kind), kind.value) for kind in sorted(OUTSIDE)]


@transaction.atomic
def open_locations(*, places: Sequence[Place], actor: Actor, at: datetime) -> Outcome[str]:
    """Each place done exists, with the walk order given; the four places outside exist as well.

    A place that was there already is done too. Answers by code.
    """
    asked = {place.warehouse_id for place in places if place.warehouse_id is not None}
    visible = Warehouse.objects.visible_to(actor).filter(pk__among=set(asked))
    warehouse_ids = set(visible.values_list("pk", flat=True))
    codes = sorted({place.code for place in places})
    rows = Location.objects.filter(code__among=codes).values_list("warehouse_id", "code", "kind")
    here: dict[tuple[int | None, str], str] = {(warehouse_id, code): kind for warehouse_id, code, kind in rows}

    ready, refused = divide(
        places,
        check=lambda place: check_place(place, kinds=_KINDS, warehouse_ids=warehouse_ids, here=here),
        key=lambda place: place.code,
    )

    once = {(place.warehouse_id, place.code): place for place in (*_OUTSIDE, *ready)}
    insert_rows(
        Location,
        ("warehouse_id", "code", "kind", "walk_order"),
        list(once.values()),
        on_conflict="ON CONSTRAINT location_code_once DO UPDATE SET walk_order = EXCLUDED.walk_order",
    )
    return Outcome(done=list(dict.fromkeys(place.code for place in ready)), refused=refused)

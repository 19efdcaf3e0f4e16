"""What the lists of the warehouse offer to choose from, and the papers they open."""

from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Shop, Warehouse

LABELS, NOTES = "/print/jobs?ids={ids}", "/papers/notes?ids={ids}"


def shops_of(actor: Actor) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Shop.objects.visible_to(actor).order_by("name").values_list("pk", "name")]


def warehouses_of(actor: Actor) -> list[tuple[str, str]]:
    rows = Warehouse.objects.visible_to(actor).order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]

"""What a move across our border is, and which move a return undoes. Causes are the names flows give their moves."""

from zhanggui.costing.states import LineKind
from zhanggui.inventory.states import LocationKind

THEIRS = frozenset({LocationKind.SUPPLIER, LocationKind.CUSTOMER, LocationKind.LOSS})
"""What lies here is not ours. Goods on the way between two warehouses are."""

SUPPLIES = frozenset({"use_packaging"})
SCRAP = frozenset({"scrap_defects"})
UNDOES = {"take_back_parcels": "ship_parcels"}
"""The cause of a return → the cause under which the same row had left."""

_IN = {
    LocationKind.SUPPLIER: LineKind.RECEIPT,
    LocationKind.CUSTOMER: LineKind.SALE_RETURN,
    LocationKind.LOSS: LineKind.GAIN,
}
_OUT = {
    LocationKind.SUPPLIER: LineKind.SUPPLIER_RETURN,
    LocationKind.CUSTOMER: LineKind.SALE,
    LocationKind.LOSS: LineKind.LOSS,
}


def kind_of(*, origin: str, target: str, cause: str) -> LineKind:
    """For a move of which one end is ours. A cause that was repeated after being undone ends in `:2`, `:3`."""
    name = cause.partition(":")[0]
    if origin in THEIRS:
        return _IN[LocationKind(origin)]
    if target == LocationKind.CUSTOMER and name in SUPPLIES:
        return LineKind.SUPPLIES
    if target == LocationKind.LOSS and name in SCRAP:
        return LineKind.SCRAP
    return _OUT[LocationKind(target)]


def undone_cause(cause: str) -> str | None:
    """The cause under which the goods of this return had left, where it is known."""
    name, colon, times = cause.partition(":")
    left = UNDOES.get(name)
    return f"{left}{colon}{times}" if left else None

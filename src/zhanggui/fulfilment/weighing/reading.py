"""What the scale reads of a set of parcels: their pieces with what is known of them, boxes, numbers of the band."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from hashlib import blake2b
from typing import Any, NamedTuple

from django.db.models import Count

from zhanggui.fulfilment.models import Packaging, PackUse, ParcelLine, WeighRule
from zhanggui.fulfilment.rules.learning import Content, Known, Sums, WeighNumbers
from zhanggui.fulfilment.rules.packagings import Box, Goods
from zhanggui.kernel.bulk import fetch_rows

LATEST = 30
"""So many of the last parcels with the same goods say which box is usual."""
_KNOWN = ("samples", "pieces", "sum_g", "sum_sq", "taught_g")
_LINE = (
    "parcel_id", "order_line_id", "sku_id", "quantity", "sku__code", "sku__weight_g", "sku__volume_cm3",
    "sku__length_mm", "sku__width_mm", "sku__height_mm", *(f"sku__learned_weight__{name}" for name in _KNOWN),
)  # fmt: skip
_BOX = (
    "sku_id", "sku__code", "sku__product__name", "sku__spec", "sku__weight_g", "sku__volume_cm3", "sku__length_mm",
    "sku__width_mm", "sku__height_mm", "sku__cost", "most_g",
    *(f"sku__learned_weight__{name}" for name in _KNOWN),
)  # fmt: skip

# Marked by hand or by the rules and not crated yet, or due to a rule that nobody has looked at since.
_TO_CRATE = """
SELECT asked.id, coalesce(crate.state, 'needed')
FROM unnest(%s::bigint[]) AS asked(id)
LEFT JOIN fulfilment_crate crate ON crate.parcel_id = asked.id
WHERE crate.state IN ('needed', 'out', 'back')
   OR crate.state IS NULL AND EXISTS (
        SELECT FROM fulfilment_craterule rule
        JOIN fulfilment_parcelline line ON line.parcel_id = asked.id
        JOIN orders_orderline bought ON bought.id = line.order_line_id
        JOIN orders_order o ON o.id = bought.order_id
        WHERE rule.sku_id = line.sku_id OR rule.label <> '' AND rule.label = ANY (o.labels))
"""


class Piece(NamedTuple):
    """One line of a parcel."""

    order_line_id: int
    content: Content
    volume_cm3: int
    longest_mm: int


class Pack(NamedTuple):
    """A box as a content of one piece, as something goods fit into, and what it costs."""

    content: Content
    box: Box
    cost: Decimal


def weigh_numbers() -> WeighNumbers:
    """The numbers of the band: those a person set, or the usual ones."""
    row = WeighRule.objects.values_list("min_samples", "sigmas", "floor_g").first()
    return WeighNumbers(*row) if row else WeighNumbers()


def pieces_of(parcel_ids: Iterable[int]) -> dict[int, list[Piece]]:
    """The lines of these parcels and what is known of their goods. One statement."""
    found: dict[int, list[Piece]] = {}
    rows = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids)).order_by("parcel_id", "pk")
    for parcel_id, line_id, sku_id, quantity, code, listed, volume, *rest in rows.values_list(*_LINE):
        content = Content(sku_id, code, quantity, _known(rest[3:], listed))
        found.setdefault(parcel_id, []).append(Piece(line_id, content, volume, max(rest[:3])))
    return found


def contents_of(pieces: Sequence[Piece]) -> list[Content]:
    """The goods of a parcel, one content for each SKU."""
    found: dict[int, Content] = {}
    for piece in pieces:
        had = found.get(piece.content.sku_id)
        more = had.quantity if had else 0
        found[piece.content.sku_id] = piece.content._replace(quantity=piece.content.quantity + more)
    return list(found.values())


def goods_of(pieces: Sequence[Piece], numbers: WeighNumbers) -> Goods:
    """What goes into the box; zero where it is not known of every piece."""
    volumes = [piece.volume_cm3 for piece in pieces]
    weights = [piece.content.known.mean(numbers) for piece in pieces]
    return Goods(
        sum(piece.volume_cm3 * piece.content.quantity for piece in pieces) if all(volumes) else 0,
        max((piece.longest_mm for piece in pieces), default=0),
        sum(int((weight or 0) * piece.content.quantity) for weight, piece in zip(weights, pieces, strict=True)),
    )


def packs(*, only: Iterable[int] | None = None) -> dict[int, Pack]:
    """Boxes in use, or those named, by SKU, smallest first. One statement."""
    rows = Packaging.objects.filter(is_active=True) if only is None else Packaging.objects.filter(pk__among=set(only))
    found: dict[int, Pack] = {}
    ordered = rows.order_by("sku__volume_cm3", "sku__code").values_list(*_BOX)
    for sku_id, code, name, spec, listed, volume, length, width, height, cost, most_g, *known in ordered:
        sides = tuple(sorted(filter(None, (length, width, height)), reverse=True))
        box = Box(sku_id, code, f"{name} {spec}".strip(), volume, sides, most_g)
        found[sku_id] = Pack(Content(sku_id, code, 1, _known(known, listed)), box, cost)
    return found


def content_key(contents: Sequence[Content]) -> str:
    """Equal for parcels of the same goods."""
    text = " ".join(f"{sku_id}x{quantity}" for sku_id, quantity in sorted((c.sku_id, c.quantity) for c in contents))
    return blake2b(text.encode(), digest_size=16).hexdigest()


def habits_of(content: str) -> Mapping[int, int]:
    """How often each box was taken for the last parcels with these goods."""
    latest = PackUse.objects.filter(content=content).order_by("-pk")[:LATEST].values("pk")
    return dict(PackUse.objects.filter(pk__in=latest).values_list("sku_id").annotate(times=Count("pk")))


def crates_of(parcel_ids: Iterable[int]) -> dict[int, str]:
    """How far the crate of each of these parcels is, where one belongs around its goods. One statement."""
    return dict(fetch_rows(_TO_CRATE, [list(set(parcel_ids))]))


def _known(columns: Sequence[Any], listed: int) -> Known:
    """Sums and what was said by hand; a SKU that was never weighed has no row."""
    *sums, taught = columns
    return Known(Sums(*sums) if sums[0] is not None else Sums(), taught, listed)

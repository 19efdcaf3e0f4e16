"""What a bundle is made of, and how its money is shared. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from zhanggui.kernel.money import share
from zhanggui.kernel.refusal import Refusal

MOST_PIECES = 10_000
"""Of one part in one bundle."""


class Part(NamedTuple):
    """So many pieces of a SKU, with the price that weighs its share of the money."""

    sku_id: int
    code: str
    title: str
    quantity: int
    price: Decimal


Bundles: TypeAlias = Mapping[int, Sequence[Part]]
"""By SKU of the bundle, its parts in a fixed order."""


class Version(NamedTuple):
    """What a bundle was made of from a moment on, until the next of its versions."""

    valid_from: datetime
    parts: Sequence[Part]


def bundles_at_moment(moment: datetime, *, versions: Mapping[int, Sequence[Version]], now: Bundles) -> Bundles:
    """The bundles as they were then: of each the last version that had begun, or its first. What had no parts then is
    taken as it is now. `versions` are in their order, of bundles that ever changed."""
    found = dict(now)
    for sku_id, each in versions.items():
        begun = [version for version in each if version.valid_from <= moment]
        if sku_id in now and (parts := (begun[-1] if begun else each[0]).parts):
            found[sku_id] = parts
    return found


def parts_of(sku: Part, bundles: Bundles) -> list[Part]:
    """What is sent for these pieces: themselves, or the parts of so many bundles."""
    parts = bundles.get(sku.sku_id)
    return [part._replace(quantity=part.quantity * sku.quantity) for part in parts] if parts else [sku]


def shares(amount: Decimal, parts: Sequence[Part]) -> list[Decimal]:
    """The money of each part, exact to the cent: by price, or by quantity where nothing has a price."""
    weights = [part.price * part.quantity for part in parts]
    return share(amount, weights if any(weights) else [Decimal(part.quantity) for part in parts])


def bundles_in(free: Mapping[int, int], parts: Sequence[Part]) -> int:
    """How many whole bundles the free pieces of their parts make."""
    return min((max(0, free.get(part.sku_id, 0)) // part.quantity for part in parts), default=0)


def bundles_at(warehouses: Iterable[Mapping[int, int]], parts: Sequence[Part]) -> int:
    """How many whole bundles the free pieces of each warehouse make, together: no bundle is sent from two of them."""
    return sum(bundles_in(free, parts) for free in warehouses)


def bundles_left(warehouses: Sequence[Mapping[int, int]], parts: Sequence[Part], *, awaited: Mapping[int, int]) -> int:
    """How many are left for sure, whichever warehouses the awaited pieces will be taken from.

    Two sure answers, the better of them: no warehouse loses more than everything awaited; and together they lose no
    more than the awaited pieces of each part break when they come in odd numbers from every warehouse.
    """
    wanted = {part.sku_id: max(0, awaited.get(part.sku_id, 0)) for part in parts}
    after = [{sku_id: free.get(sku_id, 0) - pieces for sku_id, pieces in wanted.items()} for free in warehouses]
    broken = sum(
        (pieces + min(pieces, len(warehouses)) * (part.quantity - 1)) // part.quantity
        for part in parts
        for pieces in [wanted[part.sku_id]]
    )
    return max(bundles_at(after, parts), bundles_at(warehouses, parts) - broken)


class BundleDraft(NamedTuple):
    """A SKU and what is to be in it, by merchant code; without parts it is a plain SKU."""

    code: str
    parts: tuple[tuple[str, int], ...]


class KnownBundles(NamedTuple):
    """What is known of SKUs: the parts of bundles, which bundles one is a part of, and how many pieces lie on stock."""

    parts: Mapping[str, Collection[str]]
    bundles: Mapping[str, Collection[str]]
    pieces: Mapping[str, int]


NO_BUNDLES = KnownBundles({}, {}, {})


class BundleUnknown(Refusal):
    """No SKU has the code {sku}."""


class PartUnknown(Refusal):
    """Bundle {sku}: its part {part} is no SKU."""


class PartQuantityBad(Refusal):
    """Bundle {sku}: part {part} needs a quantity of at least 1."""


class PartRepeated(Refusal):
    """Bundle {sku}: part {part} is named twice. Add the quantities."""


class BundleInBundle(Refusal):
    """Bundle {sku}: {part} is a bundle itself. Name its parts instead."""


class PartOfBundle(Refusal):
    """{sku} is a part of bundle {bundle}; it cannot be a bundle."""


class BundleOnStock(Refusal):
    """{pieces} pieces of {sku} are on stock; a bundle has none of its own. Sell them or count them to zero first."""


def plan_bundles(
    drafts: Sequence[BundleDraft], *, known: KnownBundles, skus: Collection[str]
) -> tuple[dict[str, tuple[tuple[str, int], ...]], dict[str, Refusal]]:
    """The drafts that can be, each with its parts in order; the last word on a SKU holds."""
    inside = {code: set(parts) for code, parts in known.parts.items()}
    uses = {code: set(bundles) for code, bundles in known.bundles.items()}
    wanted: dict[str, tuple[tuple[str, int], ...]] = {}
    refused: dict[str, Refusal] = {}
    for draft in drafts:
        try:
            _check(draft, inside, uses, skus)
            if draft.parts and (pieces := known.pieces.get(draft.code)):
                raise BundleOnStock(sku=draft.code, pieces=pieces)
        except Refusal as refusal:
            refused[draft.code] = refusal
            continue
        for part in inside.pop(draft.code, ()):
            uses.get(part, set()).discard(draft.code)
        for part, _ in draft.parts:
            inside.setdefault(draft.code, set()).add(part)
            uses.setdefault(part, set()).add(draft.code)
        wanted[draft.code] = tuple(sorted(draft.parts))
        refused.pop(draft.code, None)
    return wanted, refused


def _check(
    draft: BundleDraft,
    inside: Mapping[str, Collection[str]],
    uses: Mapping[str, Collection[str]],
    skus: Collection[str],
) -> None:
    if draft.code not in skus:
        raise BundleUnknown(sku=draft.code)
    if draft.parts and (others := sorted(set(uses.get(draft.code, ())) - {draft.code})):
        raise PartOfBundle(sku=draft.code, bundle=others[0])
    seen: set[str] = set()
    for part, quantity in draft.parts:
        if part not in skus:
            raise PartUnknown(sku=draft.code, part=part)
        if part == draft.code or inside.get(part):
            raise BundleInBundle(sku=draft.code, part=part)
        if part in seen:
            raise PartRepeated(sku=draft.code, part=part)
        if not 1 <= quantity <= MOST_PIECES:
            raise PartQuantityBad(sku=draft.code, part=part)
        seen.add(part)

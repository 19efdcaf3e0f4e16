"""Which SKU a listing without one probably means, by its words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from zhanggui.catalog.models import Sku
from zhanggui.channels.models import ShopListing

LIKELY = 0.5
"""Less alike than this is no suggestion."""
MOST_SKUS = 30_000


class Suggestion(NamedTuple):
    """A SKU's id and code, and how alike its words are to the listing's, from 0 to 1."""

    sku_id: int
    code: str
    likeness: float


def suggest_skus(listings: Sequence[ShopListing]) -> dict[int, Suggestion]:
    """By listing, the SKU for sale whose product and spec read most alike; none where nothing does. One statement.

    Likeness is that of Dice: of the pairs of neighbouring characters in both texts, twice those they share. Where two
    SKUs are equally alike nobody can say which is meant.
    """
    if not listings:
        return {}
    skus = Sku.objects.filter(is_active=True).order_by("-pk").values_list("pk", "code", "product__name", "spec")
    known = {pk: (code, _pairs(f"{name} {spec}")) for pk, code, name, spec in skus[:MOST_SKUS]}
    holders: Mapping[str, list[int]] = _by_pair(known)
    found = {}
    for listing in listings:
        words = _pairs(f"{listing.title} {listing.spec}")
        shared = Counter(pk for pair in words for pk in holders.get(pair, ()))
        scored = sorted(((2 * n / (len(words) + len(known[pk][1])), -pk) for pk, n in shared.items()), reverse=True)[:2]
        if scored and scored[0][0] >= LIKELY and (len(scored) == 1 or scored[1][0] < scored[0][0]):
            likeness, pk = scored[0][0], -scored[0][1]
            found[listing.pk] = Suggestion(pk, known[pk][0], likeness)
    return found


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters and digits, without case and without what stands between words."""
    plain = "".join(letter for letter in text.casefold() if letter.isalnum())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def _by_pair(known: Mapping[int, tuple[str, Iterable[str]]]) -> dict[str, list[int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for pk, (_, pairs) in known.items():
        for pair in pairs:
            holders[pair].append(pk)
    return holders

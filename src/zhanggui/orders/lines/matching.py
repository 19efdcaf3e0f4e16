"""Which SKU a channel's line means: the one of its merchant code, else what a clerk bound by hand once."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from zhanggui.catalog.models import BundlePart, Sku
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder
from zhanggui.orders.models import ListingMatch

Word = tuple[str, str]
"""Merchant code and listing, as a match by hand is kept: the listing counts only where there is no code."""


def match_word(sku_code: str, listing: str) -> Word:
    return (sku_code, "") if sku_code else ("", listing)


class KnownSkus(NamedTuple):
    """The SKUs a batch of orders may mean, and which of them are bundles."""

    codes: dict[str, int]
    bound: dict[Word, int]
    bundles: frozenset[int]

    def of(self, sku_code: str, listing: str) -> int | None:
        return self.codes.get(sku_code) or self.bound.get(match_word(sku_code, listing))

    def is_bundle(self, line: ChannelLine) -> bool:
        return bool(self.bundles) and self.of(line.sku_code, line.listing) in self.bundles

    @classmethod
    def load(cls, *, shop_id: int, orders: Collection[ChannelOrder]) -> "KnownSkus":
        """Two statements, and one more where the catalog does not know every code."""
        words = {match_word(line.sku_code, line.listing) for order in orders for line in order.lines}
        codes = dict(Sku.objects.filter(code__among=[code for code, _ in words if code]).values_list("code", "pk"))
        bound = _bound(shop_id, [word for word in words if word[0] not in codes and word != ("", "")])
        skus = sorted({*codes.values(), *bound.values()})
        bundles = BundlePart.objects.filter(bundle_id__among=skus).values_list("bundle_id", flat=True)
        return cls(codes, bound, frozenset(bundles))


def _bound(shop_id: int, words: Iterable[Word]) -> dict[Word, int]:
    asked = sorted(set(words))
    if not asked:
        return {}
    rows = ListingMatch.objects.filter(
        shop_id=shop_id,
        sku_code__among={code for code, _ in asked},
        listing__among={listing for _, listing in asked},
    )
    return {(code, listing): sku_id for code, listing, sku_id in rows.values_list("sku_code", "listing", "sku_id")}

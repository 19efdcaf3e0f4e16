"""Which SKU a listing means, and which listings shops are known to have."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from zhanggui.channels.halving import store_halving
from zhanggui.channels.models import ShopListing
from zhanggui.channels.rules import ListingUnstorable
from zhanggui.kernel.bulk import fetch_rows, insert_rows
from zhanggui.kernel.doors.channel_abilities import Listing
from zhanggui.kernel.refusal import Refusal

SOLD_WITHIN = timedelta(days=30)
"""A listing that its platform does not list is known by the orders that came from it this long ago at most."""

_ROW = (
    "shop_id", "listing", "sku_code", "title", "spec", "barcode", "price", "shown", "is_on_sale", "seen_at",
    "matched_by", "overlap_by", "frozen_by", "version", "told_version", "trouble",
)  # fmt: skip


def keep_listings(shop_id: int, listings: Sequence[Listing], *, at: datetime) -> list[Refusal]:
    """Each is here as the platform tells it. One that is not named stays: a listing may miss what is still sold.
    Answers why those are not here that the database does not take.

    Platforms that let buyers order what is sold out show less than nothing: that is none.
    """

    def keep(some: Sequence[Listing]) -> None:
        _keep(shop_id, some, at=at)

    return [
        ListingUnstorable(listing=_text(one.listing), reason=reason) for one, reason in store_halving(listings, keep)
    ]


def _keep(shop_id: int, listings: Sequence[Listing], *, at: datetime) -> None:
    rows = {
        (one.listing[:64], one.sku_code[:64]): (
            shop_id, one.listing[:64], one.sku_code[:64], _text(one.title), _text(one.spec), one.barcode[:64],
            one.price, None if one.quantity is None else max(0, one.quantity), one.is_on_sale, at, "nobody", "", "",
            0, 0, "",
        )
        for one in listings
    }  # fmt: skip
    told = ("title", "spec", "barcode", "price", "shown", "is_on_sale", "seen_at")
    insert_rows(
        ShopListing,
        _ROW,
        [row for _, row in sorted(rows.items())],
        on_conflict="(shop_id, listing, sku_code) DO UPDATE SET "
        + ", ".join(f"{name} = EXCLUDED.{name}" for name in told),
    )


def take_in_sold(shop_ids: Sequence[int], *, at: datetime) -> None:
    """Listings that orders of these shops came from lately are known, and on sale where one came since the platform
    listed them. One statement."""
    fetch_rows(
        """
        INSERT INTO channels_shoplisting (shop_id, listing, sku_code, title, spec, barcode, is_on_sale, seen_at,
                                          matched_by, overlap_by, frozen_by, version, told_version, trouble)
        SELECT DISTINCT ON (o.shop_id, l.listing, l.sku_code)
               o.shop_id, l.listing, l.sku_code, left(l.title, 200), left(l.spec, 200), '', true, o.placed_at,
               'nobody', '', '', 0, 0, ''
        FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
        WHERE o.shop_id = ANY(%(shops)s) AND o.placed_at >= %(since)s AND l.listing <> '' AND l.origin = 'channel'
        ORDER BY o.shop_id, l.listing, l.sku_code, o.placed_at DESC
        ON CONFLICT (shop_id, listing, sku_code) DO UPDATE SET seen_at = EXCLUDED.seen_at, is_on_sale = true
        WHERE channels_shoplisting.seen_at < EXCLUDED.seen_at - interval '1 day'
           OR NOT channels_shoplisting.is_on_sale AND channels_shoplisting.seen_at < EXCLUDED.seen_at
        RETURNING id
        """,
        {"shops": list(shop_ids), "since": at - SOLD_WITHIN},
    )


def match_by_themselves(shop_ids: Sequence[int]) -> list[tuple[int, str, str, int]]:
    """Each listing of these shops means the SKU of its merchant code, else the one somebody bound it to, else, while
    nobody has, the one of its barcode. Two statements.

    Answers the matches by barcode that are news: shop, merchant code, listing, SKU. Order lines are to know them too.
    """
    fetch_rows(
        """
        WITH said AS (
            SELECT l.id, COALESCE(c.id, m.sku_id) AS sku_id, CASE WHEN c.id IS NULL THEN 'hand' ELSE 'code' END AS by
            FROM channels_shoplisting l
            LEFT JOIN catalog_sku c ON c.code = l.sku_code AND l.sku_code <> ''
            LEFT JOIN orders_listingmatch m ON m.shop_id = l.shop_id AND m.sku_code = l.sku_code
                 AND m.listing = CASE WHEN l.sku_code = '' THEN l.listing ELSE '' END
            WHERE l.shop_id = ANY(%(shops)s) AND COALESCE(c.id, m.sku_id) IS NOT NULL
        )
        UPDATE channels_shoplisting l SET sku_id = said.sku_id, matched_by =
            CASE WHEN l.matched_by = 'barcode' AND said.by = 'hand' AND l.sku_id = said.sku_id THEN 'barcode'
                 ELSE said.by END
        FROM said WHERE l.id = said.id AND (l.sku_id IS DISTINCT FROM said.sku_id OR l.matched_by = 'nobody')
        RETURNING l.id
        """,
        {"shops": list(shop_ids)},
    )
    found = fetch_rows(
        """
        UPDATE channels_shoplisting l SET sku_id = b.sku_id, matched_by = 'barcode'
        FROM catalog_barcode b
        WHERE b.code = l.barcode AND b.pieces = 1 AND l.barcode <> '' AND l.sku_id IS NULL
          AND l.shop_id = ANY(%(shops)s)
        RETURNING l.shop_id, l.sku_code, l.listing, l.sku_id
        """,
        {"shops": list(shop_ids)},
    )
    return sorted(found)


def _text(told: str) -> str:
    return told.replace("\0", "")[:200]

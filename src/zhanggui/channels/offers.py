"""What each listing is to show, which of them their platforms have not heard of, and what each answer leaves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import BigIntegerField, Count, F, Q, Sum, Value

from zhanggui.catalog.queries import bundle_parts
from zhanggui.catalog.rules.bundles import bundles_left
from zhanggui.channels.facts import StockRefused
from zhanggui.channels.models import ShopLink, ShopListing, StockShare
from zhanggui.channels.rules import ShareRule, choose_offer
from zhanggui.channels.speaking import TROUBLE_LENGTH
from zhanggui.channels.states import LinkState
from zhanggui.inventory.models import Availability
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.facts import announce
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import OrderLine
from zhanggui.orders.states import OPEN_STATES

BEHIND = timedelta(minutes=10)
"""A shop that was not covered for so long may have sold what we still count: its SKUs are raised nowhere."""
FLIGHT = timedelta(seconds=60)
"""A call whose answer nobody heard may arrive at the platform for so long; after it the number is told once more."""
AGAIN_AFTER = timedelta(minutes=10)
"""When the platform is asked again to take a number it refused."""
UNHEARD_SOONEST, UNHEARD_LATEST = timedelta(seconds=2), timedelta(seconds=15)
"""When it is asked again after it did not answer."""
AT_ONCE = 400


class Due(NamedTuple):
    """A number the platform of a listing is to hear. `older_flight`: until when an earlier one may still arrive."""

    id: int
    offer: StockOffer
    version: int
    older_flight: datetime | None
    was_failing: bool


def wanted_pieces(listings: Sequence[ShopListing], *, at: datetime) -> dict[int, int]:
    """By listing, what it is to show now; without those of which nobody knows what they show, nor what was sold. Six
    statements, and another while a shop was not read for a while."""
    skus = {listing.sku_id for listing in listings if listing.sku_id is not None}
    free, unknown = free_pieces(skus), _unknown(skus, at=at)
    shops = {listing.shop_id for listing in listings}
    shares = {share.shop_id: share for share in StockShare.objects.filter(shop_id__among=shops)}
    beside = _beside(shops, skus)
    return {
        listing.pk: choose_offer(
            free[listing.sku_id],
            rule_of(listing, shares),
            among=1 if is_agreed(listing, shares) else beside.get((listing.shop_id, listing.sku_id), 1),
            frozen=bool(listing.frozen_by),
            unknown=listing.sku_id in unknown,
            shown=_last_shown(listing),
        )
        for listing in listings
        if listing.sku_id is not None
        and (listing.sku_id not in unknown or listing.frozen_by or _last_shown(listing) is not None)
    }


def _beside(shop_ids: set[int], sku_ids: set[int]) -> dict[tuple[int, int], int]:
    """How many listings of one shop sell one SKU. Together they show the share of their shop, each an equal part."""
    found = ShopListing.objects.filter(shop_id__among=shop_ids, sku_id__among=set(sku_ids), is_on_sale=True)
    counted = found.order_by().values_list("shop_id", "sku_id").annotate(n=Count("pk"))
    return {(shop_id, sku_id): n for shop_id, sku_id, n in counted if sku_id is not None}


def is_agreed(listing: ShopListing, shares: Mapping[int, StockShare]) -> bool:
    """Whether somebody agreed that it shows pieces which others show too."""
    share = shares.get(listing.shop_id)
    return bool(listing.overlap_by or (share and share.overlap_by))


def _last_shown(listing: ShopListing) -> int | None:
    """What its platform was told, or else lists by itself, or else was to be told."""
    return next((said for said in (listing.told, listing.shown, listing.wanted) if said is not None), None)


def rule_of(listing: ShopListing, shares: Mapping[int, StockShare]) -> ShareRule:
    """The listing's own words where it has any, else its shop's, and never more of the whole than its shop unless
    somebody agreed; a shop that has no share shows nothing."""
    share = shares.get(listing.shop_id)
    if share is None:
        return ShareRule(0)

    def own(name: str) -> int | None:
        said: int | None = getattr(listing, name)
        shared: int | None = getattr(share, name)
        return shared if said is None else said

    ratio = own("ratio") or 0
    return ShareRule(
        ratio if listing.overlap_by else min(ratio, share.ratio), own("safety") or 0, own("cap"), own("end_mark") or 0
    )


def free_pieces(sku_ids: set[int]) -> dict[int, int]:
    """By SKU, the pieces nobody has claimed or waits for; of a bundle, what single warehouses can send whole.

    Never below zero. Two statements.
    """
    bundles = bundle_parts(sku_ids)
    every = sku_ids | {part.sku_id for own in bundles.values() for part in own}
    free, awaited = _free_and_awaited(every)

    def left(sku_id: int) -> int:
        if sku_id in bundles:
            return bundles_left(free, bundles[sku_id], awaited=awaited)
        return max(0, sum(there.get(sku_id, 0) for there in free) - awaited.get(sku_id, 0))

    return {sku_id: left(sku_id) for sku_id in sku_ids}


def _free_and_awaited(sku_ids: set[int]) -> tuple[list[dict[int, int]], dict[int, int]]:
    """What can still be claimed, by warehouse and SKU; and the pieces open orders wait for without a claim: nobody has
    said yet from which warehouse they come, but their platforms have counted them off already.

    Both in one statement, so of one moment: read one after the other, what is claimed in between would be counted
    as free and no longer awaited.
    """
    stock = Availability.objects.filter(sku_id__among=sku_ids)
    lines = OrderLine.objects.filter(
        sku_id__among=sku_ids, is_cancelled=False, is_replaced=False, order__state__in=list(OPEN_STATES)
    )
    waiting = lines.order_by().values("sku_id").annotate(n=Sum(F("ordered") - F("claimed")))
    free: dict[int, dict[int, int]] = {}
    awaited: dict[int, int] = {}
    for warehouse_id, sku_id, pieces in stock.values_list("warehouse_id", "sku_id", F("sellable") - F("claimed")).union(
        waiting.values_list(Value(None, BigIntegerField()), "sku_id", "n"), all=True
    ):
        (awaited if warehouse_id is None else free.setdefault(warehouse_id, {}))[sku_id] = pieces
    return list(free.values()), awaited


def _unknown(sku_ids: set[int], *, at: datetime) -> set[int]:
    """SKUs that a shop sells, alone or in a bundle, whose orders nobody has read for a while; of bundles, those of
    whose parts that is so."""
    behind = list(ShopLink.objects.filter(covered_to__lt=at - BEHIND).values_list("shop_id", flat=True))
    if not behind or not sku_ids:
        return set()
    rows = fetch_rows(
        """
        WITH asked AS (
            SELECT s.id, COALESCE(p.part_id, s.id) AS piece
            FROM unnest(%(skus)s::bigint[]) AS s (id) LEFT JOIN catalog_bundlepart p ON p.bundle_id = s.id
        ), sold AS (
            SELECT id, piece AS sku_id FROM asked
            UNION
            SELECT a.id, b.bundle_id FROM asked a JOIN catalog_bundlepart b ON b.part_id = a.piece
        )
        SELECT DISTINCT sold.id FROM sold JOIN channels_shoplisting l ON l.sku_id = sold.sku_id
        WHERE l.is_on_sale AND l.shop_id = ANY(%(behind)s)
        """,
        {"skus": sorted(sku_ids), "behind": behind},
    )
    return {sku_id for (sku_id,) in rows}


def want(pieces: Mapping[int, int]) -> list[int]:
    """Each listing wants so many pieces shown, in a version of its own where that is news. Answers their shops."""
    rows = sorted(pieces.items())
    changed = fetch_rows(
        """
        UPDATE channels_shoplisting l
        SET wanted = v.wanted, version = nextval('channels_offer_version'), wait_until = NULL
        FROM unnest(%s::bigint[], %s::int[]) AS v (id, wanted)
        WHERE l.id = v.id AND l.wanted IS DISTINCT FROM v.wanted
        RETURNING l.shop_id
        """,
        [[key for key, _ in rows], [number for _, number in rows]],
    )
    return sorted({shop_id for (shop_id,) in changed})


def shops_to_tell(*, at: datetime) -> list[int]:
    """Shops whose platforms are to hear a number now, and may be spoken to."""
    rows = fetch_rows(
        f"""
        SELECT k.shop_id FROM channels_shoplink k
        WHERE k.state = 'working' AND (k.wait_until IS NULL OR k.wait_until <= %(at)s)
          AND EXISTS ({_DUE.replace("%(shop)s", "k.shop_id")})
        ORDER BY k.shop_id
        """,
        {"at": at, "known": at - BEHIND, "most": 1},
    )
    return [shop_id for (shop_id,) in rows]


def due_listings(shop_id: int, *, at: datetime) -> bool:
    """Whether the platform of this shop is to hear a number now."""
    return bool(
        fetch_rows(f"SELECT EXISTS ({_DUE})", {"shop": shop_id, "at": at, "known": at - BEHIND, "most": 1})[0][0]
    )


# Untold and flying listings are found by an index each, for this is asked every second. What rises waits until the
# orders of the shop were read: it may have been weighed before the shop stood still.
_DUE = """
    SELECT l.id FROM (
        SELECT * FROM channels_shoplisting
        WHERE shop_id = %(shop)s AND version - told_version > 0 AND (wait_until IS NULL OR wait_until <= %(at)s)
        UNION ALL
        SELECT * FROM channels_shoplisting
        WHERE shop_id = %(shop)s AND flying_until <= %(at)s
          AND NOT (version - told_version > 0 AND (wait_until IS NULL OR wait_until <= %(at)s))
    ) l
    WHERE l.is_on_sale AND l.wanted IS NOT NULL
      AND (l.wanted <= COALESCE(l.told, l.shown, 0)
           OR EXISTS (SELECT FROM channels_shoplink f WHERE f.shop_id = l.shop_id AND f.covered_to >= %(known)s))
      AND EXISTS (SELECT FROM channels_stockshare s WHERE s.shop_id = l.shop_id AND s.is_published)
    ORDER BY (l.told IS NOT NULL AND l.wanted < l.told) DESC, l.version LIMIT %(most)s
"""


def shops_with_prices(listing_ids: Iterable[int] | None = None, *, at: datetime) -> list[int]:
    """Shops whose platforms are to hear a price, of these listings or of any, and may be spoken to."""
    waiting = ShopListing.objects.filter(price_wanted__isnull=False, price_trouble="")
    if listing_ids is not None:
        waiting = waiting.filter(pk__among=set(listing_ids))
    links = ShopLink.objects.filter(Q(wait_until=None) | Q(wait_until__lte=at), state=LinkState.WORKING)
    return list(
        links.filter(shop_id__in=waiting.values("shop_id")).order_by("shop_id").values_list("shop_id", flat=True)
    )


@transaction.atomic(durable=True)
def take_due(shop_id: int, *, at: datetime) -> list[Due]:
    """The listings to tell now, fewer pieces before more, each on record as being told."""
    rows = fetch_rows(
        f"""
        WITH due AS (SELECT id, flying_until FROM channels_shoplisting WHERE id IN ({_DUE}) ORDER BY id FOR UPDATE)
        UPDATE channels_shoplisting l SET flying_until = GREATEST(l.flying_until, %(landed)s)
        FROM due WHERE due.id = l.id
        RETURNING l.id, l.listing, l.sku_code, l.wanted, l.version, due.flying_until, l.failing_since IS NOT NULL,
                  l.told IS NOT NULL AND l.wanted < l.told
        """,
        {"shop": shop_id, "at": at, "known": at - BEHIND, "most": AT_ONCE, "landed": at + FLIGHT},
    )
    rows.sort(key=lambda row: (not row[7], row[4]))
    return [
        Due(pk, StockOffer(listing, code, wanted), version, flight if flight and flight > at else None, failing)
        for pk, listing, code, wanted, version, flight, failing, _ in rows
    ]


@transaction.atomic
def mark_told(told: Sequence[Due], *, at: datetime) -> None:
    """The platform shows these numbers. A listing that knows of a newer answer stays as it is.

    Where an earlier call may still arrive, the number is due once more when it no longer can.
    """
    fetch_rows(
        """
        UPDATE channels_shoplisting l
        SET told = v.wanted, told_version = v.version, told_at = %s, flying_until = v.flight,
            failing_since = NULL, trouble = ''
        FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::timestamptz[]) AS v (id, wanted, version, flight)
        WHERE l.id = v.id AND l.told_version <= v.version
        RETURNING l.id
        """,
        [at, *_columns(told)],
    )


@transaction.atomic
def mark_refused(shop_id: int, refused: Sequence[tuple[Due, Refusal]], *, actor: Actor, at: datetime) -> None:
    """The platform did not take them; it is asked again later, or at once when another number is wanted by now."""
    if not refused:
        return
    dues = [due for due, _ in refused]
    fetch_rows(
        """
        UPDATE channels_shoplisting l
        SET failing_since = COALESCE(l.failing_since, %s), flying_until = v.flight, trouble = v.trouble,
            wait_until = CASE WHEN l.version = v.version THEN %s ELSE l.wait_until END
        FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::timestamptz[], %s::text[])
             AS v (id, wanted, version, flight, trouble)
        WHERE l.id = v.id
        RETURNING l.id
        """,
        [at, at + AGAIN_AFTER, *_columns(dues), [_words(refusal) for _, refusal in refused]],
    )
    announce(
        [
            StockRefused(shop_id, due.offer.listing, due.offer.sku_code, due.offer.quantity, _words(refusal))
            for due, refusal in refused
            if not due.was_failing
        ],
        actor=actor, at=at,
    )  # fmt: skip


@transaction.atomic
def mark_unheard(unheard: Sequence[Due], refusal: Refusal, *, at: datetime) -> None:
    """Nobody knows whether the platform took them: they are told again, and until then they count as failing.

    A platform that is down is asked again after as long as it has been down, within two to fifteen seconds.
    """
    fetch_rows(
        """
        UPDATE channels_shoplisting l
        SET failing_since = COALESCE(l.failing_since, %(at)s), trouble = %(trouble)s,
            wait_until = %(at)s + GREATEST(%(soonest)s, LEAST(%(at)s - COALESCE(l.failing_since, %(at)s), %(latest)s))
        WHERE l.id = ANY(%(ids)s) RETURNING l.id
        """,
        {
            "at": at, "trouble": _words(refusal), "ids": [due.id for due in unheard],
            "soonest": UNHEARD_SOONEST, "latest": UNHEARD_LATEST,
        },
    )  # fmt: skip


def _columns(dues: Iterable[Due]) -> tuple[list[int], list[int], list[int], list[datetime | None]]:
    rows = [(due.id, due.offer.quantity, due.version, due.older_flight) for due in dues]
    return tuple(map(list, zip(*rows, strict=True))) if rows else ([], [], [], [])  # type: ignore[return-value]


def _words(refusal: Refusal) -> str:
    return refusal.sentence.replace("\0", "")[:TROUBLE_LENGTH]


def wait_for_other_weighers() -> None:
    """Weighings come one after the other until the transaction ends, so that the last one has read the newest stock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('channels.weigh', 0))")

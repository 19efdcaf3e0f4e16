"""Bundles as rows: brought to what drafts say, under the lock that keeps bundles out of bundles."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Max

from zhanggui.catalog.facts import BundleChanged
from zhanggui.catalog.models import BundlePart, BundleVersion, Sku, VersionPart
from zhanggui.catalog.queries import bundle_contents, known_bundles
from zhanggui.catalog.rules.bundles import BundleDraft, plan_bundles
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.refusal import Refusal


def lock_catalog() -> None:
    """One writer at a time: two at once could give one barcode to two SKUs, or put a bundle into a bundle.

    Readers, and rows that refer to SKUs, do not wait.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE catalog_sku IN SHARE ROW EXCLUSIVE MODE")


def lock_bundles() -> None:
    """No goods come to an empty place until the transaction ends, and those that came are seen.

    The other side of it are the triggers on balances.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('bundles own nothing', 3))")


def bring_bundles(drafts: Sequence[BundleDraft], *, actor: Actor, at: datetime) -> tuple[list[str], dict[str, Refusal]]:
    """Each bundle done has exactly its parts. The caller has locked the catalog. Twelve statements at most."""
    if not drafts:
        return [], {}
    codes = sorted({draft.code for draft in drafts} | {part for draft in drafts for part, _ in draft.parts})
    skus = dict(Sku.objects.filter(code__among=codes).values_list("code", "pk"))
    if any(draft.parts for draft in drafts):
        lock_bundles()
    known = known_bundles(codes, wanted=[draft.code for draft in drafts if draft.parts])
    wanted, refused = plan_bundles(drafts, known=known, skus=skus.keys())

    before = bundle_contents(wanted)
    changed = {code: parts for code, parts in wanted.items() if parts != before.get(code, ())}
    BundlePart.objects.filter(bundle_id__among=[skus[code] for code in changed]).delete()
    rows = [(skus[code], skus[part], quantity) for code, parts in changed.items() for part, quantity in parts]
    insert_rows(BundlePart, ("bundle_id", "part_id", "quantity"), rows)

    _write_versions({skus[code]: parts for code, parts in changed.items()}, skus, actor=actor, at=at)

    announce(
        [
            BundleChanged(skus[code], [f"{part} × {number}" for part, number in parts])
            for code, parts in changed.items()
        ],
        actor=actor,
        at=at,
    )
    return list(wanted), refused


def _write_versions(
    changed: Mapping[int, Sequence[tuple[str, int]]], skus: Mapping[str, int], *, actor: Actor, at: datetime
) -> None:
    """What these bundles are made of from now on, as a version of its own."""
    last = BundleVersion.objects.filter(bundle_id__among=set(changed)).values_list("bundle_id")
    numbers = dict(last.annotate(last=Max("number")).order_by())
    rows = [(bundle_id, numbers.get(bundle_id, 0) + 1, at, actor.name[:80]) for bundle_id in changed]
    written = dict(insert_rows(
        BundleVersion, ("bundle_id", "number", "valid_from", "set_by"), rows, returning=("bundle_id", "id")
    ))  # fmt: skip
    parts = [(written[bundle_id], skus[part], quantity) for bundle_id, own in changed.items() for part, quantity in own]
    insert_rows(VersionPart, ("version_id", "part_id", "quantity"), parts)

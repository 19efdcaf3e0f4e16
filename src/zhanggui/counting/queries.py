"""Reads others ask of counting."""

from collections.abc import Iterable

from django.db.models import F, Sum

from zhanggui.counting.models import CountScan


def tallies_of(bin_ids: Iterable[int]) -> dict[tuple[int, int, str], int]:
    """What was scanned so far in bins in hand, by bin, SKU and lot. One statement."""
    scans = CountScan.objects.filter(
        turn__bin_id__among=set(bin_ids), turn__round=F("turn__bin__round"), attempt=F("turn__attempt")
    )
    sums = scans.values_list("turn__bin_id", "sku_id", "lot").annotate(pieces=Sum("pieces")).order_by()
    return {(bin_id, sku_id, lot): pieces for bin_id, sku_id, lot, pieces in sums}

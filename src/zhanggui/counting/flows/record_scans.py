"""Record what was found in bins, as it is scanned.

Afterwards the pieces count towards the bin each was found in, which the actor has in hand; the same scan again counts
nothing more. Pieces below zero take back what was scanned too much. What the book says is neither looked at nor told.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from zhanggui.catalog.queries import bundles_among
from zhanggui.counting.models import CountScan, CountTurn
from zhanggui.counting.queries import tallies_of
from zhanggui.counting.rules.turns import check_in_hand
from zhanggui.counting.taking import locked_bins, person_of, standings
from zhanggui.inventory.queries import sku_codes
from zhanggui.inventory.rules.quantities import BundleNotStocked, SkuUnknown
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal

MOST = 1_000_000


class FewerThanNone(Refusal):
    """No more than {there} pieces of {sku} were scanned in this bin: {pieces} cannot be taken back."""


class PiecesOutOfReach(Refusal):
    """{pieces} pieces cannot be scanned at once. Give 1 to 1,000,000, or fewer than none to take some back."""


class ScanDraft(NamedTuple):
    """So many pieces were found in a bin in hand. `client_id` is the scanner's own name for this scan."""

    client_id: UUID
    bin_id: int
    sku_id: int
    pieces: int = 1
    lot: str = ""


@transaction.atomic
def record_scans(*, scans: Sequence[ScanDraft], actor: Actor, at: datetime) -> Outcome[UUID]:
    bins = {one.pk: one for one in locked_bins({scan.bin_id for scan in scans}, actor=actor)}
    standing = standings(list(bins.values()))
    turns = {
        bin_id: (pk, attempt)
        for bin_id, number, pk, attempt in CountTurn.objects.filter(bin_id__among=set(bins)).values_list(
            "bin_id", "round", "pk", "attempt"
        )
        if number == bins[bin_id].round
    }
    codes = sku_codes(scan.sku_id for scan in scans)
    bundles = bundles_among(codes)
    there = tallies_of(bins)
    repeated = set(
        CountScan.objects.filter(client_id__among={scan.client_id for scan in scans}).values_list(
            "client_id", flat=True
        )
    )
    scanned: dict[tuple[int, int, str], int] = defaultdict(int, there)

    def check(scan: ScanDraft) -> None:
        if scan.client_id in repeated:
            return
        if scan.bin_id not in bins:
            raise NotFound(what="count", key=scan.bin_id)
        check_in_hand(standing[scan.bin_id], by=person_of(actor))
        if scan.sku_id not in codes:
            raise SkuUnknown(sku=scan.sku_id)
        if scan.sku_id in bundles:
            raise BundleNotStocked(sku=codes[scan.sku_id])
        if not 0 < abs(scan.pieces) <= MOST:
            raise PiecesOutOfReach(pieces=scan.pieces)
        key = (scan.bin_id, scan.sku_id, scan.lot)
        if scanned[key] + scan.pieces < 0:
            raise FewerThanNone(sku=codes[scan.sku_id], there=scanned[key], pieces=-scan.pieces)
        scanned[key] += scan.pieces
        repeated.add(scan.client_id)

    fresh_before = frozenset(repeated)
    ready, refused = divide(scans, check=check, key=lambda scan: scan.client_id)

    fresh = {scan.client_id: scan for scan in ready if scan.client_id not in fresh_before}
    insert_rows(
        CountScan,
        ("client_id", "turn_id", "attempt", "sku_id", "lot", "pieces", "at"),
        [(scan.client_id, *turns[scan.bin_id], scan.sku_id, scan.lot[:40], scan.pieces, at) for scan in fresh.values()],
    )
    return Outcome(done=list(dict.fromkeys(scan.client_id for scan in ready)), refused=refused)

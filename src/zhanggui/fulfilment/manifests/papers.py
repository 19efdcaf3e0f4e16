"""From manifests to their hand-over sheets: three statements for any number of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from zhanggui.fulfilment.manifests.standing import standing_of
from zhanggui.fulfilment.models import Manifest, ManifestParcel
from zhanggui.fulfilment.paper_templates.choosing import current_templates, logos_of, template_of
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.rules.manifests import Standing, tally_of
from zhanggui.fulfilment.states import DifferenceKind, ManifestState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import clock_time
from zhanggui.papers.templates import HAND, PaperTemplate, in_language
from zhanggui.papers.values import HandOverGap, HandOverPaper, HandOverRow

_ROW = (
    "manifest_id", "parcel__waybill", "parcel__number", "parcel__order__receiver_state", "parcel__order__receiver_city",
    "parcel__weighed_g", "scanned_at",
)  # fmt: skip


def hand_over_papers(manifest_ids: Sequence[int], *, actor: Actor, at: datetime) -> list[HandOverPaper]:
    """A sheet for each of the manifests that the actor may see, parcels in the order of their scans."""
    manifests = Manifest.objects.visible_to(actor).filter(pk__among=set(manifest_ids)).select_related("warehouse")
    found = list(manifests.order_by("pk"))
    ids = [manifest.pk for manifest in found]
    rows: dict[int, list[HandOverRow]] = {pk: [] for pk in ids}
    entries = ManifestParcel.objects.filter(manifest_id__among=set(ids)).order_by("scanned_at", "pk")
    for manifest_id, waybill, number, province, city, grams, scanned_at in entries.values_list(*_ROW):
        place = f"{province}{city}" if province != city else city
        rows[manifest_id].append(
            HandOverRow(waybill, number, place, f"{grams or 0} g", clock_time(scanned_at, seen_at=at))
        )
    standing = standing_of(ids)
    return [_paper(manifest, rows[manifest.pk], standing[manifest.pk], at=at) for manifest in found]


def designed_sheets(
    manifest_ids: Sequence[int], *, actor: Actor, at: datetime
) -> list[tuple[HandOverPaper, PaperTemplate]]:
    """The same, each as its warehouse has it, in the language of its template."""
    known = current_templates(HAND)
    theirs = Manifest.objects.visible_to(actor).filter(pk__among=set(manifest_ids)).order_by("pk")
    groups: dict[PaperTemplate, list[int]] = {}
    for pk, warehouse_id in theirs.values_list("pk", "warehouse_id"):
        groups.setdefault(template_of(known, HAND, warehouse_id=warehouse_id), []).append(pk)
    logos = logos_of(groups)
    sheets: list[tuple[HandOverPaper, PaperTemplate]] = []
    for template, own in groups.items():
        with in_language(template):
            papers = hand_over_papers(own, actor=actor, at=at)
        sheets += [(replace(paper, logo=logos.get(template.logo, b"")), template) for paper in papers]
    return sheets


def _paper(
    manifest: Manifest, rows: Sequence[HandOverRow], standing: Sequence[Standing], *, at: datetime
) -> HandOverPaper:
    tally = tally_of(standing)
    is_final = manifest.state != ManifestState.OPEN
    return HandOverPaper(
        number=manifest.number,
        warehouse=manifest.warehouse.name,
        carrier=carrier_label(manifest.carrier),
        pickup=manifest.pickup,
        state=manifest.get_state_display(),
        is_final=is_final,
        listed=manifest.listed if is_final else tally.listed,
        scanned=manifest.scanned if is_final else tally.scanned,
        shipped=manifest.shipped if is_final else tally.shipped,
        closed_by=manifest.closed_by,
        driver=" ".join(filter(None, [manifest.driver, manifest.plate])),
        rows=tuple(rows),
        gaps=tuple(
            HandOverGap(one.waybill, one.number, str(DifferenceKind(one.difference).label), one.reason)
            for one in tally.differences
        ),
        printed_at=at,
        print_number=manifest.prints,
    )

"""Labels that come at the verifying table, each with the item that chose its parcel."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from zhanggui.fulfilment.flows.print_table_labels import print_table_labels
from zhanggui.fulfilment.models import Parcel, PrintDocument, Wave
from zhanggui.fulfilment.print_jobs.components import CLODOP
from zhanggui.fulfilment.print_jobs.rows import printers_at
from zhanggui.fulfilment.states import AT_TABLE, PaperKind, ParcelState, PrintState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal


class TableLabel(NamedTuple):
    """Where the label is printed, what is known of it, and why there is none.

    A program prints without a window of its own, `at=table`: the station drives it from its own page.
    """

    opens: str = ""
    words: str = ""
    trouble: Refusal | None = None


def comes_here(parcel: Parcel) -> bool:
    """Whether its label is printed at the table. The parcel comes with its wave."""
    return parcel.wave is not None and parcel.wave.labels_at_table


def is_due(parcel: Parcel) -> bool:
    """It is verified, and nobody has said that its label is out."""
    return comes_here(parcel) and parcel.state == ParcelState.VERIFIED and parcel.label_proven_at is None


def label_at_table(parcel: Parcel, *, actor: Actor, at: datetime) -> TableLabel:
    """Its label lies at the printer of this table, now or since it was asked for first."""
    refused = print_table_labels(parcel_ids=[parcel.pk], actor=actor, at=at).refused
    if parcel.pk in refused:
        return TableLabel(trouble=refused[parcel.pk])
    printed = PrintDocument.objects.filter(parcel=parcel).order_by("-pk")
    row = printed.values_list("job_id", "sequence", "state", "job__component").first()
    if row is None:
        return TableLabel(f"/papers/labels?ids={parcel.pk}")
    job, sequence, state, component = row
    here = "?at=table" if component or CLODOP in printers_at(actor.station).get(PaperKind.LABEL, {}) else ""
    return TableLabel(f"/print/jobs/{job}{here}#{sequence}", str(PrintState(state).label))


def labels_missing(wave: Wave) -> str:
    """The cells of parcels that were begun here and whose label nobody has seen, in words; empty: none."""
    if not wave.labels_at_table:
        return ""
    begun = Parcel.objects.filter(wave=wave, state__in=AT_TABLE, units_verified__gt=0, label_proven_at__isnull=True)
    cells = list(begun.order_by("cell").values_list("cell", flat=True)[:10])
    return _("Label not seen: {cells}").format(cells=" ".join(f"#{cell}" for cell in cells)) if cells else ""

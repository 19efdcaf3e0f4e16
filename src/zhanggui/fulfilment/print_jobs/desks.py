"""The list of print jobs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.models import PrintDocument, PrintJob
from zhanggui.fulfilment.print_jobs.components import BROWSER, WAY_WORDS
from zhanggui.fulfilment.printing import open_papers
from zhanggui.fulfilment.states import JobState, PrintState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, Column, Desk, Tab
from zhanggui.ui.desk.columns import Tone

JOB_TONES: dict[str, Tone] = {"open": "info", "done": "good"}
_OUT = Count("pk", filter=Q(state=PrintState.PRINTED))
_TROUBLED = Count("pk", filter=Q(state__in=[PrintState.FAILED, PrintState.UNKNOWN]))


class PrintJobDesk(Desk):
    """Labels given to printers, and how many are out."""

    name = "print-jobs"
    title = _("Print jobs")
    empty = _("Nothing was given to a printer here.")
    grant = "take_print_documents"
    model = PrintJob
    icon = "printer"
    has_sheet = False
    sort = "-pk"
    tabs = [
        Tab("open", _("Being printed"), Q(state=JobState.OPEN), tone="info"),
        Tab("done", _("All out"), Q(state=JobState.DONE), tone="good"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("number", _("Print job"), "links", by_page=True, width=100, frozen=True),
        Column("state", _("State"), "state", states=JobState, tones=JOB_TONES, width=110, sortable=False),
        Column("waves", _("Wave"), by_page=True, width=170),
        Column("out", _("Labels out"), "progress", by_page=True, width=140),
        Column("trouble", _("Not printed or not known"), "quantity", by_page=True, width=140),
        Column(
            "component", _("Printed by"), width=170, sortable=False, needs=("component",),
            value=lambda row: str(WAY_WORDS.get(row["component"] or BROWSER, row["component"])),
        ),
        Column("table", _("Table"), width=110, sortable=False),
        Column("made_by", _("Made by"), "person", width=110, sortable=False),
        Column("made_at", _("Made at"), "moment", width=110, sortable=False),
        Column("done_at", _("Done at"), "moment", width=110, sortable=False),
    ]  # fmt: skip
    actions = [
        Action(
            "open_print_job", _("Go on printing"), open_papers, "ids", grant="take_print_documents", icon="printer",
            look="primary", key="p", tabs=("open", "done", "all"), opens="/print/jobs/{id}",
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return PrintJob.objects.visible_to(actor)

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        """Two statements for a page."""
        documents = PrintDocument.objects.filter(job_id__among=set(ids))
        counts = {
            row[0]: row[1:]
            for row in documents.values_list("job_id").annotate(all=Count("pk"), out=_OUT, bad=_TROUBLED)
        }
        waves: dict[int, list[str]] = {}
        found = documents.exclude(parcel__wave__isnull=True).values_list("job_id", "parcel__wave__number").distinct()
        for job_id, number in found.order_by("job_id", "parcel__wave__number"):
            waves.setdefault(job_id, []).append(number)
        return {pk: self._values(pk, counts.get(pk, (0, 0, 0)), waves.get(pk, [])) for pk in ids}

    @staticmethod
    def _values(pk: int, counts: Sequence[int], waves: Sequence[str]) -> Mapping[str, Any]:
        total, out, trouble = counts
        return {
            "number": [{"label": str(pk), "href": reverse("fulfilment:print_job", args=[pk])}],
            "waves": " ".join(waves[:3]) + (" …" if len(waves) > 3 else ""),
            "out": [out, total],
            "trouble": trouble,
        }

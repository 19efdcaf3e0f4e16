"""The jobs desk: what runs in the background, and what gave up."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from zhanggui.kernel.flows.retry_jobs import retry_jobs
from zhanggui.ui.desk import Action, Column, Desk, Tab, TextFilter


class JobDesk(Desk):
    name = "jobs"
    title = _("Jobs")
    grant = "see_jobs"
    model = ProcrastinateJob
    icon = "settings-automation"
    document = "id"
    tabs = [
        Tab("failed", _("Gave up"), Q(status="failed"), tone="bad"),
        Tab("doing", _("Running"), Q(status="doing"), tone="info"),
        Tab("todo", _("Waiting"), Q(status="todo")),
    ]
    columns = [
        Column("id", _("Job"), kind="quantity", width=90, frozen=True),
        Column("task_name", _("Operation"), width=260),
        Column("queue_name", _("Lane"), width=90),
        Column("args", _("Payload"), value=lambda row: str(row["args"])[:300], needs=("args",), width=420),
        Column("attempts", _("Tries"), kind="quantity", width=80),
        Column("scheduled_at", _("Not before"), kind="moment", sortable=False),
    ]
    filters = [TextFilter("task_name", _("Operation"))]
    search = ("task_name",)
    sort = "-id"
    actions = [
        Action(
            "retry_jobs",
            _("Try again"),
            retry_jobs,
            "job_ids",
            key="r",
            icon="refresh",
            look="primary",
            tabs=("failed",),
        )
    ]

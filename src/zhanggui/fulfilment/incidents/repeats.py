"""What keeps happening: the goods, the bins and the people with the most incidents."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from zhanggui.fulfilment.incidents.states import IncidentCause
from zhanggui.fulfilment.models import Incident
from zhanggui.kernel.actor import Actor

WITHIN = timedelta(days=7)
MOST = 12


def repeated(actor: Actor, *, at: datetime) -> Sequence[Mapping[str, Any]]:
    """Three tables, a statement each."""
    lately = Incident.objects.visible_to(actor).filter(opened_at__gte=at - WITHIN)
    return [
        {"title": title, "of": of, "rows": _rows(lately, field, link)}
        for title, of, field, link in (
            (_("By goods"), _("SKU"), "sku__code", "/desk/incidents/?tab=all&q="),
            (_("By bin"), _("Bin"), "location__code", ""),
            (_("By person"), _("Who"), "opened_by", ""),
        )
    ]


def _rows(lately: Any, field: str, link: str) -> Sequence[Mapping[str, Any]]:
    """Of each the cause it has most often."""
    counted = (
        lately.exclude(**{field: ""})
        .filter(**{f"{field}__isnull": False})
        .values_list(field, "cause")
        .annotate(incidents=Count("pk"), times=Sum("times"))
        .order_by("-times", field, "cause")
    )
    rows: dict[str, dict[str, Any]] = {}
    for name, cause, incidents, times in counted[: MOST * len(IncidentCause)]:
        row = rows.setdefault(
            name,
            {
                "name": name,
                "cause": IncidentCause(cause).label,
                "incidents": 0,
                "times": 0,
                "link": f"{link}{name}" if link else "",
            },
        )
        row["incidents"] += incidents
        row["times"] += times
    return sorted(rows.values(), key=lambda row: -row["times"])[:MOST]

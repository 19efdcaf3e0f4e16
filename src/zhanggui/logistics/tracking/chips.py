"""Words of parcels on their way, for their lists."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhanggui.kernel.clock import now
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.tracking import GROUP
from zhanggui.logistics.tracking.states import AnomalyState, Stage
from zhanggui.orders.desks.chips import deadline
from zhanggui.ui.desk.columns import Tone

STAGE_TONES: dict[str, Tone] = {
    "handed_over": "info", "collected": "info", "in_transit": "info", "out_for_delivery": "info",
    "at_pickup_point": "info", "delivered": "good", "returning": "warn", "returned": "warn", "cancelled": "bad",
    "withdrawn": "muted",
}  # fmt: skip
KIND_TONES: dict[str, Tone] = {
    "uncollected": "bad", "stuck": "warn", "unfetched": "warn", "returning": "warn", "refused": "bad",
    "other_signed": "bad", "damaged": "bad", "lost": "bad", "trouble": "warn", "contradicted": "muted",
}  # fmt: skip
SCAN_TONES: dict[str, Tone] = {
    "exception": "bad", "cancelled": "bad", "delivered": "good", "returning": "warn", "returned": "warn",
}  # fmt: skip
STATE_TONES: dict[str, Tone] = {"open": "warn", "resolved": "good", "passed": "muted"}


def source_name(key: str) -> str:
    """The source by the name people say; its key when its connector is not installed."""
    source = installed(GROUP).get(key)
    return _(str(source.label)) if source else key


def sources() -> list[tuple[str, str]]:
    return [(key, _(str(source.label))) for key, source in installed(GROUP).items()]


def collect_left(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Until the carrier must have collected it; nothing once it has."""
    return deadline(row["collect_by"], at=now()) if row["stage"] == Stage.HANDED_OVER else []


def case_left(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Until somebody must have seen to it; nothing once it is closed."""
    return deadline(row["due_at"], at=now()) if row["state"] == AnomalyState.OPEN else []


def asking_chips(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """How we come to know of it."""
    if row["refusal"]:
        return [{"label": _("Refused"), "tone": "bad", "title": row["refusal"]}]
    if row["account_id"] is None:
        return [{"label": _("Nobody tells"), "tone": "bad", "title": _("No tracking account knows this carrier.")}]
    if row["subscribed_at"]:
        return [{"label": _("Pushed"), "tone": "good"}]
    if row["next_at"]:
        return [{"label": _("Asked"), "tone": "info"}]
    return [{"label": pgettext("tracking", "Done"), "tone": "muted"}]


def trouble_chip(row: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"label": _("Trouble"), "tone": "bad", "title": row["trouble"]}] if row["trouble"] else []


def open_chip(row: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"label": _("In use"), "tone": "good"} if row["is_active"] else {"label": _("Closed"), "tone": "muted"}]


def pushed_chip(row: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"label": _("Pushes"), "tone": "good"} if row["is_pushed"] else {"label": _("Is asked"), "tone": "info"}]

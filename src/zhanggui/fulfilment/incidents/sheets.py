"""The sheet of one incident: what happened, what it looks like, what service says."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.fulfilment.incidents.desks import TONES, IncidentDesk, incident_extras, step_of
from zhanggui.fulfilment.incidents.said import said_in
from zhanggui.fulfilment.models import Incident
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Badge, Fields, Partial, Sheet
from zhanggui.ui.timeline import Event, timeline_of


def head_of(incident: Incident, actor: Actor) -> Mapping[str, Any]:
    return {
        **vars(incident),
        **incident_extras([incident.pk], actor)[incident.pk],
        "cause": incident.get_cause_display(),
        "step": step_of(vars(incident)),
        "said": said_in(vars(incident)),
        "bin": incident.location.code if incident.location else "",
        "owner": incident.owner.name if incident.owner else "",
        "resolution": incident.get_resolution_display(),
    }


def pictures_of(incident: Incident, actor: Actor) -> Mapping[str, Any]:
    rows = incident.photos.order_by("pk").values("pk", "taken_by", "taken_at")
    return {"incident": incident, "pictures": list(rows), "may_add": actor.may("add_incident_photos")}


def question_of(incident: Incident, actor: Actor) -> Mapping[str, Any]:
    return {"question": incident.question}


class IncidentSheet(Sheet):
    desk = IncidentDesk
    sections = [
        Fields(
            _("The incident"),
            [
                Column("cause", _("What")),
                Column("said", _("What was said")),
                Column("times", pgettext_lazy("incident", "How often"), "quantity"),
                Column("parcel", _("Waybill"), "links"),
                Column("order", _("Order no."), "links"),
                Column("sku", _("SKU"), "links"),
                Column("bin", _("Bin")),
                Column("step", _("At step")),
                Column("table", _("Table")),
                Column("opened_by", _("By"), "person"),
                Column("opened_at", _("Opened at"), "moment"),
                Column("last_at", _("Last time"), "moment"),
                Column("due_at", _("Due at"), "moment"),
                Column("owner", _("Seen to by")),
                Column("assigned_at", _("Assigned at"), "moment"),
                Column("resolution", _("Settled how")),
                Column("resolution_note", _("In words")),
                Column("resolved_by", _("Settled by"), "person"),
                Column("resolved_at", _("Settled at"), "moment"),
            ],
            read=head_of,
        ),
        Partial(_("Pictures"), "fulfilment/incident_pictures.html", read=pictures_of),
        Partial(_("Question to service"), "fulfilment/incident_question.html", read=question_of),
    ]

    def badges(self, document: Incident, actor: Actor) -> Sequence[Badge]:
        return [Badge(document.get_state_display(), TONES[document.state])]

    def timeline(self, document: Incident, actor: Actor) -> Sequence[Event]:
        parcels = [document.parcel_id] if document.parcel_id else []
        return timeline_of([("incident", [document.pk]), ("parcel", parcels)])

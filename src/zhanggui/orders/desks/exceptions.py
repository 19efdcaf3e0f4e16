"""The desk of orders that do not move: why, whose they are, until when, and the way out on every row."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.orders.desks.chips import age_chips, share_chips, time_left
from zhanggui.orders.desks.orders import shops_of
from zhanggui.orders.flows.assign_exceptions import assign_exceptions
from zhanggui.orders.flows.end_exceptions import end_exceptions
from zhanggui.orders.flows.rush_orders import rush_orders
from zhanggui.orders.models import StuckOrder
from zhanggui.orders.pool.sources import ways_out
from zhanggui.orders.pool.states import Cause, Kind, causes_of
from zhanggui.orders.pool.words import detail_words, post_choices, post_words
from zhanggui.people.models import User
from zhanggui.ui.desk import Action, ActionForm, ChoiceFilter, Column, Desk, Tab
from zhanggui.ui.offering import offer

TONES = {Kind.BUYER: "warn", Kind.OURS: "info", Kind.REVIEW: "info", Kind.GOODS: "warn", Kind.FLOOR: "bad"}


class AssignForm(ActionForm):
    post = forms.ChoiceField(label=_("Post"), required=False)
    person_id = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.at_work().order_by("name").values_list("pk", "name")
        offer(self, "post", [("", gettext("As it is")), *post_choices()])
        offer(self, "person_id", [("", gettext("Nobody in person")), *people])
        if self.actor.user_id:
            self.fields["person_id"].initial = self.actor.user_id


def _people(actor: Actor) -> list[tuple[str, str]]:
    """Whoever has one, the person who asks first."""
    rows = User.objects.filter(pk__in=StuckOrder.objects.filter(person__isnull=False).values("person_id"))
    names = list(rows.order_by("name").values_list("pk", "name"))
    return [(str(pk), name) for pk, name in sorted(names, key=lambda row: row[0] != actor.user_id)]


class ExceptionDesk(Desk):
    name = "exceptions"
    title = _("Exceptions")
    grant = "see_orders"
    model = StuckOrder
    icon = "urgent"
    document = "order__number"
    has_sheet = False
    sort = "due_at"
    search = ("order__number", "order__number__startswith", "order__buyer")
    search_hint = _("Order no. / buyer")
    tabs = [
        Tab("all", _("All")),
        *(Tab(kind.value, kind.label, Q(cause__in=causes_of(kind)), TONES[kind], gathered=True) for kind in Kind),
    ]
    columns = [
        Column("number", _("Order no."), "links", by_page=True, width=164),
        Column("shop", _("Shop"), field="shop__name", width=112),
        Column("cause", _("Reason"), "state", states=Cause, width=120, sortable=False),
        Column(
            "detail", _("What it is about"), value=lambda row: detail_words(row["cause"], row["detail"]),
            needs=("cause", "detail"), width=160, sortable=False,
        ),
        Column("way", _("Way out"), "links", by_page=True, width=140),
        Column(
            "left", _("To be ended"), "chips",
            value=lambda row: share_chips(row["since"], row["due_at"], at=now()), needs=("since", "due_at"), width=110,
        ),
        Column(
            "ship_left", _("Time left"), "chips",
            value=lambda row: time_left(
                row["order__ship_by"], state=row["order__state"], at=now(), since=row["order__paid_at"]
            ),
            needs=("order__ship_by", "order__state", "order__paid_at"), width=104,
        ),
        Column(
            "age", _("Waits"), "chips",
            value=lambda row: age_chips(row["since"], state="open", at=now()), needs=("since",), width=72,
        ),
        Column(
            "post", _("Post"), value=lambda row: post_words(row["post"]), needs=("post",), width=136, sortable=False,
        ),
        Column("person", _("Person"), field="person__name", width=76, sortable=False),
        Column(
            "level", _("Escalated"), "chips", value=lambda row: _level(row["level"]), needs=("level",), width=100,
            sortable=False,
        ),
        Column(
            "urgent", _("Urgent"), "chips", value=lambda row: _urgent(row["order__urgent"]), needs=("order__urgent",),
            width=64, sortable=False,
        ),
        Column("goods", _("Goods"), field="order__goods", width=200, sortable=False),
        Column("paid", _("Paid"), "money", field="order__paid", currency="order__currency", width=86, sortable=False),
        Column("due_at", _("To be ended by"), "moment", width=104),
        Column("since", _("Since"), "moment", width=100),
        Column("assigned_by", _("Given by"), "person", width=90, sortable=False, shown=False),
    ]  # fmt: skip
    filters = [
        ChoiceFilter("cause", _("Reason"), choices=Cause.choices),
        ChoiceFilter("shop", _("Shop"), field="order__shop_id", choices=shops_of),
        ChoiceFilter("post", _("Post"), field="order__stuck__post", choices=lambda actor: post_choices()),
        ChoiceFilter("person", _("Person"), field="person_id", choices=_people),
    ]
    actions = [
        Action(
            "end_exceptions", _("Way out"), end_exceptions, "order_ids", key="e", icon="door-exit", look="primary",
        ),
        Action(
            "assign_exceptions", _("Give to"), assign_exceptions, "order_ids", key="a", icon="user-check",
            form=AssignForm,
        ),
        Action("rush_orders", _("Urgent"), rush_orders, "order_ids", key="w", icon="bolt", undo="calm_orders"),
        Action(
            "calm_orders", _("Not urgent"), rush_orders, "order_ids", grant="rush_orders", icon="bolt-off",
            fixed={"urgent": False},
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[StuckOrder]:
        return StuckOrder.objects.visible_to(actor)

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        """Number and way out of each: one statement for the page."""
        rows = StuckOrder.objects.filter(pk__among=set(ids)).values_list("pk", "order__number", "cause")
        return {
            pk: {
                "number": [{"label": number, "href": f"/sheet/orders/{pk}/"}],
                "way": _way(pk, number, cause, actor),
            }
            for pk, number, cause in rows
        }


def _way(order_id: int, number: str, cause: str, actor: Actor) -> list[dict[str, str]]:
    """The button of the row: what ends this cause, for whoever may."""
    way = ways_out()[cause]
    if not actor.may(way.grant):
        return [{"label": str(way.title)}]
    if way.end is None:
        return [{"label": str(way.title), "href": way.page_for(order_id, number)}]
    return [{"label": str(way.title), "act": "end_exceptions"}] if actor.may("end_exceptions") else []


def _level(level: int) -> list[dict[str, str]]:
    words = (None, (gettext("Half gone"), "warn"), (gettext("With the lead"), "bad"), (gettext("Late"), "bad"))
    found = words[level]
    return [{"label": found[0], "tone": found[1]}] if found else []


def _urgent(urgent: bool) -> list[dict[str, str]]:
    return [{"label": gettext("Urgent"), "tone": "bad"}] if urgent else []

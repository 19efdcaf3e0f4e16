"""The list of people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.people.flows.change_passwords import PasswordChange, change_passwords
from zhanggui.people.flows.deactivate_users import deactivate_users
from zhanggui.people.flows.set_scope import UserScope, set_scope
from zhanggui.people.forms import NewPasswordForm, ScopeForm
from zhanggui.people.models import User
from zhanggui.people.scope import Scope
from zhanggui.ui.desk import Action, Column, Desk, Tab, TextFilter

Chips = list[dict[str, str]]


def set_one_scope(*, user_ids: Sequence[int], actor: Actor, at: datetime, **scope: Sequence[Any]) -> Outcome[int]:
    """The same posts, shops and warehouses for each of the people chosen."""
    return set_scope(scopes=[UserScope(user_id, Scope(**scope)) for user_id in user_ids], actor=actor, at=at)


def set_one_password(*, user_ids: Sequence[int], password: str, actor: Actor, at: datetime) -> Outcome[int]:
    return change_passwords(changes=[PasswordChange(user_id, password) for user_id in user_ids], actor=actor, at=at)


def chips(labels: Sequence[str]) -> Chips:
    return [{"label": label, "tone": "neutral"} for label in labels]


def places(names: Sequence[str]) -> Chips:
    """No place named stands for all of them."""
    return chips(names) if names else [{"label": gettext("all"), "tone": "muted"}]


class PeopleDesk(Desk):
    name = "people"
    title = _("People")
    grant = "see_people"
    model = User
    icon = "users"
    document = "username"
    tabs = (
        Tab("active", _("At work"), Q(is_active=True), tone="info"),
        Tab("left", _("Left the company"), Q(is_active=False)),
        Tab("all", _("All")),
    )
    columns = (
        Column("username", _("User name"), link=True, frozen=True, width=140),
        Column("name", _("Full name"), width=140),
        Column("roles", _("Posts"), kind="chips", by_page=True, width=260),
        Column("shops", _("Shops"), kind="chips", by_page=True, width=180),
        Column("warehouses", _("Warehouses"), kind="chips", by_page=True, width=180),
        Column("last_login", _("Last signed in"), kind="moment", sortable=False, width=120),
    )
    filters = (TextFilter("username", _("User name"), prefix=True),)
    search = ("username", "username__startswith")
    search_hint = _("User name")
    sort = "username"
    actions = (
        Action("set_scope", _("Posts and scope"), set_one_scope, "user_ids", icon="key", form=ScopeForm),
        Action("change_passwords", _("New password"), set_one_password, "user_ids", icon="lock", form=NewPasswordForm),
        Action(
            "deactivate_users",
            _("Close account"),
            deactivate_users,
            "user_ids",
            icon="user-off",
            look="danger",
            confirm=_("Close {count} accounts? They can no longer sign in."),
            tabs=("active", "all"),
            on_sheet=Q(is_active=True),
        ),
    )

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        people = User.objects.filter(pk__in=ids).prefetch_related("roles", "shops", "warehouses")
        return {
            user.pk: {
                "roles": chips([role.title for role in sorted(user.roles.all(), key=lambda role: role.pk)]),
                "shops": places([shop.name for shop in user.shops.all()]),
                "warehouses": places([warehouse.name for warehouse in user.warehouses.all()]),
            }
            for user in people
        }

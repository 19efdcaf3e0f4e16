"""The page of one person."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.people.desks import PeopleDesk, chips, places
from zhanggui.people.models import User
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Badge, Fields, Lines, Sheet
from zhanggui.ui.timeline import Event, timeline_of

LANGUAGES = {"zh-hans": _("Chinese"), "en": _("English")}


def account(user: User, actor: Actor) -> dict[str, Any]:
    return {
        "username": user.username,
        "name": user.name,
        "language": LANGUAGES.get(user.language, user.language),
        "last_login": user.last_login,
    }


def scope(user: User, actor: Actor) -> dict[str, Any]:
    return {
        "roles": chips([role.title for role in user.roles.all()]),
        "shops": places([shop.name for shop in user.shops.all()]),
        "warehouses": places([warehouse.name for warehouse in user.warehouses.all()]),
    }


def keys(user: User, actor: Actor) -> list[dict[str, Any]]:
    return [dict(row) for row in user.tokens.order_by("pk").values("label", "made_at", "used_at")]


class PersonSheet(Sheet):
    desk = PeopleDesk
    sections = (
        Fields(
            _("Account"),
            (
                Column("username", _("User name")),
                Column("name", _("Full name")),
                Column("language", _("Language")),
                Column("last_login", _("Last signed in"), kind="moment"),
            ),
            account,
        ),
        Fields(
            _("Posts and scope"),
            (
                Column("roles", _("Posts"), kind="chips"),
                Column("shops", _("Shops"), kind="chips"),
                Column("warehouses", _("Warehouses"), kind="chips"),
            ),
            scope,
        ),
        Lines(
            _("API keys"),
            (
                Column("label", _("Program")),
                Column("made_at", _("Made at"), kind="moment"),
                Column("used_at", _("Last used at"), kind="moment"),
            ),
            keys,
            empty=_("None"),
        ),
    )

    def badges(self, document: User, actor: Actor) -> Sequence[Badge]:
        return [Badge(_("At work"), "good") if document.is_active else Badge(_("Left the company"), "muted")]

    def timeline(self, document: User, actor: Actor) -> Sequence[Event]:
        return timeline_of([("user", [document.pk])])

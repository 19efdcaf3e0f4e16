"""The desk of gift rules, in the order in which they are asked, with their use against their caps."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.orders.flows.move_gift_rules import move_gift_rules
from zhanggui.orders.flows.switch_gift_rules import switch_gift_rules
from zhanggui.orders.gifting.shown import caps_used, gift_said
from zhanggui.orders.models import GiftRule
from zhanggui.orders.ruling.names import rule_lists
from zhanggui.ui.desk import Action, Column, Desk, Page, Tab


class GiftRuleDesk(Desk):
    name = "gift-rules"
    title = _("Gift rules")
    grant = "see_orders"
    model = GiftRule
    icon = "gift"
    document = "name"
    pages = [Page(_("New gift rule"), "new_gift_rule", "write_gift_rules", "plus")]
    sort = "place"
    search = ("name", "name__startswith")
    search_hint = _("Name of the rule")
    tabs = [
        Tab("all", _("All")),
        Tab("on", _("On"), Q(is_on=True), "good"),
        Tab("off", _("Off"), Q(is_on=False)),
    ]
    columns = [
        Column("place", _("Priority"), "quantity", width=56),
        Column("name", _("Name of the rule"), link=True, width=170),
        Column("is_on", _("On"), "flag", width=56, sortable=False),
        Column("used", _("Of its budget"), "progress", by_page=True, width=130),
        Column("pieces_given", _("Pieces given"), "quantity", width=84, sortable=False),
        Column("money_given", _("At cost"), "money", grant="see_cost", width=90, sortable=False),
        Column("says", _("What it says"), by_page=True, width=520),
        Column("number", _("Version"), "quantity", field="version__number", width=64, sortable=False),
        Column("made_by", _("Written by"), "person", field="version__made_by", width=90, sortable=False),
        Column("made_at", _("Written at"), "moment", field="version__made_at", width=100, sortable=False),
    ]
    actions = [
        Action(
            "switch_gifts_on", _("Switch on"), switch_gift_rules, "rule_ids", grant="switch_gift_rules", key="o",
            icon="power", look="primary", fixed={"is_on": True}, tabs=("all", "off"), on_sheet=Q(is_on=False),
            undo="switch_gifts_off",
        ),
        Action(
            "switch_gifts_off", _("Switch off"), switch_gift_rules, "rule_ids", grant="switch_gift_rules", key="x",
            icon="power", fixed={"is_on": False}, tabs=("all", "on"), on_sheet=Q(is_on=True), undo="switch_gifts_on",
        ),
        Action(
            "move_gifts_up", _("Up"), move_gift_rules, "rule_ids", grant="move_gift_rules", key="u", icon="arrow-up",
            fixed={"steps": -1}, undo="move_gifts_down",
        ),
        Action(
            "move_gifts_down", _("Down"), move_gift_rules, "rule_ids", grant="move_gift_rules", key="d",
            icon="arrow-down", fixed={"steps": 1}, undo="move_gifts_up",
        ),
    ]  # fmt: skip

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        """Words, and the cap that is nearest to its end: three statements for the page."""
        lists = rule_lists()
        rules = GiftRule.objects.filter(pk__among=set(ids)).select_related("version")
        return {
            rule.pk: {"says": gift_said(rule.version, lists) if rule.version else "", "used": _nearest(rule)}
            for rule in rules
        }


def _nearest(rule: GiftRule) -> list[int] | None:
    caps = sorted(caps_used(rule), key=lambda cap: -cap["share"])
    return [int(caps[0]["given"]), int(caps[0]["cap"])] if caps else None

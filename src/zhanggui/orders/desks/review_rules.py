"""The desk of the company's own review rules, in the order in which they are asked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.orders.flows.clear_rule_alarms import clear_rule_alarms
from zhanggui.orders.flows.move_rules import move_rules
from zhanggui.orders.flows.switch_rules import switch_rules
from zhanggui.orders.models import ReviewRule, RuleAlarm
from zhanggui.orders.ruling.names import rule_lists, said
from zhanggui.ui.desk import Action, Column, Desk, Page, Tab


class ReviewRuleDesk(Desk):
    name = "review-rules"
    title = _("Review rules")
    grant = "see_orders"
    model = ReviewRule
    icon = "list-check"
    document = "name"
    pages = [
        Page(_("New rule"), "new_rule", "write_rules", "plus"),
        Page(_("Numbers of the checks"), "review_thresholds", "set_review_thresholds", "adjustments"),
    ]
    sort = "place"
    search = ("name", "name__startswith")
    search_hint = _("Name of the rule")
    tabs = [
        Tab("all", _("All")),
        Tab("on", _("On"), Q(is_on=True), "good"),
        Tab("off", _("Off"), Q(is_on=False)),
        Tab("alarm", _("Alarm"), Q(alarms__isnull=False), "bad"),
    ]
    columns = [
        Column("place", _("Turn"), "quantity", width=56),
        Column("name", _("Name of the rule"), link=True, width=180),
        Column("is_on", _("On"), "flag", width=56, sortable=False),
        Column("alarm", _("Alarm"), "chips", by_page=True, width=110),
        Column("says", _("What it says"), by_page=True, width=620),
        Column("number", _("Version"), "quantity", field="version__number", width=64, sortable=False),
        Column("made_by", _("Written by"), "person", field="version__made_by", width=90, sortable=False),
        Column("made_at", _("Written at"), "moment", field="version__made_at", width=100, sortable=False),
    ]
    actions = [
        Action(
            "switch_on", _("Switch on"), switch_rules, "rule_ids", grant="switch_rules", key="o", icon="power",
            look="primary", fixed={"is_on": True}, tabs=("all", "off"), on_sheet=Q(is_on=False), undo="switch_off",
        ),
        Action(
            "switch_off", _("Switch off"), switch_rules, "rule_ids", grant="switch_rules", key="x", icon="power",
            fixed={"is_on": False}, tabs=("all", "on", "alarm"), on_sheet=Q(is_on=True), undo="switch_on",
        ),
        Action(
            "move_up", _("Up"), move_rules, "rule_ids", grant="move_rules", key="u", icon="arrow-up",
            fixed={"steps": -1}, undo="move_down",
        ),
        Action(
            "move_down", _("Down"), move_rules, "rule_ids", grant="move_rules", key="d", icon="arrow-down",
            fixed={"steps": 1}, undo="move_up",
        ),
        Action(
            "clear_rule_alarms", _("Alarm seen"), clear_rule_alarms, "rule_ids", icon="bell-check",
            tabs=("alarm",), on_sheet=Q(alarms__isnull=False),
        ),
    ]  # fmt: skip

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        """Words and alarms: four statements for the page."""
        lists = rule_lists()
        alarms = Counter(RuleAlarm.objects.filter(rule_id__among=set(ids)).values_list("rule_id", flat=True))
        rules = ReviewRule.objects.filter(pk__among=set(ids)).select_related("version")
        return {
            rule.pk: {
                "says": said(rule.version, lists) if rule.version else "",
                "alarm": [{"label": _t("Circle: {count}").format(count=alarms[rule.pk]), "tone": "bad"}]
                if alarms[rule.pk]
                else [],
            }
            for rule in rules
        }

"""The page of one shortage slip."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.orders.desks.orders import STATE_TONES
from zhanggui.orders.desks.shortages import SLIP_TONES, ShortageSlipDesk
from zhanggui.orders.models import ShortageSlip
from zhanggui.orders.shortages.shown import slip_facts, slip_lines
from zhanggui.orders.states import OrderState
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Badge, Fields, Lines, Sheet
from zhanggui.ui.timeline import Event, timeline_of


class ShortageSlipSheet(Sheet):
    desk = ShortageSlipDesk
    sections = [
        Fields(
            _("Shortage slip"),
            [
                Column("orders", _("Orders"), "quantity"),
                Column("pieces", _("Missing"), "quantity"),
                Column("note", _("Note")),
                Column("opened_by", _("Written by"), "person"),
                Column("opened_at", _("Written at"), "moment"),
                Column("signed_by", pgettext_lazy("shortage", "Signed by"), "person"),
                Column("signed_at", _("Signed at"), "moment"),
                Column("closed_by", _("Closed by"), "person"),
                Column("closed_at", _("Closed at"), "moment"),
            ],
            read=slip_facts,
        ),
        Lines(
            _("Lines"),
            [
                Column("sku_code", _("Merchant code")),
                Column("title", _("Goods")),
                Column("order", _("Order no."), "links"),
                Column("order_state", _("State"), "state", states=OrderState, tones=STATE_TONES),
                Column("pieces", _("Missing"), "quantity"),
                Column("causes", pgettext_lazy("shortage", "Cause"), "chips"),
            ],
            read=slip_lines,
        ),
    ]

    def badges(self, slip: ShortageSlip, actor: Actor) -> Sequence[Badge]:
        return [Badge(slip.get_state_display(), SLIP_TONES[slip.state])]

    def timeline(self, slip: ShortageSlip, actor: Actor) -> Sequence[Event]:
        return timeline_of([("slip", [slip.pk])])

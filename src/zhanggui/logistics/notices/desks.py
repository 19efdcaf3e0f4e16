"""What shops tell their buyers, through which accounts, and what became of each notice."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.fulfilment.places.desks import PlaceDesk
from zhanggui.fulfilment.printing import open_papers
from zhanggui.kernel.actor import Actor
from zhanggui.logistics.flows.resend_buyer_notices import resend_buyer_notices
from zhanggui.logistics.flows.silence_notices import silence_notices
from zhanggui.logistics.flows.tell_buyers_again import tell_buyers_again
from zhanggui.logistics.flows.try_notice_rules import try_notice_rules
from zhanggui.logistics.models import BuyerNotice, NoticeAccount, NoticeRule, SilentBuyer
from zhanggui.logistics.notices.forms import TryForm
from zhanggui.logistics.notices.rules import LONGEST_TEXT, example_of, filled
from zhanggui.logistics.notices.states import NoticeEvent, NoticeLanguage, NoticeStep
from zhanggui.ui.desk import Action, Column, Desk, Page, Tab
from zhanggui.ui.desk.columns import Tone

STEP_TONES: dict[str, Tone] = {
    "waiting": "info", "sending": "info", "sent": "good", "dry": "muted", "skipped": "muted", "failed": "bad",
}  # fmt: skip

_SHOWN = (NoticeStep.FAILED, NoticeStep.WAITING, NoticeStep.SENT, NoticeStep.DRY, NoticeStep.SKIPPED)


def preview(row: Mapping[str, Any]) -> str:
    """The words with an example in each field."""
    return filled(row["text"], example_of(row["shop__name"]), longest=LONGEST_TEXT)


def _on(row: Mapping[str, Any]) -> list[dict[str, str]]:
    if not row["is_on"]:
        return [{"label": _now("Off"), "tone": "muted"}]
    return [{"label": _now("Dry run"), "tone": "warn"} if row["is_dry"] else {"label": _now("On"), "tone": "good"}]


class NoticeAccountDesk(PlaceDesk):
    name = "notice-accounts"
    title = _("Notice accounts")
    model = NoticeAccount
    icon = "mail-cog"
    sort = "code"
    pages = [Page(_("Open an account"), "logistics:set_notice_accounts", "set_notice_accounts", "plus")]
    columns = [
        Column("code", _("Account"), width=120, frozen=True),
        Column("name", _("Account name"), width=180, sortable=False),
        Column("notifier", _("Way to the buyer"), width=140, sortable=False),
        Column("quiet_from", _("Quiet from"), value=lambda row: f"{row['quiet_from']:%H:%M}", needs=("quiet_from",)),
        Column(
            "quiet_until", _("Quiet until"), value=lambda row: f"{row['quiet_until']:%H:%M}", needs=("quiet_until",)
        ),
        Column("most_a_day", _("A day, at most"), "quantity", width=110, sortable=False),
        Column("trouble", _("Trouble"), width=360, sortable=False),
    ]
    actions = [
        Action("edit_notice_account", _("Edit"), open_papers, "ids", grant="set_notice_accounts", key="e", icon="edit",
               opens="/notices/account?id={id}"),
    ]  # fmt: skip


class NoticeRuleDesk(PlaceDesk):
    name = "notice-rules"
    title = _("Words to buyers")
    grant = "see_orders"
    model = NoticeRule
    icon = "message-cog"
    pages = [Page(_("Write a notice"), "logistics:set_notice_rules", "set_notice_rules", "plus")]
    columns = [
        Column("shop", _("Shop"), field="shop__name", width=150, sortable=False),
        Column("event", _("Event"), "state", states=NoticeEvent, width=130, sortable=False),
        Column("language", _("Language"), "state", states=NoticeLanguage, width=90, sortable=False),
        Column("is_on", _("State"), "chips", value=_on, needs=("is_on", "is_dry"), width=90),
        Column("account", _("Account"), field="account__code", width=110, sortable=False),
        Column("subject", _("Subject"), width=200, sortable=False),
        Column(
            "preview",
            pgettext_lazy("notice", "Preview"),
            value=preview,
            needs=("text", "shop__name"),
            width=460,
            sortable=False,
        ),
    ]
    actions = [
        Action("edit_notice_rule", _("Edit"), open_papers, "ids", grant="set_notice_rules", key="e", icon="edit",
               opens="/notices/rule?id={id}"),
        Action("try_notice_rules", _("Send a test"), try_notice_rules, "rule_ids", key="t", icon="send",
               form=TryForm),
    ]  # fmt: skip


class BuyerNoticeDesk(Desk):
    name = "buyer-notices"
    title = _("Notices to buyers")
    empty = _("No message to a buyer here. The rules of notices write them when parcels leave, arrive or stand still.")
    grant = "see_orders"
    model = BuyerNotice
    icon = "mail-forward"
    document = "subject"
    has_sheet = False
    sort = "-pk"
    search = ("order__number", "parcel__waybill")
    search_hint = _("Order no. / waybill")
    tabs = [
        *(Tab(step.value, step.label, Q(state=step), STEP_TONES[step]) for step in _SHOWN),
        Tab("all", _("All")),
    ]
    columns = [
        Column("order", _("Order no."), field="order__number", width=170, frozen=True, sortable=False),
        Column("event", _("Event"), "state", states=NoticeEvent, width=120, sortable=False),
        Column("state", _("State"), "state", states=NoticeStep, tones=STEP_TONES, width=90, sortable=False),
        Column("shop", _("Shop"), field="shop__name", width=130, sortable=False),
        Column("to", pgettext_lazy("notice", "To"), width=130, sortable=False),
        Column("subject", _("Subject"), width=180, sortable=False),
        Column("text", _("What the buyer reads"), width=360, sortable=False),
        Column("waybill", _("Waybill"), field="parcel__waybill", width=150, sortable=False),
        Column("made_at", _("Made at"), "moment", width=110, sortable=False),
        Column("due_at", _("Next try"), "moment", width=110, sortable=False),
        Column("sent_at", _("Sent at"), "moment", width=110, sortable=False),
        Column("trouble", _("Trouble"), width=260, sortable=False),
    ]
    actions = [
        Action("resend_buyer_notices", _("Send again"), resend_buyer_notices, "notice_ids", key="a", icon="repeat",
               look="primary", tabs=("failed", "all")),
        Action("silence_notices", _("Buyer wants none"), silence_notices, "notice_ids", icon="bell-off",
               confirm=_("Tell the buyers of these {count} notices nothing any more?")),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[BuyerNotice]:
        return BuyerNotice.objects.visible_to(actor)


class SilentBuyerDesk(Desk):
    """Buyers who want no notices."""

    name = "silent-buyers"
    title = _("Buyers who want no notices")
    grant = "see_orders"
    model = SilentBuyer
    icon = "bell-off"
    document = "order__number"
    has_sheet = False
    sort = "-pk"
    columns = [
        Column("order", _("Order no."), field="order__number", width=180, frozen=True, sortable=False),
        Column("receiver", _("Receiver"), field="order__receiver_name_masked", width=120, sortable=False),
        Column("shop", _("Shop"), field="order__shop__name", width=150, sortable=False),
        Column("silent_since", pgettext_lazy("notice", "Since"), "moment", width=130, sortable=False),
        Column("silenced_by", _("Written down by"), "person", width=130, sortable=False),
    ]
    actions = [
        Action("tell_buyers_again", _("Send notices again"), tell_buyers_again, "silent_ids", icon="bell",
               confirm=_("Send notices to {count} buyers again?")),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[SilentBuyer]:
        return SilentBuyer.objects.visible_to(actor)

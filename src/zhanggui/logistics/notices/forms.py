"""What the pages about notices to buyers ask."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.places.forms import PlaceForm
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.notifier import GROUP
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.forms import Pairs
from zhanggui.logistics.models import NoticeAccount
from zhanggui.logistics.notices.drafts import NoticeAccountDraft, NoticeRuleDraft
from zhanggui.logistics.notices.rules import LONGEST_SUBJECT, LONGEST_TEXT, check_words
from zhanggui.logistics.notices.states import NoticeEvent, NoticeLanguage
from zhanggui.people.models import Shop
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer

_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class NoticeAccountForm(PlaceForm):
    code = forms.SlugField(label=_("Account"), max_length=32, help_text=_("A short word of our own."))
    name = forms.CharField(label=_("Account name"), max_length=80)
    notifier = forms.ChoiceField(label=_("Way to the buyer"))
    settings = Pairs(label=_("Settings"), help_text=_("One “name = value” a line, as the connector's page names them."))
    secrets = Pairs(
        label=_("Keys"), help_text=_("Only those that change, one “name = value” a line. The others stay as they are.")
    )
    quiet_from = forms.TimeField(label=_("Quiet from"), widget=_TIME, initial=time(21))
    quiet_until = forms.TimeField(
        label=_("Quiet until"), widget=_TIME, initial=time(8), help_text=_("Equal times: it is never quiet.")
    )
    most_a_day = forms.IntegerField(
        label=_("Notices to one buyer a day, at most"), initial=3, min_value=1, max_value=50
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "notifier", [(key, gettext(str(one.label))) for key, one in installed(GROUP).items()])

    def draft(self) -> NoticeAccountDraft:
        return NoticeAccountDraft(**self.cleaned_data)


class TryForm(ActionForm):
    to = forms.CharField(
        label=_("To"), max_length=120, help_text=_("An e-mail address or a mobile number of our own: no buyer is told.")
    )


class NoticeRuleForm(PlaceForm):
    shop = forms.ChoiceField(label=_("Shop"))
    event = forms.ChoiceField(label=_("Event"), choices=NoticeEvent.choices)
    language = forms.ChoiceField(
        label=_("Language"), choices=NoticeLanguage.choices,
        help_text=_("A buyer with a foreign address reads English where it is written, others Chinese."),
    )  # fmt: skip
    account = forms.ChoiceField(label=_("Account"))
    subject = forms.CharField(label=_("Subject"), max_length=LONGEST_SUBJECT)
    text = forms.CharField(
        label=_("What the buyer reads"), widget=forms.Textarea(attrs={"rows": 5}), max_length=LONGEST_TEXT,
        help_text=_(
            "{order}, {waybill}, {carrier}, {goods}, {shop} and {words} are filled for each parcel. "
            "In a message we write {words} is what we wrote; it has no waybill and no carrier."
        ),
    )  # fmt: skip
    is_on = forms.BooleanField(label=_("Switched on"), required=False)
    is_dry = forms.BooleanField(
        label=_("Dry run"), required=False, initial=True, help_text=_("Everything but the sending: see the list first.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shops = Shop.objects.visible_to(self.actor).order_by("name").values_list("pk", "name")
        offer(self, "shop", [(str(pk), name) for pk, name in shops])
        accounts = NoticeAccount.objects.filter(is_active=True).order_by("code").values_list("pk", "code", "name")
        offer(self, "account", [(str(pk), f"{code} {name}") for pk, code, name in accounts])

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        try:
            check_words(given.get("subject", ""), given.get("text", ""), event=given.get("event", ""))
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None

    def draft(self) -> NoticeRuleDraft:
        given = self.cleaned_data
        return NoticeRuleDraft(
            int(given["shop"]), given["event"], int(given["account"]), given["subject"], given["text"], given["is_on"],
            given["is_dry"], given["language"],
        )  # fmt: skip

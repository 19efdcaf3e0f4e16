"""What the pages and actions about parcels on their way ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.owning.filters import people_for
from zhanggui.fulfilment.places.forms import PlaceForm
from zhanggui.logistics.forms import Pairs
from zhanggui.logistics.models import TrackingAccount
from zhanggui.logistics.tracking.chips import sources
from zhanggui.logistics.tracking.drafts import TrackingDraft
from zhanggui.logistics.tracking.rules import USUAL_HOURS, Limit
from zhanggui.logistics.tracking.states import Resolution, Stage
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer


class OwnerForm(ActionForm):
    person_id = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person_id", [("", gettext("Nobody in person")), *people_for("resolve_anomalies")])
        if self.actor.user_id:
            self.fields["person_id"].initial = self.actor.user_id


class ResolveForm(ActionForm):
    resolution = forms.ChoiceField(label=_("How did it end?"), choices=Resolution.choices)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class CallBackForm(ActionForm):
    reason = forms.CharField(label=_("Why should these parcels come back?"), max_length=200)


class TellForm(ActionForm):
    text = forms.CharField(
        label=_("What should the buyers read?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        help_text=_("{order}, {goods}, {pieces} and {shop} are filled for each order."),
    )


class TrackingAccountForm(PlaceForm):
    code = forms.SlugField(label=_("Account"), max_length=32, help_text=_("A short word of our own."))
    name = forms.CharField(label=_("Account name"), max_length=80)
    source = forms.ChoiceField(label=pgettext_lazy("tracking", "Source"))
    settings = Pairs(
        label=_("Settings"),
        help_text=_(
            "One “name = value” a line, as the connector's page names them. “callback” is our address on the net, "
            "if it is not the usual one."
        ),
    )
    secrets = Pairs(
        label=_("Keys"), help_text=_("Only those that change, one “name = value” a line. The others stay as they are.")
    )
    priority = forms.IntegerField(
        label=_("Priority"), initial=100, min_value=0, max_value=9999, help_text=_("Lower is asked first.")
    )
    is_pushed = forms.BooleanField(
        label=_("It tells by itself what happens"),
        required=False,
        initial=True,
        help_text=_("It must reach us from the net. Otherwise it is asked."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("source", sources(), "")

    def draft(self) -> TrackingDraft:
        return TrackingDraft(**self.cleaned_data)


class LimitForm(PlaceForm):
    stage = forms.ChoiceField(label=_("Stage"))
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)
    region = forms.CharField(
        label=_("Province"), max_length=60, required=False, help_text=_("Empty: every province. As orders write it.")
    )
    hours = forms.IntegerField(label=_("Hours without a scan"), min_value=1, max_value=720)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "stage", [(stage, Stage(stage).label) for stage in USUAL_HOURS])

    def limit(self) -> Limit:
        given = self.cleaned_data
        return Limit(given["stage"], given["carrier"], given["region"].strip(), given["hours"])


def known_tracking_account(account: TrackingAccount) -> dict[str, Any]:
    """The account as its form shows it again, without its keys."""
    return {
        "code": account.code, "name": account.name, "source": account.source, "priority": account.priority,
        "is_pushed": account.is_pushed,
        "settings": "\n".join(f"{name} = {value}" for name, value in account.settings.items()),
    }  # fmt: skip

"""What giving a wave to a picker asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.owning.filters import people_for
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer


class GiveForm(ActionForm):
    person_id = forms.TypedChoiceField(label=_("Who fetches it?"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person_id", [("", gettext("Nobody yet")), *people_for("take_picks")])

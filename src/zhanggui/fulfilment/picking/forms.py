"""What giving a wave to a picker asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.people.models import User
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer


class GiveForm(ActionForm):
    picker = forms.ChoiceField(label=_("Who fetches it?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = User.objects.filter(is_active=True).order_by("name").values_list("name", flat=True)
        offer(self, "picker", [("", gettext("Nobody yet")), *((name, name) for name in names)])

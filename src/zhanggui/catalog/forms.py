from django import forms
from django.utils.translation import gettext_lazy as _


class SkuFileForm(forms.Form):
    """A catalog file, to be looked through before anything is written."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX or XLS. An empty cell leaves what is known as it is."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.txt"}),
    )

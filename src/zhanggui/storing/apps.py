from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoringConfig(AppConfig):
    name = "zhanggui.storing"
    label = "storing"
    verbose_name = _("Storing")

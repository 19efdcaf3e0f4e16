from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceivingConfig(AppConfig):
    name = "zhanggui.receiving"
    label = "receiving"
    verbose_name = _("Goods receipt")

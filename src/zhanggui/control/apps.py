from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ControlConfig(AppConfig):
    name = "zhanggui.control"
    label = "control"
    verbose_name = _("Stock control")

    def ready(self) -> None:
        """The sheet of stock shows what may be sold, and what holds the rest."""
        import_module("zhanggui.control.holding")

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "zhanggui.planning"
    label = "planning"
    verbose_name = _("Planning")

    def ready(self) -> None:
        """The sheet of a SKU shows what is expected of it."""
        import_module("zhanggui.planning.on_sheets")

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FulfilmentConfig(AppConfig):
    name = "zhanggui.fulfilment"
    label = "fulfilment"
    verbose_name = _("Fulfilment")

    def ready(self) -> None:
        """Sheets of orders show what it costs to send them, those of lots which parcels carry them."""
        import_module("zhanggui.fulfilment.costing.orders")
        import_module("zhanggui.fulfilment.recalls.of_lot")

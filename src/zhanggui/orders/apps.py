from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "zhanggui.orders"
    label = "orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        """Reviews follow what settles something, whoever tells it; every storey says what it knows of stuck orders, and
        whom nobody goes to."""
        import_module("zhanggui.orders.ruling.jobs")
        autodiscover_modules("stuck", "reaching")

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "zhanggui.orders"
    label = "orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        """Every storey says what it knows of orders that do not move."""
        autodiscover_modules("stuck")

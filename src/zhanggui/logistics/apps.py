from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LogisticsConfig(AppConfig):
    name = "zhanggui.logistics"
    label = "logistics"
    verbose_name = _("Logistics")

    def ready(self) -> None:
        """Void labels whose numbers came from an account are cancelled through it; its print data goes to printers;
        review knows whose receivers accounts read; sheets and lists show the way of parcels; whoever announces that
        parcels left wakes who follows them."""
        import_module("zhanggui.logistics.print_data")
        import_module("zhanggui.logistics.reading")
        import_module("zhanggui.logistics.taking_back")
        import_module("zhanggui.logistics.tracking.on_sheets")
        import_module("zhanggui.logistics.tracking.on_desks")
        import_module("zhanggui.logistics.tracking.jobs")
        import_module("zhanggui.logistics.notices.jobs")
        import_module("zhanggui.logistics.notices.on_desks")

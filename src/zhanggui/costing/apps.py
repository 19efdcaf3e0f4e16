from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CostingConfig(AppConfig):
    name = "zhanggui.costing"
    label = "costing"
    verbose_name = _("Costing")

    def ready(self) -> None:
        from zhanggui.books.linking import link_entries

        link_entries("cost-batches", "cost_batch", place=2)

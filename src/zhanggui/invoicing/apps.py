from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvoicingConfig(AppConfig):
    name = "zhanggui.invoicing"
    label = "invoicing"
    verbose_name = _("Invoicing")

    def ready(self) -> None:
        from zhanggui.books.linking import link_entries
        from zhanggui.invoicing.facts import INVOICE, REQUEST

        link_entries("supplier-invoices", INVOICE, place=2)
        link_entries("payment-requests", REQUEST, place=3)

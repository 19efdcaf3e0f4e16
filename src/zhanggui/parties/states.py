from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SupplierState(models.TextChoices):
    """How far the company has looked into a supplier."""

    APPLIED = "applied", pgettext_lazy("supplier", "Applied")
    DOCUMENTS = "documents", pgettext_lazy("supplier", "Documents")
    VISIT = "visit", pgettext_lazy("supplier", "Visit")
    SAMPLE_TEST = "sample_test", pgettext_lazy("supplier", "Sample test")
    THIRD_PARTY = "third_party", pgettext_lazy("supplier", "Third party")
    APPROVED = "approved", pgettext_lazy("supplier", "Approved")
    PAUSED = "paused", pgettext_lazy("supplier", "Paused")


# Visit, samples and the third party's report are asked of whom they matter for: the lead may approve before them.
SUPPLIER_STEPS: dict[str, set[str]] = {
    SupplierState.APPLIED: {SupplierState.DOCUMENTS},
    SupplierState.DOCUMENTS: {SupplierState.VISIT, SupplierState.APPROVED},
    SupplierState.VISIT: {SupplierState.SAMPLE_TEST, SupplierState.APPROVED},
    SupplierState.SAMPLE_TEST: {SupplierState.THIRD_PARTY, SupplierState.APPROVED},
    SupplierState.THIRD_PARTY: {SupplierState.APPROVED},
    SupplierState.APPROVED: {SupplierState.PAUSED},
    SupplierState.PAUSED: {SupplierState.APPROVED},
}


class TaxKind(models.TextChoices):
    GENERAL = "general", _("General taxpayer")
    SMALL = "small", _("Small-scale taxpayer")


class DocumentKind(models.TextChoices):
    BUSINESS_LICENCE = "business_licence", _("Business licence")
    FOOD_LICENCE = "food_licence", _("Food licence")
    BRAND_AUTHORISATION = "brand_authorisation", _("Brand authorisation")
    TEST_REPORT = "test_report", _("Test report")
    OTHER = "other", _("Other document")


class TalkKind(models.TextChoices):
    """What was talked about; a visit and a sample test are noted as talks too."""

    TALK = "talk", pgettext_lazy("supplier", "Talk")
    VISIT = "visit", pgettext_lazy("supplier", "Visit")
    SAMPLE_TEST = "sample_test", pgettext_lazy("supplier", "Sample test")


class EventKind(models.TextChoices):
    """What a supplier is measured by."""

    LATE_DAYS = "late_days", _("Days late")
    DEFECT_SHARE = "defect_share", _("Share of defects")
    PRICE_CHANGE = "price_change", _("Change of price")
    ANSWER_HOURS = "answer_hours", _("Hours to an answer")

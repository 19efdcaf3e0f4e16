"""From whom the company buys: what is on file of them, what was agreed, and what became of it."""

from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from zhanggui.parties.states import SUPPLIER_STEPS, DocumentKind, EventKind, SupplierState, TalkKind, TaxKind

ZERO = Decimal(0)


class Supplier(models.Model):
    """A company goods are bought from. Its name is that of its licence and of its bank account."""

    STEPS = SUPPLIER_STEPS

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True)
    credit_code = models.CharField(max_length=18, unique=True, help_text="Unified social credit code 统一社会信用代码.")
    address = models.CharField(max_length=200, blank=True)
    tax_kind = models.CharField(max_length=8, choices=TaxKind.choices, default=TaxKind.GENERAL)
    payment_terms = models.CharField(max_length=120, blank=True)
    lead_days = models.PositiveSmallIntegerField(default=0)
    over_percent = models.DecimalField(max_digits=5, decimal_places=2, default=ZERO, help_text="Accepted on receipt.")
    under_percent = models.DecimalField(max_digits=5, decimal_places=2, default=ZERO, help_text="Accepted on receipt.")
    least_amount = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO, help_text="Of one order.")
    state = models.CharField(max_length=12, choices=SupplierState.choices, default=SupplierState.APPLIED)
    paused_because = models.CharField(max_length=200, blank=True)
    applied_by = models.CharField(max_length=80)
    applied_by_id = models.BigIntegerField(null=True, blank=True)
    applied_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True, help_text="The latest.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SupplierState.values), name="supplier_state_known"),
            models.CheckConstraint(condition=Q(tax_kind__in=TaxKind.values), name="supplier_tax_kind_known"),
            models.CheckConstraint(
                condition=Q(over_percent__gte=0, under_percent__gte=0, under_percent__lte=100, least_amount__gte=0),
                name="supplier_numbers_sound",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "code"], name="supplier_by_state"),
            models.Index(fields=["name"], name="supplier_by_name", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.code


class Contact(models.Model):
    """Somebody to talk to. The whole person is sealed; lists show the masked name and phone."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=80, help_text="Masked.")
    phone = models.CharField(max_length=40, blank=True, help_text="Masked.")
    duty = models.CharField(max_length=60, blank=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class BankAccount(models.Model):
    """Where the supplier is paid. The number is sealed; its last four digits may be shown."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="bank_accounts")
    holder = models.CharField(max_length=120)
    bank = models.CharField(max_length=120)
    sealed = models.BinaryField()
    last_digits = models.CharField(max_length=4)

    def __str__(self) -> str:
        return f"{self.bank} …{self.last_digits}"


class Document(models.Model):
    """A licence, authorisation or report. One filed later of the same kind and number takes its place."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    number = models.CharField(max_length=80)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True, help_text="The last day; without one, for good.")
    is_current = models.BooleanField(default=True)
    scan = models.BinaryField(null=True, blank=True, help_text="Sealed.")
    scan_kind = models.CharField(max_length=20, blank=True)
    filed_by = models.CharField(max_length=80)
    filed_at = models.DateTimeField()
    warned_for = models.DateField(null=True, blank=True, help_text="The end that was warned of last.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="document_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["supplier", "kind", "number"], condition=Q(is_current=True), name="document_current_once"
            ),
        ]
        indexes = [models.Index(fields=["valid_until"], condition=Q(is_current=True), name="document_ending")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Talk(models.Model):
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="talks")
    about = models.CharField(max_length=12, choices=TalkKind.choices, default=TalkKind.TALK)
    held_on = models.DateField()
    who = models.CharField(max_length=120, help_text="Who talked, for both sides.")
    words = models.CharField(max_length=1000)
    noted_by = models.CharField(max_length=80)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(about__in=TalkKind.values), name="talk_about_known")]

    def __str__(self) -> str:
        return f"{self.held_on} {self.who}"


class Terms(models.Model):
    """What was agreed for one SKU, by its merchant code. A later version ends the one before; never do two hold."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="terms")
    sku_code = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=12, decimal_places=4, help_text="Of one piece.")
    currency = models.CharField(max_length=3, default="CNY")
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2, default=ZERO, help_text="Percent.")
    least_quantity = models.PositiveIntegerField(default=1)
    pack_size = models.PositiveIntegerField(default=1)
    lead_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: as the supplier's.")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True, help_text="The last day; without one, until the next.")
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "terms"
        constraints = [
            models.UniqueConstraint(fields=["supplier", "sku_code", "version"], name="terms_version_once"),
            models.CheckConstraint(
                condition=Q(price__gte=0, tax_rate__gte=0, tax_rate__lt=100, least_quantity__gt=0, pack_size__gt=0),
                name="terms_numbers_sound",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="terms_end_after_they_begin"
            ),
            ExclusionConstraint(
                name="terms_never_overlap",
                expressions=[
                    ("supplier", RangeOperators.EQUAL),
                    ("sku_code", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from", "valid_until", RangeBoundary(inclusive_upper=True),
                            function="daterange", output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.sku_code} v{self.version}"


class SupplierEvent(models.Model):
    """Something by which the supplier is measured. Never changed: what was wrong is corrected by an event that names
    it, and counts in its place."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    value = models.DecimalField(max_digits=10, decimal_places=4)
    happened_on = models.DateField()
    cause = models.CharField(max_length=80, unique=True, help_text="What it came from; the same cause counts once.")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="supplier_event_kind_known")]
        indexes = [models.Index(fields=["supplier", "happened_on"], name="supplier_event_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Score(models.Model):
    """The score of one month. `figures`: {kind: {points, weight, events: [id, …]}}."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="scores")
    month = models.DateField(help_text="Its first day.")
    points = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    figures = models.JSONField(default=dict)
    scored_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["supplier", "month"], name="score_once_a_month")]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.month:%Y-%m}: {self.points}"


class Review(models.Model):
    """The company looked at a supplier again: what it found, and the score it looked at, as it was then."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    words = models.CharField(max_length=1000)
    points = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    figures = models.JSONField(default=dict)
    reviewed_by = models.CharField(max_length=80)
    reviewed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.reviewed_on}"


class BuyingNumbers(models.Model):
    """How the company weighs its suppliers, and how early it wants to be warned. One row; without it the defaults."""

    late_days = models.PositiveSmallIntegerField()
    defect_share = models.PositiveSmallIntegerField()
    price_change = models.PositiveSmallIntegerField()
    answer_hours = models.PositiveSmallIntegerField()
    warn_days = models.PositiveSmallIntegerField(help_text="Before a document runs out.")
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "buying numbers"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="buying_numbers_one_row")]

    def __str__(self) -> str:
        return f"{self.warn_days} days"

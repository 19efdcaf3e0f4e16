"""What suppliers invoice, what of it was agreed to, and what is to be paid."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from zhanggui.invoicing.states import (
    INVOICE_STEPS,
    REQUEST_STEPS,
    Decision,
    InvoiceKind,
    InvoiceState,
    RequestState,
)
from zhanggui.parties.models import Supplier
from zhanggui.purchasing.models import PurchaseLine
from zhanggui.quality.models import SupplierClaim

ZERO = Decimal(0)


class PaymentRequest(models.Model):
    """Due invoices of one supplier, less what the supplier owes, to be paid by somebody once another person agreed."""

    STEPS = REQUEST_STEPS

    number = models.CharField(max_length=20, unique=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="payment_requests", db_index=False)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.ASKED)
    currency = models.CharField(max_length=3, default="CNY")
    invoiced = models.DecimalField(max_digits=16, decimal_places=2, help_text="The sum of its invoices.")
    deducted = models.DecimalField(max_digits=16, decimal_places=2, default=ZERO, help_text="The sum of its claims.")
    payable = models.DecimalField(max_digits=16, decimal_places=2, help_text="Invoiced less deducted.")
    paid = models.DecimalField(max_digits=16, decimal_places=2, default=ZERO)
    due_on = models.DateField(help_text="When the first of its invoices is due.")
    note = models.CharField(max_length=200, blank=True)
    asked_by = models.CharField(max_length=80)
    asked_by_id = models.BigIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    booked_on = models.DateField(null=True, blank=True, help_text="The day on which its deductions count.")
    refused_because = models.CharField(max_length=200, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="payment_request_state_known"),
            models.CheckConstraint(
                condition=Q(payable=F("invoiced") - F("deducted"), payable__gte=0, deducted__gte=0, invoiced__gt=0),
                name="payment_request_sums",
            ),
            models.CheckConstraint(condition=Q(paid__gte=0, paid__lte=F("payable")), name="payment_request_paid_once"),
            models.CheckConstraint(
                condition=~Q(state=RequestState.PAID) | Q(paid=F("payable")), name="payment_request_paid_whole"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RequestState.APPROVED, RequestState.PAID])
                | Q(decided_by_id=None)
                | Q(asked_by_id=None)
                | ~Q(decided_by_id=F("asked_by_id")),
                name="payment_approved_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="payment_request_by_state"),
            models.Index(fields=["supplier", "state"], name="payment_request_by_supplier"),
            models.Index(fields=["due_on", "id"], name="payment_request_by_day"),
        ]

    def __str__(self) -> str:
        return self.number


class SupplierInvoice(models.Model):
    """An invoice 发票 of a supplier. `amount` and `tax` are the sums of its lines; `rounding` is by how many cents the
    paper's own total is another."""

    STEPS = INVOICE_STEPS

    number = models.CharField(max_length=20, unique=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="invoices", db_index=False)
    paper = models.CharField(max_length=40, help_text="The number on the paper.")
    kind = models.CharField(max_length=8, choices=InvoiceKind.choices, default=InvoiceKind.SPECIAL)
    invoiced_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=InvoiceState.choices)
    currency = models.CharField(max_length=3, default="CNY")
    amount = models.DecimalField(max_digits=14, decimal_places=2, help_text="Without tax.")
    tax = models.DecimalField(max_digits=14, decimal_places=2)
    rounding = models.DecimalField(max_digits=6, decimal_places=2, default=ZERO)
    total = models.DecimalField(max_digits=14, decimal_places=2, help_text="With tax, as on the paper.")
    note = models.CharField(max_length=200, blank=True)
    request = models.ForeignKey(
        PaymentRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="invoices"
    )
    entered_by = models.CharField(max_length=80)
    entered_by_id = models.BigIntegerField(null=True, blank=True)
    entered_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    booked_on = models.DateField(null=True, blank=True, help_text="The day on which it became payable.")
    refused_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "paper"], condition=~Q(state=InvoiceState.REFUSED), name="supplier_invoice_once"
            ),
            models.CheckConstraint(condition=Q(state__in=InvoiceState.values), name="supplier_invoice_state_known"),
            models.CheckConstraint(condition=Q(kind__in=InvoiceKind.values), name="supplier_invoice_kind_known"),
            models.CheckConstraint(
                condition=Q(total=F("amount") + F("tax") + F("rounding"), total__gt=0), name="supplier_invoice_total"
            ),
            models.CheckConstraint(
                condition=~Q(state=InvoiceState.APPROVED)
                | Q(decided_by_id=None)
                | Q(entered_by_id=None)
                | ~Q(decided_by_id=F("entered_by_id")),
                name="invoice_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=InvoiceState.APPROVED, booked_on__isnull=False)
                | ~Q(state=InvoiceState.APPROVED) & Q(booked_on=None, request=None),
                name="invoice_payable_once_approved",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="supplier_invoice_by_state"),
            models.Index(fields=["supplier", "state"], name="supplier_invoice_by_supplier"),
            models.Index(fields=["paper"], name="supplier_invoice_by_paper", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["invoiced_on", "id"], name="supplier_invoice_by_day"),
            models.Index(
                fields=["due_on", "id"],
                name="supplier_invoice_due",
                condition=Q(state=InvoiceState.APPROVED, request=None),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class InvoiceLine(models.Model):
    """Pieces of one purchase line at the price of the invoice. `taken` pieces count as invoiced: all of them, or none
    while more are invoiced than came."""

    invoice = models.ForeignKey(SupplierInvoice, on_delete=models.PROTECT, related_name="lines", db_index=False)
    nth = models.PositiveSmallIntegerField()
    purchase_line = models.ForeignKey(PurchaseLine, on_delete=models.PROTECT, related_name="+")
    arrival = models.BigIntegerField(
        null=True, blank=True, help_text="The cause id of the move that brought the pieces, where it is known."
    )
    quantity = models.PositiveIntegerField()
    unit_price = models.DecimalField(max_digits=12, decimal_places=4, help_text="Of one piece, without tax.")
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2, help_text="Percent.")
    amount = models.DecimalField(max_digits=14, decimal_places=2, help_text="Without tax.")
    tax = models.DecimalField(max_digits=14, decimal_places=2)
    agreed_price = models.DecimalField(max_digits=12, decimal_places=4, help_text="Of the order, without tax.")
    taken = models.PositiveIntegerField(default=0)
    differences = models.JSONField(default=list, help_text="What differs: code, as invoiced, as it should be.")
    is_open = models.BooleanField(default=False, help_text="Something differs and was not decided on.")
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.NONE)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "nth"], name="invoice_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0, tax_rate__gte=0, tax_rate__lt=100),
                name="invoice_line_numbers",
            ),
            models.CheckConstraint(
                condition=Q(taken=0) | Q(taken=F("quantity")), name="invoice_line_taken_whole_or_not"
            ),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="invoice_line_decision_known"),
            models.CheckConstraint(
                condition=Q(decision=Decision.NONE) | ~Q(reason=""), name="invoice_line_decided_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["-id"], name="invoice_line_differs", condition=Q(is_open=True))]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.nth}"


class InvoicedCount(models.Model):
    """How many pieces of a purchase line are on invoices: never more than were received when they were put there."""

    purchase_line = models.OneToOneField(PurchaseLine, on_delete=models.PROTECT, primary_key=True, related_name="+")
    taken = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.purchase_line_id}: {self.taken}"


class Deduction(models.Model):
    """A claim that is set off against a request to pay; each only once."""

    claim = models.OneToOneField(SupplierClaim, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="deductions")
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="deduction_above_zero")]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.amount}"


class RequestPayment(models.Model):
    """Money that was paid on a request, told by whoever pays: its cause is the payment's own document."""

    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="payments")
    cause = models.CharField(max_length=40)
    cause_id = models.BigIntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    paid_on = models.DateField()
    document = models.CharField(max_length=40, blank=True)
    told_by = models.CharField(max_length=80)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cause", "cause_id"], name="request_payment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="request_payment_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.amount}"


class PaymentDays(models.Model):
    """After how many days a supplier's invoices are due, counted from the invoice or from the end of its month."""

    supplier = models.OneToOneField(Supplier, on_delete=models.PROTECT, primary_key=True, related_name="+")
    days = models.PositiveSmallIntegerField()
    from_month_end = models.BooleanField(default=False)
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.supplier_id}: {self.days}"


class InvoiceNumbers(models.Model):
    """What the company set for invoices: one row."""

    price_percent = models.DecimalField(
        max_digits=5, decimal_places=2, default=ZERO, help_text="So much above the ordered price still matches."
    )
    due_days = models.PositiveSmallIntegerField(default=30, help_text="Where nothing was set for a supplier.")
    set_by = models.CharField(max_length=80, blank=True)
    set_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "invoice numbers"
        constraints = [
            models.CheckConstraint(
                condition=Q(price_percent__gte=0, price_percent__lt=100), name="invoice_numbers_sound"
            )
        ]

    def __str__(self) -> str:
        return f"{self.price_percent} %"

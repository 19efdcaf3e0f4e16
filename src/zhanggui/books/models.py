"""Where money stands (Account, AccountBalance) and why (Entry, Posting), month by month (Period).

Postings are the only way money changes. AccountBalance is the sum of them, kept in the same transaction, guarded by
triggers and proved again by `zhanggui prove`.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from zhanggui.books.states import PERIOD_STEPS, AccountKind, PeriodState, Role, Side
from zhanggui.catalog.models import Sku
from zhanggui.people.models import Shop


class Account(models.Model):
    """A place where money stands. Its code begins with a figure, so that none is taken for a role."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=9, choices=AccountKind.choices)
    side = models.CharField(max_length=6, choices=Side.choices, help_text="Where it grows.")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="account_kind_known"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="account_side_known"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9][0-9A-Za-z.-]*$"), name="account_code_is_one"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="account_not_its_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class AccountRole(models.Model):
    """The account the company uses where other rooms say this role."""

    role = models.CharField(max_length=24, choices=Role.choices, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="roles")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(role__in=Role.values), name="account_role_known")]

    def __str__(self) -> str:
        return f"{self.role}: {self.account_id}"


class Period(models.Model):
    """A month of the books. Those closed come before all that are open."""

    STEPS = PERIOD_STEPS

    first_on = models.DateField(unique=True, help_text="The first day of the month.")
    state = models.CharField(max_length=6, choices=PeriodState.choices, default=PeriodState.OPEN)
    changed_by = models.CharField(max_length=80, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was opened again.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PeriodState.values), name="period_state_known"),
            models.CheckConstraint(condition=Q(first_on__day=1), name="period_is_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.first_on:%Y-%m}"


class Entry(models.Model):
    """Money went between accounts, once, for one cause. Append-only; a mistake is reversed by another entry."""

    cause = models.CharField(max_length=32, help_text="The flow that posted it.")
    cause_id = models.BigIntegerField(help_text="The row it was done for; a cause is posted once.")
    booked_on = models.DateField(help_text="The day in the company's zone.")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="entries", db_index=False)
    text = models.CharField(max_length=200)
    document = models.CharField(max_length=64, blank=True, help_text="The number of the paper it stands for.")
    subject = models.CharField(max_length=32, blank=True, help_text="The kind of document, as facts name it.")
    subject_id = models.BigIntegerField(null=True, blank=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    total = models.DecimalField(max_digits=16, decimal_places=2, help_text="The sum of its debits.")
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["cause", "cause_id"], name="entry_cause_once"),
            models.CheckConstraint(condition=~Q(reverses=F("id")), name="entry_reverses_another"),
        ]
        indexes = [
            models.Index(fields=["booked_on", "id"], name="entry_by_day"),
            models.Index(fields=["period", "id"], name="entry_by_period"),
            models.Index(fields=["document"], name="entry_by_document", condition=~Q(document="")),
            models.Index(fields=["subject", "subject_id"], name="entry_by_subject", condition=~Q(subject="")),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.text}"


class Posting(models.Model):
    """One leg of an entry: debits above zero, credits below. Append-only; the legs of an entry sum to zero."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3, default="CNY")
    booked_on = models.DateField(help_text="The day of its entry.")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    party = models.CharField(max_length=64, blank=True, help_text="The key of a supplier or another party.")
    document = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="posting_moves_money")]
        indexes = [
            models.Index(fields=["account", "booked_on", "id"], name="posting_by_account"),
            models.Index(fields=["party", "booked_on"], name="posting_by_party", condition=~Q(party="")),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount} {self.currency}"


class AccountBalance(models.Model):
    """What was posted to an account in a month, debits and credits, both counted up."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="balances", db_index=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="balances")
    currency = models.CharField(max_length=3, default="CNY")
    debit = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    credit = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "period", "currency"], name="account_balance_once"),
            models.CheckConstraint(condition=Q(debit__gte=0, credit__gte=0), name="account_balance_counts_up"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.period_id}: {self.debit} / {self.credit}"

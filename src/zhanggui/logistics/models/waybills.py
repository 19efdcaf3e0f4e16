"""Accounts that give waybills, where they serve, and what was asked of them."""

from django.db import models
from django.db.models import F, Q

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.models.region import OfWarehouses
from zhanggui.kernel.actor import Actor
from zhanggui.logistics.states import OPEN, REQUEST_STEPS, UNUSED, RequestState
from zhanggui.people.models import Warehouse

FEW = 200


class WaybillAccount(models.Model):
    """An account of the company at a provider of e-waybills. `secrets` is sealed and opened only for a call."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    provider = models.CharField(max_length=32, help_text="The connector's key: cainiao, pdd, sf, …")
    settings = models.JSONField(default=dict)
    secrets = models.BinaryField()
    branch = models.JSONField(default=dict, help_text="code, name, segment, monthly_account")
    sender = models.JSONField(default=dict, help_text="Who sends, as the provider has it registered.")
    product = models.CharField(max_length=64, blank=True, default="")
    template = models.CharField(max_length=300, blank=True, default="")
    services = models.JSONField(default=dict)
    few = models.PositiveIntegerField(default=FEW, help_text="With fewer numbers left somebody is warned.")
    is_active = models.BooleanField(default=True)
    balances = models.JSONField(default=list, help_text="[carrier, branch, numbers left or null]")
    left = models.PositiveIntegerField(
        null=True, blank=True, help_text="Numbers left where there are fewest, of carriers it serves."
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    wait_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(
        max_length=300, blank=True, default="", help_text="What kept the last call from working."
    )

    class Meta:
        indexes = [models.Index(fields=["is_active", "code"], name="waybill_account_active")]

    def __str__(self) -> str:
        return self.code


FEW_LEFT = Q(is_active=True, left__lt=F("few"))
"""Accounts that run out of numbers."""


class AccountUse(models.Model):
    """An account gives the numbers of a carrier at a warehouse, for all orders or for those of one platform."""

    account = models.ForeignKey(WaybillAccount, on_delete=models.CASCADE, related_name="uses")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="+", db_index=False)
    carrier = models.CharField(max_length=32)
    platform = models.CharField(max_length=32, blank=True, default="", help_text="Empty: orders of every platform.")
    priority = models.PositiveSmallIntegerField(default=100, help_text="Lower is asked first.")

    objects = OfWarehouses.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "carrier", "platform", "account"], name="account_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.platform}".strip()


REQUEST_COLUMNS = (
    "parcel_id", "account_id", "wave_id", "key", "carrier", "state", "number", "reference", "marks", "sealed", "tries",
    "made_at", "due_at", "answer",
)  # fmt: skip
"""What is written down of a request when it is made."""


class WaybillRequestQuerySet(models.QuerySet["WaybillRequest"]):
    def visible_to(self, actor: Actor) -> "WaybillRequestQuerySet":
        rows = self if actor.warehouse_ids is None else self.filter(parcel__warehouse_id__in=actor.warehouse_ids)
        return rows if actor.shop_ids is None else rows.filter(parcel__shop_id__in=actor.shop_ids)


class WaybillRequest(models.Model):
    """One parcel, as it stood in one wave, that needs a number. The same `key` is the same parcel for the provider.

    `sealed` is the answer in whole: print data and label pages name the receiver.
    """

    STEPS = REQUEST_STEPS

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="waybill_requests")
    account = models.ForeignKey(WaybillAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    wave_id = models.BigIntegerField()
    key = models.CharField(max_length=64, unique=True)
    carrier = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    number = models.CharField(max_length=40, blank=True, default="")
    reference = models.CharField(max_length=64, blank=True, default="")
    marks = models.JSONField(default=dict, help_text="What the label shows of the carrier's sorting.")
    sealed = models.BinaryField(default=b"", blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(help_text="When it is asked, or taken back, at the earliest.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True, default="", help_text="The provider's last refusal.")

    objects = WaybillRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel"], condition=Q(state__in=OPEN), name="waybill_request_open_once"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="waybill_request_number_once"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="waybill_request_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[RequestState.GIVEN, RequestState.GIVEN_UP, *UNUSED]) | ~Q(number=""),
                name="waybill_request_given_has_number",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "due_at", "id"],
                name="waybill_request_due",
                condition=~Q(state__in=[RequestState.GIVEN, RequestState.CANCELLED, RequestState.GIVEN_UP]),
            ),
            models.Index(fields=["state", "-id"], name="waybill_request_by_state"),
        ]

    def __str__(self) -> str:
        return self.key

"""Where goods are (Location, Balance), how they got there (Move), and what is promised (Availability, Claim).

Moves are the only way stock changes. Balance and Availability are sums of them, kept in the same transaction,
guarded by CHECK constraints here and proved again by `zhanggui prove`.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.inventory.states import (
    BOUND_CODES,
    CLAIM_STEPS,
    CODE_STEPS,
    COUNT_STEPS,
    LOT_STEPS,
    MARK_STEPS,
    OUTSIDE,
    SELLABLE,
    ClaimState,
    CodeState,
    CountReason,
    CountState,
    LocationKind,
    LotState,
    MarkState,
)
from zhanggui.parties.models import Supplier
from zhanggui.people.models import Shop, Warehouse


class Location(models.Model):
    """A bin, a zone, or a place outside. Condition is a property of the place, never another SKU."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, null=True, blank=True, related_name="locations")
    code = models.CharField(max_length=32)
    kind = models.CharField(max_length=12, choices=LocationKind.choices)
    walk_order = models.PositiveIntegerField(default=0, help_text="The order in which a picker passes the bins.")
    zone = models.CharField(max_length=16, blank=True, db_default="", help_text="Its sheet of the bin map.")
    aisle = models.PositiveSmallIntegerField(default=0, db_default=0)
    level = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="From the floor upwards.")
    capacity = models.PositiveIntegerField(default=0, db_default=0, help_text="Pieces that fit; 0: nobody measured.")
    one_lot = models.BooleanField(default=False, db_default=False, help_text="Never two lots of a SKU in it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "code"], nulls_distinct=False, name="location_code_once"),
            models.CheckConstraint(
                condition=Q(warehouse__isnull=True, kind__in=sorted(OUTSIDE))
                | Q(warehouse__isnull=False) & ~Q(kind__in=sorted(OUTSIDE)),
                name="location_outside_has_no_warehouse",
            ),
            models.CheckConstraint(condition=Q(kind__in=LocationKind.values), name="location_kind_known"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_sellable(self) -> bool:
        return self.kind in SELLABLE


class Move(models.Model):
    """A quantity of a SKU went from one place to another, once, for one cause. Append-only."""

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    lot = models.CharField(max_length=40, default="", blank=True)
    origin = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField()
    unit_cost = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    cause = models.CharField(max_length=32, help_text="The flow that moved the goods.")
    cause_id = models.BigIntegerField(help_text="The row it was done for; a cause moves goods once.")
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cause", "cause_id"], name="move_cause_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="move_quantity_positive"),
            models.CheckConstraint(condition=~Q(origin=F("target")), name="move_goes_somewhere"),
        ]
        indexes = [BrinIndex(fields=["at"], name="move_by_day")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_id}: {self.origin_id} → {self.target_id}"


class Balance(models.Model):
    """How many pieces lie in one place. `promised` of them are set aside for pickers on their way."""

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="balances")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="balances")
    lot = models.CharField(max_length=40, default="", blank=True)
    on_hand = models.IntegerField(default=0)
    promised = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location", "sku", "lot"], name="balance_once"),
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="balance_not_negative"),
            models.CheckConstraint(
                condition=Q(promised__gte=0, promised__lte=F("on_hand")), name="balance_promise_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.location_id}: {self.on_hand} × {self.sku_id}"


class Availability(models.Model):
    """Per warehouse and SKU: what lies in sellable places, and how much of that is claimed."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="availability")
    sellable = models.IntegerField(default=0)
    claimed = models.IntegerField(default=0)

    class Meta:
        verbose_name_plural = "availability"
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "sku"], name="availability_once"),
            models.CheckConstraint(condition=Q(claimed__gte=0, claimed__lte=F("sellable")), name="nothing_sold_twice"),
        ]

    def __str__(self) -> str:
        return f"{self.sku_id}: {self.sellable} − {self.claimed}"


class Claim(models.Model):
    """One cause (a parcel line) holds a quantity of a SKU in a warehouse until it is picked or let go."""

    STEPS = CLAIM_STEPS

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="claims")
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=ClaimState.choices, default=ClaimState.HELD)
    cause = models.CharField(max_length=32)
    cause_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cause", "cause_id"], name="claim_cause_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="claim_quantity_positive"),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="claim_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_id} for {self.cause} {self.cause_id}"


class CountRequest(models.Model):
    """A bin held less of a SKU than the ledger says: nobody is sent there for it until it is counted.

    What was missing is claimed meanwhile, as far as it is free, so that nobody buys it.
    """

    STEPS = COUNT_STEPS

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.CharField(max_length=40, default="", blank=True)
    reason = models.CharField(max_length=12, choices=CountReason.choices)
    expected = models.PositiveIntegerField(help_text="Pieces someone came for.")
    found = models.PositiveIntegerField()
    note = models.CharField(max_length=80, blank=True, help_text="What they were for.")
    state = models.CharField(max_length=8, choices=CountState.choices, default=CountState.TO_COUNT)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    counted_by = models.CharField(max_length=80, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["location", "sku", "lot"], condition=Q(state="to_count"), name="count_asked_once"
            ),
            models.CheckConstraint(condition=Q(reason__in=CountReason.values), name="count_reason_known"),
            models.CheckConstraint(condition=Q(state__in=CountState.values), name="count_state_known"),
            models.CheckConstraint(condition=Q(found__lt=F("expected")), name="count_found_less"),
        ]
        indexes = [models.Index(fields=["state", "id"], name="count_request_by_state")]

    def __str__(self) -> str:
        return f"{self.location_id}: {self.sku_id}"


class BlindPlace(models.Model):
    """A place somebody is to count: whoever counts is not told what the book says of it until the count is in."""

    location = models.OneToOneField(Location, on_delete=models.PROTECT, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.location_id)


class UniqueCode(models.Model):
    """The code of one piece (序列号, 唯一码) and where that piece is. `cause_id` is the parcel line it is bound to."""

    STEPS = CODE_STEPS

    code = models.CharField(max_length=64, unique=True)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="unique_codes", db_index=False)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.CharField(max_length=40, default="", blank=True)
    state = models.CharField(max_length=9, choices=CodeState.choices, default=CodeState.IN_STOCK)
    cause_id = models.BigIntegerField(null=True, blank=True)
    added_by = models.CharField(max_length=80)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CodeState.values), name="unique_code_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=BOUND_CODES, cause_id__isnull=False)
                | ~Q(state__in=BOUND_CODES) & Q(cause_id__isnull=True),
                name="unique_code_bound_while_out",
            ),
        ]
        indexes = [
            models.Index(fields=["sku", "warehouse", "state"], name="unique_code_by_sku"),
            models.Index(fields=["cause_id"], name="unique_code_by_line", condition=Q(cause_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.code


class InspectionMark(models.Model):
    """Goods of a warehouse that the inspector wants to see (抽检): a SKU, or one lot of it. One that is pending stops
    them at the verifying table."""

    STEPS = MARK_STEPS

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="inspection_marks", db_index=False)
    lot = models.CharField(max_length=40, default="", blank=True, help_text="Empty: every lot.")
    state = models.CharField(max_length=8, choices=MarkState.choices, default=MarkState.PENDING)
    reason = models.CharField(max_length=200)
    marked_by = models.CharField(max_length=80)
    marked_at = models.DateTimeField()
    passed_by = models.CharField(max_length=80, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MarkState.values), name="inspection_mark_state_known"),
            models.CheckConstraint(
                condition=Q(state=MarkState.PENDING, passed_at__isnull=True)
                | Q(state=MarkState.PASSED, passed_at__isnull=False),
                name="inspection_mark_passed_at",
            ),
            models.UniqueConstraint(
                fields=["sku", "warehouse", "lot"], condition=Q(state=MarkState.PENDING), name="inspection_marked_once"
            ),
        ]
        indexes = [models.Index(fields=["state", "marked_at", "id"], name="inspection_mark_by_state")]

    def __str__(self) -> str:
        return f"{self.sku_id} {self.lot}: {self.state}"


class Lot(models.Model):
    """One making of a SKU. Moves and balances name it by its code."""

    STEPS = LOT_STEPS

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="lots", db_index=False)
    code = models.CharField(max_length=40)
    produced_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True, help_text="The last day it is good; none: it keeps.")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=LotState.choices, default=LotState.OPEN)
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was stopped, or opened again.")
    registered_by = models.CharField(max_length=80)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "code"], name="lot_once"),
            models.CheckConstraint(condition=~Q(code=""), name="lot_has_code"),
            models.CheckConstraint(condition=Q(expires_on__gte=F("produced_on")), name="lot_days_in_order"),
            models.CheckConstraint(condition=Q(state__in=LotState.values), name="lot_state_known"),
        ]
        indexes = [
            models.Index(fields=["expires_on", "id"], name="lot_by_last_day"),
            models.Index(fields=["state", "expires_on", "id"], name="lot_by_state"),
        ]

    def __str__(self) -> str:
        return self.code


class LotHold(models.Model):
    """Pieces of a warehouse that may not be sold, because of their lots: as many as nobody had claimed are claimed by
    it, so that no buyer gets them. One a SKU is current; its claim is held."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField(help_text="Pieces kept from sale.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["warehouse", "sku"], name="lot_hold_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="lot_hold_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_id}"


class ShopLife(models.Model):
    """A shop sells goods only with so many days of life left."""

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, related_name="+", primary_key=True)
    days = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.shop_id}: {self.days}"

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import F, Q

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import ChannelState, PaymentMode
from zhanggui.orders.payments.states import MODES
from zhanggui.orders.states import OPEN_STATES, ORDER_STEPS, OrderState
from zhanggui.people.models import Shop, Warehouse


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, actor: Actor) -> "OrderQuerySet":
        return self if actor.shop_ids is None else self.filter(shop_id__in=actor.shop_ids)


class Order(models.Model):
    """One order of one shop, unique by the platform's number. Never merged, never split: parcels are.

    `units*` repeat the sums of the line counters so that a list of a thousand orders reads no lines.
    """

    STEPS = ORDER_STEPS

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=OrderState.choices)
    channel_state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in ChannelState])
    cancelled_by = models.CharField(
        max_length=80, blank=True, default="", db_default="", help_text="Who of ours cancelled it; empty: none of us."
    )
    version = models.PositiveIntegerField(default=1, help_text="Counts real changes; an edit names the one it saw.")

    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    modified_at = models.DateTimeField(help_text="The platform's own moment of this version.")
    payload_hash = models.BinaryField(max_length=16)
    ship_by = models.DateTimeField(
        null=True, blank=True, help_text="When it must have left at the latest, never after `collect_by`."
    )
    collect_by = models.DateTimeField(
        null=True, blank=True, help_text="When the carrier must have scanned it at the latest."
    )
    clock_paused_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when its platform stops the clock; empty: it runs."
    )
    paused_seconds = models.PositiveIntegerField(
        default=0, db_default=0, help_text="How long its platform stopped the clock before."
    )
    delivered_at = models.DateTimeField(
        null=True, blank=True, help_text="When the last of it was delivered; empty: the buyer has not all of it."
    )
    urgent = models.BooleanField(default=False, db_default=False, help_text="It goes before the others.")

    buyer = models.CharField(max_length=120, blank=True)
    buyer_message = models.TextField(blank=True)
    seller_memo = models.TextField(blank=True)
    remarks_sealed = models.BinaryField(
        default=b"", db_default=b"", help_text="Message and memo in whole words, where their columns hide some."
    )
    seller_flag = models.SmallIntegerField(default=0)
    remark_handled = models.BooleanField(default=False, help_text="Someone has read the memo and acted on it.")

    # Province, city and district in plain words, because rules and areas ask for them; all else is sealed.
    receiver_state = models.CharField(max_length=60, blank=True)
    receiver_city = models.CharField(max_length=60, blank=True)
    receiver_district = models.CharField(max_length=60, blank=True)
    receiver_name_masked = models.CharField(max_length=120, blank=True, default="", help_text="As lists show it.")
    receiver_mobile_masked = models.CharField(max_length=40, blank=True, default="", help_text="Mobile, or phone.")
    receiver_digest = models.BinaryField(
        max_length=16, default=b"", help_text="Equal for one person at one place; empty: not known."
    )
    receiver_sealed = models.BinaryField(default=b"", help_text="The whole words, see `receivers.py`.")

    currency = models.CharField(max_length=3, default="CNY")
    paid = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    freight = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    discount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    difference = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        default=0,
        db_default=Decimal(0),
        help_text="What its exchanges add to the price or take from it, as far as nobody has settled it.",
    )
    cash_on_delivery = models.BooleanField(default=False)
    payment_mode = models.CharField(max_length=12, choices=MODES, default=PaymentMode.PAID, db_default="paid")

    goods = models.CharField(max_length=200, blank=True, help_text="The first line in words, for lists.")
    line_count = models.PositiveSmallIntegerField(default=0)
    units = models.PositiveIntegerField(default=0, help_text="Ordered and not cancelled.")
    units_claimed = models.PositiveIntegerField(default=0)
    units_shipped = models.PositiveIntegerField(default=0)
    open_holds = models.PositiveSmallIntegerField(default=0)
    stop_reason = models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Why parcels under way must stop; empty: go on.",
    )
    review_reason = models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Why nothing more is planned or printed before it was reviewed again; empty: go on.",
    )
    labels = ArrayField(
        models.CharField(max_length=30),
        default=list,
        db_default=[],
        blank=True,
        help_text="What people and rules wrote on it; an order with a label is not merged by itself.",
    )
    warehouse_wish = models.ForeignKey(
        Warehouse,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="Where a person or a rule wants it sent from.",
    )
    carrier_wish = models.CharField(
        max_length=32, blank=True, default="", db_default="", help_text="The carrier a person or a rule wants."
    )
    travels_with = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="Orders with the same one here are to leave in one parcel, as a buyer asked.",
    )
    by_rules = models.JSONField(
        null=True,
        blank=True,
        help_text="Which of labels, flag, wishes and gifts rules asked for, see rules/marks: all else a person chose.",
    )
    gifts_due = models.BooleanField(
        default=True, db_default=True, help_text="Its gifts are not decided yet, or not for what it is now."
    )
    imported_at = models.DateTimeField()

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "shop"],
                name="order_once_per_shop",
                opclasses=["varchar_pattern_ops", "int8_ops"],  # a beginning of a number is found by it too
            ),
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state_known"),
            models.CheckConstraint(
                condition=Q(channel_state__in=[str(state) for state in ChannelState]), name="order_channel_state_known"
            ),
            models.CheckConstraint(condition=Q(units_shipped__lte=F("units_claimed")), name="order_units_in_order"),
            models.CheckConstraint(
                condition=Q(collect_by__isnull=True) | Q(ship_by__lte=F("collect_by")), name="order_leaves_before_scan"
            ),
            models.CheckConstraint(
                condition=Q(payment_mode__in=[str(mode) for mode in PaymentMode]), name="order_payment_mode_known"
            ),
        ]
        # Every order is updated several times in its life, and each update writes every index: only what a desk cannot
        # do without at a million orders is here. The small tabs are read through order_queue, the large by placed_at.
        indexes = [
            models.Index(fields=["state", "ship_by", "id"], name="order_queue", include=["shop", "open_holds"]),
            models.Index(fields=["placed_at", "id"], name="order_by_placed"),
            # The counts of a small shop's tabs are read off it alone.
            models.Index(fields=["shop", "placed_at", "id"], name="order_by_shop", include=["state", "open_holds"]),
            BrinIndex(fields=["paid_at"], name="order_paid_brin"),
            # Reviews ask for the open orders of one buyer, and behind a masked name for those of one receiver.
            models.Index(fields=["buyer", "state", "receiver_digest"], name="order_by_buyer", condition=~Q(buyer="")),
            models.Index(
                fields=["receiver_digest"],
                name="order_open_by_receiver",
                condition=Q(state__in=[state.value for state in OPEN_STATES]),
            ),
            models.Index(fields=["placed_at", "id"], name="order_held", condition=Q(open_holds__gt=0)),
            models.Index(
                fields=["state", "ship_by", "id"],
                name="order_urgent",
                condition=Q(urgent=True, state__in=[state.value for state in OPEN_STATES]),
            ),
            models.Index(
                fields=["delivered_at", "id"], name="order_by_delivered", condition=Q(delivered_at__isnull=False)
            ),
            GinIndex(fields=["labels"], name="order_labelled", condition=~Q(labels=[])),
            models.Index(fields=["id"], name="order_stopping", condition=~Q(stop_reason="")),
            models.Index(fields=["travels_with"], name="order_travelling", condition=Q(travels_with__isnull=False)),
            models.Index(
                fields=["payment_mode", "placed_at", "id"], name="order_by_payment", condition=~Q(payment_mode="paid")
            ),
            models.Index(
                fields=["placed_at", "id"],
                name="order_remark_unread",
                include=["state", "shop"],
                condition=(~Q(buyer_message="") | ~Q(seller_memo="")) & Q(remark_handled=False),
            ),
            # Few buyers write, and shops without memos have none: else all orders would be read for them.
            models.Index(
                fields=["placed_at", "id"],
                name="order_messaged",
                include=["state", "shop"],
                condition=~Q(buyer_message=""),
            ),
            models.Index(
                fields=["placed_at", "id"],
                name="order_memoed",
                include=["state", "shop"],
                condition=~Q(seller_memo=""),
            ),
            models.Index(
                fields=["seller_flag", "placed_at", "id"],
                name="order_flagged",
                include=["state", "shop"],
                condition=Q(seller_flag__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.number

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.orders.models.order import Order
from zhanggui.orders.states import LineOrigin


class OrderLine(models.Model):
    """What was bought of one thing, and how far it has come.

    ordered ≥ claimed ≥ picked ≥ packed ≥ shipped ≥ returned, always; progress is read from these counters.

    Beside the channel's lines an order has lines of ours: parts of a bundle, gifts, exchanged goods. A channel line in
    whose place they are sent `is_replaced`: it is what the buyer bought and the platform hears of, and never planned.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", db_index=False)
    number = models.CharField(
        max_length=72,
        help_text="The platform's line number, or that of the line it serves and a count.",
    )
    origin = models.CharField(
        max_length=10, choices=LineOrigin.choices, default=LineOrigin.CHANNEL, db_default=LineOrigin.CHANNEL.value
    )
    source = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="own_lines",
        db_index=False,
        help_text="The channel's line that this line of ours serves.",
    )
    is_replaced = models.BooleanField(
        default=False, db_default=False, help_text="Lines of ours are sent in its place; its counters stay 0."
    )
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, null=True, blank=True, related_name="order_lines")
    sku_code = models.CharField(max_length=64, blank=True)
    listing = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=200, blank=True)
    spec = models.CharField(max_length=200, blank=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    amount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    refund = models.CharField(
        max_length=20, choices=[(state.value, state.value) for state in RefundState], default=RefundState.NONE
    )
    is_cancelled = models.BooleanField(default=False)
    cancelled_by = models.CharField(
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text="Who of us took it out; whatever its platform says of it then.",
    )
    agreed_refund = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        default=0,
        db_default=Decimal(0),
        help_text="What the buyer gets back for a line we took out.",
    )
    wanted = models.PositiveIntegerField(
        null=True, blank=True, help_text="The platform's newer quantity, waiting until the parcel lets go of the line."
    )
    wanted_code = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="The merchant code that goes with `wanted`."
    )

    ordered = models.PositiveIntegerField()
    claimed = models.PositiveIntegerField(default=0)
    picked = models.PositiveIntegerField(default=0)
    packed = models.PositiveIntegerField(default=0)
    shipped = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["order"], name="order_line_waiting", condition=Q(wanted__isnull=False)),
            models.Index(fields=["sku_code"], name="order_line_unmatched", condition=Q(sku=None)),
            models.Index(fields=["source"], name="order_line_own", condition=Q(source__isnull=False)),
            models.Index(fields=["sku", "order"], name="order_line_gift", condition=Q(origin="gift")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="order_line_once"),
            models.CheckConstraint(condition=Q(ordered__gt=0), name="order_line_quantity_positive"),
            models.CheckConstraint(
                condition=Q(refund__in=[str(state) for state in RefundState]), name="order_line_refund_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    claimed__lte=F("ordered"),
                    picked__lte=F("claimed"),
                    packed__lte=F("picked"),
                    shipped__lte=F("packed"),
                    returned__lte=F("shipped"),
                ),
                name="order_line_ladder",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_by="", agreed_refund=0)
                | Q(is_cancelled=True, agreed_refund__gte=0, agreed_refund__lte=F("amount")),
                name="order_line_taken_out",
            ),
            models.CheckConstraint(condition=Q(origin__in=LineOrigin.values), name="order_line_origin_known"),
            models.CheckConstraint(
                condition=Q(origin=LineOrigin.CHANNEL, source=None)
                | Q(origin=LineOrigin.GIFT, sku__isnull=False)
                | Q(origin__in=[LineOrigin.PART, LineOrigin.EXCHANGE], source__isnull=False, sku__isnull=False),
                name="order_line_source_fits",
            ),
            models.CheckConstraint(
                condition=Q(is_replaced=False) | Q(origin=LineOrigin.CHANNEL, claimed=0), name="order_line_replaced"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordered} × {self.sku_code}"

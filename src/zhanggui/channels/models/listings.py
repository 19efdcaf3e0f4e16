"""What shops offer on their platforms: listings, how much of the stock each may show, and what we told last."""

from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.channels.states import MatchedBy
from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Shop


class ShopListingQuerySet(models.QuerySet["ShopListing"]):
    def visible_to(self, actor: Actor) -> "ShopListingQuerySet":
        return self if actor.shop_ids is None else self.filter(shop_id__in=actor.shop_ids)


class ShopListing(models.Model):
    """One SKU as one shop offers it: what it means here, and how many pieces its platform is to show.

    `wanted` in its `version` is what it is to show; `told` is what the platform took last, in version `told_version`.
    While `flying_until` is ahead, a call whose answer nobody heard may still arrive there. `price` is what it costs
    there, and `price_wanted` what it is to cost until its platform took that.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="listings", db_index=False)
    listing = models.CharField(max_length=64)
    sku_code = models.CharField(max_length=64, blank=True, help_text="The seller's code as the platform has it.")
    title = models.CharField(max_length=200, blank=True)
    spec = models.CharField(max_length=200, blank=True)
    barcode = models.CharField(max_length=64, blank=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    shown = models.PositiveIntegerField(null=True, blank=True, help_text="As the platform listed it when it was read.")
    is_on_sale = models.BooleanField(default=True)
    seen_at = models.DateTimeField(help_text="When the platform last named it, in its list or on an order.")

    sku = models.ForeignKey(Sku, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    matched_by = models.CharField(max_length=8, choices=MatchedBy.choices, default=MatchedBy.NOBODY)

    ratio = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Per cent; the shop's own if empty.")
    safety = models.PositiveIntegerField(null=True, blank=True)
    cap = models.PositiveIntegerField(null=True, blank=True)
    end_mark = models.PositiveIntegerField(null=True, blank=True)
    overlap_by = models.CharField(max_length=80, blank=True, help_text="Who agreed that it shows more than its share.")
    frozen_by = models.CharField(max_length=80, blank=True, help_text="Who ordered that it shows nothing.")

    price_wanted = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    price_by = models.CharField(max_length=80, blank=True, default="", db_default="")
    price_told_at = models.DateTimeField(null=True, blank=True)
    price_trouble = models.CharField(max_length=300, blank=True, default="", db_default="")

    wanted = models.PositiveIntegerField(null=True, blank=True)
    version = models.BigIntegerField(default=0)
    told = models.PositiveIntegerField(null=True, blank=True)
    told_version = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    flying_until = models.DateTimeField(null=True, blank=True)
    wait_until = models.DateTimeField(null=True, blank=True, help_text="When a refused number is told again.")
    failing_since = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    objects = ShopListingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "listing", "sku_code"], name="shop_listing_once"),
            models.CheckConstraint(condition=Q(matched_by__in=MatchedBy.values), name="shop_listing_matched_by_known"),
            models.CheckConstraint(condition=Q(ratio__lte=100), name="shop_listing_ratio_percent"),
            models.CheckConstraint(condition=Q(told_version__lte=F("version")), name="shop_listing_told_as_wanted"),
            models.CheckConstraint(
                condition=Q(price_wanted__isnull=True) | Q(price_wanted__gt=0), name="price_positive"
            ),
            models.CheckConstraint(condition=Q(frozen_by="") | Q(wanted=0), name="shop_listing_frozen_shows_nothing"),
        ]
        indexes = [
            # The planner knows of an expression's values how many there are; of a condition of two columns it does not.
            models.Index(F("shop"), F("version") - F("told_version"), name="shop_listing_untold"),
            models.Index(fields=["shop", "id"], name="shop_listing_flying", condition=Q(flying_until__isnull=False)),
            models.Index(fields=["shop", "id"], name="shop_listing_unmatched", condition=Q(sku__isnull=True)),
            models.Index(fields=["shop", "id"], name="shop_listing_failing", condition=Q(failing_since__isnull=False)),
            models.Index(fields=["shop", "id"], name="shop_listing_exposed", condition=Q(told__gt=F("wanted"))),
            models.Index(fields=["shop", "id"], name="shop_listing_frozen", condition=~Q(frozen_by="")),
            models.Index(fields=["shop", "id"], name="shop_listing_repriced", condition=Q(price_wanted__isnull=False)),
            models.Index(fields=["shop", "sku"], name="shop_listing_of_sku", condition=Q(sku__isnull=False)),
            models.Index(fields=["shop", "-told_at"], name="shop_listing_told", condition=Q(told_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.listing} ({self.sku_code})"


class StockShare(models.Model):
    """How much of what can be sold a shop may show: min(cap, ⌊(available − safety) × ratio⌋), and nothing at or below
    the end mark. Shares of all shops are at most 100 %, but for those somebody agreed to have beyond (`overlap_by`)."""

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, related_name="share")
    is_published = models.BooleanField(default=False, help_text="The platform is told; without it only the preview.")
    ratio = models.PositiveSmallIntegerField(default=100, help_text="Per cent.")
    safety = models.PositiveIntegerField(default=0)
    cap = models.PositiveIntegerField(null=True, blank=True)
    end_mark = models.PositiveIntegerField(default=0)
    overlap_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ratio__lte=100), name="stock_share_ratio_percent")]

    def __str__(self) -> str:
        return f"{self.shop_id}: {self.ratio} %"


class StockChange(models.Model):
    """More or fewer pieces of a SKU can be sold than before. Written by triggers, gone once listings are weighed."""

    sku_id = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.sku_id)

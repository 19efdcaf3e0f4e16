"""What can be sold: a product, its SKUs, and every barcode by which a scanner may know them."""

from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.states import Tracking

ZERO = Decimal(0)


class Category(models.Model):
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """What the buyer calls one thing, in all its colours and sizes."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="products")
    picture = models.CharField(max_length=300, blank=True, help_text="Address or path of a picture.")

    def __str__(self) -> str:
        return self.name


class Sku(models.Model):
    """What is counted: one product in one colour and size. Quantities everywhere are whole pieces of it."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="skus")
    code = models.CharField(max_length=64, unique=True, help_text="Merchant code 商家编码, as listings name it.")
    spec = models.CharField(max_length=200, blank=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    floor_price = models.DecimalField(max_digits=12, decimal_places=2, default=ZERO)
    cost = models.DecimalField(max_digits=12, decimal_places=4, default=ZERO)
    weight_g = models.PositiveIntegerField(default=0, validators=[MinValueValidator(0)])
    length_mm = models.PositiveIntegerField(default=0, db_default=0)
    width_mm = models.PositiveIntegerField(default=0, db_default=0)
    height_mm = models.PositiveIntegerField(default=0, db_default=0)
    volume_cm3 = models.PositiveIntegerField(
        default=0, db_default=0, help_text="As measured, or length × width × height; 0: nobody knows."
    )
    is_active = models.BooleanField(default=True)
    tracking = models.CharField(
        max_length=4,
        choices=Tracking.choices,
        default=Tracking.NONE,
        db_default=Tracking.NONE.value,
        help_text="What tells its pieces apart, and is asked for when they are verified.",
    )
    verify_by_count = models.BooleanField(
        default=False, db_default=False, help_text="Pieces may be verified by a keyed count instead of one by one."
    )
    shelf_life_days = models.PositiveIntegerField(default=0, db_default=0, help_text="Days from making; 0: it keeps.")
    receipt_life_days = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Days of life that must be left when it comes in."
    )
    sale_life_days = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Days of life that must be left when it is promised to a buyer."
    )
    search_words = SearchVectorField(null=True, editable=False, help_text="Beginnings under which typing finds it.")

    class Meta:
        indexes = [GinIndex(fields=["search_words"], name="sku_search_words", fastupdate=False)]
        constraints = [
            models.CheckConstraint(
                condition=Q(price__gte=0, cost__gte=0, floor_price__gte=0), name="sku_money_not_negative"
            ),
            models.CheckConstraint(condition=Q(tracking__in=Tracking.values), name="sku_tracking_known"),
            models.CheckConstraint(
                condition=Q(shelf_life_days=0)
                | Q(receipt_life_days__lte=F("shelf_life_days"), sale_life_days__lte=F("shelf_life_days")),
                name="sku_life_fits",
            ),
            models.CheckConstraint(
                condition=~Q(tracking=Tracking.CODE) | Q(verify_by_count=False), name="sku_codes_are_scanned"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Barcode(models.Model):
    """A code a scanner may read for a SKU; an inner pack's code stands for several pieces at once."""

    code = models.CharField(max_length=64, unique=True)
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="barcodes")
    pieces = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pieces__gt=0), name="barcode_pieces_positive")]

    def __str__(self) -> str:
        return self.code


class BundlePart(models.Model):
    """So many pieces of a SKU are in one bundle 组合装. A bundle is sold as one SKU and sent as its parts."""

    bundle = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="parts", db_index=False)
    part = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="bundles")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bundle", "part"], name="bundle_part_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="bundle_part_quantity_positive"),
            models.CheckConstraint(condition=~Q(bundle=F("part")), name="bundle_not_in_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.part_id} in {self.bundle_id}"


class BundleVersion(models.Model):
    """What a bundle was made of from a moment on, until its next version. Append-only; one without parts is a plain SKU
    again."""

    bundle = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    set_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bundle", "number"], name="bundle_version_once")]

    def __str__(self) -> str:
        return f"{self.bundle_id} v{self.number}"


class VersionPart(models.Model):
    """So many pieces of a SKU in one version of a bundle."""

    version = models.ForeignKey(BundleVersion, on_delete=models.PROTECT, related_name="parts", db_index=False)
    part = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "part"], name="version_part_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="version_part_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.part_id} in {self.version_id}"

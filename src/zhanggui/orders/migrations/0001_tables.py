"""The tables of orders: orders, what was bought, what was asked of it, rules, gifts, money."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import zhanggui.kernel.doors.channel


class Migration(migrations.Migration):
    replaces = [
        ("orders", "0001_initial"),
        ("orders", "0002_guards"),
        ("orders", "0003_desk_indexes"),
        ("orders", "0004_room_for_counters"),
        ("orders", "0005_stop_reason"),
        ("orders", "0006_wanted_and_cancelled_by"),
        ("orders", "0007_platform_decides"),
        ("orders", "0008_own_lines"),
        ("orders", "0009_sealed_receivers"),
        ("orders", "0010_review_rules"),
        ("orders", "0011_remarks_and_payments"),
        ("orders", "0012_entered_orders"),
        ("orders", "0013_gifts"),
        ("orders", "0014_exceptions"),
        ("orders", "0015_changes"),
        ("orders", "0016_shortages"),
        ("orders", "0017_desk"),
        ("orders", "0018_cut_off_carriers"),
        ("orders", "0019_asked_by_rules"),
        ("orders", "0020_hidden_words"),
        ("orders", "0021_review_reason"),
        ("orders", "0022_gifts_in_one_way"),
        ("orders", "0023_causes_of_checks"),
        ("orders", "0024_lines_taken_out"),
        ("orders", "0025_lines_of_requests"),
        ("orders", "0026_memo_shown"),
        ("orders", "0027_rehearsed_in_place"),
        ("orders", "0028_clock_marks"),
        ("orders", "0029_answers_taken_back"),
        ("orders", "0030_areas_of_carriers"),
        ("orders", "0031_requests_under_way"),
        ("orders", "0032_ends_of_holds"),
        ("orders", "0033_masked_buyers"),
        ("orders", "0034_price_differences"),
        ("orders", "0035_words_within_a_shop"),
        ("orders", "0036_orders_of_a_buyer"),
        ("orders", "0037_more_requests"),
        ("orders", "0038_orders_with_words"),
    ]

    initial = True

    dependencies = [
        ("catalog", "0004_dimensions"),
        ("inventory", "0006_bundles_own_nothing"),
        ("kernel", "0003_partitions_no_truncate"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.shop"
                    ),
                ),
                ("number", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unpaid", "Unpaid"),
                            ("to_review", "To review"),
                            ("reviewed", "Reviewed"),
                            ("in_warehouse", "In warehouse"),
                            ("partly_shipped", "Partly shipped"),
                            ("shipped", "Shipped"),
                            ("completed", "Completed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "channel_state",
                    models.CharField(
                        choices=[
                            ("pending_payment", "pending_payment"),
                            ("on_hold", "on_hold"),
                            ("awaiting_shipment", "awaiting_shipment"),
                            ("partially_shipped", "partially_shipped"),
                            ("shipped", "shipped"),
                            ("delivered", "delivered"),
                            ("completed", "completed"),
                            ("closed_refunded", "closed_refunded"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "cancelled_by",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Who of ours cancelled it; empty: none of us.",
                        max_length=80,
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="Counts real changes; an edit names the one it saw."
                    ),
                ),
                ("placed_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
                ("modified_at", models.DateTimeField(help_text="The platform's own moment of this version.")),
                ("payload_hash", models.BinaryField(max_length=16)),
                (
                    "ship_by",
                    models.DateTimeField(
                        blank=True,
                        help_text="When it must have left at the latest, never after `collect_by`.",
                        null=True,
                    ),
                ),
                (
                    "collect_by",
                    models.DateTimeField(
                        blank=True, help_text="When the carrier must have scanned it at the latest.", null=True
                    ),
                ),
                (
                    "clock_paused_at",
                    models.DateTimeField(
                        blank=True, help_text="Since when its platform stops the clock; empty: it runs.", null=True
                    ),
                ),
                (
                    "paused_seconds",
                    models.PositiveIntegerField(
                        db_default=0, default=0, help_text="How long its platform stopped the clock before."
                    ),
                ),
                (
                    "urgent",
                    models.BooleanField(db_default=False, default=False, help_text="It goes before the others."),
                ),
                ("buyer", models.CharField(blank=True, max_length=120)),
                ("buyer_message", models.TextField(blank=True)),
                ("seller_memo", models.TextField(blank=True)),
                (
                    "remarks_sealed",
                    models.BinaryField(
                        db_default=b"",
                        default=b"",
                        help_text="Message and memo in whole words, where their columns hide some.",
                    ),
                ),
                ("seller_flag", models.SmallIntegerField(default=0)),
                (
                    "remark_handled",
                    models.BooleanField(default=False, help_text="Someone has read the memo and acted on it."),
                ),
                ("receiver_state", models.CharField(blank=True, max_length=60)),
                ("receiver_city", models.CharField(blank=True, max_length=60)),
                ("receiver_district", models.CharField(blank=True, max_length=60)),
                (
                    "receiver_name_masked",
                    models.CharField(blank=True, default="", help_text="As lists show it.", max_length=120),
                ),
                (
                    "receiver_mobile_masked",
                    models.CharField(blank=True, default="", help_text="Mobile, or phone.", max_length=40),
                ),
                (
                    "receiver_digest",
                    models.BinaryField(
                        default=b"", help_text="Equal for one person at one place; empty: not known.", max_length=16
                    ),
                ),
                ("receiver_sealed", models.BinaryField(default=b"", help_text="The whole words, see `receivers.py`.")),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("paid", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("freight", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("discount", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                (
                    "difference",
                    models.DecimalField(
                        db_default=Decimal("0"),
                        decimal_places=2,
                        default=0,
                        help_text="What its exchanges add to the price or take from it, as far as nobody has settled it.",
                        max_digits=12,
                    ),
                ),
                ("cash_on_delivery", models.BooleanField(default=False)),
                (
                    "payment_mode",
                    models.CharField(
                        choices=[
                            ("paid", "Paid in full"),
                            ("cod", "Cash on delivery"),
                            ("deposit", "Deposit and tail"),
                            ("prepaid", "Prepaid balance"),
                            ("instalments", "Instalments"),
                        ],
                        db_default="paid",
                        default=zhanggui.kernel.doors.channel.PaymentMode["PAID"],
                        max_length=12,
                    ),
                ),
                (
                    "goods",
                    models.CharField(blank=True, help_text="The first line in words, for lists.", max_length=200),
                ),
                ("line_count", models.PositiveSmallIntegerField(default=0)),
                ("units", models.PositiveIntegerField(default=0, help_text="Ordered and not cancelled.")),
                ("units_claimed", models.PositiveIntegerField(default=0)),
                ("units_shipped", models.PositiveIntegerField(default=0)),
                ("open_holds", models.PositiveSmallIntegerField(default=0)),
                (
                    "stop_reason",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Why parcels under way must stop; empty: go on.",
                        max_length=200,
                    ),
                ),
                (
                    "review_reason",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Why nothing more is planned or printed before it was reviewed again; empty: go on.",
                        max_length=200,
                    ),
                ),
                (
                    "labels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="What people and rules wrote on it; an order with a label is not merged by itself.",
                        size=None,
                    ),
                ),
                (
                    "warehouse_wish",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Where a person or a rule wants it sent from.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
                (
                    "carrier_wish",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="The carrier a person or a rule wants.",
                        max_length=32,
                    ),
                ),
                (
                    "by_rules",
                    models.JSONField(
                        blank=True,
                        help_text="Which of labels, flag, wishes and gifts rules asked for, see rules/marks: all else a person chose.",
                        null=True,
                    ),
                ),
                (
                    "gifts_due",
                    models.BooleanField(
                        db_default=True,
                        default=True,
                        help_text="Its gifts are not decided yet, or not for what it is now.",
                    ),
                ),
                ("imported_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "ship_by", "id"], include=("shop", "open_holds"), name="order_queue"),
                    models.Index(fields=["placed_at", "id"], name="order_by_placed"),
                    models.Index(
                        fields=["shop", "placed_at", "id"], include=("state", "open_holds"), name="order_by_shop"
                    ),
                    django.contrib.postgres.indexes.BrinIndex(fields=["paid_at"], name="order_paid_brin"),
                    models.Index(
                        condition=models.Q(("buyer", ""), _negated=True),
                        fields=["buyer", "state", "receiver_digest"],
                        name="order_by_buyer",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["unpaid", "to_review", "reviewed", "in_warehouse", "partly_shipped"])
                        ),
                        fields=["receiver_digest"],
                        name="order_open_by_receiver",
                    ),
                    models.Index(
                        condition=models.Q(("open_holds__gt", 0)), fields=["placed_at", "id"], name="order_held"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["unpaid", "to_review", "reviewed", "in_warehouse", "partly_shipped"]),
                            ("urgent", True),
                        ),
                        fields=["state", "ship_by", "id"],
                        name="order_urgent",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("labels", []), _negated=True), fields=["labels"], name="order_labelled"
                    ),
                    models.Index(
                        condition=models.Q(("stop_reason", ""), _negated=True), fields=["id"], name="order_stopping"
                    ),
                    models.Index(
                        condition=models.Q(("payment_mode", "paid"), _negated=True),
                        fields=["payment_mode", "placed_at", "id"],
                        name="order_by_payment",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(
                                models.Q(("buyer_message", ""), _negated=True),
                                models.Q(("seller_memo", ""), _negated=True),
                                _connector="OR",
                            ),
                            ("remark_handled", False),
                        ),
                        fields=["placed_at", "id"],
                        include=("state", "shop"),
                        name="order_remark_unread",
                    ),
                    models.Index(
                        condition=models.Q(("buyer_message", ""), _negated=True),
                        fields=["placed_at", "id"],
                        include=("state", "shop"),
                        name="order_messaged",
                    ),
                    models.Index(
                        condition=models.Q(("seller_memo", ""), _negated=True),
                        fields=["placed_at", "id"],
                        include=("state", "shop"),
                        name="order_memoed",
                    ),
                    models.Index(
                        condition=models.Q(("seller_flag__gt", 0)),
                        fields=["seller_flag", "placed_at", "id"],
                        include=("state", "shop"),
                        name="order_flagged",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("number", "shop"),
                        name="order_once_per_shop",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "unpaid",
                                    "to_review",
                                    "reviewed",
                                    "in_warehouse",
                                    "partly_shipped",
                                    "shipped",
                                    "completed",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="order_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel_state__in",
                                [
                                    "pending_payment",
                                    "on_hold",
                                    "awaiting_shipment",
                                    "partially_shipped",
                                    "shipped",
                                    "delivered",
                                    "completed",
                                    "closed_refunded",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="order_channel_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("units_shipped__lte", models.F("units_claimed"))),
                        name="order_units_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("collect_by__isnull", True), ("ship_by__lte", models.F("collect_by")), _connector="OR"
                        ),
                        name="order_leaves_before_scan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payment_mode__in", ["paid", "cod", "deposit", "prepaid", "instalments"])),
                        name="order_payment_mode_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CutOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "warehouse",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
                ("at", models.TimeField(help_text="In the company's zone, every day.")),
                (
                    "carriers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), blank=True, db_default=[], default=list, size=None
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("warehouse", "at"), name="cut_off_once")],
            },
        ),
        migrations.CreateModel(
            name="FileMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("fields", models.JSONField(help_text="Our field → their heading.")),
                ("states", models.JSONField(default=dict, help_text="Their word for a state → ours.")),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("name", "version"), name="file_mapping_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("version__gt", 0), models.Q(("name", ""), _negated=True)),
                        name="file_mapping_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListingMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.shop"
                    ),
                ),
                (
                    "sku_code",
                    models.CharField(blank=True, help_text="The code as the platform gives it.", max_length=64),
                ),
                ("listing", models.CharField(blank=True, max_length=64)),
                (
                    "sku",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.sku"),
                ),
                ("bound_by", models.CharField(max_length=80)),
                ("bound_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("shop", "sku_code", "listing"), name="listing_match_once"),
                    models.CheckConstraint(
                        condition=models.Q(("listing", ""), ("sku_code", ""), _negated=True),
                        name="listing_match_names_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrepaidAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.shop"
                    ),
                ),
                ("buyer", models.CharField(max_length=120)),
                ("balance", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("buyer", "shop"), name="prepaid_account_once"),
                    models.CheckConstraint(
                        condition=models.Q(("balance__gte", 0)), name="prepaid_balance_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiverLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("actor", models.CharField(max_length=80)),
                ("source", models.CharField(max_length=16)),
                (
                    "way",
                    models.CharField(
                        choices=[("shown", "Shown"), ("printed", "Printed"), ("exported", "Exported")], max_length=10
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("delivery", "Delivery question"),
                            ("address_change", "Address change"),
                            ("after_sales", "After-sales"),
                            ("care", "Call to the buyer"),
                            ("check", "Check of a suspicious order"),
                            ("request", "Request of the person concerned"),
                            ("entrusted", "Hand-over to a partner we entrust"),
                            ("print", "Print of labels"),
                        ],
                        max_length=16,
                    ),
                ),
                ("order_count", models.PositiveIntegerField()),
                (
                    "order_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at", "id"], name="look_by_moment"),
                    models.Index(fields=["user", "at"], include=("way", "order_count"), name="look_by_user"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purpose__in",
                                [
                                    "delivery",
                                    "address_change",
                                    "after_sales",
                                    "care",
                                    "check",
                                    "request",
                                    "entrusted",
                                    "print",
                                ],
                            )
                        ),
                        name="look_purpose_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["shown", "printed", "exported"])), name="look_way_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("order_count__gt", 0)), name="look_at_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleSetVersions",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, unique=True
                    ),
                ),
                ("first_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ReviewThresholds",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("duplicate_hours", models.PositiveSmallIntegerField(help_text="0: duplicates are not looked for.")),
                (
                    "floor_percent",
                    models.PositiveSmallIntegerField(help_text="Sold below this share of the floor price."),
                ),
                ("circle_limit", models.PositiveSmallIntegerField()),
                ("circle_minutes", models.PositiveSmallIntegerField()),
                ("set_by", models.CharField(max_length=80)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="review_thresholds_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="RemarkTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, unique=True)),
                ("words", models.JSONField(help_text="A clause with one of these words is such a request.")),
                ("fields", models.JSONField(help_text="[[name, kind], …]; kinds: text, number, day.")),
                ("is_used", models.BooleanField(default=True, help_text="Off: nothing new is read by it.")),
            ],
        ),
        migrations.CreateModel(
            name="BlockedBuyer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("buyer", models.CharField(max_length=120, unique=True)),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="ShortSku",
            fields=[
                (
                    "sku",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="shortage",
                        serialize=False,
                        to="catalog.sku",
                    ),
                ),
                ("code", models.CharField(max_length=64)),
                ("short", models.PositiveIntegerField()),
                ("orders", models.PositiveIntegerField()),
                ("first_ship_by", models.DateTimeField(blank=True, null=True)),
                ("money", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                (
                    "causes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), blank=True, default=list, size=None
                    ),
                ),
                ("weighed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["first_ship_by", "sku"], name="short_sku_queue"),
                    models.Index(fields=["short", "sku"], name="short_sku_by_pieces"),
                    models.Index(fields=["orders", "sku"], name="short_sku_by_orders"),
                    models.Index(fields=["code"], name="short_sku_by_code"),
                    django.contrib.postgres.indexes.GinIndex(fields=["causes"], name="short_sku_causes"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShortageSlip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("signed", "Signed off"), ("closed", "Closed")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("orders", models.PositiveIntegerField()),
                ("pieces", models.PositiveIntegerField()),
                ("opened_by", models.CharField(max_length=80)),
                ("opened_at", models.DateTimeField()),
                ("signed_by", models.CharField(blank=True, default="", max_length=80)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, default="", max_length=80)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "id"], name="slip_queue")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "signed", "closed"])), name="slip_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True), ("signed_at__isnull", False), _connector="OR"
                        ),
                        name="slip_signed_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PurchaseWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sku",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.sku"
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Where they should come in.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("causes", models.JSONField(default=list, help_text="Why pieces are missing, when it was written.")),
                ("orders", models.PositiveIntegerField(default=0)),
                ("needed_by", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("withdrawn", "Withdrawn")], default="open", max_length=10
                    ),
                ),
                ("wished_by", models.CharField(max_length=80)),
                ("wished_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["state", "needed_by", "id"], name="wish_queue")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("sku", "warehouse"),
                        name="purchase_wish_open_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="wish_quantity_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "withdrawn"])), name="wish_state_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderSnapshot",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "id", "received_at", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("received_at", models.DateTimeField()),
                ("order_id", models.BigIntegerField()),
                ("modified_at", models.DateTimeField()),
                ("payload_hash", models.BinaryField(max_length=16)),
                (
                    "kind",
                    models.CharField(
                        help_text="first, newer, older, or conflict (same moment, other content)", max_length=12
                    ),
                ),
                ("source", models.CharField(max_length=16)),
                (
                    "progress",
                    models.SmallIntegerField(
                        help_text="How far along its state is, among those of one moment.", null=True
                    ),
                ),
                ("clock_stands", models.BooleanField(help_text="It shows the platform's clock standing.", null=True)),
                (
                    "runs_out",
                    models.DateTimeField(help_text="Must have left by then, were the clock never to stand.", null=True),
                ),
                ("payload", models.BinaryField()),
                ("purge_on", models.DateField()),
            ],
            options={
                "db_table": "orders_ordersnapshot",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="AddressChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="address_changes",
                        to="orders.order",
                    ),
                ),
                ("before", models.BinaryField(help_text="The receiver before, sealed whole.")),
                ("given", models.BinaryField(help_text="The receiver the channel gave last, sealed whole.")),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=80)),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, help_text="Changed again, taken back, or overruled.", null=True),
                ),
                ("undone_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
            ],
            options={
                "indexes": [models.Index(fields=["order", "id"], name="address_change_by_order")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("order",),
                        name="one_standing_address_per_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at__isnull", False), ("undone_by", ""), _connector="OR"),
                        name="address_change_undone_has_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_requests",
                        to="orders.order",
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("address", "Other address"), ("items", "Other goods")], max_length=8),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To answer"),
                            ("agreed", "Agreed"),
                            ("refused", "Refused"),
                            ("withdrawn", "Settled on the platform"),
                        ],
                        db_default="open",
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "is_asked",
                    models.BooleanField(db_default=True, default=True, help_text="The platform still says so."),
                ),
                (
                    "line_numbers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="Lines it is about; empty: the platform does not say.",
                        size=None,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("half_at", models.DateTimeField(help_text="Half of the window is gone.")),
                ("late_at", models.DateTimeField(help_text="Four fifths of the window are gone.")),
                ("due_at", models.DateTimeField()),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, help_text="Last alarm: 0, 50, 80 or 100 percent."
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("note", models.CharField(blank=True, db_default="", default="", max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["due_at", "id"], name="change_request_due"
                    ),
                    models.Index(fields=["asked_at", "id"], name="change_request_by_day"),
                    models.Index(fields=["order"], name="change_request_by_order"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_asked", True)),
                        fields=("order", "kind"),
                        name="one_request_asked_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["address", "items"])), name="change_request_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "agreed", "refused", "withdrawn"])),
                        name="change_request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("is_asked", True), ("state", "open")),
                            models.Q(("answered_at__isnull", False), models.Q(("state", "open"), _negated=True)),
                            _connector="OR",
                        ),
                        name="change_request_answered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.UUIDField(help_text="Given by the form, so that saving twice saves one draft.", unique=True),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.shop",
                    ),
                ),
                ("content", models.BinaryField()),
                ("receiver_masked", models.CharField(blank=True, max_length=120)),
                ("goods", models.CharField(blank=True, max_length=200)),
                ("units", models.PositiveIntegerField(default=0)),
                ("total", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                (
                    "copy_of",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="The order it became; empty: it is still a draft.", max_length=64
                    ),
                ),
                ("placed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("number", "")), fields=["owner", "changed_at", "id"], name="draft_of_owner"
                    ),
                    models.Index(
                        condition=models.Q(("copy_of__isnull", False), ("number", "")),
                        fields=["copy_of", "id"],
                        name="draft_copy_of",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), ("placed_at", None)),
                            models.Q(models.Q(("number", ""), _negated=True), ("placed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="draft_placed_with_number",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StuckOrder",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="stuck",
                        serialize=False,
                        to="orders.order",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.shop"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("in_basket", "Stopped parcel in the basket"),
                            ("stopping", "Stop being carried out"),
                            ("conflict", "Platform data disagree"),
                            ("refund", "Refund asked"),
                            ("platform", "Platform forbids shipping"),
                            ("address_change", "Address change asked"),
                            ("item_change", "Item change asked"),
                            ("change_waits", "Change waits for its parcel"),
                            ("rule_circle", "Rules run in circles"),
                            ("rule", "Held by a rule"),
                            ("review", "Review says no"),
                            ("by_hand", "Held by hand"),
                            ("wished_time", "Buyer wants it later"),
                            ("unmatched", "Line without a SKU"),
                            ("receiver", "Receiver incomplete"),
                            ("shortage", "Out of stock"),
                            ("no_place", "Nobody can send it"),
                            ("payment", "Payment gate"),
                            ("request", "Request not settled"),
                            ("remark", "Remark not handled"),
                            ("refused", "Review refused"),
                            ("passable", "Nothing in the way any more"),
                            ("notice", "Platform refused the shipment"),
                            ("in_vain", "Told in vain"),
                        ],
                        max_length=16,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=200)),
                ("since", models.DateTimeField(help_text="Since when this cause keeps it.")),
                ("due_at", models.DateTimeField()),
                ("post", models.CharField(help_text="The post it falls to: the code of a role.", max_length=32)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("assigned_by", models.CharField(blank=True, max_length=80)),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="How many steps of escalation it has passed."
                    ),
                ),
                ("escalates_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["due_at", "order"], include=("cause", "shop"), name="stuck_order_by_due"),
                    models.Index(fields=["cause", "due_at", "order"], include=("shop",), name="stuck_order_by_cause"),
                    models.Index(fields=["since", "order"], name="stuck_order_by_since"),
                    models.Index(
                        condition=models.Q(("person__isnull", False)),
                        fields=["person", "due_at", "order"],
                        name="stuck_order_by_person",
                    ),
                    models.Index(
                        condition=models.Q(("escalates_at__isnull", False)),
                        fields=["escalates_at"],
                        name="stuck_order_escalates",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cause__in",
                                [
                                    "in_basket",
                                    "stopping",
                                    "conflict",
                                    "refund",
                                    "platform",
                                    "address_change",
                                    "item_change",
                                    "change_waits",
                                    "rule_circle",
                                    "rule",
                                    "review",
                                    "by_hand",
                                    "wished_time",
                                    "unmatched",
                                    "receiver",
                                    "shortage",
                                    "no_place",
                                    "payment",
                                    "request",
                                    "remark",
                                    "refused",
                                    "passable",
                                    "notice",
                                    "in_vain",
                                ],
                            )
                        ),
                        name="stuck_order_cause_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GiftDecision",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="gift_decision",
                        serialize=False,
                        to="orders.order",
                    ),
                ),
                ("as_of", models.DateTimeField(help_text="The versions in force at this moment were asked.")),
                ("order_version", models.PositiveIntegerField()),
                ("came", models.JSONField(help_text="[[rule version, what came of it, times], …] in the order asked.")),
                ("decided_by", models.CharField(max_length=80)),
                ("decided_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.order",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        help_text="The platform's line number, or that of the line it serves and a count.",
                        max_length=72,
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("channel", "Bought"),
                            ("part", "Bundle part"),
                            ("gift", "Gift"),
                            ("exchange", "Exchanged"),
                        ],
                        db_default="channel",
                        default="channel",
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="The channel's line that this line of ours serves.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_lines",
                        to="orders.orderline",
                    ),
                ),
                (
                    "is_replaced",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Lines of ours are sent in its place; its counters stay 0.",
                    ),
                ),
                (
                    "sku",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_lines",
                        to="catalog.sku",
                    ),
                ),
                ("sku_code", models.CharField(blank=True, max_length=64)),
                ("listing", models.CharField(blank=True, max_length=64)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("spec", models.CharField(blank=True, max_length=200)),
                ("price", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                (
                    "refund",
                    models.CharField(
                        choices=[
                            ("none", "none"),
                            ("requested", "requested"),
                            ("awaiting_return", "awaiting_return"),
                            ("returned_unchecked", "returned_unchecked"),
                            ("refused", "refused"),
                            ("closed", "closed"),
                            ("succeeded", "succeeded"),
                        ],
                        default=zhanggui.kernel.doors.channel.RefundState["NONE"],
                        max_length=20,
                    ),
                ),
                ("is_cancelled", models.BooleanField(default=False)),
                (
                    "cancelled_by",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Who of us took it out; whatever its platform says of it then.",
                        max_length=80,
                    ),
                ),
                (
                    "agreed_refund",
                    models.DecimalField(
                        db_default=Decimal("0"),
                        decimal_places=2,
                        default=0,
                        help_text="What the buyer gets back for a line we took out.",
                        max_digits=12,
                    ),
                ),
                (
                    "wanted",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="The platform's newer quantity, waiting until the parcel lets go of the line.",
                        null=True,
                    ),
                ),
                (
                    "wanted_code",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="The merchant code that goes with `wanted`.",
                        max_length=64,
                    ),
                ),
                ("ordered", models.PositiveIntegerField()),
                ("claimed", models.PositiveIntegerField(default=0)),
                ("picked", models.PositiveIntegerField(default=0)),
                ("packed", models.PositiveIntegerField(default=0)),
                ("shipped", models.PositiveIntegerField(default=0)),
                ("returned", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("wanted__isnull", False)), fields=["order"], name="order_line_waiting"
                    ),
                    models.Index(condition=models.Q(("sku", None)), fields=["sku_code"], name="order_line_unmatched"),
                    models.Index(
                        condition=models.Q(("source__isnull", False)), fields=["source"], name="order_line_own"
                    ),
                    models.Index(
                        condition=models.Q(("origin", "gift")), fields=["sku", "order"], name="order_line_gift"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "number"), name="order_line_once"),
                    models.CheckConstraint(condition=models.Q(("ordered__gt", 0)), name="order_line_quantity_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "refund__in",
                                [
                                    "none",
                                    "requested",
                                    "awaiting_return",
                                    "returned_unchecked",
                                    "refused",
                                    "closed",
                                    "succeeded",
                                ],
                            )
                        ),
                        name="order_line_refund_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("claimed__lte", models.F("ordered")),
                            ("packed__lte", models.F("picked")),
                            ("picked__lte", models.F("claimed")),
                            ("returned__lte", models.F("shipped")),
                            ("shipped__lte", models.F("packed")),
                        ),
                        name="order_line_ladder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_refund", 0), ("cancelled_by", "")),
                            models.Q(
                                ("agreed_refund__gte", 0),
                                ("agreed_refund__lte", models.F("amount")),
                                ("is_cancelled", True),
                            ),
                            _connector="OR",
                        ),
                        name="order_line_taken_out",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["channel", "part", "gift", "exchange"])),
                        name="order_line_origin_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "channel"), ("source", None)),
                            models.Q(("origin", "gift"), ("sku__isnull", False)),
                            models.Q(
                                ("origin__in", ["part", "exchange"]), ("sku__isnull", False), ("source__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="order_line_source_fits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_replaced", False), models.Q(("claimed", 0), ("origin", "channel")), _connector="OR"
                        ),
                        name="order_line_replaced",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="orders.order",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("payment", "Payment"),
                            ("deposit", "Deposit"),
                            ("tail", "Tail"),
                            ("instalment", "Instalment"),
                            ("guarantee", "Platform's guarantee"),
                            ("balance", "Taken from the balance"),
                            ("confirmed", "Confirmed with the buyer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                (
                    "cause",
                    models.CharField(
                        help_text="The platform's, bank's or our own number of the event.", max_length=120
                    ),
                ),
                ("source", models.CharField(choices=[("channel", "Platform"), ("hand", "By hand")], max_length=8)),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="orders.orderpayment",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("paid_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("order", "cause"), name="payment_once_per_cause"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["payment", "deposit", "tail", "instalment", "guarantee", "balance", "confirmed"],
                            )
                        ),
                        name="payment_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["channel", "hand"])), name="payment_source_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gte", 0), ("reverses", None)),
                            models.Q(("amount__lte", 0), ("reverses__isnull", False)),
                            _connector="OR",
                        ),
                        name="payment_sign",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrepaidEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="orders.prepaidaccount",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("cause", models.CharField(max_length=120)),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("entered_by", models.CharField(max_length=80)),
                ("entered_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "cause"), name="prepaid_entry_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="prepaid_entry_moves"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiverWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "token", "order_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("token", models.BigIntegerField()),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.shop",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RuleRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rule_runs",
                        to="orders.order",
                    ),
                ),
                ("order_version", models.PositiveIntegerField()),
                (
                    "rule_set",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.rulesetversions",
                    ),
                ),
                ("saw", models.JSONField(help_text="{field: value} of every field that the set reads.")),
                (
                    "did",
                    models.JSONField(
                        help_text="[[rule version, rule, [[action, what became of it], …]], …] of those that held."
                    ),
                ),
                ("passed_by", models.CharField(blank=True, max_length=80)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("order", "order_version"), name="rule_run_once")],
            },
        ),
        migrations.CreateModel(
            name="MemoEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memo_edits",
                        to="orders.order",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("ours", "Written here"), ("platform", "Written on the platform")], max_length=10
                    ),
                ),
                ("memo", models.TextField(blank=True)),
                (
                    "memo_sealed",
                    models.BinaryField(db_default=b"", default=b"", help_text="In whole words, where some are hidden."),
                ),
                ("flag", models.SmallIntegerField(default=0)),
                ("digest", models.BinaryField(max_length=16)),
                ("before_digest", models.BinaryField(max_length=16)),
                ("is_waiting", models.BooleanField(default=False)),
                (
                    "shown_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Since when the platform shows it, by its own clock, where it told us.",
                        null=True,
                    ),
                ),
                ("edited_by", models.CharField(max_length=80)),
                ("edited_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["order", "edited_at"], name="memo_edit_of_order"),
                    models.Index(condition=models.Q(("is_waiting", True)), fields=["order"], name="memo_edit_waiting"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["ours", "platform"])), name="memo_edit_origin_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RemarkRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="orders.order",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("item", "Change item"),
                            ("quantity", "Change quantity"),
                            ("address", "Change address"),
                            ("receiver", "Change receiver"),
                            ("together", "Ship together"),
                            ("courier", "Courier"),
                            ("invoice", "Invoice title"),
                            ("card", "Greeting card"),
                            ("delivery", "Delivery time"),
                            ("custom", "Own template"),
                            ("unread", "Not understood"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.remarktemplate",
                    ),
                ),
                ("fields", models.JSONField(default=dict)),
                ("source", models.CharField(help_text="The words it was read from.", max_length=500)),
                (
                    "words_sealed",
                    models.BinaryField(
                        db_default=b"",
                        default=b"",
                        help_text="Source and fields in whole words, where some are hidden.",
                    ),
                ),
                (
                    "digest",
                    models.BinaryField(help_text="The same words of the same kind are one request.", max_length=16),
                ),
                ("written_by", models.CharField(blank=True, help_text="Who signed it in the memo.", max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To settle"),
                            ("handled", "Handled"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("settled_by", models.CharField(blank=True, max_length=80)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "asked_at", "id"], name="request_queue"),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["kind", "asked_at", "id"],
                        name="request_open_kind",
                    ),
                    models.Index(fields=["asked_at", "id"], name="request_by_age"),
                    models.Index(condition=models.Q(("state", "open")), fields=["order"], name="request_open_order"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "digest"), name="request_once_per_order"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "item",
                                    "quantity",
                                    "address",
                                    "receiver",
                                    "together",
                                    "courier",
                                    "invoice",
                                    "card",
                                    "delivery",
                                    "custom",
                                    "unread",
                                ],
                            )
                        ),
                        name="request_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "handled", "refused", "withdrawn"])),
                        name="request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "custom"), ("template__isnull", False)),
                            models.Q(models.Q(("kind", "custom"), _negated=True), ("template", None)),
                            _connector="OR",
                        ),
                        name="request_template_fits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="orders.order",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("by_hand", "Held by hand"),
                            ("platform", "Platform forbids shipping"),
                            ("refund", "Refund asked"),
                            ("address_change", "Address change asked"),
                            ("item_change", "Item change asked"),
                            ("shortage", "Out of stock"),
                            ("no_place", "Nobody can send it"),
                            ("change_waits", "Change waits for its parcel"),
                            ("review", "Review says no"),
                            ("rule", "Held by a rule"),
                            ("rule_circle", "Rules run in circles"),
                            ("wished_time", "Buyer wants it later"),
                            ("conflict", "Platform data disagree"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "note_sealed",
                    models.BinaryField(db_default=b"", default=b"", help_text="In whole words, where some are hidden."),
                ),
                ("placed_by", models.CharField(max_length=80)),
                (
                    "placed_by_id",
                    models.BigIntegerField(blank=True, help_text="The user; empty: the program.", null=True),
                ),
                ("placed_at", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "ends",
                    models.JSONField(
                        blank=True,
                        help_text="[[moment, hours before it must have left], …] where the end moves with that.",
                        null=True,
                    ),
                ),
                (
                    "marks_urgent",
                    models.BooleanField(
                        db_default=False, default=False, help_text="When it ends the order goes before the others."
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("until__isnull", False)), fields=["until"], name="hold_until")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "reason"), name="hold_once_per_reason"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "by_hand",
                                    "platform",
                                    "refund",
                                    "address_change",
                                    "item_change",
                                    "shortage",
                                    "no_place",
                                    "change_waits",
                                    "review",
                                    "rule",
                                    "rule_circle",
                                    "wished_time",
                                    "conflict",
                                ],
                            )
                        ),
                        name="hold_reason_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="orders.order"
                    ),
                ),
                ("order_version", models.PositiveIntegerField()),
                ("passed", models.BooleanField()),
                ("trace", models.JSONField(help_text="[[rule, passed, what it saw], …] in the order asked.")),
                ("reviewed_by", models.CharField(max_length=80)),
                ("reviewed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.BrinIndex(fields=["reviewed_at"], name="review_at_brin")],
            },
        ),
        migrations.CreateModel(
            name="ShortOrder",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="shortage",
                        serialize=False,
                        to="orders.order",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.shop"
                    ),
                ),
                ("ship_by", models.DateTimeField(blank=True, null=True)),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
                ("short", models.PositiveIntegerField(default=0, help_text="Pieces missing.")),
                ("money", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                (
                    "causes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), blank=True, db_default=[], default=list, size=None
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ship_by", "order"], include=("shop",), name="short_order_queue"),
                    models.Index(fields=["short", "order"], name="short_order_by_pieces"),
                    models.Index(fields=["money", "order"], name="short_order_by_money"),
                    models.Index(fields=["since", "order"], name="short_order_by_since"),
                    django.contrib.postgres.indexes.GinIndex(fields=["causes"], name="short_order_causes"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BuyerMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="orders.order"
                    ),
                ),
                ("text", models.CharField(max_length=500)),
                (
                    "text_sealed",
                    models.BinaryField(db_default=b"", default=b"", help_text="In whole words, where some are hidden."),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "To send"), ("sent", "Sent"), ("withdrawn", "Withdrawn")],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("queued_by", models.CharField(max_length=80)),
                ("queued_at", models.DateTimeField()),
                ("sent_by", models.CharField(blank=True, default="", max_length=80)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "id"], name="message_queue")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "queued")), fields=("order",), name="buyer_message_queued_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["queued", "sent", "withdrawn"])), name="message_state_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exchange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exchanges",
                        to="orders.orderline",
                    ),
                ),
                (
                    "sku",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.sku"),
                ),
                ("quantity", models.PositiveIntegerField()),
                (
                    "price_difference",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        help_text="Above zero: to collect; below: to give back.",
                        max_digits=12,
                    ),
                ),
                (
                    "for_code",
                    models.CharField(blank=True, help_text="The merchant code it stands in for.", max_length=64),
                ),
                ("for_pieces", models.PositiveIntegerField(help_text="The quantity it stands in for.")),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        help_text="Bundle parts that were to be sent before.",
                        size=None,
                    ),
                ),
                (
                    "waits",
                    models.BooleanField(
                        default=False, help_text="Not carried out yet: pieces under way must come back first."
                    ),
                ),
                (
                    "ended_hold",
                    models.BooleanField(default=False, help_text="A platform's request to change items waited for it."),
                ),
                (
                    "settled",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not settled"),
                            ("collected", "Collected"),
                            ("paid_back", "Paid back"),
                            ("waived", "Waived"),
                        ],
                        db_default="",
                        default="",
                        help_text="What became of the difference; until then it is part of what the order costs.",
                        max_length=10,
                    ),
                ),
                ("settled_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_note", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("ended_by", models.CharField(blank=True, default="", max_length=80)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["line"], name="exchange_of_line"),
                    models.Index(condition=models.Q(("waits", True)), fields=["line"], name="exchange_waiting"),
                    models.Index(
                        condition=models.Q(("price_difference", 0), _negated=True),
                        fields=["id"],
                        name="exchange_with_difference",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("line",), name="exchange_open_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("for_pieces__gt", 0), ("quantity__gt", 0)),
                        name="exchange_quantity_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settled__in", ["", "collected", "paid_back", "waived"])),
                        name="exchange_settled_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled", ""), ("settled_at", None)),
                            models.Q(
                                ("price_difference__gt", 0), ("settled", "collected"), ("settled_at__isnull", False)
                            ),
                            models.Q(
                                ("price_difference__lt", 0), ("settled", "paid_back"), ("settled_at__isnull", False)
                            ),
                            models.Q(
                                ("settled", "waived"),
                                ("settled_at__isnull", False),
                                models.Q(("price_difference", 0), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="exchange_settled_fits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShortLine",
            fields=[
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="shortage",
                        serialize=False,
                        to="orders.orderline",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="short_lines", to="orders.order"
                    ),
                ),
                (
                    "sku",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.sku",
                    ),
                ),
                ("wanted", models.PositiveIntegerField()),
                (
                    "short",
                    models.PositiveIntegerField(
                        help_text="0: enough lies free for it, another line keeps the order waiting."
                    ),
                ),
                ("place", models.PositiveIntegerField(help_text="1 is served next.")),
                ("causes", models.JSONField(default=dict, help_text="Pieces by cause.")),
            ],
            options={
                "indexes": [models.Index(fields=["sku", "place"], name="short_line_queue")],
            },
        ),
        migrations.CreateModel(
            name="SlipLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.shortageslip"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.orderline"
                    ),
                ),
                ("pieces", models.PositiveIntegerField()),
                ("causes", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("slip", "line"), name="slip_line_once")],
            },
        ),
        migrations.CreateModel(
            name="GiftRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "place",
                    models.PositiveIntegerField(
                        help_text="Rules are asked in this order; the first of a group is best."
                    ),
                ),
                ("is_on", models.BooleanField(default=False)),
                ("pieces_given", models.PositiveBigIntegerField(db_default=0, default=0)),
                ("money_given", models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=16)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("place",),
                        name="gift_rule_place_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("money_given__gte", 0)), name="gift_money_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                ("place", models.PositiveIntegerField(help_text="Rules are asked in this order.")),
                ("is_on", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("place",),
                        name="rule_place_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GiftRuleVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "shop_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        help_text="Empty: every shop.",
                        size=None,
                    ),
                ),
                (
                    "valid_by",
                    models.CharField(
                        choices=[("placed", "Order time"), ("paid", "Payment time")], default="placed", max_length=8
                    ),
                ),
                ("valid_from", models.DateTimeField(blank=True, null=True)),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="orders.giftrule"
                    ),
                ),
                ("conditions", models.JSONField(help_text="As those of review rules.")),
                (
                    "terms",
                    models.JSONField(
                        help_text="How often, which goods, with which others, up to what: see rules/gifts/terms."
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "number"), name="gift_rule_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_by__in", ["placed", "paid"])), name="gift_version_valid_by_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_from", None),
                            ("valid_until__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="gift_version_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GiftRehearsal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("conditions", models.JSONField()),
                (
                    "shop_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "valid_by",
                    models.CharField(
                        choices=[("placed", "Order time"), ("paid", "Payment time")], default="placed", max_length=8
                    ),
                ),
                ("valid_from", models.DateTimeField(blank=True, null=True)),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                (
                    "among",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="Versions asked with it, in their places; 0 is its own.",
                        size=None,
                    ),
                ),
                (
                    "visible_shop_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="Shops of who asked; null: all.",
                        null=True,
                        size=None,
                    ),
                ),
                ("placed_from", models.DateTimeField()),
                ("placed_until", models.DateTimeField()),
                ("total", models.PositiveIntegerField()),
                ("looked", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField(null=True)),
                ("last_id", models.BigIntegerField(default=0)),
                ("is_over", models.BooleanField(default=False)),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rehearsals",
                        to="orders.giftrule",
                    ),
                ),
                ("terms", models.JSONField()),
                ("counts", models.JSONField(default=dict, help_text="{earned, orders, pieces, money}")),
                (
                    "purse",
                    models.JSONField(
                        default=dict, help_text="What all rules asked have given: see gifting/rehearsing."
                    ),
                ),
                (
                    "found",
                    models.JSONField(default=list, help_text="[[order, times, pieces, money], …], the first thousand."),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_by__in", ["placed", "paid"])), name="gift_rehearsal_valid_by_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("placed_until__gt", models.F("placed_from"))), name="gift_rehearsal_period"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "shop_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        help_text="Empty: every shop.",
                        size=None,
                    ),
                ),
                (
                    "valid_by",
                    models.CharField(
                        choices=[("placed", "Order time"), ("paid", "Payment time")], default="placed", max_length=8
                    ),
                ),
                ("valid_from", models.DateTimeField(blank=True, null=True)),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="orders.reviewrule"
                    ),
                ),
                (
                    "conditions",
                    models.JSONField(help_text="{join, groups: [{join, tests: [[field, operator, values], …]}, …]}"),
                ),
                ("actions", models.JSONField(help_text="[{do, …inputs}, …]")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("rule", "number"), name="rule_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_by__in", ["placed", "paid"])), name="rule_version_valid_by_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_from", None),
                            ("valid_until__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="rule_version_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleAlarm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alarms",
                        to="orders.reviewrule",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"
                    ),
                ),
                ("raised_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("rule", "order"), name="rule_alarm_once")],
            },
        ),
        migrations.CreateModel(
            name="Rehearsal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("conditions", models.JSONField()),
                (
                    "shop_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "valid_by",
                    models.CharField(
                        choices=[("placed", "Order time"), ("paid", "Payment time")], default="placed", max_length=8
                    ),
                ),
                ("valid_from", models.DateTimeField(blank=True, null=True)),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                (
                    "among",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="Versions asked with it, in their places; 0 is its own.",
                        size=None,
                    ),
                ),
                (
                    "visible_shop_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="Shops of who asked; null: all.",
                        null=True,
                        size=None,
                    ),
                ),
                ("placed_from", models.DateTimeField()),
                ("placed_until", models.DateTimeField()),
                ("total", models.PositiveIntegerField()),
                ("looked", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField(null=True)),
                ("last_id", models.BigIntegerField(default=0)),
                ("is_over", models.BooleanField(default=False)),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rehearsals",
                        to="orders.reviewrule",
                    ),
                ),
                ("actions", models.JSONField()),
                (
                    "counts",
                    models.JSONField(default=dict, help_text="{pass, hold, change: orders; also each action by name}"),
                ),
                (
                    "found",
                    models.JSONField(
                        default=list, help_text="[[order, [action, …]], …], the first thousand that held."
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_by__in", ["placed", "paid"])), name="rehearsal_valid_by_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("placed_until__gt", models.F("placed_from"))), name="rehearsal_period"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GiftTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="orders.giftrule",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.giftruleversion",
                    ),
                ),
                ("place", models.PositiveIntegerField(help_text="Where the rule stood meanwhile.")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["ends_at"], name="gift_term_ends")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at", None)), fields=("rule",), name="gift_term_open_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at", None), ("ends_at__gte", models.F("starts_at")), _connector="OR"),
                        name="gift_term_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GiftGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gift_grants",
                        to="orders.order",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="orders.giftrule",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="orders.giftruleversion",
                    ),
                ),
                ("times", models.PositiveIntegerField(help_text="How many multiples were reached.")),
                ("pieces", models.PositiveIntegerField()),
                ("money", models.DecimalField(decimal_places=2, help_text="At cost when it was given.", max_digits=14)),
                (
                    "line_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), help_text="Lines of ours of the order.", size=None
                    ),
                ),
                ("buyer_key", models.CharField(help_text="Shop and buyer, for the cap per buyer.", max_length=160)),
                ("given_by", models.CharField(max_length=80)),
                ("given_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["order"], name="gift_grant_of_order"),
                    models.Index(
                        condition=models.Q(("taken_back_at", None)),
                        fields=["rule", "buyer_key"],
                        name="gift_grant_of_buyer",
                    ),
                    models.Index(fields=["rule", "-given_at"], name="gift_grant_latest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)), fields=("order", "rule"), name="gift_once_per_rule"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("money__gte", 0), ("pieces__gt", 0), ("times__gt", 0)),
                        name="gift_is_something",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="giftrule",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.giftruleversion",
            ),
        ),
        migrations.AddField(
            model_name="reviewrule",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.ruleversion",
            ),
        ),
    ]

from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="BuyingNumbers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("late_days", models.PositiveSmallIntegerField()),
                ("defect_share", models.PositiveSmallIntegerField()),
                ("price_change", models.PositiveSmallIntegerField()),
                ("answer_hours", models.PositiveSmallIntegerField()),
                ("warn_days", models.PositiveSmallIntegerField(help_text="Before a document runs out.")),
                ("set_by", models.CharField(max_length=80)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "buying numbers",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="buying_numbers_one_row")],
            },
        ),
        migrations.CreateModel(
            name="Supplier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("short_name", models.CharField(blank=True, max_length=40)),
                (
                    "credit_code",
                    models.CharField(
                        help_text="Unified social credit code 统一社会信用代码.", max_length=18, unique=True
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200)),
                (
                    "tax_kind",
                    models.CharField(
                        choices=[("general", "General taxpayer"), ("small", "Small-scale taxpayer")],
                        default="general",
                        max_length=8,
                    ),
                ),
                ("payment_terms", models.CharField(blank=True, max_length=120)),
                ("lead_days", models.PositiveSmallIntegerField(default=0)),
                (
                    "over_percent",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), help_text="Accepted on receipt.", max_digits=5
                    ),
                ),
                (
                    "under_percent",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), help_text="Accepted on receipt.", max_digits=5
                    ),
                ),
                (
                    "least_amount",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), help_text="Of one order.", max_digits=12
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "Applied"),
                            ("documents", "Documents"),
                            ("visit", "Visit"),
                            ("sample_test", "Sample test"),
                            ("third_party", "Third party"),
                            ("approved", "Approved"),
                            ("paused", "Paused"),
                        ],
                        default="applied",
                        max_length=12,
                    ),
                ),
                ("paused_because", models.CharField(blank=True, max_length=200)),
                ("applied_by", models.CharField(max_length=80)),
                ("applied_by_id", models.BigIntegerField(blank=True, null=True)),
                ("applied_at", models.DateTimeField()),
                ("approved_by", models.CharField(blank=True, max_length=80)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "score",
                    models.DecimalField(blank=True, decimal_places=1, help_text="The latest.", max_digits=4, null=True),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "code"], name="supplier_by_state"),
                    models.Index(fields=["name"], name="supplier_by_name", opclasses=["varchar_pattern_ops"]),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["applied", "documents", "visit", "sample_test", "third_party", "approved", "paused"],
                            )
                        ),
                        name="supplier_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tax_kind__in", ["general", "small"])), name="supplier_tax_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("least_amount__gte", 0),
                            ("over_percent__gte", 0),
                            ("under_percent__gte", 0),
                            ("under_percent__lte", 100),
                        ),
                        name="supplier_numbers_sound",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reviewed_on", models.DateField()),
                ("words", models.CharField(max_length=1000)),
                ("points", models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                ("figures", models.JSONField(default=dict)),
                ("reviewed_by", models.CharField(max_length=80)),
                ("reviewed_at", models.DateTimeField()),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="parties.supplier"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="Masked.", max_length=80)),
                ("phone", models.CharField(blank=True, help_text="Masked.", max_length=40)),
                ("duty", models.CharField(blank=True, max_length=60)),
                ("sealed", models.BinaryField()),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="parties.supplier"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=120)),
                ("bank", models.CharField(max_length=120)),
                ("sealed", models.BinaryField()),
                ("last_digits", models.CharField(max_length=4)),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bank_accounts", to="parties.supplier"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="Its first day.")),
                ("points", models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                ("figures", models.JSONField(default=dict)),
                ("scored_at", models.DateTimeField()),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="parties.supplier"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("supplier", "month"), name="score_once_a_month")],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("business_licence", "Business licence"),
                            ("food_licence", "Food licence"),
                            ("brand_authorisation", "Brand authorisation"),
                            ("test_report", "Test report"),
                            ("other", "Other document"),
                        ],
                        max_length=20,
                    ),
                ),
                ("number", models.CharField(max_length=80)),
                ("valid_from", models.DateField(blank=True, null=True)),
                (
                    "valid_until",
                    models.DateField(blank=True, help_text="The last day; without one, for good.", null=True),
                ),
                ("is_current", models.BooleanField(default=True)),
                ("scan", models.BinaryField(blank=True, help_text="Sealed.", null=True)),
                ("scan_kind", models.CharField(blank=True, max_length=20)),
                ("filed_by", models.CharField(max_length=80)),
                ("filed_at", models.DateTimeField()),
                ("warned_for", models.DateField(blank=True, help_text="The end that was warned of last.", null=True)),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="parties.supplier"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_current", True)), fields=["valid_until"], name="document_ending"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["business_licence", "food_licence", "brand_authorisation", "test_report", "other"],
                            )
                        ),
                        name="document_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="document_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("supplier", "kind", "number"),
                        name="document_current_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplierEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("late_days", "Days late"),
                            ("defect_share", "Share of defects"),
                            ("price_change", "Change of price"),
                            ("answer_hours", "Hours to an answer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=10)),
                ("happened_on", models.DateField()),
                (
                    "cause",
                    models.CharField(
                        help_text="What it came from; the same cause counts once.", max_length=80, unique=True
                    ),
                ),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="parties.supplierevent",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="parties.supplier"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["supplier", "happened_on"], name="supplier_event_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["late_days", "defect_share", "price_change", "answer_hours"])),
                        name="supplier_event_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        choices=[("talk", "Talk"), ("visit", "Visit"), ("sample_test", "Sample test")],
                        default="talk",
                        max_length=12,
                    ),
                ),
                ("held_on", models.DateField()),
                ("who", models.CharField(help_text="Who talked, for both sides.", max_length=120)),
                ("words", models.CharField(max_length=1000)),
                ("noted_by", models.CharField(max_length=80)),
                ("noted_at", models.DateTimeField()),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="talks", to="parties.supplier"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("about__in", ["talk", "visit", "sample_test"])), name="talk_about_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sku_code", models.CharField(max_length=64)),
                ("version", models.PositiveIntegerField()),
                ("price", models.DecimalField(decimal_places=4, help_text="Of one piece.", max_digits=12)),
                ("currency", models.CharField(default="CNY", max_length=3)),
                (
                    "tax_rate",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), help_text="Percent.", max_digits=5),
                ),
                ("least_quantity", models.PositiveIntegerField(default=1)),
                ("pack_size", models.PositiveIntegerField(default=1)),
                (
                    "lead_days",
                    models.PositiveSmallIntegerField(blank=True, help_text="Empty: as the supplier's.", null=True),
                ),
                ("valid_from", models.DateField()),
                (
                    "valid_until",
                    models.DateField(blank=True, help_text="The last day; without one, until the next.", null=True),
                ),
                ("set_by", models.CharField(max_length=80)),
                ("set_at", models.DateTimeField()),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="parties.supplier"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "terms",
                "constraints": [
                    models.UniqueConstraint(fields=("supplier", "sku_code", "version"), name="terms_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("least_quantity__gt", 0),
                            ("pack_size__gt", 0),
                            ("price__gte", 0),
                            ("tax_rate__gte", 0),
                            ("tax_rate__lt", 100),
                        ),
                        name="terms_numbers_sound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="terms_end_after_they_begin",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("supplier", "="),
                            ("sku_code", "="),
                            (
                                models.Func(
                                    "valid_from",
                                    "valid_until",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="terms_never_overlap",
                    ),
                ],
            },
        ),
    ]

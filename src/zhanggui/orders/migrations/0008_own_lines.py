from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

ORIGINS = [("channel", "Bought"), ("part", "Bundle part"), ("gift", "Gift"), ("exchange", "Exchanged")]


class Migration(migrations.Migration):
    """Lines of ours beside the channel's: bundle parts, gifts, exchanged goods; and SKUs that clerks bound by hand."""

    dependencies = [
        ("orders", "0007_platform_decides"),
        ("catalog", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            "orderline",
            "number",
            models.CharField(
                help_text="The platform's line number, or that of the line it serves and a count.",
                max_length=72,
            ),
        ),
        migrations.AddField(
            "orderline",
            "origin",
            models.CharField(choices=ORIGINS, db_default="channel", default="channel", max_length=10),
        ),
        migrations.AddField(
            "orderline",
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
        migrations.AddField(
            "orderline",
            "is_replaced",
            models.BooleanField(
                db_default=False, default=False, help_text="Lines of ours are sent in its place; its counters stay 0."
            ),
        ),
        migrations.AddIndex(
            "orderline",
            models.Index(condition=models.Q(("source__isnull", False)), fields=["source"], name="order_line_own"),
        ),
        migrations.AddConstraint(
            "orderline",
            models.CheckConstraint(
                condition=models.Q(("origin__in", ["channel", "part", "gift", "exchange"])),
                name="order_line_origin_known",
            ),
        ),
        migrations.AddConstraint(
            "orderline",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("origin", "channel"), ("source", None)),
                    models.Q(("origin", "gift"), ("sku__isnull", False)),
                    models.Q(("origin__in", ["part", "exchange"]), ("sku__isnull", False), ("source__isnull", False)),
                    _connector="OR",
                ),
                name="order_line_source_fits",
            ),
        ),
        migrations.AddConstraint(
            "orderline",
            models.CheckConstraint(
                condition=models.Q(
                    ("is_replaced", False), models.Q(("claimed", 0), ("origin", "channel")), _connector="OR"
                ),
                name="order_line_replaced",
            ),
        ),
        migrations.CreateModel(
            name="Exchange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField()),
                (
                    "price_difference",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal(0),
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
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("ended_by", models.CharField(blank=True, default="", max_length=80)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["line"], name="exchange_of_line"),
                    models.Index(condition=models.Q(("waits", True)), fields=["line"], name="exchange_waiting"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("line",), name="exchange_open_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("for_pieces__gt", 0), ("quantity__gt", 0)),
                        name="exchange_quantity_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListingMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sku_code",
                    models.CharField(blank=True, help_text="The code as the platform gives it.", max_length=64),
                ),
                ("listing", models.CharField(blank=True, max_length=64)),
                ("bound_by", models.CharField(max_length=80)),
                ("bound_at", models.DateTimeField()),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.shop",
                    ),
                ),
                (
                    "sku",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.sku"),
                ),
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
    ]

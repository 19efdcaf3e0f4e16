"""Pieces find their cell at the put wall: what was scanned there, and how many of each line have a place."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.guards import guard_truncate_sql

SORT_SCAN = (Path(__file__).parent.parent / "sql" / "sort_scan_0005.sql").read_text()
APPEND_ONLY = """
CREATE TRIGGER fulfilment_sort_append_only BEFORE UPDATE OR DELETE ON fulfilment_sort
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_dimensions"),
        ("fulfilment", "0004_walls"),
        ("orders", "0005_buyer_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sort",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.UUIDField(unique=True)),
                ("cell", models.PositiveSmallIntegerField(null=True)),
                ("barcode", models.CharField(max_length=64)),
                ("pieces", models.PositiveIntegerField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("piece_sorted", "Put into its cell"),
                            ("cell_complete", "Cell complete"),
                            ("to_basket", "To the stop basket"),
                            ("extra", "One too many"),
                            ("wrong_goods", "Not of this wave"),
                            ("unknown_barcode", "Unknown barcode"),
                            ("pack_too_big", "Pack to be opened"),
                            ("not_picked", "Not picked yet"),
                            ("unknown_wave", "Unknown wave"),
                        ],
                        max_length=16,
                    ),
                ),
                ("sorted_before", models.PositiveIntegerField(help_text="Pieces of the parcel that lay in its cell.")),
                ("sorted_after", models.PositiveIntegerField()),
                ("units", models.PositiveIntegerField(help_text="Pieces the cell waits for in all.")),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(max_length=80)),
                ("station", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="parcelline",
            name="sorted",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="Pieces the put wall gave their place: the cell, or the stop basket."
            ),
        ),
        migrations.AddConstraint(
            model_name="parcelline",
            constraint=models.CheckConstraint(
                condition=models.Q(("sorted__lte", models.F("picked"))), name="parcel_line_not_over_sorted"
            ),
        ),
        migrations.AddField(
            model_name="sort",
            name="parcel",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fulfilment.parcel"
            ),
        ),
        migrations.AddField(
            model_name="sort",
            name="sku",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.sku",
            ),
        ),
        migrations.AddField(
            model_name="sort",
            name="wave",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="fulfilment.wave",
            ),
        ),
        migrations.AddIndex(
            model_name="sort",
            index=models.Index(fields=["wave", "at"], name="sort_by_wave"),
        ),
        migrations.AddIndex(
            model_name="sort",
            index=models.Index(fields=["at", "actor_id"], name="sort_by_time"),
        ),
        migrations.AddConstraint(
            model_name="sort",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "result__in",
                        [
                            "piece_sorted",
                            "cell_complete",
                            "to_basket",
                            "extra",
                            "wrong_goods",
                            "unknown_barcode",
                            "pack_too_big",
                            "not_picked",
                            "unknown_wave",
                        ],
                    )
                ),
                name="sort_result_known",
            ),
        ),
        migrations.RunSQL(APPEND_ONLY),
        migrations.RunSQL(guard_truncate_sql("fulfilment_sort")),
        migrations.RunSQL(SORT_SCAN),
    ]

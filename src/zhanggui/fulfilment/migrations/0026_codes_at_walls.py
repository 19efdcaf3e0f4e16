"""Unique codes find their cells at put walls, each once."""

from pathlib import Path

from django.db import migrations, models

SORT_SCAN = (Path(__file__).parent.parent / "sql" / "sort_scan_coded.sql").read_text()
RESULTS = [
    ("piece_sorted", "Put into its cell"),
    ("cell_complete", "Cell complete"),
    ("to_basket", "To the stop basket"),
    ("already_sorted", "Sorted already"),
    ("extra", "One too many"),
    ("wrong_goods", "Not of this wave"),
    ("unknown_barcode", "Unknown barcode"),
    ("pack_too_big", "Pack to be opened"),
    ("not_picked", "Not picked yet"),
    ("unknown_wave", "Unknown wave"),
    ("undone", "Scan taken back"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0025_planned_again"),
        ("inventory", "0008_codes_and_marks"),
    ]

    operations = [
        migrations.AlterField("sort", "result", models.CharField(choices=RESULTS, max_length=16)),
        migrations.RemoveConstraint("sort", "sort_result_known"),
        migrations.AddConstraint(
            "sort",
            models.CheckConstraint(
                condition=models.Q(("result__in", [value for value, _ in RESULTS])), name="sort_result_known"
            ),
        ),
        migrations.RunSQL(SORT_SCAN),
    ]

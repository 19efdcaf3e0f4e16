"""Waves picked before their labels exist; a wave knows its wall, and what was sorted can be taken back."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

AWAITS = (Path(__file__).parent.parent / "sql" / "awaits_item_labelled.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0005_tracking"),
        ("fulfilment", "0015_opened_boxes"),
        ("orders", "0008_questions"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="sort",
            name="sort_result_known",
        ),
        migrations.AddField(
            model_name="printjob",
            name="wave",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Its labels come one by one, each with an item of this wave, at the table.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="fulfilment.wave",
            ),
        ),
        migrations.AddField(
            model_name="sort",
            name="undoes",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="The scan whose piece was taken out of its place again.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="fulfilment.sort",
            ),
        ),
        migrations.AddField(
            model_name="wave",
            name="labels_at_table",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Picked before its labels exist: each comes with its item."
            ),
        ),
        migrations.AddField(
            model_name="wave",
            name="wall",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Where it is sorted.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="fulfilment.wall",
            ),
        ),
        migrations.AddField(
            model_name="wavestrategy",
            name="labels_at_table",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Its waves are picked before their labels exist."
            ),
        ),
        migrations.AlterField(
            model_name="sort",
            name="result",
            field=models.CharField(
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
                    ("undone", "Scan taken back"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["weighed", "shipped"]), _negated=True), ("prints__gt", 0), _connector="OR"
                ),
                name="nothing_leaves_unlabelled",
            ),
        ),
        migrations.AddConstraint(
            model_name="printjob",
            constraint=models.UniqueConstraint(
                condition=models.Q(("wave__isnull", False)),
                fields=("wave", "table", "component"),
                name="print_job_of_table_once",
            ),
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
                            "undone",
                        ],
                    )
                ),
                name="sort_result_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sort",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("result", "undone"), ("undoes__isnull", False)),
                    models.Q(models.Q(("result", "undone"), _negated=True), ("undoes__isnull", True)),
                    _connector="OR",
                ),
                name="sort_undoes_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="sort",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undoes__isnull", False)), fields=("undoes",), name="sort_undone_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(("labels_at_table", False), ("kind__in", ("single", "hot")), _connector="OR"),
                name="wave_of_items_has_labels_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="wavestrategy",
            constraint=models.CheckConstraint(
                condition=models.Q(("labels_at_table", False), ("kind__in", ("single", "hot")), _connector="OR"),
                name="strategy_of_items_labels_later",
            ),
        ),
        migrations.RunSQL(AWAITS),
    ]

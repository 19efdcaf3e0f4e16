"""Verifying with lots, unique codes, counts, marks, undo and overrides; an item may choose its parcel."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.guards import guard_truncate_sql

# RunSQL without parameters takes the text as it is; %ROWTYPE stays untouched.
FUNCTIONS = [
    (Path(__file__).parent.parent / "sql" / f"{name}.sql").read_text()
    for name in ("verify_scan_tracked", "awaits_item", "verify_item")
]
OVERRIDES = """
CREATE TRIGGER fulfilment_override_append_only BEFORE UPDATE OR DELETE ON fulfilment_override
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0005_tracking"),
        ("fulfilment", "0010_work_at_walls"),
        ("inventory", "0009_guards_of_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pieces", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=200)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor", models.CharField(max_length=80)),
                ("confirmed_by_id", models.BigIntegerField()),
                ("confirmed_by", models.CharField(max_length=80)),
                ("station", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="scan",
            name="scan_result_known",
        ),
        migrations.AddField(
            model_name="scan",
            name="checked_by",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Who looked at the goods: verifier or inspector.",
                max_length=80,
            ),
        ),
        migrations.AddField(
            model_name="scan",
            name="code",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The unique code or the lot of the pieces.",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="scan",
            name="is_choice",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="The item came first and chose the parcel; its label came then.",
            ),
        ),
        migrations.AddField(
            model_name="scan",
            name="undoes",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="fulfilment.scan",
            ),
        ),
        migrations.AlterField(
            model_name="scan",
            name="result",
            field=models.CharField(
                choices=[
                    ("piece_ok", "Piece accepted"),
                    ("parcel_done", "Parcel complete"),
                    ("unknown_waybill", "Unknown waybill"),
                    ("wrong_barcode", "Barcode does not match"),
                    ("already_scanned", "Already scanned"),
                    ("too_many", "Quantity differs"),
                    ("stopped", "Stopped"),
                    ("void", "Void waybill"),
                    ("not_picked", "Not picked yet"),
                    ("undone", "Scan taken back"),
                    ("one_by_one", "Counted instead of scanned"),
                    ("code_due", "Unique code not scanned"),
                    ("code_gone", "Unique code is not in stock"),
                    ("lot_due", "Lot asked for"),
                    ("wrong_lot", "Another lot than picked"),
                    ("inspection_due", "Waits for the inspector"),
                    ("none_waiting", "No parcel waits for it"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "result__in",
                        [
                            "piece_ok",
                            "parcel_done",
                            "unknown_waybill",
                            "wrong_barcode",
                            "already_scanned",
                            "too_many",
                            "stopped",
                            "void",
                            "not_picked",
                            "undone",
                            "one_by_one",
                            "code_due",
                            "code_gone",
                            "lot_due",
                            "wrong_lot",
                            "inspection_due",
                            "none_waiting",
                        ],
                    )
                ),
                name="scan_result_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("result", "undone"), ("undoes__isnull", False)),
                    models.Q(models.Q(("result", "undone"), _negated=True), ("undoes__isnull", True)),
                    _connector="OR",
                ),
                name="scan_undoes_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undoes__isnull", False)), fields=("undoes",), name="scan_undone_once"
            ),
        ),
        migrations.AddField(
            model_name="override",
            name="parcel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="overrides", to="fulfilment.parcel"
            ),
        ),
        migrations.AddField(
            model_name="override",
            name="scan",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="override", to="fulfilment.scan"
            ),
        ),
        migrations.AddField(
            model_name="override",
            name="sku",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.sku"
            ),
        ),
        migrations.AddIndex(
            model_name="override",
            index=models.Index(fields=["at", "id"], name="override_by_day"),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(condition=models.Q(("pieces__gt", 0)), name="override_pieces_positive"),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="override_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("actor_id__isnull", True),
                    models.Q(("actor_id", models.F("confirmed_by_id")), _negated=True),
                    _connector="OR",
                ),
                name="override_by_two_people",
            ),
        ),
        migrations.RunSQL(OVERRIDES),
        migrations.RunSQL(guard_truncate_sql("fulfilment_override")),
        *(migrations.RunSQL(text) for text in FUNCTIONS),
    ]

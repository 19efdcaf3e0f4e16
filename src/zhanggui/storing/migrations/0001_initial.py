"""What storekeepers carried; never changed."""

import django.db.models.deletion
from django.db import migrations, models

CARRIES = """
CREATE TRIGGER storing_carry_append_only BEFORE UPDATE OR DELETE ON storing_carry
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0007_shelf_lives"),
        ("inventory", "0014_bins_on_a_map"),
    ]

    operations = [
        migrations.CreateModel(
            name="Carry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "client_id",
                    models.UUIDField(
                        help_text="Given by who asked; the same carry sent twice counts once.", unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("put_away", "Put away"), ("move_stock", "Moved between bins")], max_length=12
                    ),
                ),
                ("lot", models.CharField(blank=True, max_length=40)),
                ("quantity", models.PositiveIntegerField()),
                (
                    "note",
                    models.CharField(blank=True, help_text="Why another bin than the one suggested.", max_length=200),
                ),
                ("carried_by", models.CharField(max_length=80)),
                ("carried_at", models.DateTimeField(db_index=True)),
                (
                    "origin",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
                (
                    "sku",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.sku"),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.location",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "carries",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="carry_quantity_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("origin", models.F("target")), _negated=True), name="carry_goes_somewhere"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["put_away", "move_stock"])), name="carry_kind_known"
                    ),
                ],
            },
        ),
        migrations.RunSQL(CARRIES, "DROP TRIGGER storing_carry_append_only ON storing_carry"),
    ]

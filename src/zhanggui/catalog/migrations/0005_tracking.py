"""What tells the pieces of a SKU apart."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_dimensions"),
    ]

    operations = [
        migrations.AddField(
            model_name="sku",
            name="tracking",
            field=models.CharField(
                choices=[("none", "Barcode only"), ("lot", "Lot"), ("code", "Unique code")],
                db_default="none",
                default="none",
                help_text="What tells its pieces apart, and is asked for when they are verified.",
                max_length=4,
            ),
        ),
        migrations.AddField(
            model_name="sku",
            name="verify_by_count",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Pieces may be verified by a keyed count instead of one by one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sku",
            constraint=models.CheckConstraint(
                condition=models.Q(("tracking__in", ["none", "lot", "code"])), name="sku_tracking_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="sku",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("tracking", "code"), _negated=True), ("verify_by_count", False), _connector="OR"
                ),
                name="sku_codes_are_scanned",
            ),
        ),
    ]

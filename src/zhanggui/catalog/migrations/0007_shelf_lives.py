"""How long goods keep, and how much of it must be left."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0006_bundle_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="sku",
            name="receipt_life_days",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="Days of life that must be left when it comes in."
            ),
        ),
        migrations.AddField(
            model_name="sku",
            name="sale_life_days",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="Days of life that must be left when it is promised to a buyer."
            ),
        ),
        migrations.AddField(
            model_name="sku",
            name="shelf_life_days",
            field=models.PositiveIntegerField(db_default=0, default=0, help_text="Days from making; 0: it keeps."),
        ),
        migrations.AddConstraint(
            model_name="sku",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("shelf_life_days", 0),
                    models.Q(
                        ("receipt_life_days__lte", models.F("shelf_life_days")),
                        ("sale_life_days__lte", models.F("shelf_life_days")),
                    ),
                    _connector="OR",
                ),
                name="sku_life_fits",
            ),
        ),
    ]

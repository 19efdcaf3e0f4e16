import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A SKU may be a bundle: sold as one, sent as its parts."""

    dependencies = [("catalog", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="BundlePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField()),
                (
                    "bundle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="catalog.sku",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bundles", to="catalog.sku"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("bundle", "part"), name="bundle_part_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="bundle_part_quantity_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bundle", models.F("part")), _negated=True), name="bundle_not_in_itself"
                    ),
                ],
            },
        ),
    ]

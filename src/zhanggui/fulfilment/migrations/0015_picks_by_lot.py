"""A recall finds the picks of its lot."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0014_wave_gains")]

    operations = [
        migrations.AddIndex(
            "pick",
            models.Index(fields=["sku", "lot"], name="pick_by_lot", condition=models.Q(("lot", ""), _negated=True)),
        ),
    ]

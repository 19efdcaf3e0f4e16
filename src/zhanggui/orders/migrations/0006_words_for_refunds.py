"""A mapping of order files knows the words their after-sales column uses."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0005_buyer_history"),
    ]

    operations = [
        migrations.AddField(
            model_name="filemapping",
            name="refunds",
            field=models.JSONField(db_default={}, default=dict, help_text="Their word for a refund → ours."),
        ),
    ]

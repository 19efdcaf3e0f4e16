"""A placed draft says which order it is, and whether a form is the one that was placed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_travelling_together")]

    operations = [
        migrations.AddField(
            model_name="draftorder",
            name="order",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="orders.order",
            ),
        ),
        migrations.AddField(
            model_name="draftorder",
            name="placed_digest",
            field=models.BinaryField(
                blank=True,
                help_text="Of the form that was placed; only who holds the key can make it.",
                max_length=16,
                null=True,
            ),
        ),
    ]

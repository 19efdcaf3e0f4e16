"""Buyers who want no notices."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("logistics", "0004_refused_parcels"),
        ("orders", "0009_delivered_orders"),
    ]

    operations = [
        migrations.CreateModel(
            name="SilentBuyer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "buyer_key",
                    models.BinaryField(help_text="Equal for one receiver.", max_length=32, unique=True),
                ),
                ("silent_since", models.DateTimeField()),
                ("silenced_by", models.CharField(max_length=80)),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orders.order",
                    ),
                ),
            ],
        ),
    ]

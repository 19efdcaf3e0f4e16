"""What rules saw of a buyer's other orders is noted for each order."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0004_placed_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="BuyerHistory",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="orders.order",
                    ),
                ),
                ("orders", models.PositiveIntegerField(help_text="Placed before it, by its buyer in its shop.")),
                ("cancelled", models.PositiveIntegerField(help_text="How many of them were cancelled.")),
                ("refunds", models.PositiveIntegerField(help_text="How many of them had a refund.")),
                (
                    "not_sent",
                    models.JSONField(help_text="{shop: other orders of its buyer or receiver that were not sent yet}"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled__lte", models.F("orders")), ("refunds__lte", models.F("orders"))
                        ),
                        name="buyer_history_adds_up",
                    )
                ],
            },
        ),
    ]

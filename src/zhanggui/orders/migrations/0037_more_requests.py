"""Remarks ask for other quantities and receivers too, and for orders that travel together."""

from django.db import migrations, models

KINDS = [
    "item", "quantity", "address", "receiver", "together", "courier", "invoice", "card", "delivery", "custom", "unread",
]  # fmt: skip
LABELS = [
    "Change item", "Change quantity", "Change address", "Change receiver", "Ship together", "Courier", "Invoice title",
    "Greeting card", "Delivery time", "Own template", "Not understood",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("orders", "0036_orders_of_a_buyer")]

    operations = [
        migrations.RemoveConstraint("remarkrequest", "request_kind_known"),
        migrations.AlterField(
            "remarkrequest", "kind", models.CharField(choices=list(zip(KINDS, LABELS, strict=True)), max_length=10)
        ),
        migrations.AddConstraint(
            "remarkrequest",
            models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name="request_kind_known"),
        ),
    ]

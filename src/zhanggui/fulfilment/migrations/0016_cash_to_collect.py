import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What the courier collects at the door is kept with the label that says it."""

    dependencies = [("fulfilment", "0015_orders_on_labels"), ("orders", "0031_requests_under_way")]
    operations = [
        migrations.CreateModel(
            name="CashToCollect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.order"
                    ),
                ),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cash", to="fulfilment.parcel"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="cash_to_collect_positive")
                ],
            },
        ),
    ]

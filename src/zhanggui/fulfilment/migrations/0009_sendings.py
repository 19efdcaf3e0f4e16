"""Parcels that left, with the freight their carriers ask: costs of sending are added up, not worked out."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0008_functions"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sending",
            fields=[
                (
                    "parcel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sending",
                        serialize=False,
                        to="fulfilment.parcel",
                    ),
                ),
                ("left_at", models.DateTimeField()),
                ("freight", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.shop",
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.warehouse",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["left_at"], include=("shop", "warehouse", "freight"), name="sending_by_day")
                ]
            },
        ),
    ]

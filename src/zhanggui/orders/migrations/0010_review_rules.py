"""Rules of the company's own: what they and people wish of an order."""

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0009_sealed_receivers"), ("people", "0002_signing_in_and_answers")]
    operations = [
        migrations.AddField(
            "order",
            "labels",
            ArrayField(
                models.CharField(max_length=30),
                blank=True,
                default=list,
                db_default=[],
                help_text="What people and rules wrote on it; an order with a label is not merged by itself.",
            ),
        ),
        migrations.AddField(
            "order",
            "warehouse_wish",
            models.ForeignKey(
                "people.warehouse",
                on_delete=django.db.models.deletion.SET_NULL,
                null=True,
                blank=True,
                db_index=False,
                related_name="+",
                help_text="Where a person or a rule wants it sent from.",
            ),
        ),
        migrations.AddField(
            "order",
            "carrier_wish",
            models.CharField(
                max_length=32,
                blank=True,
                default="",
                db_default="",
                help_text="The carrier a person or a rule wants.",
            ),
        ),
    ]

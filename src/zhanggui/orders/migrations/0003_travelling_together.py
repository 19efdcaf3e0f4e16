"""Orders that are to leave in one parcel, as a buyer asked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_promises")]

    operations = [
        migrations.AddField(
            model_name="order",
            name="travels_with",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Orders with the same one here are to leave in one parcel, as a buyer asked.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="orders.order",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("travels_with__isnull", False)), fields=["travels_with"], name="order_travelling"
            ),
        ),
    ]

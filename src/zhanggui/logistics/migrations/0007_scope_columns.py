"""Parcels on their way, anomalies and notices say of which shop and warehouse they are: filled by the next migration."""

import django.db.models.deletion
from django.db import migrations, models


def _of(model: str, to: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=model,
        name=to,
        field=models.ForeignKey(
            db_index=False,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to=f"people.{to}",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("logistics", "0006_given_up"),
    ]

    operations = [
        _of("track", "shop"),
        _of("track", "warehouse"),
        _of("anomaly", "shop"),
        _of("anomaly", "warehouse"),
        _of("buyernotice", "shop"),
    ]

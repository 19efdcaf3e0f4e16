"""An intercept is of a shop and a warehouse; desks are read by whose each document is."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


def _of(to: str) -> migrations.AlterField:
    field = models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=f"people.{to}"
    )
    return migrations.AlterField("intercept", to, field)


def _anew(model: str, index: models.Index) -> list[migrations.RemoveIndex | migrations.AddIndex]:
    """The index with the columns that rows are hidden by in it."""
    return [migrations.RemoveIndex(model, index.name), migrations.AddIndex(model, index)]


def _holding(model: str, field: str, name: str) -> migrations.AddIndex:
    return migrations.AddIndex(
        model, django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=[field], name=name)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0022_scope_filled"),
    ]

    operations = [
        _of("shop"),
        _of("warehouse"),
        *_anew(
            "incident",
            models.Index(
                fields=["warehouse", "due_at", "id"],
                name="incident_open",
                condition=models.Q(("state", "resolved"), _negated=True),
                include=["shop", "cause"],
            ),
        ),
        *_anew(
            "incident",
            models.Index(fields=["opened_at", "id"], name="incident_by_time", include=["warehouse", "shop", "cause"]),
        ),
        *_anew(
            "incident",
            models.Index(fields=["state", "due_at", "id"], name="incident_queue", include=["warehouse", "shop"]),
        ),
        *_anew(
            "intercept",
            models.Index(
                fields=["state", "due_at", "id"],
                name="intercept_open",
                condition=models.Q(("closed_at__isnull", True)),
                include=["shop", "warehouse"],
            ),
        ),
        *_anew(
            "intercept",
            models.Index(
                fields=["opened_at", "id"], name="intercept_by_opened", include=["state", "shop", "warehouse"]
            ),
        ),
        _holding("wave", "shop_ids", "wave_of_shops"),
        _holding("printjob", "shop_ids", "print_job_of_shops"),
        _holding("printjob", "warehouse_ids", "print_job_of_warehouses"),
    ]

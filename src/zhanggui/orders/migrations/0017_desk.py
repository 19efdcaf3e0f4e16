from django.contrib.postgres.indexes import GinIndex
from django.db import migrations
from django.db.models import Index, Q


class Migration(migrations.Migration):
    dependencies = [("orders", "0016_shortages")]
    operations = [
        migrations.RemoveIndex("order", "order_by_shop"),
        migrations.AddIndex(
            "order",
            Index(fields=["shop", "placed_at", "id"], name="order_by_shop", include=["state", "open_holds"]),
        ),
        migrations.AddIndex("order", GinIndex(fields=["labels"], name="order_labelled", condition=~Q(labels=[]))),
    ]

"""Orders with a buyer's message, or with a memo, are found without reading the others."""

from django.db import migrations, models


def _indexed(field: str, name: str) -> migrations.AddIndex:
    written = models.Q((field, ""), _negated=True)
    return migrations.AddIndex(
        "order", models.Index(fields=["placed_at", "id"], name=name, include=["state", "shop"], condition=written)
    )


class Migration(migrations.Migration):
    dependencies = [("orders", "0037_more_requests")]

    operations = [_indexed("buyer_message", "order_messaged"), _indexed("seller_memo", "order_memoed")]

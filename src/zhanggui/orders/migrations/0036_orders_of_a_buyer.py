"""The orders of a buyer are found by state and receiver too: open ones without the closed, masked names by person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0035_words_within_a_shop")]

    operations = [
        migrations.RemoveIndex("order", "order_by_buyer"),
        migrations.AddIndex(
            "order",
            models.Index(
                fields=["buyer", "state", "receiver_digest"],
                name="order_by_buyer",
                condition=models.Q(("buyer", ""), _negated=True),
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    """An order says itself that its parcels must stop, and why, from the moment this is known."""

    dependencies = [("orders", "0004_room_for_counters")]

    operations = [
        migrations.AddField(
            "order",
            "stop_reason",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Why parcels under way must stop; empty: go on.",
                max_length=200,
            ),
        ),
        migrations.AddIndex(
            "order",
            models.Index(condition=models.Q(("stop_reason", ""), _negated=True), fields=["id"], name="order_stopping"),
        ),
    ]

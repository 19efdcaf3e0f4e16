from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0031_requests_under_way")]
    operations = [
        migrations.AddField(
            "hold",
            "placed_by_id",
            models.BigIntegerField(blank=True, help_text="The user; empty: the program.", null=True),
        ),
        migrations.AddField(
            "hold",
            "ends",
            models.JSONField(
                blank=True,
                help_text="[[moment, hours before it must have left], …] where the end moves with that.",
                null=True,
            ),
        ),
    ]

"""What was told of the number a parcel had before it left again is kept, and is told from what its number now says."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("logistics", "0004_promises")]

    operations = [
        migrations.AddField(
            "trackevent",
            "earlier_waybill",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The number it was told of, where the parcel has another one now.",
                max_length=40,
            ),
        ),
    ]

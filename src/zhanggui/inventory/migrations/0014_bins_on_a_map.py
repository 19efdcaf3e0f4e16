"""Where bins are, how much fits in them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0013_lots"),
    ]

    operations = [
        migrations.AddField(
            model_name="location",
            name="aisle",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="location",
            name="capacity",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="Pieces that fit; 0: nobody measured."
            ),
        ),
        migrations.AddField(
            model_name="location",
            name="level",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text="From the floor upwards."),
        ),
        migrations.AddField(
            model_name="location",
            name="one_lot",
            field=models.BooleanField(db_default=False, default=False, help_text="Never two lots of a SKU in it."),
        ),
        migrations.AddField(
            model_name="location",
            name="zone",
            field=models.CharField(blank=True, db_default="", help_text="Its sheet of the bin map.", max_length=16),
        ),
    ]

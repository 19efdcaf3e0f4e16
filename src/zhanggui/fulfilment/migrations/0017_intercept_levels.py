from django.db import migrations, models


class Migration(migrations.Migration):
    """A carrier that lets its time to answer pass is known by how much of it is gone."""

    dependencies = [("fulfilment", "0016_cash_to_collect")]
    operations = [
        migrations.AddField(
            model_name="intercept",
            name="level",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, help_text="Last alarm: 0, 50, 80 or 100 percent."
            ),
        ),
    ]

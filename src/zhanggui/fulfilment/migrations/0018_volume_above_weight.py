from django.db import migrations, models


class Migration(migrations.Migration):
    """Volume counts in some contracts only where it is more than a multiple of the weight."""

    dependencies = [("fulfilment", "0017_intercept_levels")]
    operations = [
        migrations.AddField(
            model_name="freighttable",
            name="volume_above",
            field=models.DecimalField(
                db_default=1,
                decimal_places=2,
                default=1,
                help_text="Volume counts where it is more than so many times the weight.",
                max_digits=4,
            ),
        ),
        migrations.AddConstraint(
            model_name="freighttable",
            constraint=models.CheckConstraint(
                condition=models.Q(("volume_above__gte", 1)), name="freight_volume_above_weight"
            ),
        ),
    ]

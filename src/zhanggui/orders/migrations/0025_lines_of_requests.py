from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0024_lines_taken_out")]
    operations = [
        migrations.AddField(
            "changerequest",
            "line_numbers",
            ArrayField(
                base_field=models.CharField(max_length=64),
                blank=True,
                db_default=[],
                default=list,
                help_text="Lines it is about; empty: the platform does not say.",
                size=None,
            ),
        ),
    ]

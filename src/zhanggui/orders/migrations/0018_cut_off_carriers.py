from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("orders", "0017_desk")]
    operations = [
        migrations.AddField(
            "cutoff",
            "carriers",
            ArrayField(base_field=models.CharField(max_length=32), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.AlterField(
            "order",
            "ship_by",
            models.DateTimeField(
                blank=True, null=True, help_text="When it must have left at the latest, never after `collect_by`."
            ),
        ),
        migrations.AddConstraint(
            "order",
            models.CheckConstraint(
                condition=Q(collect_by__isnull=True) | Q(ship_by__lte=F("collect_by")), name="order_leaves_before_scan"
            ),
        ),
    ]

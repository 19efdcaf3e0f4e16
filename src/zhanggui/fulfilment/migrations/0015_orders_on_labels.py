import django.contrib.postgres.fields
from django.db import migrations, models

_WHO_WAS_ON_IT = """
UPDATE fulfilment_voidlabel label SET order_ids = ARRAY(
    SELECT DISTINCT bought.order_id FROM fulfilment_parcel parcel
    JOIN fulfilment_parcelline line ON line.parcel_id IN (parcel.id, parcel.split_from_id)
    JOIN orders_orderline bought ON bought.id = line.order_line_id
    WHERE parcel.id = label.parcel_id ORDER BY 1)
"""


class Migration(migrations.Migration):
    """A void label says which orders were on its paper; one that has no paper says nobody tore it."""

    dependencies = [("fulfilment", "0014_reach")]
    operations = [
        migrations.AddField(
            "voidlabel",
            "order_ids",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                db_default=[],
                default=list,
                help_text="The orders that were on the paper.",
                size=None,
            ),
        ),
        migrations.AlterField(
            "voidlabel",
            "torn_at",
            models.DateTimeField(blank=True, help_text="Since when no paper of it is out.", null=True),
        ),
        migrations.AlterField(
            "voidlabel",
            "torn_by",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Empty: it never came out of a printer.",
                max_length=80,
            ),
        ),
        migrations.RunSQL(_WHO_WAS_ON_IT, migrations.RunSQL.noop),
    ]

"""Facts of an hour are found by their place in the table: it only grows, so where they lie follows when they were told."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_partitions_no_truncate")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX kernel_fact_moment ON kernel_fact USING brin (at) WITH (pages_per_range = 16, autosummarize = on)",
            "DROP INDEX kernel_fact_moment",
        ),
    ]

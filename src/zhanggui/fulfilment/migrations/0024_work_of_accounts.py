"""Picks and shipped parcels say by which account: two people may have one name."""

from django.db import migrations, models

# Of picks that are being fetched, where only one person has that name.
FILL = """
UPDATE fulfilment_pick p SET picker_id = u.id
FROM (SELECT name, min(id) AS id FROM people_user GROUP BY name HAVING count(*) = 1) u
WHERE p.picker = left(u.name, 80) AND p.state IN ('to_pick', 'taken')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0023_scope_kept"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.AddField(
            "parcel",
            "shipped_by_id",
            models.BigIntegerField(null=True, blank=True, help_text="The account: two may have one name."),
        ),
        migrations.AddField(
            "pick",
            "picker_id",
            models.BigIntegerField(null=True, blank=True, help_text="Their account: it says whose the pick is."),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]

from django.db import migrations, models

_ONE_TABLE = """
INSERT INTO fulfilment_carrierarea (carrier, state, city, district, is_served, starts_at, ends_at, reason)
SELECT carrier, state, city, district, false, starts_at, ends_at, reason FROM fulfilment_stoppedstation
UNION ALL
SELECT '', state, city, district, false, NULL, NULL, '' FROM orders_unreachablearea
"""

_RIGHTS = """
UPDATE people_role SET grants = ARRAY(
    SELECT DISTINCT CASE
        WHEN held IN ('stop_stations', 'close_areas') THEN 'set_carrier_areas'
        WHEN held IN ('resume_stations', 'reopen_areas') THEN 'drop_carrier_areas'
        ELSE held END
    FROM unnest(grants) AS held ORDER BY 1)
WHERE grants && ARRAY['stop_stations', 'close_areas', 'resume_stations', 'reopen_areas']::varchar[]
"""


class Migration(migrations.Migration):
    """Which carrier goes where is one list: areas, stopped stations, and those that nobody goes to."""

    dependencies = [
        ("fulfilment", "0013_collect_by"),
        ("orders", "0028_clock_marks"),
        ("people", "0002_signing_in_and_answers"),
    ]
    run_before = [("orders", "0030_areas_of_carriers")]
    operations = [
        migrations.RemoveConstraint("carrierarea", "carrier_area_once"),
        migrations.AlterField("carrierarea", "carrier", models.CharField(blank=True, max_length=32)),
        migrations.AddField("carrierarea", "starts_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("carrierarea", "ends_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("carrierarea", "reason", models.CharField(blank=True, db_default="", max_length=200)),
        migrations.AddConstraint(
            "carrierarea",
            models.UniqueConstraint(
                condition=models.Q(("starts_at__isnull", True)),
                fields=("carrier", "state", "city", "district"),
                name="carrier_area_once",
            ),
        ),
        migrations.AddConstraint(
            "carrierarea",
            models.UniqueConstraint(
                condition=models.Q(("starts_at__isnull", False)),
                fields=("carrier", "state", "city", "district"),
                name="carrier_stop_once",
            ),
        ),
        migrations.AddConstraint(
            "carrierarea",
            models.CheckConstraint(
                condition=models.Q(("ends_at__isnull", True), ("starts_at__isnull", True))
                | models.Q(
                    models.Q(("ends_at__isnull", True)) | models.Q(("ends_at__gt", models.F("starts_at"))),
                    ("is_served", False),
                    ("starts_at__isnull", False),
                ),
                name="carrier_stop_ends_later",
            ),
        ),
        migrations.RunSQL(_ONE_TABLE, migrations.RunSQL.noop),
        migrations.RunSQL(_RIGHTS, migrations.RunSQL.noop),
        migrations.DeleteModel("StoppedStation"),
    ]

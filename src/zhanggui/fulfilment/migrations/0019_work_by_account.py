"""Work is summed by account: two people of one name are two."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0018_overrides_by_kind"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="workhour", name="work_hour_once"),
        migrations.AddConstraint(
            model_name="workhour",
            constraint=models.UniqueConstraint(
                fields=("hour", "warehouse", "post", "actor_id", "actor", "station"), nulls_distinct=False,
                name="work_hour_once",
            ),
        ),
    ]  # fmt: skip

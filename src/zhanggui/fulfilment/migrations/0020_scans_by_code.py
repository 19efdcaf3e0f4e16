"""Where a unique code was before is found by its scans."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0019_work_by_account"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="scan",
            index=models.Index(condition=models.Q(("code", ""), _negated=True), fields=["code"], name="scan_by_code"),
        ),
    ]

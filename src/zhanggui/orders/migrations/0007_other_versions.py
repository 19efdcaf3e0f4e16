"""A hold for data that disagree keeps the version that is not shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0006_words_for_refunds"),
    ]

    operations = [
        migrations.AddField(
            model_name="hold",
            name="other_version",
            field=models.BinaryField(
                db_default=b"",
                default=b"",
                help_text="Of data that disagree: the version that is not shown, sealed.",
            ),
        ),
    ]

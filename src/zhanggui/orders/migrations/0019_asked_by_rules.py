from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0018_cut_off_carriers")]
    operations = [
        migrations.AddField(
            "order",
            "by_rules",
            models.JSONField(
                blank=True,
                null=True,
                help_text=(
                    "Which of labels, flag, wishes and gifts rules asked for, see rules/marks: all else a person chose."
                ),
            ),
        ),
    ]

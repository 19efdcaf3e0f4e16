from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


def among() -> ArrayField:
    return ArrayField(
        base_field=models.BigIntegerField(),
        blank=True,
        db_default=[],
        default=list,
        help_text="Versions asked with it, in their places; 0 is its own.",
        size=None,
    )


class Migration(migrations.Migration):
    dependencies = [("orders", "0026_memo_shown")]
    operations = [
        migrations.AddField("rehearsal", "among", among()),
        migrations.AddField("giftrehearsal", "among", among()),
        migrations.RemoveField("giftrehearsal", "buyers"),
        migrations.AddField(
            "giftrehearsal",
            "purse",
            models.JSONField(default=dict, help_text="What all rules asked have given: see gifting/rehearsing."),
        ),
        migrations.AlterField(
            "giftrehearsal", "counts", models.JSONField(default=dict, help_text="{earned, orders, pieces, money}")
        ),
    ]

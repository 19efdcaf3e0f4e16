from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0020_hidden_words")]
    operations = [
        migrations.AddField(
            "order",
            "review_reason",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Why nothing more is planned or printed before it was reviewed again; empty: go on.",
                max_length=200,
            ),
        ),
    ]

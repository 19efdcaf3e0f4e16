from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_pinyin")]
    operations = [
        migrations.AddField("sku", "length_mm", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField("sku", "width_mm", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField("sku", "height_mm", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField(
            "sku",
            "volume_cm3",
            models.PositiveIntegerField(
                db_default=0, default=0, help_text="As measured, or length × width × height; 0: nobody knows."
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0025_lines_of_requests")]
    operations = [
        migrations.AddField(
            "memoedit",
            "shown_at",
            models.DateTimeField(
                blank=True, help_text="Since when the platform shows it, by its own clock, where it told us.", null=True
            ),
        ),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0015_changes")]
    operations = []

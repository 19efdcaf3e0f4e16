from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0013_gifts")]
    operations = []

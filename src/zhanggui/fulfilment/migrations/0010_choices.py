from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0009_merge_and_split")]
    operations = []

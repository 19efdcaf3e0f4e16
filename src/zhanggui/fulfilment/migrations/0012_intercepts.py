from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0011_torn_labels")]
    operations = []

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0008_taken_back")]
    operations = []

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0007_stations_read_orders")]
    operations = []

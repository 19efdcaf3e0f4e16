from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0011_remarks_and_payments")]
    operations = []

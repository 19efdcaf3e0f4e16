from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0010_choices")]
    operations = []

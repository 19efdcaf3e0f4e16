from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0010_review_rules")]
    operations = []

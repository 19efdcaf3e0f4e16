from django.contrib.postgres.indexes import GinIndex
from django.db import migrations
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("orders", "0016_shortages")]
    operations = [
        migrations.AddIndex("order", GinIndex(fields=["labels"], name="order_labelled", condition=~Q(labels=[])))
    ]

"""Which areas nobody goes to stands in the list of carriers and their areas."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0029_answers_taken_back")]
    operations = [migrations.DeleteModel("UnreachableArea")]

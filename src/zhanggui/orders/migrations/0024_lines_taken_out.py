from decimal import Decimal

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0023_causes_of_checks")]
    operations = [
        migrations.AddField(
            "orderline",
            "cancelled_by",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Who of us took it out; whatever its platform says of it then.",
                max_length=80,
            ),
        ),
        migrations.AddField(
            "orderline",
            "agreed_refund",
            models.DecimalField(
                db_default=Decimal(0),
                decimal_places=2,
                default=0,
                help_text="What the buyer gets back for a line we took out.",
                max_digits=12,
            ),
        ),
        migrations.AddConstraint(
            "orderline",
            models.CheckConstraint(
                condition=models.Q(cancelled_by="", agreed_refund=0)
                | models.Q(is_cancelled=True, agreed_refund__gte=0, agreed_refund__lte=models.F("amount")),
                name="order_line_taken_out",
            ),
        ),
    ]

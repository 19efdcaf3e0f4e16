"""Price differences of exchanges are settled by a person; until then they are part of what their order costs."""

from decimal import Decimal

from django.db import migrations, models

COUNT = """
UPDATE orders_order o SET difference = found.difference FROM (
    SELECT l.order_id, sum(e.price_difference) AS difference
    FROM orders_exchange e JOIN orders_orderline l ON l.id = e.line_id AND NOT l.is_cancelled
    WHERE e.ended_at IS NULL GROUP BY l.order_id
) AS found WHERE o.id = found.order_id AND found.difference <> 0
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0033_masked_buyers")]
    operations = [
        migrations.AddField(
            "exchange",
            "settled",
            models.CharField(
                blank=True,
                choices=[
                    ("", "Not settled"),
                    ("collected", "Collected"),
                    ("paid_back", "Paid back"),
                    ("waived", "Waived"),
                ],
                db_default="",
                default="",
                help_text="What became of the difference; until then it is part of what the order costs.",
                max_length=10,
            ),
        ),
        migrations.AddField("exchange", "settled_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "exchange", "settled_by", models.CharField(blank=True, db_default="", default="", max_length=80)
        ),
        migrations.AddField(
            "exchange", "settled_note", models.CharField(blank=True, db_default="", default="", max_length=200)
        ),
        migrations.AddField(
            "order",
            "difference",
            models.DecimalField(
                db_default=Decimal(0),
                decimal_places=2,
                default=0,
                help_text="What its exchanges add to the price or take from it, as far as nobody has settled it.",
                max_digits=12,
            ),
        ),
        migrations.AddIndex(
            "exchange",
            models.Index(
                condition=models.Q(("price_difference", 0), _negated=True),
                fields=["id"],
                name="exchange_with_difference",
            ),
        ),
        migrations.AddConstraint(
            "exchange",
            models.CheckConstraint(
                condition=models.Q(("settled__in", ["", "collected", "paid_back", "waived"])),
                name="exchange_settled_known",
            ),
        ),
        migrations.AddConstraint(
            "exchange",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled", ""), ("settled_at", None)),
                    models.Q(("price_difference__gt", 0), ("settled", "collected"), ("settled_at__isnull", False)),
                    models.Q(("price_difference__lt", 0), ("settled", "paid_back"), ("settled_at__isnull", False)),
                    models.Q(
                        ("settled", "waived"),
                        ("settled_at__isnull", False),
                        models.Q(("price_difference", 0), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="exchange_settled_fits",
            ),
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]

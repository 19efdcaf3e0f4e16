"""Review rules give through gift rules: wishes of their own, which no cap counted, are no more."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

UNCOUNTED = "DELETE FROM orders_giftgrant WHERE rule_id IS NULL"
"""What was given by a wish stays on its order as a line of ours."""


class Migration(migrations.Migration):
    dependencies = [("orders", "0021_review_reason")]
    operations = [
        migrations.RunSQL(UNCOUNTED, migrations.RunSQL.noop),
        migrations.RemoveConstraint("giftgrant", "gift_once_per_rule"),
        migrations.RemoveConstraint("giftgrant", "gift_once_per_wish"),
        migrations.RemoveConstraint("giftgrant", "gift_has_one_cause"),
        migrations.RemoveField("giftgrant", "wish"),
        migrations.DeleteModel("GiftWish"),
        migrations.AlterField(
            "giftgrant",
            "rule",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="orders.giftrule",
            ),
        ),
        migrations.AlterField(
            "giftgrant",
            "version",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="orders.giftruleversion",
            ),
        ),
        migrations.AddConstraint(
            "giftgrant",
            models.UniqueConstraint(
                fields=["order", "rule"], condition=Q(taken_back_at=None), name="gift_once_per_rule"
            ),
        ),
    ]

"""Two more causes in the pool: a receiver with holes, and a shipment that was told in vain; one that never came is gone."""

from django.db import migrations, models

CAUSES = [
    ("in_basket", "Stopped parcel in the basket"),
    ("stopping", "Stop being carried out"),
    ("conflict", "Platform data disagree"),
    ("refund", "Refund asked"),
    ("platform", "Platform forbids shipping"),
    ("address_change", "Address change asked"),
    ("item_change", "Item change asked"),
    ("change_waits", "Change waits for its parcel"),
    ("rule_circle", "Rules run in circles"),
    ("rule", "Held by a rule"),
    ("review", "Review says no"),
    ("by_hand", "Held by hand"),
    ("wished_time", "Buyer wants it later"),
    ("unmatched", "Line without a SKU"),
    ("receiver", "Receiver incomplete"),
    ("shortage", "Out of stock"),
    ("no_place", "Nobody can send it"),
    ("payment", "Payment gate"),
    ("request", "Request not settled"),
    ("remark", "Remark not handled"),
    ("refused", "Review refused"),
    ("passable", "Nothing in the way any more"),
    ("notice", "Platform refused the shipment"),
    ("in_vain", "Told in vain"),
]


class Migration(migrations.Migration):
    dependencies = [("orders", "0022_gifts_in_one_way")]
    operations = [
        # What is deleted here is found anew by the next look at the pool.
        migrations.RunSQL("DELETE FROM orders_stuckorder WHERE cause = 'other_hold'", migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="stuckorder", name="stuck_order_cause_known"),
        migrations.AlterField(
            model_name="stuckorder", name="cause", field=models.CharField(choices=CAUSES, max_length=16)
        ),
        migrations.AddConstraint(
            model_name="stuckorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("cause__in", [cause for cause, _ in CAUSES])), name="stuck_order_cause_known"
            ),
        ),
    ]

"""Orders under way of which staff asked something before such words stopped a parcel have their mark.

What the parcel as it is would not keep stops it: every station refuses it from now on, and the pool of exceptions shows
the order. What was asked before the last review was seen by it, or forced, and marks nothing.
"""

from django.db import migrations

MARK = """
UPDATE orders_order SET stop_reason = 'request'
WHERE state IN ('in_warehouse', 'partly_shipped') AND units_claimed > units_shipped AND stop_reason = ''
AND EXISTS (
    SELECT FROM orders_remarkrequest asked
    WHERE asked.order_id = orders_order.id AND asked.state = 'open'
    AND CASE asked.kind
        WHEN 'delivery' THEN coalesce(asked.fields ->> 'not_before', '') > to_char(now(), 'YYYY-MM-DD')
        ELSE asked.kind IN ('item', 'address', 'courier', 'card', 'custom')
    END
    AND asked.asked_at > (
        SELECT max(seen.reviewed_at) FROM orders_review seen WHERE seen.order_id = orders_order.id AND seen.passed
    )
)
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0030_areas_of_carriers")]
    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]

"""Gifts that were given to masked names count for the receiver behind them, as those to come."""

from django.db import migrations

KEYS = """
UPDATE orders_giftgrant gift
SET buyer_key = o.shop_id || ':' || left(o.buyer, 80) || ':'
    || coalesce(nullif(encode(o.receiver_digest, 'hex'), ''), '#' || o.id)
FROM orders_order o
WHERE o.id = gift.order_id AND (o.buyer = '' OR strpos(o.buyer, '*') > 0)
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0032_ends_of_holds")]
    operations = [migrations.RunSQL(KEYS, migrations.RunSQL.noop)]

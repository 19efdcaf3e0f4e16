"""The word of a receiver knows the shop of its order, and the index by words holds it."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE orders_receiverword AS word SET shop_id = o.shop_id FROM orders_order AS o WHERE o.id = word.order_id;
DELETE FROM orders_receiverword WHERE shop_id IS NULL;
ALTER TABLE orders_receiverword
    ALTER COLUMN shop_id SET NOT NULL,
    DROP CONSTRAINT orders_receiverword_pkey,
    ADD CONSTRAINT orders_receiverword_pkey PRIMARY KEY (token, order_id) INCLUDE (shop_id)
"""
BACK = """
ALTER TABLE orders_receiverword
    DROP CONSTRAINT orders_receiverword_pkey,
    ADD CONSTRAINT orders_receiverword_pkey PRIMARY KEY (token, order_id),
    ALTER COLUMN shop_id DROP NOT NULL
"""


def shop_of_a_word(*, null):
    """The field before it is filled, and after."""
    return models.ForeignKey(
        "people.shop",
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
        null=null,
    )


class Migration(migrations.Migration):
    dependencies = [("orders", "0034_price_differences"), ("people", "0001_initial")]
    operations = [
        migrations.AddField("receiverword", "shop", shop_of_a_word(null=True)),
        migrations.RunSQL(FILL, BACK, [migrations.AlterField("receiverword", "shop", shop_of_a_word(null=False))]),
    ]

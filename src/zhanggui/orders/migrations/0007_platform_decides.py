"""Without work of ours an order is where its platform has it: the steps that this needs, and who of ours cancelled."""

from django.db import migrations

CANCELLED_BY_US = """
UPDATE orders_order SET cancelled_by = coalesce(
    (SELECT f.actor FROM kernel_fact f
     WHERE f.subject = 'order' AND f.subject_id = orders_order.id AND f.name = 'orders.order.cancelled'
     ORDER BY f.id DESC LIMIT 1), 'unknown')
WHERE state = 'cancelled' AND channel_state NOT IN ('cancelled', 'closed_refunded');
"""

STEPS = """
CREATE OR REPLACE FUNCTION orders_order_guard_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (OLD.state || '>' || NEW.state = ANY (ARRAY[
        'cancelled>completed', 'cancelled>shipped', 'cancelled>to_review', 'cancelled>unpaid',
        'completed>cancelled', 'completed>shipped', 'completed>to_review', 'completed>unpaid',
        'in_warehouse>cancelled', 'in_warehouse>completed', 'in_warehouse>partly_shipped', 'in_warehouse>reviewed', 'in_warehouse>shipped', 'in_warehouse>to_review', 'in_warehouse>unpaid',
        'partly_shipped>cancelled', 'partly_shipped>completed', 'partly_shipped>in_warehouse', 'partly_shipped>reviewed', 'partly_shipped>shipped', 'partly_shipped>to_review',
        'reviewed>cancelled', 'reviewed>completed', 'reviewed>in_warehouse', 'reviewed>shipped', 'reviewed>to_review', 'reviewed>unpaid',
        'shipped>cancelled', 'shipped>completed', 'shipped>to_review', 'shipped>unpaid',
        'to_review>cancelled', 'to_review>completed', 'to_review>reviewed', 'to_review>shipped', 'to_review>unpaid',
        'unpaid>cancelled', 'unpaid>completed', 'unpaid>shipped', 'unpaid>to_review'
    ]::text[])) THEN
        RAISE EXCEPTION 'orders_order %: step from % to % is not allowed', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'orders_order_steps';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0006_wanted_and_cancelled_by"), ("kernel", "0001_facts")]
    operations = [
        migrations.RunSQL(CANCELLED_BY_US, migrations.RunSQL.noop),
        migrations.RunSQL(STEPS, migrations.RunSQL.noop),
    ]

"""Moves cannot be rewritten; claims take only their steps."""

from django.db import migrations

from zhanggui.kernel.steps import guard_steps_sql

# As the table was then: a later change of it comes with a migration of its own.
CLAIM_STEPS = {"held": {"used", "released"}}

MOVES = """
CREATE TRIGGER inventory_move_append_only BEFORE UPDATE OR DELETE ON inventory_move
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial"), ("kernel", "0001_facts")]
    operations = [
        migrations.RunSQL(MOVES, "DROP TRIGGER inventory_move_append_only ON inventory_move"),
        migrations.RunSQL(
            guard_steps_sql("inventory_claim", CLAIM_STEPS), "DROP FUNCTION inventory_claim_guard_steps CASCADE"
        ),
    ]

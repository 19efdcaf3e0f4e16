"""A parcel that was shipped by mistake may be weighed again, and its orders go back to where they stood."""

from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

PARCEL_STEPS_BEFORE = {
    "planned": {"waved", "void"},
    "waved": {"printed", "planned", "void"},
    "printed": {"picked", "stopped"},
    "picked": {"verified", "stopped"},
    "verified": {"weighed", "stopped"},
    "weighed": {"shipped", "stopped"},
    "stopped": {"void"},
}
PARCEL_STEPS = PARCEL_STEPS_BEFORE | {"shipped": {"weighed"}}
ORDER_STEPS_BEFORE = {
    "unpaid": {"to_review", "cancelled", "shipped", "completed"},
    "to_review": {"reviewed", "cancelled", "unpaid", "shipped", "completed"},
    "reviewed": {"in_warehouse", "to_review", "cancelled", "unpaid", "shipped", "completed"},
    "in_warehouse": {"partly_shipped", "reviewed", "to_review", "cancelled", "unpaid", "shipped", "completed"},
    "partly_shipped": {"shipped", "in_warehouse", "to_review", "reviewed", "completed", "cancelled"},
    "shipped": {"completed", "cancelled", "to_review", "unpaid"},
    "completed": {"cancelled", "to_review", "unpaid", "shipped"},
    "cancelled": {"to_review", "unpaid", "shipped", "completed"},
}
ORDER_STEPS = ORDER_STEPS_BEFORE | {
    "to_review": ORDER_STEPS_BEFORE["to_review"] | {"in_warehouse", "partly_shipped"},
    "reviewed": ORDER_STEPS_BEFORE["reviewed"] | {"partly_shipped"},
    "shipped": ORDER_STEPS_BEFORE["shipped"] | {"in_warehouse", "partly_shipped"},
}


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0007_stations_read_orders"), ("orders", "0007_platform_decides")]
    run_before = [("orders", "0008_own_lines")]  # later steps of orders replace these, never the other way round
    operations = [
        migrations.AddField(
            "parcel",
            "taken_back",
            models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                help_text="How often it was shipped by mistake and taken back before it left.",
            ),
        ),
        migrations.RunSQL(
            guard_steps_sql("fulfilment_parcel", PARCEL_STEPS),
            guard_steps_sql("fulfilment_parcel", PARCEL_STEPS_BEFORE),
        ),
        migrations.RunSQL(
            guard_steps_sql("orders_order", ORDER_STEPS), guard_steps_sql("orders_order", ORDER_STEPS_BEFORE)
        ),
    ]

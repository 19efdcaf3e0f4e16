from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

# As the table was then: a later change of it comes with a migration of its own.
BEFORE = {
    "waiting": {"asked", "refused", "cancelled"},
    "asked": {"waiting", "given", "refused", "to_cancel", "cancelled"},
    "refused": {"waiting", "cancelled"},
    "given": {"to_cancel", "cancelled"},
    "to_cancel": {"to_recover", "cancelled"},
    "to_recover": {"cancelled"},
    "cancelled": set(),
}
STEPS = BEFORE | {"to_recover": {"to_cancel", "cancelled", "given_up"}, "given_up": set()}


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0015_opened_boxes"),
        ("logistics", "0005_silent_buyers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="waybillrequest",
            name="waybill_request_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="waybillrequest",
            name="waybill_request_given_has_number",
        ),
        migrations.RemoveIndex(
            model_name="waybillrequest",
            name="waybill_request_due",
        ),
        migrations.AlterField(
            model_name="waybillrequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "To ask"),
                    ("asked", "Asked"),
                    ("given", "Number given"),
                    ("refused", "Provider refused"),
                    ("to_cancel", "Number to cancel"),
                    ("to_recover", "Number to recover"),
                    ("cancelled", "Cancelled"),
                    ("given_up", "Given up"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="waybillrequest",
            index=models.Index(
                condition=models.Q(("state__in", ["given", "cancelled", "given_up"]), _negated=True),
                fields=["state", "due_at", "id"],
                name="waybill_request_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="waybillrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["waiting", "asked", "given", "refused", "to_cancel", "to_recover", "cancelled", "given_up"],
                    )
                ),
                name="waybill_request_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="waybillrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["given", "given_up", "to_cancel", "to_recover"]), _negated=True),
                    models.Q(("number", ""), _negated=True),
                    _connector="OR",
                ),
                name="waybill_request_given_has_number",
            ),
        ),
        migrations.RunSQL(
            guard_steps_sql("logistics_waybillrequest", STEPS), guard_steps_sql("logistics_waybillrequest", BEFORE)
        ),
    ]

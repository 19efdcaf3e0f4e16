"""Notices of parcels that were told and then stopped wait for someone to set the platform right."""

from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

# As the table was then: a later change of it comes with a migration of its own.
BEFORE = {"queued": {"told", "refused"}, "refused": {"queued"}}
STEPS = BEFORE | {"told": {"in_vain"}, "in_vain": {"told"}}


class Migration(migrations.Migration):
    dependencies = [("channels", "0004_files_and_offers")]
    operations = [
        migrations.AddField(
            model_name="notice",
            name="settled_by",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="Who set right what was told in vain.", max_length=80
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "To be told"),
                    ("told", "Told"),
                    ("refused", "Platform refused"),
                    ("in_vain", "Told in vain"),
                ],
                default="queued",
                max_length=8,
            ),
        ),
        migrations.RemoveConstraint(model_name="notice", name="notice_state_known"),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["queued", "told", "refused", "in_vain"])), name="notice_state_known"
            ),
        ),
        migrations.RunSQL(guard_steps_sql("channels_notice", STEPS), guard_steps_sql("channels_notice", BEFORE)),
    ]

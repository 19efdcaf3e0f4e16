"""Labels on paper that are void: whether they are torn, and whether the carrier knows."""

import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

STEPS = {
    "to_cancel": {"cancelled", "to_recover", "settled"},
    "to_recover": {"cancelled", "settled"},
    "cancelled": set(),
    "settled": set(),
}
STOPPED_NOW = """
INSERT INTO fulfilment_voidlabel (parcel_id, waybill, carrier, voided_at)
SELECT id, waybill, carrier, coalesce(stopped_at, planned_at) FROM fulfilment_parcel WHERE state = 'stopped'
"""


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0010_choices")]
    operations = [
        migrations.CreateModel(
            name="VoidLabel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("waybill", models.CharField(max_length=40, unique=True)),
                ("carrier", models.CharField(max_length=32)),
                ("voided_at", models.DateTimeField()),
                ("torn_at", models.DateTimeField(blank=True, null=True)),
                ("torn_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
                (
                    "torn_note",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Why nobody scanned it; empty: it was scanned.",
                        max_length=200,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_cancel", "To cancel"),
                            ("cancelled", "Number cancelled"),
                            ("to_recover", "To recover"),
                            ("settled", "Settled by hand"),
                        ],
                        db_default="to_cancel",
                        default="to_cancel",
                        max_length=12,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True, db_default="", default="", help_text="What the carrier said.", max_length=200
                    ),
                ),
                (
                    "parcel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="void_label", to="fulfilment.parcel"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("torn_at__isnull", True)), fields=["voided_at", "id"], name="void_label_out"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["to_cancel", "to_recover"])),
                        fields=["state", "voided_at", "id"],
                        name="void_label_open",
                    ),
                    models.Index(fields=["voided_at", "id"], name="void_label_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["to_cancel", "cancelled", "to_recover", "settled"])),
                        name="void_label_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("torn_at__isnull", False), models.Q(("torn_by", ""), ("torn_note", "")), _connector="OR"
                        ),
                        name="void_label_torn_by_someone",
                    ),
                ],
            },
        ),
        migrations.RunSQL(guard_steps_sql("fulfilment_voidlabel", STEPS), migrations.RunSQL.noop),
        migrations.RunSQL(STOPPED_NOW, migrations.RunSQL.noop),
    ]

"""Cases of calling back parcels that have left."""

import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

STEPS = {
    "open": {"asked", "accepted", "refused", "returned", "delivered"},
    "asked": {"accepted", "refused", "returned", "delivered"},
    "accepted": {"refused", "returned", "delivered"},
    "refused": {"asked", "accepted", "returned", "delivered"},
    "returned": set(),
    "delivered": set(),
}


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0011_torn_labels")]
    operations = [
        migrations.CreateModel(
            name="Intercept",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To ask the carrier"),
                            ("asked", "Carrier asked"),
                            ("accepted", "Carrier brings it back"),
                            ("refused", "Carrier refused"),
                            ("returned", "Returned"),
                            ("delivered", "Delivered all the same"),
                        ],
                        db_default="open",
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="A word of orders/rules/stops.py, or someone's own words.", max_length=200
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=80)),
                (
                    "due_at",
                    models.DateTimeField(help_text="When the carrier must have answered; after it someone calls."),
                ),
                ("tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True, db_default="", default="", help_text="What the carrier said.", max_length=200
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="intercepts", to="fulfilment.parcel"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["state", "due_at", "id"],
                        name="intercept_open",
                    ),
                    models.Index(fields=["opened_at", "id"], name="intercept_by_opened"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("parcel",),
                        name="one_open_intercept_per_parcel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "asked", "accepted", "refused", "returned", "delivered"])
                        ),
                        name="intercept_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True), ("state__in", ("open", "asked", "accepted", "refused"))
                            ),
                            models.Q(("closed_at__isnull", False), ("state__in", ["returned", "delivered"])),
                            _connector="OR",
                        ),
                        name="intercept_closed_by_its_end",
                    ),
                ],
            },
        ),
        migrations.RunSQL(guard_steps_sql("fulfilment_intercept", STEPS), migrations.RunSQL.noop),
    ]

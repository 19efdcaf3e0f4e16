"""Receivers that we changed, and what buyers ask to have changed."""

import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

STEPS = {"open": {"agreed", "refused", "withdrawn"}, "agreed": set(), "refused": set(), "withdrawn": set()}


class Migration(migrations.Migration):
    dependencies = [("orders", "0014_exceptions")]
    operations = [
        migrations.CreateModel(
            name="AddressChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.BinaryField(help_text="The receiver before, sealed whole.")),
                ("given", models.BinaryField(help_text="The receiver the channel gave last, sealed whole.")),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=80)),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, help_text="Changed again, taken back, or overruled.", null=True),
                ),
                ("undone_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="address_changes",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["order", "id"], name="address_change_by_order")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("order",),
                        name="one_standing_address_per_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at__isnull", False), ("undone_by", ""), _connector="OR"),
                        name="address_change_undone_has_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("address", "Other address"), ("items", "Other goods")], max_length=8),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To answer"),
                            ("agreed", "Agreed"),
                            ("refused", "Refused"),
                            ("withdrawn", "Settled on the platform"),
                        ],
                        db_default="open",
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "is_asked",
                    models.BooleanField(db_default=True, default=True, help_text="The platform still says so."),
                ),
                ("asked_at", models.DateTimeField()),
                ("half_at", models.DateTimeField(help_text="Half of the window is gone.")),
                ("late_at", models.DateTimeField(help_text="Four fifths of the window are gone.")),
                ("due_at", models.DateTimeField()),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, help_text="Last alarm: 0, 50, 80 or 100 percent."
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("note", models.CharField(blank=True, db_default="", default="", max_length=300)),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_requests",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["due_at", "id"], name="change_request_due"
                    ),
                    models.Index(fields=["asked_at", "id"], name="change_request_by_day"),
                    models.Index(fields=["order"], name="change_request_by_order"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_asked", True)),
                        fields=("order", "kind"),
                        name="one_request_asked_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["address", "items"])), name="change_request_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "agreed", "refused", "withdrawn"])),
                        name="change_request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("is_asked", True), ("state", "open")),
                            models.Q(("answered_at__isnull", False), models.Q(("state", "open"), _negated=True)),
                            _connector="OR",
                        ),
                        name="change_request_answered",
                    ),
                ],
            },
        ),
        migrations.RunSQL(guard_steps_sql("orders_changerequest", STEPS), migrations.RunSQL.noop),
    ]

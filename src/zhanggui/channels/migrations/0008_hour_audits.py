"""Every hour of a shop has its audit, its missing orders and its troubles; an end of authorisation is warned of once."""

import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

# As the table was then: a later change of it comes with a migration of its own.
AUDIT_STEPS = {"asked": {"running"}, "running": {"done", "failed"}}


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0007_listings"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="shoplink",
            name="warned_for",
            field=models.DateTimeField(
                blank=True, help_text="The end of the authorisation that was warned of last.", null=True
            ),
        ),
        migrations.CreateModel(
            name="AskedAudit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for its turn"),
                            ("running", "Under way"),
                            ("done", "Done"),
                            ("failed", "Stopped"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                (
                    "shop",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.shop"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "running", "done", "failed"])),
                        name="asked_audit_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HourAudit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField(help_text="Its beginning.")),
                ("listed", models.PositiveIntegerField()),
                ("here", models.PositiveIntegerField()),
                ("fetched", models.PositiveIntegerField()),
                ("missing", models.PositiveIntegerField()),
                ("audited_at", models.DateTimeField()),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.shop"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("shop", "hour"), name="hour_audit_once")],
            },
        ),
        migrations.CreateModel(
            name="HourTrouble",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField(help_text="Its beginning.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("down", "Did not answer"),
                            ("throttled", "Asked to wait"),
                            ("expired", "Authorisation expired"),
                            ("refused", "Refused"),
                            ("other", "Other trouble"),
                        ],
                        max_length=9,
                    ),
                ),
                ("times", models.PositiveIntegerField()),
                ("sentence", models.CharField(max_length=300)),
                ("last_at", models.DateTimeField()),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.shop"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("shop", "hour", "kind"), name="hour_trouble_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["down", "throttled", "expired", "refused", "other"])),
                        name="hour_trouble_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MissingOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=64)),
                ("hour", models.DateTimeField(help_text="The hour in which it was placed.")),
                ("found_at", models.DateTimeField()),
                ("listed_at", models.DateTimeField(help_text="The last audit to which the platform listed it.")),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.shop"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["shop", "hour"], name="missing_order_hour")],
                "constraints": [models.UniqueConstraint(fields=("shop", "number"), name="missing_order_once")],
            },
        ),
        migrations.RunSQL(
            guard_steps_sql("channels_askedaudit", AUDIT_STEPS),
            "DROP FUNCTION channels_askedaudit_guard_steps CASCADE",
        ),
    ]

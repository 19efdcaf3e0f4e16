"""Parcels on their way: what sources tell of them, what is wrong, and how long they may be silent."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

# As the table was then: a later change of it comes with a migration of its own.
ANOMALY_STEPS = {"open": {"resolved", "passed"}}


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0003_numbering"),
        ("logistics", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrackingAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("source", models.CharField(help_text="The connector's key: kdniao, kuaidi100, sf, …", max_length=32)),
                ("settings", models.JSONField(default=dict)),
                ("secrets", models.BinaryField()),
                ("priority", models.PositiveSmallIntegerField(default=100, help_text="Lower is asked first.")),
                ("is_pushed", models.BooleanField(default=True, help_text="The source tells by itself what happens.")),
                ("is_active", models.BooleanField(default=True)),
                ("wait_until", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, default="", max_length=300)),
                ("heard_at", models.DateTimeField(blank=True, help_text="When it pushed last.", null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Track",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.CharField(max_length=32)),
                ("waybill", models.CharField(max_length=40)),
                ("region", models.CharField(blank=True, help_text="The receiver's province.", max_length=60)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("handed_over", "Handed over"),
                            ("collected", "Collected"),
                            ("in_transit", "On the way"),
                            ("out_for_delivery", "Out for delivery"),
                            ("at_pickup_point", "At the pick-up point"),
                            ("delivered", "Delivered"),
                            ("returning", "Coming back"),
                            ("returned", "Come back"),
                            ("cancelled", "Cancelled by the carrier"),
                            ("withdrawn", "Taken back before it left"),
                        ],
                        default="handed_over",
                        max_length=20,
                    ),
                ),
                ("stage_at", models.DateTimeField()),
                ("handed_at", models.DateTimeField()),
                ("collect_by", models.DateTimeField(blank=True, null=True)),
                ("collected_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "moved_at",
                    models.DateTimeField(blank=True, help_text="When anything happened to it last.", null=True),
                ),
                ("trouble", models.CharField(blank=True, default="", max_length=300)),
                ("signed_by", models.CharField(blank=True, default="", max_length=60)),
                ("scans", models.PositiveSmallIntegerField(default=0)),
                ("contradictions", models.PositiveSmallIntegerField(default=0)),
                ("subscribed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "next_at",
                    models.DateTimeField(blank=True, help_text="When its source is asked, at the earliest.", null=True),
                ),
                (
                    "tries",
                    models.PositiveSmallIntegerField(default=0, help_text="Asked in vain since it was last answered."),
                ),
                (
                    "refusal",
                    models.CharField(blank=True, default="", help_text="Why its source says nothing.", max_length=300),
                ),
                (
                    "look_at",
                    models.DateTimeField(blank=True, help_text="When its silence becomes an anomaly.", null=True),
                ),
                (
                    "parcel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="track", to="fulfilment.parcel"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="logistics.trackingaccount",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TrackLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("handed_over", "Handed over"),
                            ("collected", "Collected"),
                            ("in_transit", "On the way"),
                            ("out_for_delivery", "Out for delivery"),
                            ("at_pickup_point", "At the pick-up point"),
                            ("delivered", "Delivered"),
                            ("returning", "Coming back"),
                            ("returned", "Come back"),
                            ("cancelled", "Cancelled by the carrier"),
                            ("withdrawn", "Taken back before it left"),
                        ],
                        max_length=20,
                    ),
                ),
                ("carrier", models.CharField(blank=True, default="", max_length=32)),
                ("region", models.CharField(blank=True, default="", max_length=60)),
                ("hours", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("stage", "carrier", "region"), name="track_limit_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "handed_over",
                                    "collected",
                                    "in_transit",
                                    "out_for_delivery",
                                    "at_pickup_point",
                                    "delivered",
                                    "returning",
                                    "returned",
                                    "cancelled",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="track_limit_stage_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("hours__gt", 0)), name="track_limit_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Anomaly",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("uncollected", "Not collected"),
                            ("stuck", "Does not move"),
                            ("unfetched", "Not fetched by the buyer"),
                            ("returning", "Comes back unasked"),
                            ("other_signed", "Signed by another"),
                            ("damaged", "Damaged"),
                            ("lost", "Lost"),
                            ("trouble", "Delivery trouble"),
                            ("contradicted", "Scanned after its end"),
                        ],
                        max_length=16,
                    ),
                ),
                ("cause", models.CharField(help_text="What it came from: the same cause is told once.", max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("resolved", "Settled"), ("passed", "Passed by itself")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "asked_at",
                    models.DateTimeField(blank=True, help_text="When the carrier was asked about it.", null=True),
                ),
                (
                    "told_at",
                    models.DateTimeField(blank=True, help_text="When the buyer was written to about it.", null=True),
                ),
                (
                    "resolution",
                    models.CharField(blank=True, default="", help_text="A word of Resolution.", max_length=16),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, default="", max_length=80)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="anomalies",
                        to="logistics.track",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "anomalies",
                "indexes": [
                    models.Index(condition=models.Q(("state", "open")), fields=["due_at", "id"], name="anomaly_open"),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["kind", "due_at", "id"], name="anomaly_open_kind"
                    ),
                    models.Index(fields=["state", "-closed_at", "id"], name="anomaly_closed"),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["owner", "due_at"], name="anomaly_of_owner"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("track", "kind", "cause"), name="anomaly_once_per_cause"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("track", "kind"), name="anomaly_open_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "uncollected",
                                    "stuck",
                                    "unfetched",
                                    "returning",
                                    "other_signed",
                                    "damaged",
                                    "lost",
                                    "trouble",
                                    "contradicted",
                                ],
                            )
                        ),
                        name="anomaly_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "resolved", "passed"])), name="anomaly_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "resolution__in",
                                [
                                    "",
                                    "arrived",
                                    "carrier_acts",
                                    "called_back",
                                    "sent_again",
                                    "refunded",
                                    "claimed",
                                    "false_alarm",
                                ],
                            )
                        ),
                        name="anomaly_resolution_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="anomaly_closed_at_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrackEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32)),
                ("happened_at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("created", "Order received"),
                            ("awaiting_pickup", "To be collected"),
                            ("picked_up", "Collected"),
                            ("in_transit", "On the way"),
                            ("customs", "At customs"),
                            ("out_for_delivery", "Out for delivery"),
                            ("at_pickup_point", "At the pick-up point"),
                            ("exception", "Trouble"),
                            ("delivered", "Delivered"),
                            ("returning", "Coming back"),
                            ("returned", "Come back"),
                            ("cancelled", "Cancelled by the carrier"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("code", models.CharField(blank=True, max_length=32)),
                (
                    "is_contradicting",
                    models.BooleanField(default=False, help_text="It does not go with an end told before it."),
                ),
                (
                    "track",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="logistics.track",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("track", "key"), name="track_event_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "what__in",
                                [
                                    "created",
                                    "awaiting_pickup",
                                    "picked_up",
                                    "in_transit",
                                    "customs",
                                    "out_for_delivery",
                                    "at_pickup_point",
                                    "exception",
                                    "delivered",
                                    "returning",
                                    "returned",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="track_event_what_known",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="track",
            index=models.Index(fields=["waybill"], name="track_by_waybill"),
        ),
        migrations.AddIndex(
            model_name="track",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False)), fields=["next_at", "id"], name="track_due"
            ),
        ),
        migrations.AddIndex(
            model_name="track",
            index=models.Index(
                condition=models.Q(("look_at__isnull", False)), fields=["look_at", "id"], name="track_to_look_at"
            ),
        ),
        migrations.AddIndex(
            model_name="track",
            index=models.Index(fields=["stage", "-handed_at", "id"], name="track_by_stage"),
        ),
        migrations.AddIndex(
            model_name="track",
            index=models.Index(fields=["-handed_at", "id"], name="track_by_handed"),
        ),
        migrations.AddIndex(
            model_name="track",
            index=models.Index(
                condition=models.Q(
                    models.Q(("trouble", ""), _negated=True),
                    (
                        "stage__in",
                        ("handed_over", "collected", "in_transit", "out_for_delivery", "at_pickup_point", "returning"),
                    ),
                ),
                fields=["-handed_at", "id"],
                name="track_in_trouble",
            ),
        ),
        migrations.AddConstraint(
            model_name="track",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "stage__in",
                        [
                            "handed_over",
                            "collected",
                            "in_transit",
                            "out_for_delivery",
                            "at_pickup_point",
                            "delivered",
                            "returning",
                            "returned",
                            "cancelled",
                            "withdrawn",
                        ],
                    )
                ),
                name="track_stage_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="track",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "delivered"), _negated=True), ("delivered_at__isnull", False), _connector="OR"
                ),
                name="track_delivered_at_a_moment",
            ),
        ),
        migrations.RunSQL(
            guard_steps_sql("logistics_anomaly", ANOMALY_STEPS),
            "DROP FUNCTION logistics_anomaly_guard_steps CASCADE",
        ),
    ]

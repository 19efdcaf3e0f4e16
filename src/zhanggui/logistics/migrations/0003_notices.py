"""Words to buyers: accounts, what shops tell, and what became of each notice."""

import datetime

from django.db import migrations, models

from zhanggui.logistics.migrations._folded import FOLDED

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


# One field, one line.
# fmt: off
class Migration(migrations.Migration):
    replaces = FOLDED
    dependencies = [("logistics", "0002_ways")]
    operations = [
        migrations.CreateModel(
            "NoticeAccount",
            [
                ID,
                ("code", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("notifier", models.CharField(help_text="The connector's key: smtp, log, …", max_length=32)),
                ("settings", models.JSONField(default=dict)),
                ("secrets", models.BinaryField()),
                ("quiet_from", models.TimeField(default=datetime.time(21, 0))),
                ("quiet_until", models.TimeField(default=datetime.time(8, 0))),
                ("most_a_day",
                    models.PositiveSmallIntegerField(default=3, help_text="Notices to one buyer on one day.")),
                ("is_active", models.BooleanField(default=True)),
                ("trouble", models.CharField(blank=True, default="", max_length=300)),
            ],
        ),
        migrations.CreateModel(
            "NoticeRule",
            [
                ID,
                ("shop", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="people.shop")),
                ("event", models.CharField(choices=[("shipped", "Shipped"), ("out_for_delivery", "Out for delivery"),
                    ("delivered", "Delivered"), ("delayed", "Delayed"), ("anomaly", "Delivery trouble"),
                    ("message", "Message we write")], max_length=20)),
                ("language", models.CharField(choices=[("zh-hans", "Chinese"), ("en", "English")], default="zh-hans",
                    max_length=8)),
                ("account", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="logistics.noticeaccount")),
                ("subject", models.CharField(max_length=100)),
                ("text", models.CharField(max_length=500)),
                ("is_on", models.BooleanField(default=False)),
                ("is_dry", models.BooleanField(default=True, help_text="Everything but the sending.")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("shop", "event", "language"), name="notice_rule_once"),
                    models.CheckConstraint(condition=models.Q(("event__in", ["shipped", "out_for_delivery",
                        "delivered", "delayed", "anomaly", "message"])), name="notice_rule_event_known"),
                    models.CheckConstraint(condition=models.Q(("language__in", ["zh-hans", "en"])),
                        name="notice_rule_language_known"),
                ],
            },
        ),
        migrations.CreateModel(
            "BuyerNotice",
            [
                ID,
                ("order", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="orders.order")),
                ("parcel", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.CASCADE,
                    related_name="+", to="fulfilment.parcel")),
                ("message", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.CASCADE,
                    related_name="notices", to="orders.buyermessage")),
                ("shop", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="people.shop")),
                ("event", models.CharField(choices=[("shipped", "Shipped"), ("out_for_delivery", "Out for delivery"),
                    ("delivered", "Delivered"), ("delayed", "Delayed"), ("anomaly", "Delivery trouble"),
                    ("message", "Message we write")], max_length=20)),
                ("cause", models.CharField(blank=True, default="", max_length=64)),
                ("account", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="logistics.noticeaccount")),
                ("state", models.CharField(choices=[("waiting", "To send"), ("sending", "Being sent"),
                    ("sent", "Sent"), ("dry", "Dry run"), ("skipped", "Left out"), ("failed", "Not sent")],
                    default="waiting", max_length=10)),
                ("is_dry", models.BooleanField(default=False)),
                ("subject", models.CharField(max_length=100)),
                ("text", models.CharField(max_length=500)),
                ("buyer_key", models.BinaryField(help_text="Equal for one receiver.", max_length=32)),
                ("day", models.DateField(blank=True, help_text="The day it was spoken on, in the company's zone.",
                    null=True)),
                ("slot", models.PositiveSmallIntegerField(blank=True,
                    help_text="Which of that day's notices to this buyer.", null=True)),
                ("to", models.CharField(blank=True, default="", help_text="Masked.", max_length=60)),
                ("made_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state__in", ["waiting", "sending"])), fields=["due_at", "id"],
                        name="buyer_notice_due"),
                    models.Index(condition=models.Q(("message__isnull", False)), fields=["message", "-id"],
                        name="buyer_notice_of_message"),
                    models.Index(fields=["state", "-id"], include=("shop",), name="buyer_notice_by_state"),
                    models.Index(fields=["parcel"], name="buyer_notice_of_parcel"),
                    models.Index(fields=["shop", "-id"], include=("state",), name="buyer_notice_of_shop"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "parcel", "event", "cause"), name="buyer_notice_once",
                        nulls_distinct=False),
                    models.CheckConstraint(condition=models.Q(models.Q(("message__isnull", True), ("parcel__isnull", False)),
                        models.Q(("event", "message"), ("message__isnull", False), ("parcel__isnull", True)),
                        _connector="OR"), name="buyer_notice_about"),
                    models.UniqueConstraint(condition=models.Q(("slot__isnull", False)),
                        fields=("buyer_key", "day", "slot"), name="buyer_notice_slot"),
                    models.CheckConstraint(condition=models.Q(("event__in", ["shipped", "out_for_delivery",
                        "delivered", "delayed", "anomaly", "message"])), name="buyer_notice_event_known"),
                    models.CheckConstraint(condition=models.Q(("state__in", ["waiting", "sending", "sent", "dry",
                        "skipped", "failed"])), name="buyer_notice_state_known"),
                ],
            },
        ),
        migrations.CreateModel(
            "SilentBuyer",
            [
                ID,
                ("buyer_key", models.BinaryField(help_text="Equal for one receiver.", max_length=32, unique=True)),
                ("order", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="orders.order")),
                ("silent_since", models.DateTimeField()),
                ("silenced_by", models.CharField(max_length=80)),
            ],
        ),
    ]
# fmt: on

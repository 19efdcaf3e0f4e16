"""A notice is of a parcel or of a message somebody wrote; a shop has words for each language."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0020_scans_by_code"),
        ("logistics", "0010_notices_of_parcels"),
        ("orders", "0009_delivered_orders"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="buyernotice",
            name="buyer_notice_once",
        ),
        migrations.RemoveConstraint(
            model_name="buyernotice",
            name="buyer_notice_event_known",
        ),
        migrations.RemoveConstraint(
            model_name="noticerule",
            name="notice_rule_once",
        ),
        migrations.RemoveConstraint(
            model_name="noticerule",
            name="notice_rule_event_known",
        ),
        migrations.AddField(
            model_name="buyernotice",
            name="message",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="orders.buyermessage",
            ),
        ),
        migrations.AddField(
            model_name="noticerule",
            name="language",
            field=models.CharField(
                choices=[("zh-hans", "Chinese"), ("en", "English")], default="zh-hans", max_length=8
            ),
        ),
        migrations.AlterField(
            model_name="buyernotice",
            name="event",
            field=models.CharField(
                choices=[
                    ("shipped", "Shipped"),
                    ("out_for_delivery", "Out for delivery"),
                    ("delivered", "Delivered"),
                    ("delayed", "Delayed"),
                    ("anomaly", "Delivery trouble"),
                    ("message", "Message we write"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="buyernotice",
            name="parcel",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="fulfilment.parcel",
            ),
        ),
        migrations.AlterField(
            model_name="noticerule",
            name="event",
            field=models.CharField(
                choices=[
                    ("shipped", "Shipped"),
                    ("out_for_delivery", "Out for delivery"),
                    ("delivered", "Delivered"),
                    ("delayed", "Delayed"),
                    ("anomaly", "Delivery trouble"),
                    ("message", "Message we write"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="buyernotice",
            index=models.Index(
                condition=models.Q(("message__isnull", False)),
                fields=["message", "-id"],
                name="buyer_notice_of_message",
            ),
        ),
        migrations.AddConstraint(
            model_name="buyernotice",
            constraint=models.UniqueConstraint(
                fields=("order", "parcel", "event", "cause"), name="buyer_notice_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="buyernotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("message__isnull", True), ("parcel__isnull", False)),
                    models.Q(("event", "message"), ("message__isnull", False), ("parcel__isnull", True)),
                    _connector="OR",
                ),
                name="buyer_notice_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="buyernotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("event__in", ["shipped", "out_for_delivery", "delivered", "delayed", "anomaly", "message"])
                ),
                name="buyer_notice_event_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticerule",
            constraint=models.UniqueConstraint(fields=("shop", "event", "language"), name="notice_rule_once"),
        ),
        migrations.AddConstraint(
            model_name="noticerule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("event__in", ["shipped", "out_for_delivery", "delivered", "delayed", "anomaly", "message"])
                ),
                name="notice_rule_event_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticerule",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["zh-hans", "en"])), name="notice_rule_language_known"
            ),
        ),
    ]

"""Orders whose goods are short: what is missing, the slips of the warehouse, words to buyers."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from zhanggui.orders.migrations._folded import FOLDED

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


# One field, one line.
# fmt: off
class Migration(migrations.Migration):
    replaces = FOLDED
    dependencies = [("orders", "0005_money")]
    operations = [
        migrations.CreateModel(
            "ShortOrder",
            [
                ("order", models.OneToOneField(on_delete=models.CASCADE, primary_key=True, related_name="shortage",
                    serialize=False, to="orders.order")),
                ("shop", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="people.shop")),
                ("ship_by", models.DateTimeField(blank=True, null=True)),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
                ("short", models.PositiveIntegerField(default=0, help_text="Pieces missing.")),
                ("money", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("causes", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16),
                    blank=True, db_default=[], default=list, size=None)),
                ("since", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ship_by", "order"], include=("shop",), name="short_order_queue"),
                    models.Index(fields=["short", "order"], name="short_order_by_pieces"),
                    models.Index(fields=["money", "order"], name="short_order_by_money"),
                    models.Index(fields=["since", "order"], name="short_order_by_since"),
                    django.contrib.postgres.indexes.GinIndex(fields=["causes"], name="short_order_causes"),
                ],
            },
        ),
        migrations.CreateModel(
            "ShortLine",
            [
                ("line", models.OneToOneField(on_delete=models.CASCADE, primary_key=True, related_name="shortage",
                    serialize=False, to="orders.orderline")),
                ("order", models.ForeignKey(on_delete=models.CASCADE, related_name="short_lines", to="orders.order")),
                ("sku", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.CASCADE,
                    related_name="+", to="catalog.sku")),
                ("wanted", models.PositiveIntegerField()),
                ("short",
                    models.PositiveIntegerField(help_text="0: enough lies free for it, another line keeps the order waiting.")),
                ("place", models.PositiveIntegerField(help_text="1 is served next.")),
                ("causes", models.JSONField(default=dict, help_text="Pieces by cause.")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sku", "place"], name="short_line_queue"),
                ],
            },
        ),
        migrations.CreateModel(
            "ShortSku",
            [
                ("sku", models.OneToOneField(on_delete=models.CASCADE, primary_key=True, related_name="shortage",
                    serialize=False, to="catalog.sku")),
                ("code", models.CharField(max_length=64)),
                ("short", models.PositiveIntegerField()),
                ("orders", models.PositiveIntegerField()),
                ("first_ship_by", models.DateTimeField(blank=True, null=True)),
                ("money", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("causes", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16),
                    blank=True, default=list, size=None)),
                ("weighed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["first_ship_by", "sku"], name="short_sku_queue"),
                    models.Index(fields=["short", "sku"], name="short_sku_by_pieces"),
                    models.Index(fields=["orders", "sku"], name="short_sku_by_orders"),
                    models.Index(fields=["code"], name="short_sku_by_code"),
                    django.contrib.postgres.indexes.GinIndex(fields=["causes"], name="short_sku_causes"),
                ],
            },
        ),
        migrations.CreateModel(
            "ShortageSlip",
            [
                ID,
                ("number", models.CharField(max_length=20, unique=True)),
                ("state", models.CharField(choices=[("open", "Open"), ("signed", "Signed off"), ("closed", "Closed")],
                    default="open", max_length=8)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("orders", models.PositiveIntegerField()),
                ("pieces", models.PositiveIntegerField()),
                ("opened_by", models.CharField(max_length=80)),
                ("opened_at", models.DateTimeField()),
                ("signed_by", models.CharField(blank=True, default="", max_length=80)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, default="", max_length=80)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "id"], name="slip_queue"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", ["open", "signed", "closed"])),
                        name="slip_state_known"),
                    models.CheckConstraint(condition=models.Q(models.Q(("state", "signed"), _negated=True),
                        ("signed_at__isnull", False), _connector="OR"), name="slip_signed_by_someone"),
                ],
            },
        ),
        migrations.CreateModel(
            "SlipLine",
            [
                ID,
                ("slip", models.ForeignKey(on_delete=models.CASCADE, related_name="lines", to="orders.shortageslip")),
                ("order", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="orders.order")),
                ("line", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="orders.orderline")),
                ("pieces", models.PositiveIntegerField()),
                ("causes", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("slip", "line"), name="slip_line_once"),
                ],
            },
        ),
        migrations.CreateModel(
            "PurchaseWish",
            [
                ID,
                ("sku", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="catalog.sku")),
                ("warehouse", models.ForeignKey(db_index=False, help_text="Where they should come in.",
                    on_delete=models.PROTECT, related_name="+", to="people.warehouse")),
                ("quantity", models.PositiveIntegerField()),
                ("causes", models.JSONField(default=list, help_text="Why pieces are missing, when it was written.")),
                ("orders", models.PositiveIntegerField(default=0)),
                ("needed_by", models.DateTimeField(blank=True, null=True)),
                ("state", models.CharField(choices=[("open", "Open"), ("withdrawn", "Withdrawn")], default="open",
                    max_length=10)),
                ("wished_by", models.CharField(max_length=80)),
                ("wished_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "needed_by", "id"], name="wish_queue"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("state", "open")), fields=("sku", "warehouse"),
                        name="purchase_wish_open_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="wish_quantity_positive"),
                    models.CheckConstraint(condition=models.Q(("state__in", ["open", "withdrawn"])),
                        name="wish_state_known"),
                ],
            },
        ),
        migrations.CreateModel(
            "BuyerMessage",
            [
                ID,
                ("order", models.ForeignKey(on_delete=models.CASCADE, related_name="messages", to="orders.order")),
                ("text", models.CharField(max_length=500)),
                ("text_sealed", models.BinaryField(db_default=b"", default=b"",
                    help_text="In whole words, where some are hidden.")),
                ("state", models.CharField(choices=[("queued", "To send"), ("sent", "Sent"),
                    ("withdrawn", "Withdrawn")], default="queued", max_length=10)),
                ("queued_by", models.CharField(max_length=80)),
                ("queued_at", models.DateTimeField()),
                ("sent_by", models.CharField(blank=True, default="", max_length=80)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "id"], name="message_queue"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("state", "queued")), fields=("order",),
                        name="buyer_message_queued_once"),
                    models.CheckConstraint(condition=models.Q(("state__in", ["queued", "sent", "withdrawn"])),
                        name="message_state_known"),
                ],
            },
        ),
    ]
# fmt: on

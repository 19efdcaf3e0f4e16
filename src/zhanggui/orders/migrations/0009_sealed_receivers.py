"""Receivers are sealed: new columns, filled from the plain ones in batches, which then go.

At the end the table is written anew, because a dropped column stays in the file until then. Stepping back unseals
nothing: the plain columns return empty.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from zhanggui.kernel.doors.channel import Receiver

BATCH = 2000
PARTS = ("name", "mobile", "phone", "state", "city", "district", "town", "address", "postcode", "cipher")
PLAIN = ("name", "mobile", "phone", "town", "address", "postcode", "cipher")
PURPOSES = [
    ("delivery", "Delivery question"), ("address_change", "Address change"), ("after_sales", "After-sales"),
    ("care", "Call to the buyer"), ("check", "Check of a suspicious order"),
    ("request", "Request of the person concerned"), ("entrusted", "Hand-over to a partner we entrust"),
    ("print", "Print of labels"),
]  # fmt: skip
WAYS = [("shown", "Shown"), ("printed", "Printed"), ("exported", "Exported")]

FILL = """
UPDATE orders_order SET receiver_name_masked = given.name, receiver_mobile_masked = given.mobile,
    receiver_digest = given.digest, receiver_sealed = given.sealed
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bytea[], %s::bytea[]) AS given(id, name, mobile, digest, sealed)
WHERE orders_order.id = given.id
"""
WORDS = """
INSERT INTO orders_receiverword (token, order_id) SELECT * FROM unnest(%s::bigint[], %s::bigint[])
ON CONFLICT DO NOTHING
"""
REWRITE = "CLUSTER orders_order USING orders_order_pkey; ALTER TABLE orders_order SET WITHOUT CLUSTER"


def seal_receivers(apps, schema_editor):
    """Batches keep the memory small; all of it is one transaction."""
    from zhanggui.orders.receivers.sealed import COLUMNS, receiver_row, receiver_tokens

    masked = COLUMNS.index("receiver_name_masked")
    orders = apps.get_model("orders", "Order").objects.filter(receiver_sealed=b"").order_by("pk")
    names = ["pk", *(f"receiver_{part}" for part in PARTS)]
    after = 0
    with schema_editor.connection.cursor() as cursor:
        while batch := list(orders.filter(pk__gt=after).values_list(*names)[:BATCH]):
            found = [(row[0], Receiver(*row[1:])) for row in batch]
            rows = [(pk, *receiver_row(receiver)[masked:]) for pk, receiver in found]
            words = [(token, pk) for pk, receiver in found for token in receiver_tokens(receiver)]
            if words:
                cursor.execute(WORDS, [list(column) for column in zip(*words, strict=True)])
            cursor.execute(FILL, [list(column) for column in zip(*rows, strict=True)])
            after = batch[-1][0]


class Migration(migrations.Migration):
    dependencies = [("orders", "0008_own_lines"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField("order", "receiver_name_masked", models.CharField(max_length=120, blank=True, default="", help_text="As lists show it.")),
        migrations.AddField("order", "receiver_mobile_masked", models.CharField(max_length=40, blank=True, default="", help_text="Mobile, or phone.")),
        migrations.AddField("order", "receiver_digest", models.BinaryField(max_length=16, default=b"", help_text="Equal for one person at one place; empty: not known.")),
        migrations.AddField("order", "receiver_sealed", models.BinaryField(default=b"", help_text="The whole words, see `receivers.py`.")),
        migrations.CreateModel(
            name="ReceiverWord",
            fields=[
                ("pk", models.CompositePrimaryKey("token", "order_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("token", models.BigIntegerField()),
                ("order", models.ForeignKey("orders.order", on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)),
            ],
        ),
        migrations.CreateModel(
            name="ReceiverLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=80)),
                ("source", models.CharField(max_length=16)),
                ("way", models.CharField(max_length=10, choices=WAYS)),
                ("purpose", models.CharField(max_length=16, choices=PURPOSES)),
                ("order_count", models.PositiveIntegerField()),
                ("order_ids", ArrayField(models.BigIntegerField())),
                ("user", models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(purpose__in=[value for value, _ in PURPOSES]), name="look_purpose_known"),
                    models.CheckConstraint(condition=models.Q(way__in=[value for value, _ in WAYS]), name="look_way_known"),
                    models.CheckConstraint(condition=models.Q(order_count__gt=0), name="look_at_something"),
                ],
                "indexes": [
                    models.Index(fields=["at", "id"], name="look_by_moment"),
                    models.Index(fields=["user", "at"], name="look_by_user", include=["way", "order_count"]),
                ],
            },
        ),
        migrations.RunPython(seal_receivers, migrations.RunPython.noop),
        migrations.RemoveIndex("order", "order_by_mobile"),
        *(migrations.RemoveField("order", f"receiver_{part}") for part in PLAIN),
        migrations.RunSQL(REWRITE, migrations.RunSQL.noop),
    ]  # fmt: skip

"""Money of orders, and orders that come by hand or in files."""

from django.conf import settings
from django.db import migrations, models

from zhanggui.orders.migrations._folded import FOLDED

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


# One field, one line.
# fmt: off
class Migration(migrations.Migration):
    replaces = FOLDED
    dependencies = [("orders", "0004_asked")]
    operations = [
        migrations.CreateModel(
            "OrderPayment",
            [
                ID,
                ("order", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="payments",
                    to="orders.order")),
                ("kind", models.CharField(choices=[("payment", "Payment"), ("deposit", "Deposit"), ("tail", "Tail"),
                    ("instalment", "Instalment"), ("guarantee", "Platform's guarantee"),
                    ("balance", "Taken from the balance"), ("confirmed", "Confirmed with the buyer")],
                    max_length=12)),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("cause", models.CharField(help_text="The platform's, bank's or our own number of the event.",
                    max_length=120)),
                ("source", models.CharField(choices=[("channel", "Platform"), ("hand", "By hand")], max_length=8)),
                ("reverses", models.OneToOneField(blank=True, null=True, on_delete=models.PROTECT,
                    related_name="reversal", to="orders.orderpayment")),
                ("note", models.CharField(blank=True, max_length=200)),
                ("paid_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("order", "cause"), name="payment_once_per_cause"),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["payment", "deposit", "tail",
                        "instalment", "guarantee", "balance", "confirmed"])), name="payment_kind_known"),
                    models.CheckConstraint(condition=models.Q(("source__in", ["channel", "hand"])),
                        name="payment_source_known"),
                    models.CheckConstraint(condition=models.Q(models.Q(("amount__gte", 0), ("reverses", None)),
                        models.Q(("amount__lte", 0), ("reverses__isnull", False)), _connector="OR"),
                        name="payment_sign"),
                ],
            },
        ),
        migrations.CreateModel(
            "PrepaidAccount",
            [
                ID,
                ("shop", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="people.shop")),
                ("buyer", models.CharField(max_length=120)),
                ("balance", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("buyer", "shop"), name="prepaid_account_once"),
                    models.CheckConstraint(condition=models.Q(("balance__gte", 0)),
                        name="prepaid_balance_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            "PrepaidEntry",
            [
                ID,
                ("account", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="entries",
                    to="orders.prepaidaccount")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("cause", models.CharField(max_length=120)),
                ("order", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.PROTECT,
                    related_name="+", to="orders.order")),
                ("note", models.CharField(blank=True, max_length=200)),
                ("entered_by", models.CharField(max_length=80)),
                ("entered_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "cause"), name="prepaid_entry_once"),
                    models.CheckConstraint(condition=models.Q(("amount", 0), _negated=True),
                        name="prepaid_entry_moves"),
                ],
            },
        ),
        migrations.CreateModel(
            "DraftOrder",
            [
                ID,
                ("key", models.UUIDField(help_text="Given by the form, so that saving twice saves one draft.",
                    unique=True)),
                ("owner", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.PROTECT,
                    related_name="+", to=settings.AUTH_USER_MODEL)),
                ("shop", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=models.PROTECT,
                    related_name="+", to="people.shop")),
                ("content", models.BinaryField()),
                ("receiver_masked", models.CharField(blank=True, max_length=120)),
                ("goods", models.CharField(blank=True, max_length=200)),
                ("units", models.PositiveIntegerField(default=0)),
                ("total", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("copy_of", models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True,
                    on_delete=models.SET_NULL, related_name="+", to="orders.order")),
                ("changed_at", models.DateTimeField()),
                ("number", models.CharField(blank=True, help_text="The order it became; empty: it is still a draft.",
                    max_length=64)),
                ("placed_at", models.DateTimeField(blank=True, null=True)),
                ("order", models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True,
                    on_delete=models.SET_NULL, related_name="+", to="orders.order")),
                ("placed_digest", models.BinaryField(blank=True,
                    help_text="Of the form that was placed; only who holds the key can make it.", max_length=16,
                    null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("number", "")), fields=["owner", "changed_at", "id"],
                        name="draft_of_owner"),
                    models.Index(condition=models.Q(("copy_of__isnull", False), ("number", "")),
                        fields=["copy_of", "id"], name="draft_copy_of"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(models.Q(("number", ""), ("placed_at", None)),
                        models.Q(models.Q(("number", ""), _negated=True), ("placed_at__isnull", False)),
                        _connector="OR"), name="draft_placed_with_number"),
                ],
            },
        ),
        migrations.CreateModel(
            "FileMapping",
            [
                ID,
                ("name", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("fields", models.JSONField(help_text="Our field → their heading.")),
                ("states", models.JSONField(default=dict, help_text="Their word for a state → ours.")),
                ("refunds", models.JSONField(db_default={}, default=dict,
                    help_text="Their word for a refund → ours.")),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("name", "version"), name="file_mapping_version_once"),
                    models.CheckConstraint(condition=models.Q(("version__gt", 0), models.Q(("name", ""), _negated=True)),
                        name="file_mapping_named"),
                ],
            },
        ),
    ]
# fmt: on

"""Requests read from remarks, edits of memos, events of payment, prepaid accounts."""

import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

REQUEST_STEPS = {
    "open": {"handled", "refused", "withdrawn"},
    "handled": {"open"},
    "refused": {"open"},
    "withdrawn": {"open"},
}
LEDGERS = """
CREATE TRIGGER orders_orderpayment_append_only BEFORE UPDATE OR DELETE ON orders_orderpayment
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
CREATE TRIGGER orders_prepaidentry_append_only BEFORE UPDATE OR DELETE ON orders_prepaidentry
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0010_review_rules"),
        ("people", "0002_signing_in_and_answers"),
        ("kernel", "0001_facts"),
    ]
    operations = [
        migrations.CreateModel(
            name="MemoEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "origin",
                    models.CharField(
                        choices=[("ours", "Written here"), ("platform", "Written on the platform")], max_length=10
                    ),
                ),
                ("memo", models.TextField(blank=True)),
                ("flag", models.SmallIntegerField(default=0)),
                ("digest", models.BinaryField(max_length=16)),
                ("before_digest", models.BinaryField(max_length=16)),
                ("is_waiting", models.BooleanField(default=False)),
                ("edited_by", models.CharField(max_length=80)),
                ("edited_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="OrderPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("payment", "Payment"),
                            ("deposit", "Deposit"),
                            ("tail", "Tail"),
                            ("instalment", "Instalment"),
                            ("guarantee", "Platform's guarantee"),
                            ("balance", "Taken from the balance"),
                            ("confirmed", "Confirmed with the buyer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                (
                    "cause",
                    models.CharField(
                        help_text="The platform's, bank's or our own number of the event.", max_length=120
                    ),
                ),
                ("source", models.CharField(choices=[("channel", "Platform"), ("hand", "By hand")], max_length=8)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("paid_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PrepaidAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("buyer", models.CharField(max_length=120)),
                ("balance", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
            ],
        ),
        migrations.CreateModel(
            name="PrepaidEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("cause", models.CharField(max_length=120)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("entered_by", models.CharField(max_length=80)),
                ("entered_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RemarkRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("item", "Change item"),
                            ("address", "Change address"),
                            ("courier", "Courier"),
                            ("invoice", "Invoice title"),
                            ("card", "Greeting card"),
                            ("delivery", "Delivery time"),
                            ("custom", "Own template"),
                            ("unread", "Not understood"),
                        ],
                        max_length=10,
                    ),
                ),
                ("fields", models.JSONField(default=dict)),
                ("source", models.CharField(help_text="The words it was read from.", max_length=500)),
                (
                    "digest",
                    models.BinaryField(help_text="The same words of the same kind are one request.", max_length=16),
                ),
                ("written_by", models.CharField(blank=True, help_text="Who signed it in the memo.", max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To settle"),
                            ("handled", "Handled"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("settled_by", models.CharField(blank=True, max_length=80)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RemarkTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, unique=True)),
                ("words", models.JSONField(help_text="A clause with one of these words is such a request.")),
                ("fields", models.JSONField(help_text="[[name, kind], …]; kinds: text, number, day.")),
                ("is_used", models.BooleanField(default=True, help_text="Off: nothing new is read by it.")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="hold",
            name="hold_reason_known",
        ),
        migrations.AddField(
            model_name="order",
            name="payment_mode",
            field=models.CharField(
                choices=[
                    ("paid", "Paid in full"),
                    ("cod", "Cash on delivery"),
                    ("deposit", "Deposit and tail"),
                    ("prepaid", "Prepaid balance"),
                    ("instalments", "Instalments"),
                ],
                db_default="paid",
                default="paid",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="hold",
            name="reason",
            field=models.CharField(
                choices=[
                    ("by_hand", "Held by hand"),
                    ("platform", "Platform forbids shipping"),
                    ("refund", "Refund asked"),
                    ("address_change", "Address change asked"),
                    ("item_change", "Item change asked"),
                    ("shortage", "Out of stock"),
                    ("change_waits", "Change waits for its parcel"),
                    ("review", "Review says no"),
                    ("rule", "Held by a rule"),
                    ("rule_circle", "Rules run in circles"),
                    ("wished_time", "Buyer wants it later"),
                    ("conflict", "Platform data disagree"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("payment_mode", "paid"), _negated=True),
                fields=["payment_mode", "placed_at", "id"],
                name="order_by_payment",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "by_hand",
                            "platform",
                            "refund",
                            "address_change",
                            "item_change",
                            "shortage",
                            "change_waits",
                            "review",
                            "rule",
                            "rule_circle",
                            "wished_time",
                            "conflict",
                        ],
                    )
                ),
                name="hold_reason_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("payment_mode__in", ["paid", "cod", "deposit", "prepaid", "instalments"])),
                name="order_payment_mode_known",
            ),
        ),
        migrations.AddField(
            model_name="memoedit",
            name="order",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memo_edits",
                to="orders.order",
            ),
        ),
        migrations.AddField(
            model_name="orderpayment",
            name="order",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="orders.order"
            ),
        ),
        migrations.AddField(
            model_name="orderpayment",
            name="reverses",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reversal",
                to="orders.orderpayment",
            ),
        ),
        migrations.AddField(
            model_name="prepaidaccount",
            name="shop",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.shop"
            ),
        ),
        migrations.AddField(
            model_name="prepaidentry",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="orders.prepaidaccount",
            ),
        ),
        migrations.AddField(
            model_name="prepaidentry",
            name="order",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.order",
            ),
        ),
        migrations.AddField(
            model_name="remarkrequest",
            name="order",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="orders.order"
            ),
        ),
        migrations.AddField(
            model_name="remarkrequest",
            name="template",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.remarktemplate",
            ),
        ),
        migrations.AddIndex(
            model_name="memoedit",
            index=models.Index(fields=["order", "edited_at"], name="memo_edit_of_order"),
        ),
        migrations.AddIndex(
            model_name="memoedit",
            index=models.Index(condition=models.Q(("is_waiting", True)), fields=["order"], name="memo_edit_waiting"),
        ),
        migrations.AddConstraint(
            model_name="memoedit",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["ours", "platform"])), name="memo_edit_origin_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderpayment",
            constraint=models.UniqueConstraint(fields=("order", "cause"), name="payment_once_per_cause"),
        ),
        migrations.AddConstraint(
            model_name="orderpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["payment", "deposit", "tail", "instalment", "guarantee", "balance", "confirmed"])
                ),
                name="payment_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["channel", "hand"])), name="payment_source_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gte", 0), ("reverses", None)),
                    models.Q(("amount__lte", 0), ("reverses__isnull", False)),
                    _connector="OR",
                ),
                name="payment_sign",
            ),
        ),
        migrations.AddConstraint(
            model_name="prepaidaccount",
            constraint=models.UniqueConstraint(fields=("buyer", "shop"), name="prepaid_account_once"),
        ),
        migrations.AddConstraint(
            model_name="prepaidaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("balance__gte", 0)), name="prepaid_balance_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="prepaidentry",
            constraint=models.UniqueConstraint(fields=("account", "cause"), name="prepaid_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="prepaidentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="prepaid_entry_moves"
            ),
        ),
        migrations.AddIndex(
            model_name="remarkrequest",
            index=models.Index(fields=["state", "asked_at", "id"], name="request_queue"),
        ),
        migrations.AddIndex(
            model_name="remarkrequest",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["kind", "asked_at", "id"], name="request_open_kind"
            ),
        ),
        migrations.AddIndex(
            model_name="remarkrequest",
            index=models.Index(fields=["asked_at", "id"], name="request_by_age"),
        ),
        migrations.AddIndex(
            model_name="remarkrequest",
            index=models.Index(condition=models.Q(("state", "open")), fields=["order"], name="request_open_order"),
        ),
        migrations.AddConstraint(
            model_name="remarkrequest",
            constraint=models.UniqueConstraint(fields=("order", "digest"), name="request_once_per_order"),
        ),
        migrations.AddConstraint(
            model_name="remarkrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["item", "address", "courier", "invoice", "card", "delivery", "custom", "unread"])
                ),
                name="request_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="remarkrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "handled", "refused", "withdrawn"])),
                name="request_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="remarkrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "custom"), ("template__isnull", False)),
                    models.Q(models.Q(("kind", "custom"), _negated=True), ("template", None)),
                    _connector="OR",
                ),
                name="request_template_fits",
            ),
        ),
        migrations.RunSQL(
            guard_steps_sql("orders_remarkrequest", REQUEST_STEPS),
            "DROP FUNCTION orders_remarkrequest_guard_steps CASCADE",
        ),
        migrations.RunSQL(LEDGERS, migrations.RunSQL.noop),
    ]

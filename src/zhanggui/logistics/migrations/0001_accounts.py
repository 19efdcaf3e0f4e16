"""Accounts that give waybills, where they serve, and what was asked of them."""

from django.db import migrations, models

from zhanggui.logistics.migrations._folded import FOLDED

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


# One field, one line.
# fmt: off
class Migration(migrations.Migration):
    replaces = FOLDED
    initial = True
    dependencies = [
        ("fulfilment", "0008_functions"),
        ("orders", "0007_promises"),
        ("people", "0002_signing_in_and_answers"),
    ]
    operations = [
        migrations.CreateModel(
            "WaybillAccount",
            [
                ID,
                ("code", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("provider", models.CharField(help_text="The connector's key: cainiao, pdd, sf, …", max_length=32)),
                ("settings", models.JSONField(default=dict)),
                ("secrets", models.BinaryField()),
                ("branch", models.JSONField(default=dict, help_text="code, name, segment, monthly_account")),
                ("sender", models.JSONField(default=dict, help_text="Who sends, as the provider has it registered.")),
                ("product", models.CharField(blank=True, default="", max_length=64)),
                ("template", models.CharField(blank=True, default="", max_length=300)),
                ("services", models.JSONField(default=dict)),
                ("few", models.PositiveIntegerField(default=200,
                    help_text="With fewer numbers left somebody is warned.")),
                ("is_active", models.BooleanField(default=True)),
                ("balances", models.JSONField(default=list, help_text="[carrier, branch, numbers left or null]")),
                ("left", models.PositiveIntegerField(blank=True,
                    help_text="Numbers left where there are fewest, of carriers it serves.", null=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("wait_until", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, default="",
                    help_text="What kept the last call from working.", max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["is_active", "code"], name="waybill_account_active"),
                ],
            },
        ),
        migrations.CreateModel(
            "AccountUse",
            [
                ID,
                ("account", models.ForeignKey(on_delete=models.CASCADE, related_name="uses",
                    to="logistics.waybillaccount")),
                ("warehouse", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="people.warehouse")),
                ("carrier", models.CharField(max_length=32)),
                ("platform", models.CharField(blank=True, default="", help_text="Empty: orders of every platform.",
                    max_length=32)),
                ("priority", models.PositiveSmallIntegerField(default=100, help_text="Lower is asked first.")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("warehouse", "carrier", "platform", "account"),
                        name="account_use_once"),
                ],
            },
        ),
        migrations.CreateModel(
            "WaybillRequest",
            [
                ID,
                ("parcel", models.ForeignKey(on_delete=models.PROTECT, related_name="waybill_requests",
                    to="fulfilment.parcel")),
                ("account", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+",
                    to="logistics.waybillaccount")),
                ("wave_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=64, unique=True)),
                ("carrier", models.CharField(max_length=32)),
                ("state", models.CharField(choices=[("waiting", "To ask"), ("asked", "Asked"),
                    ("given", "Number given"), ("refused", "Provider refused"), ("to_cancel", "Number to cancel"),
                    ("to_recover", "Number to recover"), ("cancelled", "Cancelled"), ("given_up", "Given up")],
                    default="waiting", max_length=10)),
                ("number", models.CharField(blank=True, default="", max_length=40)),
                ("reference", models.CharField(blank=True, default="", max_length=64)),
                ("marks", models.JSONField(default=dict, help_text="What the label shows of the carrier's sorting.")),
                ("sealed", models.BinaryField(blank=True, default=b"")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(help_text="When it is asked, or taken back, at the earliest.")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, default="", help_text="The provider's last refusal.",
                    max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state__in", ["given", "cancelled", "given_up"]), _negated=True),
                        fields=["state", "due_at", "id"], name="waybill_request_due"),
                    models.Index(fields=["state", "-id"], name="waybill_request_by_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("state__in", ("waiting", "asked", "refused", "given"))),
                        fields=("parcel",), name="waybill_request_open_once"),
                    models.UniqueConstraint(condition=models.Q(("number", ""), _negated=True), fields=("number",),
                        name="waybill_request_number_once"),
                    models.CheckConstraint(condition=models.Q(("state__in", ["waiting", "asked", "given", "refused",
                        "to_cancel", "to_recover", "cancelled", "given_up"])), name="waybill_request_state_known"),
                    models.CheckConstraint(condition=models.Q(models.Q(("state__in", ["given", "given_up",
                        "to_cancel", "to_recover"]), _negated=True), models.Q(("number", ""), _negated=True),
                        _connector="OR"), name="waybill_request_given_has_number"),
                ],
            },
        ),
    ]
# fmt: on

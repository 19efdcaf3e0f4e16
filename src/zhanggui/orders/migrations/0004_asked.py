"""What is asked of orders: changes, remarks, exchanges, questions."""

from decimal import Decimal

import django.contrib.postgres.fields
from django.db import migrations, models

from zhanggui.orders.migrations._folded import FOLDED

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


# One field, one line.
# fmt: off
class Migration(migrations.Migration):
    replaces = FOLDED
    dependencies = [("orders", "0003_gifts")]
    operations = [
        migrations.CreateModel(
            "AddressChange",
            [
                ID,
                ("order", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="address_changes",
                    to="orders.order")),
                ("before", models.BinaryField(help_text="The receiver before, sealed whole.")),
                ("given", models.BinaryField(help_text="The receiver the channel gave last, sealed whole.")),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=80)),
                ("ended_at", models.DateTimeField(blank=True, help_text="Changed again, taken back, or overruled.",
                    null=True)),
                ("undone_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["order", "id"], name="address_change_by_order"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("ended_at__isnull", True)), fields=("order",),
                        name="one_standing_address_per_order"),
                    models.CheckConstraint(condition=models.Q(("ended_at__isnull", False), ("undone_by", ""),
                        _connector="OR"), name="address_change_undone_has_ended"),
                ],
            },
        ),
        migrations.CreateModel(
            "ChangeRequest",
            [
                ID,
                ("order", models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="change_requests",
                    to="orders.order")),
                ("kind", models.CharField(choices=[("address", "Other address"), ("items", "Other goods")],
                    max_length=8)),
                ("state", models.CharField(choices=[("open", "To answer"), ("agreed", "Agreed"),
                    ("refused", "Refused"), ("withdrawn", "Settled on the platform")], db_default="open",
                    default="open", max_length=10)),
                ("is_asked", models.BooleanField(db_default=True, default=True,
                    help_text="The platform still says so.")),
                ("line_numbers", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64),
                    blank=True, db_default=[], default=list,
                    help_text="Lines it is about; empty: the platform does not say.", size=None)),
                ("asked_at", models.DateTimeField()),
                ("half_at", models.DateTimeField(help_text="Half of the window is gone.")),
                ("late_at", models.DateTimeField(help_text="Four fifths of the window are gone.")),
                ("due_at", models.DateTimeField()),
                ("level", models.PositiveSmallIntegerField(db_default=0, default=0,
                    help_text="Last alarm: 0, 50, 80 or 100 percent.")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("note", models.CharField(blank=True, db_default="", default="", max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "open")), fields=["due_at", "id"],
                        name="change_request_due"),
                    models.Index(fields=["asked_at", "id"], name="change_request_by_day"),
                    models.Index(fields=["order"], name="change_request_by_order"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("is_asked", True)), fields=("order", "kind"),
                        name="one_request_asked_at_a_time"),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["address", "items"])),
                        name="change_request_kind_known"),
                    models.CheckConstraint(condition=models.Q(("state__in", ["open", "agreed", "refused", "withdrawn"])),
                        name="change_request_state_known"),
                    models.CheckConstraint(condition=models.Q(models.Q(("answered_at__isnull", True),
                        ("is_asked", True), ("state", "open")), models.Q(("answered_at__isnull", False),
                        models.Q(("state", "open"), _negated=True)), _connector="OR"),
                        name="change_request_answered"),
                ],
            },
        ),
        migrations.CreateModel(
            "MemoEdit",
            [
                ID,
                ("order", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="memo_edits",
                    to="orders.order")),
                ("origin", models.CharField(choices=[("ours", "Written here"),
                    ("platform", "Written on the platform")], max_length=10)),
                ("memo", models.TextField(blank=True)),
                ("memo_sealed", models.BinaryField(db_default=b"", default=b"",
                    help_text="In whole words, where some are hidden.")),
                ("flag", models.SmallIntegerField(default=0)),
                ("digest", models.BinaryField(max_length=16)),
                ("before_digest", models.BinaryField(max_length=16)),
                ("is_waiting", models.BooleanField(default=False)),
                ("shown_at", models.DateTimeField(blank=True,
                    help_text="Since when the platform shows it, by its own clock, where it told us.", null=True)),
                ("edited_by", models.CharField(max_length=80)),
                ("edited_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["order", "edited_at"], name="memo_edit_of_order"),
                    models.Index(condition=models.Q(("is_waiting", True)), fields=["order"],
                        name="memo_edit_waiting"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("origin__in", ["ours", "platform"])),
                        name="memo_edit_origin_known"),
                ],
            },
        ),
        migrations.CreateModel(
            "RemarkTemplate",
            [
                ID,
                ("name", models.CharField(max_length=40, unique=True)),
                ("words", models.JSONField(help_text="A clause with one of these words is such a request.")),
                ("fields", models.JSONField(help_text="[[name, kind], …]; kinds: text, number, day.")),
                ("is_used", models.BooleanField(default=True, help_text="Off: nothing new is read by it.")),
            ],
        ),
        migrations.CreateModel(
            "RemarkRequest",
            [
                ID,
                ("order", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="requests",
                    to="orders.order")),
                ("kind", models.CharField(choices=[("item", "Change item"), ("quantity", "Change quantity"),
                    ("address", "Change address"), ("receiver", "Change receiver"), ("together", "Ship together"),
                    ("courier", "Courier"), ("invoice", "Invoice title"), ("card", "Greeting card"),
                    ("delivery", "Delivery time"), ("custom", "Own template"), ("unread", "Not understood")],
                    max_length=10)),
                ("template", models.ForeignKey(blank=True, null=True, on_delete=models.PROTECT, related_name="+",
                    to="orders.remarktemplate")),
                ("fields", models.JSONField(default=dict)),
                ("source", models.CharField(help_text="The words it was read from.", max_length=500)),
                ("words_sealed", models.BinaryField(db_default=b"", default=b"",
                    help_text="Source and fields in whole words, where some are hidden.")),
                ("digest", models.BinaryField(help_text="The same words of the same kind are one request.",
                    max_length=16)),
                ("written_by", models.CharField(blank=True, help_text="Who signed it in the memo.", max_length=80)),
                ("state", models.CharField(choices=[("open", "To settle"), ("handled", "Handled"),
                    ("refused", "Refused"), ("withdrawn", "Withdrawn")], default="open", max_length=10)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("settled_by", models.CharField(blank=True, max_length=80)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "asked_at", "id"], name="request_queue"),
                    models.Index(condition=models.Q(("state", "open")), fields=["kind", "asked_at", "id"],
                        name="request_open_kind"),
                    models.Index(fields=["asked_at", "id"], name="request_by_age"),
                    models.Index(condition=models.Q(("state", "open")), fields=["order"], name="request_open_order"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "digest"), name="request_once_per_order"),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["item", "quantity", "address", "receiver",
                        "together", "courier", "invoice", "card", "delivery", "custom", "unread"])),
                        name="request_kind_known"),
                    models.CheckConstraint(condition=models.Q(("state__in", ["open", "handled", "refused", "withdrawn"])),
                        name="request_state_known"),
                    models.CheckConstraint(condition=models.Q(models.Q(("kind", "custom"), ("template__isnull", False)),
                        models.Q(models.Q(("kind", "custom"), _negated=True), ("template", None)), _connector="OR"),
                        name="request_template_fits"),
                ],
            },
        ),
        migrations.CreateModel(
            "Exchange",
            [
                ID,
                ("line", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="exchanges",
                    to="orders.orderline")),
                ("sku", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="catalog.sku")),
                ("quantity", models.PositiveIntegerField()),
                ("price_difference", models.DecimalField(decimal_places=2, default=Decimal("0"),
                    help_text="Above zero: to collect; below: to give back.", max_digits=12)),
                ("for_code", models.CharField(blank=True, help_text="The merchant code it stands in for.",
                    max_length=64)),
                ("for_pieces", models.PositiveIntegerField(help_text="The quantity it stands in for.")),
                ("parts", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True,
                    default=list, help_text="Bundle parts that were to be sent before.", size=None)),
                ("waits", models.BooleanField(default=False,
                    help_text="Not carried out yet: pieces under way must come back first.")),
                ("ended_hold", models.BooleanField(default=False,
                    help_text="A platform's request to change items waited for it.")),
                ("settled", models.CharField(blank=True, choices=[("", "Not settled"), ("collected", "Collected"),
                    ("paid_back", "Paid back"), ("waived", "Waived")], db_default="", default="",
                    help_text="What became of the difference; until then it is part of what the order costs.",
                    max_length=10)),
                ("settled_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_note", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("ended_by", models.CharField(blank=True, default="", max_length=80)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["line"], name="exchange_of_line"),
                    models.Index(condition=models.Q(("waits", True)), fields=["line"], name="exchange_waiting"),
                    models.Index(condition=models.Q(("price_difference", 0), _negated=True), fields=["id"],
                        name="exchange_with_difference"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("line",),
                        name="exchange_open_once"),
                    models.CheckConstraint(condition=models.Q(("for_pieces__gt", 0), ("quantity__gt", 0)),
                        name="exchange_quantity_positive"),
                    models.CheckConstraint(condition=models.Q(("settled__in", ["", "collected", "paid_back", "waived"])),
                        name="exchange_settled_known"),
                    models.CheckConstraint(condition=models.Q(models.Q(("settled", ""), ("settled_at", None)),
                        models.Q(("price_difference__gt", 0), ("settled", "collected"),
                        ("settled_at__isnull", False)), models.Q(("price_difference__lt", 0),
                        ("settled", "paid_back"), ("settled_at__isnull", False)), models.Q(("settled", "waived"),
                        ("settled_at__isnull", False), models.Q(("price_difference", 0), _negated=True)),
                        _connector="OR"), name="exchange_settled_fits"),
                ],
            },
        ),
        migrations.CreateModel(
            "ListingMatch",
            [
                ID,
                ("shop", models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name="+",
                    to="people.shop")),
                ("sku_code", models.CharField(blank=True, help_text="The code as the platform gives it.",
                    max_length=64)),
                ("listing", models.CharField(blank=True, max_length=64)),
                ("sku", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="catalog.sku")),
                ("bound_by", models.CharField(max_length=80)),
                ("bound_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("shop", "sku_code", "listing"), name="listing_match_once"),
                    models.CheckConstraint(condition=models.Q(("listing", ""), ("sku_code", ""), _negated=True),
                        name="listing_match_names_something"),
                ],
            },
        ),
        migrations.CreateModel(
            "Question",
            [
                ID,
                ("order", models.ForeignKey(on_delete=models.PROTECT, related_name="questions", to="orders.order")),
                ("words", models.CharField(max_length=300)),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("answered_by", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("answered_at__isnull", True)), fields=["asked_at", "id"],
                        name="question_open"),
                    models.Index(fields=["answered_at", "id"], name="question_answered"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(models.Q(("answer", ""), ("answered_at__isnull", True),
                        ("answered_by", "")), models.Q(("answered_at__isnull", False),
                        models.Q(("answer", ""), _negated=True)), _connector="OR"),
                        name="question_answered_in_words"),
                ],
            },
        ),
    ]
# fmt: on

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from zhanggui.kernel.numbers import number_sequence_sql

KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def loose(to, on_delete, **more):
    return models.ForeignKey(
        blank=True, db_index=False, null=True, on_delete=on_delete, related_name="+", to=to, **more
    )


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0011_remarks_and_payments"),
        ("people", "0002_signing_in_and_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(number_sequence_sql("entered_order"), "DROP SEQUENCE entered_order_number_seq"),
        migrations.CreateModel(
            name="FileMapping",
            fields=[
                KEY,
                ("name", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("fields", models.JSONField(help_text="Our field → their heading.")),
                ("states", models.JSONField(default=dict, help_text="Their word for a state → ours.")),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("name", "version"), name="file_mapping_version_once"),
                    models.CheckConstraint(condition=Q(version__gt=0) & ~Q(name=""), name="file_mapping_named"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftOrder",
            fields=[
                KEY,
                (
                    "key",
                    models.UUIDField(help_text="Given by the form, so that saving twice saves one draft.", unique=True),
                ),
                ("content", models.BinaryField()),
                ("receiver_masked", models.CharField(blank=True, max_length=120)),
                ("goods", models.CharField(blank=True, max_length=200)),
                ("units", models.PositiveIntegerField(default=0)),
                ("total", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("changed_at", models.DateTimeField()),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="The order it became; empty: it is still a draft.", max_length=64
                    ),
                ),
                ("placed_at", models.DateTimeField(blank=True, null=True)),
                ("copy_of", loose("orders.order", django.db.models.deletion.SET_NULL, db_constraint=False)),
                ("owner", loose(settings.AUTH_USER_MODEL, django.db.models.deletion.PROTECT)),
                ("shop", loose("people.shop", django.db.models.deletion.PROTECT)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner", "changed_at", "id"], name="draft_of_owner", condition=Q(number="")),
                    models.Index(
                        fields=["copy_of", "id"], name="draft_copy_of", condition=Q(number="", copy_of__isnull=False)
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(number="", placed_at=None) | (~Q(number="") & Q(placed_at__isnull=False)),
                        name="draft_placed_with_number",
                    ),
                ],
            },
        ),
    ]

"""Parcels are merged, split, and lose single lines; groups of shops say what may go together."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from zhanggui.kernel.steps import guard_steps_sql

STEPS = {
    "planned": {"waved", "void", "merged"},
    "waved": {"printed", "planned", "void"},
    "printed": {"picked", "stopped"},
    "picked": {"verified", "stopped"},
    "verified": {"weighed", "stopped", "picked"},
    "weighed": {"shipped", "stopped", "picked"},
    "stopped": {"void"},
    "shipped": {"weighed"},
    "void": set(),
    "merged": {"planned", "void"},
}
STATES = {
    "planned": "Planned", "waved": "In wave", "printed": "Printed", "picked": "Picked", "verified": "Verified",
    "weighed": "Weighed", "shipped": "Shipped", "stopped": "Stopped", "void": "Void", "merged": "Merged",
}  # fmt: skip
PARCEL = "fulfilment.parcel"


def link(name: str, words: str = "") -> models.ForeignKey:
    return models.ForeignKey(
        PARCEL, on_delete=django.db.models.deletion.PROTECT, null=True, blank=True, db_index=False, related_name=name,
        help_text=words,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0008_taken_back"), ("people", "0002_signing_in_and_answers")]
    operations = [
        migrations.CreateModel(
            "MergeGroup",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "is_automatic",
                    models.BooleanField(default=True, help_text="Merge while planning, without being asked."),
                ),
                (
                    "ships_partly",
                    models.BooleanField(default=False, help_text="Of a short order, what is there goes at once."),
                ),
                ("most_orders", models.PositiveSmallIntegerField(default=5)),
                ("most_units", models.PositiveIntegerField(default=30)),
                ("most_g", models.PositiveIntegerField(default=20000)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(most_orders__gte=2, most_units__gte=2, most_g__gt=0), name="merge_group_limits"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            "GroupedShop",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.ForeignKey(
                        "fulfilment.mergegroup", on_delete=django.db.models.deletion.CASCADE, related_name="shops"
                    ),
                ),
                (
                    "shop",
                    models.OneToOneField(
                        "people.shop", on_delete=django.db.models.deletion.CASCADE, related_name="merge_group"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            "parcel",
            "merge_key",
            models.BinaryField(
                max_length=16, default=b"", db_default=b"",
                help_text="Equal when they go to one person at one place; empty: alone.",
            ),
        ),
        migrations.AddField(
            "parcel",
            "stays_alone",
            models.BooleanField(
                default=False, db_default=False, help_text="Someone took it apart; it is merged only by hand."
            ),
        ),
        migrations.AddField("parcel", "merged_into", link("parts")),
        migrations.AddField("parcel", "split_from", link("offcuts", "The parcel whose pieces it took over.")),
        migrations.AddField("parcelline", "home", link("+", "The parcel it was planned in, while it travels in another.")),
        migrations.AlterField(
            "parcel", "state", models.CharField(choices=list(STATES.items()), default="planned", max_length=10)
        ),
        migrations.RemoveConstraint("parcel", "parcel_state_known"),
        migrations.RemoveConstraint("parcel", "printed_parcel_has_waybill"),
        migrations.RemoveIndex("parcel", "parcel_by_state"),
        migrations.AddConstraint(
            "parcel", models.CheckConstraint(condition=Q(state__in=list(STATES)), name="parcel_state_known")
        ),
        migrations.AddConstraint(
            "parcel",
            models.CheckConstraint(
                condition=Q(state__in=["planned", "waved", "void", "merged"]) | ~Q(waybill=""),
                name="printed_parcel_has_waybill",
            ),
        ),
        migrations.AddConstraint(
            "parcel",
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state__in=["merged", "void"]), name="merged_parcel_waits"
            ),
        ),
        migrations.AddIndex(
            "parcel",
            models.Index(
                fields=["state", "ship_by", "id"], name="parcel_by_state",
                condition=~Q(state__in=["shipped", "void", "merged"]),
            ),
        ),
        migrations.AddIndex(
            "parcel",
            models.Index(
                fields=["merge_key", "id"], name="parcel_to_merge", condition=Q(state="planned") & ~Q(merge_key=b"")
            ),
        ),
        migrations.AddIndex(
            "parcel", models.Index(fields=["merged_into"], name="parcel_merged", condition=Q(state="merged"))
        ),
        migrations.AddIndex(
            "parcel",
            models.Index(fields=["split_from"], name="parcel_split", condition=Q(split_from__isnull=False)),
        ),
        migrations.AddIndex(
            "parcelline",
            models.Index(fields=["home"], name="parcel_line_guest", condition=Q(home__isnull=False)),
        ),
        migrations.RunSQL(guard_steps_sql("fulfilment_parcel", STEPS), migrations.RunSQL.noop),
    ]  # fmt: skip

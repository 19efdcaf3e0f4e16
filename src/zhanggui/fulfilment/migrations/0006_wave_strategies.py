"""Strategies of waves, and pickers who carry their part of a wave on a cart."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from zhanggui.kernel.steps import guard_steps_sql

PICKS = {
    "to_pick": {"taken", "picked", "cancelled"},
    "taken": {"picked", "cancelled"},
    "picked": {"put_back"},
}
WAVES = {"open": {"printed", "cancelled"}, "printed": {"picked", "cancelled"}}
WAVES_BEFORE = {"open": {"printed", "cancelled"}, "printed": {"picked"}}
BEFORE = {"to_pick": {"picked", "cancelled"}, "picked": {"put_back"}}


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_dimensions"),
        ("fulfilment", "0005_sorting"),
        ("inventory", "0006_bundles_own_nothing"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaveStrategy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("is_enabled", models.BooleanField(default=True)),
                ("priority", models.PositiveSmallIntegerField(default=100)),
                ("kind", models.CharField(blank=True, help_text="A kind of wave; empty: any.", max_length=8)),
                (
                    "carriers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), blank=True, default=list, size=None
                    ),
                ),
                (
                    "shops",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "zones",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), blank=True, default=list, size=None
                    ),
                ),
                ("urgent_only", models.BooleanField(default=False)),
                (
                    "due_within_h",
                    models.PositiveSmallIntegerField(default=0, help_text="Only what must leave in so many hours."),
                ),
                (
                    "hot_from",
                    models.PositiveSmallIntegerField(
                        default=20, help_text="A SKU is hot when so many parcels hold nothing else."
                    ),
                ),
                ("by_zone", models.BooleanField(default=False, help_text="Each wave stays in one zone where it can.")),
                ("most_parcels", models.PositiveSmallIntegerField(default=40)),
                ("most_units", models.PositiveIntegerField(default=0)),
                ("most_g", models.PositiveIntegerField(default=0)),
                ("most_cm3", models.PositiveIntegerField(default=0)),
                (
                    "fewest",
                    models.PositiveSmallIntegerField(default=1, help_text="Fewer parcels than this wait for more."),
                ),
                (
                    "means",
                    models.CharField(
                        choices=[("both", "Paper or phone"), ("paper", "Paper"), ("phone", "Phone")],
                        default="both",
                        max_length=8,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "wave strategies",
            },
        ),
        migrations.RemoveConstraint(
            model_name="pick",
            name="pick_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="wave",
            name="wave_kind_known",
        ),
        migrations.AddField(
            model_name="pick",
            name="picker",
            field=models.CharField(
                blank=True, db_default="", help_text="Who walks for it, with a phone.", max_length=80
            ),
        ),
        migrations.AddField(
            model_name="pick",
            name="taken_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="wave",
            name="means",
            field=models.CharField(
                choices=[("both", "Paper or phone"), ("paper", "Paper"), ("phone", "Phone")],
                db_default="both",
                default="both",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="wave",
            name="zone",
            field=models.CharField(
                blank=True, db_default="", help_text="The one zone all of it lies in.", max_length=16
            ),
        ),
        migrations.AlterField(
            model_name="pick",
            name="state",
            field=models.CharField(
                choices=[
                    ("to_pick", "To pick"),
                    ("taken", "On the cart"),
                    ("picked", "Picked"),
                    ("put_back", "Put back"),
                    ("cancelled", "Cancelled"),
                ],
                default="to_pick",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="wave",
            name="kind",
            field=models.CharField(
                choices=[("single", "Single item"), ("multi", "Several items"), ("hot", "Hot item")], max_length=8
            ),
        ),
        migrations.AddConstraint(
            model_name="pick",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["to_pick", "taken", "picked", "put_back", "cancelled"])),
                name="pick_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="pick",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "taken"), _negated=True),
                    models.Q(models.Q(("picker", ""), _negated=True), ("taken_at__isnull", False)),
                    _connector="OR",
                ),
                name="pick_taken_by_someone",
            ),
        ),
        migrations.AddField(
            model_name="wavestrategy",
            name="wall",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="fulfilment.wall",
            ),
        ),
        migrations.AddField(
            model_name="wavestrategy",
            name="warehouse",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.warehouse"
            ),
        ),
        migrations.AddField(
            model_name="wave",
            name="strategy",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="fulfilment.wavestrategy",
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["single", "multi", "hot"])), name="wave_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(("means__in", ["both", "paper", "phone"])), name="wave_means_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="wavestrategy",
            constraint=models.UniqueConstraint(fields=("warehouse", "name"), name="wave_strategy_once"),
        ),
        migrations.AddConstraint(
            model_name="wavestrategy",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", ""), ("kind__in", ["single", "multi", "hot"]), _connector="OR"),
                name="strategy_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="wavestrategy",
            constraint=models.CheckConstraint(
                condition=models.Q(("means__in", ["both", "paper", "phone"])), name="strategy_means_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="wavestrategy",
            constraint=models.CheckConstraint(
                condition=models.Q(("fewest__gt", 0), ("hot_from__gt", 1), ("most_parcels__gt", 0)),
                name="strategy_makes_waves",
            ),
        ),
        migrations.RunSQL(guard_steps_sql("fulfilment_wave", WAVES), guard_steps_sql("fulfilment_wave", WAVES_BEFORE)),
        migrations.RunSQL(guard_steps_sql("fulfilment_pick", PICKS), guard_steps_sql("fulfilment_pick", BEFORE)),
    ]

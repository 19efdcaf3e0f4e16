"""Parcels say when they were refused and since when they come back; a refusal is a case of its own."""

from django.db import migrations, models

KINDS = [
    "uncollected", "stuck", "unfetched", "returning", "refused", "other_signed", "damaged", "lost", "trouble",
    "contradicted",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("logistics", "0003_buyer_notices"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="anomaly", name="anomaly_kind_known"),
        migrations.AddField(
            model_name="track",
            name="refused_at",
            field=models.DateTimeField(blank=True, help_text="When the receiver did not take it.", null=True),
        ),
        migrations.AddField(
            model_name="track",
            name="returning_at",
            field=models.DateTimeField(blank=True, help_text="Since when it comes back.", null=True),
        ),
        migrations.AlterField(
            model_name="anomaly",
            name="kind",
            field=models.CharField(
                choices=[
                    ("uncollected", "Not collected"),
                    ("stuck", "Does not move"),
                    ("unfetched", "Not fetched by the buyer"),
                    ("returning", "Comes back unasked"),
                    ("refused", "Refused by the buyer"),
                    ("other_signed", "Signed by another"),
                    ("damaged", "Damaged"),
                    ("lost", "Lost"),
                    ("trouble", "Delivery trouble"),
                    ("contradicted", "Scanned after its end"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="anomaly",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name="anomaly_kind_known"),
        ),
    ]

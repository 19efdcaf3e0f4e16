"""Sort sheets, hand-over sheets and label slips have templates too, and papers carry a logo."""

from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0016_labels_at_table"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperLogo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the picture: the same one is kept once.", max_length=64, unique=True
                    ),
                ),
                ("picture", models.BinaryField()),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=LessThanOrEqual(Length("picture"), 1_500_000), name="paper_logo_small"
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="savedtemplate", name="template_paper_known"),
        migrations.AlterField(
            model_name="savedtemplate",
            name="paper",
            field=models.CharField(
                choices=[
                    ("note", "Delivery note"),
                    ("list", "Pick list"),
                    ("sort", "Second-sort sheet"),
                    ("hand", "Hand-over sheet"),
                    ("label", "Own label and its slip"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="savedtemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(("paper__in", ["note", "list", "sort", "hand", "label"])),
                name="template_paper_known",
            ),
        ),
    ]

"""Numbers that accounts give: for which carriers, and whether a parcel has its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0002_promises"),
        ("orders", "0002_promises"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountCarrier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.CharField(max_length=32)),
            ],
        ),
        migrations.AddField(
            model_name="parcel",
            name="label_marks",
            field=models.JSONField(
                blank=True, help_text="What the account said for the label: how the carrier sorts it.", null=True
            ),
        ),
        migrations.AddField(
            model_name="parcel",
            name="numbering",
            field=models.CharField(
                choices=[
                    ("own", "Carrier's own number"),
                    ("awaited", "Waybill is being asked for"),
                    ("refused", "Waybill refused"),
                    ("given", "Waybill of an account"),
                ],
                db_default="own",
                default="own",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="parcel",
            name="numbering_trouble",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="Why the account gave no number.", max_length=300
            ),
        ),
        migrations.AddIndex(
            model_name="parcel",
            index=models.Index(
                condition=models.Q(("numbering__in", ("awaited", "refused")), ("state", "waved")),
                fields=["warehouse", "numbering"],
                name="parcel_numberless",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.CheckConstraint(
                condition=models.Q(("numbering__in", ["own", "awaited", "refused", "given"])),
                name="parcel_numbering_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("numbering__in", ("awaited", "refused")), _negated=True),
                        ("waybill", ""),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("numbering", "given"), _negated=True),
                        models.Q(("waybill", ""), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="parcel_number_as_given",
            ),
        ),
        migrations.AddField(
            model_name="accountcarrier",
            name="warehouse",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.warehouse"
            ),
        ),
        migrations.AddConstraint(
            model_name="accountcarrier",
            constraint=models.UniqueConstraint(fields=("warehouse", "carrier"), name="account_carrier_once"),
        ),
    ]

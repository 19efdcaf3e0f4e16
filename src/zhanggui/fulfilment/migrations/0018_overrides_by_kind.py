"""One list of overrides: by hand, odd weights, pieces given up as lost; incidents know the pull they were told by."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

KINDS = [("by_hand", "Verified by hand"), ("weight", "Odd weight accepted"), ("lost", "Given up as lost")]
OWN = {"by_hand": "scan", "weight": "odd_weight", "lost": "put_back"}
OF_ITS_KIND = Q()
for kind, own in OWN.items():
    OF_ITS_KIND |= Q(kind=kind, **{f"{name}__isnull": name != own for name in OWN.values()})
# A weight is accepted together with the line that names both people.
SIGNED = """
CREATE FUNCTION fulfilment_oddweight_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM fulfilment_override WHERE odd_weight_id = NEW.id) THEN
        RAISE EXCEPTION 'odd weight % was accepted by nobody', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER fulfilment_oddweight_signed AFTER UPDATE OF state ON fulfilment_oddweight
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'accepted' AND OLD.state <> 'accepted')
    EXECUTE FUNCTION fulfilment_oddweight_signed();
"""
UNSIGNED = """
DROP TRIGGER fulfilment_oddweight_signed ON fulfilment_oddweight;
DROP FUNCTION fulfilment_oddweight_signed();
"""


def own_row(model: str) -> models.OneToOneField:
    return models.OneToOneField(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="override", to=f"fulfilment.{model}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0005_tracking"),
        ("fulfilment", "0017_paper_logos"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="scan_id",
            field=models.UUIDField(help_text="The last pull that was refused.", null=True),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(condition=Q(scan_id__isnull=False), fields=["scan_id"], name="incident_by_pull"),
        ),
        migrations.AddField(
            model_name="putback",
            name="is_lost",
            field=models.BooleanField(db_default=False, default=False, help_text="Not found: they left the ledger."),
        ),
        migrations.RemoveConstraint(model_name="override", name="override_pieces_positive"),
        migrations.AddField(
            model_name="override",
            name="kind",
            field=models.CharField(choices=KINDS, db_default="by_hand", default="by_hand", max_length=8),
        ),
        migrations.AddField(model_name="override", name="odd_weight", field=own_row("oddweight")),
        migrations.AddField(model_name="override", name="put_back", field=own_row("putback")),
        migrations.AlterField(model_name="override", name="scan", field=own_row("scan")),
        migrations.AlterField(
            model_name="override",
            name="sku",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="catalog.sku",
            ),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(condition=Q(kind__in=list(OWN)), name="override_kind_known"),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(condition=OF_ITS_KIND, name="override_of_its_kind"),
        ),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=Q(kind="weight", pieces=0, sku__isnull=True)
                | ~Q(kind="weight") & Q(pieces__gt=0, sku__isnull=False),
                name="override_pieces_positive",
            ),
        ),
        migrations.RunSQL(SIGNED, UNSIGNED),
    ]  # fmt: skip

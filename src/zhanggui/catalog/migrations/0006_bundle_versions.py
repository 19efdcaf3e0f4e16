"""What bundles were made of, version by version; those that are there begin with their first."""

import django.db.models.deletion
from django.db import migrations, models

FIRST = """
INSERT INTO catalog_bundleversion (bundle_id, number, valid_from, set_by)
SELECT DISTINCT bundle_id, 1, now(), '' FROM catalog_bundlepart;
INSERT INTO catalog_versionpart (version_id, part_id, quantity)
SELECT version.id, own.part_id, own.quantity
FROM catalog_bundlepart AS own JOIN catalog_bundleversion AS version ON version.bundle_id = own.bundle_id;
"""
APPEND_ONLY = """
CREATE TRIGGER catalog_bundleversion_append_only BEFORE UPDATE OR DELETE ON catalog_bundleversion
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
CREATE TRIGGER catalog_versionpart_append_only BEFORE UPDATE OR DELETE ON catalog_versionpart
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""
UNDO = """
DROP TRIGGER catalog_bundleversion_append_only ON catalog_bundleversion;
DROP TRIGGER catalog_versionpart_append_only ON catalog_versionpart;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0005_tracking"),
        ("kernel", "0001_facts"),
    ]

    operations = [
        migrations.CreateModel(
            name="BundleVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("valid_from", models.DateTimeField()),
                ("set_by", models.CharField(max_length=80)),
                (
                    "bundle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="catalog.sku",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VersionPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField()),
                (
                    "part",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.sku"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="catalog.bundleversion",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="bundleversion",
            constraint=models.UniqueConstraint(fields=("bundle", "number"), name="bundle_version_once"),
        ),
        migrations.AddConstraint(
            model_name="versionpart",
            constraint=models.UniqueConstraint(fields=("version", "part"), name="version_part_once"),
        ),
        migrations.AddConstraint(
            model_name="versionpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="version_part_quantity_positive"
            ),
        ),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.RunSQL(APPEND_ONLY, UNDO),
    ]

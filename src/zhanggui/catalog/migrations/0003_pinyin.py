import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations

from zhanggui.catalog.rules.search_words import as_vector, search_words

CHUNK = 1000


def fill(apps, schema_editor):
    """SKUs that are here already are found as new ones are."""
    sku_model = apps.get_model("catalog", "Sku")
    skus = sku_model.objects.select_related("product").prefetch_related("barcodes").order_by("pk")
    with schema_editor.connection.cursor() as cursor:
        for sku in skus.iterator(chunk_size=CHUNK):
            words = search_words(
                code=sku.code,
                name=sku.product.name,
                spec=sku.spec,
                style=sku.product.code,
                barcodes=[barcode.code for barcode in sku.barcodes.all()],
            )
            cursor.execute("UPDATE catalog_sku SET search_words = %s WHERE id = %s", [as_vector(words), sku.pk])


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_bundles")]
    operations = [
        migrations.AddField(
            "sku",
            "search_words",
            django.contrib.postgres.search.SearchVectorField(
                editable=False, help_text="Beginnings under which typing finds it.", null=True
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "sku",
            django.contrib.postgres.indexes.GinIndex(
                fields=["search_words"], name="sku_search_words", fastupdate=False
            ),
        ),
    ]

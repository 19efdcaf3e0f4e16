"""Order files that wait for their import are sealed: they name receivers."""

from django.db import migrations


def seal_files(apps, schema_editor):
    """At most a day's files, one after the other."""
    from zhanggui.kernel.seal import seal

    for file in apps.get_model("channels", "HeldFile").objects.order_by("pk").iterator(chunk_size=1):
        file.content = seal(bytes(file.content))
        file.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("channels", "0005_told_in_vain")]
    operations = [migrations.RunPython(seal_files, migrations.RunPython.noop)]

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ui", "0001_initial")]
    operations = [
        migrations.AlterField("savedview", "shared", models.BooleanField(default=False, help_text="With everybody.")),
        migrations.AddField(
            "savedview",
            "posts",
            ArrayField(base_field=models.CharField(max_length=32), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            "savedview",
            "people",
            ArrayField(base_field=models.BigIntegerField(), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.CreateModel(
            name="ViewDefault",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("desk", models.CharField(max_length=50)),
                ("post", models.CharField(help_text="The code of a role.", max_length=32)),
                (
                    "view",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ui.savedview"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("desk", "post"), name="view_default_once")],
            },
        ),
        migrations.CreateModel(
            name="ViewOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("user_id", models.BigIntegerField()),
                ("desk", models.CharField(max_length=50)),
                ("view_ids", ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user_id", "desk"), name="view_order_once")],
            },
        ),
    ]

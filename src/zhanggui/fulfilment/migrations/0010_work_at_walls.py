"""Work at the put wall is counted too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0009_print_jobs"),
        ("people", "0002_signing_in_and_answers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="workhour",
            name="work_hour_post_known",
        ),
        migrations.AlterField(
            model_name="workhour",
            name="post",
            field=models.CharField(
                choices=[
                    ("print", "Print"),
                    ("pick", "Pick"),
                    ("sort", "Sort"),
                    ("verify", "Verify"),
                    ("weigh", "Weigh"),
                    ("ship", "Hand over"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="workhour",
            constraint=models.CheckConstraint(
                condition=models.Q(("post__in", ["print", "pick", "sort", "verify", "weigh", "ship"])),
                name="work_hour_post_known",
            ),
        ),
    ]

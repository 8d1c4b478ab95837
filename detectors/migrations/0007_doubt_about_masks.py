from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("detectors", "0006_engines_and_the_motion_gate")]

    operations = [
        migrations.AddField(
            "watch",
            "unexplained",
            models.FloatField(
                null=True,
                verbose_name="share of what is new in the pictures that the network does not explain",
                help_text="From a half on the masks are doubtful.",
            ),
        ),
    ]

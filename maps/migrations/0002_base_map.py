import django.contrib.postgres.indexes
from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('maps', '0001_initial'),
    ]

    operations = [
        # Trusted extension: the owner of the database may create it. Search ignores accents through it.
        UnaccentExtension(),
        migrations.AddField(
            model_name='camera',
            name='mount',
            field=models.CharField(blank=True, help_text='pole, wall, ceiling…', max_length=40, verbose_name='mount'),
        ),
        migrations.AddField(
            model_name='feature',
            name='level',
            field=models.SmallIntegerField(default=0, help_text='-1 in a tunnel, 1 on a bridge.'),
        ),
        migrations.AddIndex(
            model_name='feature',
            index=django.contrib.postgres.indexes.GistIndex(condition=models.Q(('min_zoom__lte', 13)), fields=['shape'], name='maps_feature_far'),
        ),
        migrations.AddIndex(
            model_name='feature',
            index=django.contrib.postgres.indexes.GistIndex(condition=models.Q(('layer', 'road'), models.Q(('name', ''), _negated=True)), fields=['shape'], name='maps_feature_named'),
        ),
    ]

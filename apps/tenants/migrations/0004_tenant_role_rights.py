

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0003_tenant_look'),
    ]

    operations = [
        migrations.AddField(
            model_name='tenant',
            name='role_rights',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]

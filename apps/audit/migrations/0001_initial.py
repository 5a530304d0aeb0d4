
import apps.core.ids
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.UUIDField(default=apps.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='time')),
                ('action', models.CharField(max_length=80, verbose_name='action')),
                ('actor_kind', models.CharField(choices=[('person', 'Person'), ('staff', 'Platform staff'), ('api-key', 'API key'), ('task', 'Task'), ('webhook', 'Webhook'), ('system', 'System'), ('visitor', 'Visitor')], max_length=10, verbose_name='kind of actor')),
                ('actor_id', models.UUIDField(blank=True, null=True)),
                ('actor_label', models.CharField(blank=True, max_length=120)),
                ('credential', models.CharField(blank=True, max_length=20, verbose_name='signed in by')),
                ('on_behalf_of', models.UUIDField(blank=True, null=True)),
                ('address', models.GenericIPAddressField(blank=True, null=True, verbose_name='network address')),
                ('request_id', models.CharField(blank=True, max_length=32)),
                ('target_type', models.CharField(blank=True, max_length=80)),
                ('target_id', models.CharField(blank=True, max_length=64)),
                ('target_label', models.CharField(blank=True, max_length=200, verbose_name='concerns')),
                ('changes', models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='changes')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='reason')),
            ],
            options={
                'verbose_name_plural': 'audit log',
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['target_type', 'target_id'], name='audit_of_target')],
            },
        ),
        migrations.CreateModel(
            name='AuditLink',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('hash', models.CharField(max_length=64)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='audit.auditentry')),
            ],
            options={
                'ordering': ('number',),
            },
        ),
    ]

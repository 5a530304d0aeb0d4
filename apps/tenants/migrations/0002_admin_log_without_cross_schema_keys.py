"""Lets a tenant's admin log name users and content types by their ids only: no foreign key leaves a tenant's schema.

Each such key would hang triggers on the shared table of users, and deleting one row would lock every tenant.
"""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from apps.core.scope import PUBLIC_SCHEMA

KEYS_OF_ADMIN_LOG = """
    SELECT conname FROM pg_constraint
    WHERE contype = 'f' AND conrelid = (quote_ident(%s) || '.django_admin_log')::regclass ORDER BY conname
"""


def drop_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection: Any = schema_editor.connection  # django-tenants' additions have no types
    if connection.schema_name == PUBLIC_SCHEMA:
        return
    with connection.cursor() as cursor:
        cursor.execute(KEYS_OF_ADMIN_LOG, [connection.schema_name])
        names = [name for (name,) in cursor.fetchall()]
    for name in names:
        schema_editor.execute(f'ALTER TABLE "django_admin_log" DROP CONSTRAINT {schema_editor.quote_name(name)}')


class Migration(migrations.Migration):
    dependencies = (("tenants", "0001_initial"), ("admin", "0003_logentry_add_action_flag_choices"))

    operations = (migrations.RunPython(drop_keys, migrations.RunPython.noop),)

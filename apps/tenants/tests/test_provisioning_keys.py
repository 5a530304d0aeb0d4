"""No foreign key crosses schemas: not in the models, not in the database, and not by a recorded text."""

import pytest
from django.apps import apps
from django.db import connection, router
from django.db.models import ForeignKey, ManyToManyField, Model

from apps.core.scope import PUBLIC_SCHEMA, scope
from apps.tenants.models import SchemaText
from apps.tenants.provisioning import CrossSchemaKeyError, Recorder, TenantSchema
from apps.tenants.services import create_tenant

CROSSING_KEYS = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint
    JOIN pg_class AS owner ON owner.oid = conrelid JOIN pg_class AS target ON target.oid = confrelid
    WHERE contype = 'f' AND owner.relnamespace <> target.relnamespace
"""
# Django's own model; its keys are dropped by a migration of ours.
KNOWN = {("admin.LogEntry", "accounts.User"), ("admin.LogEntry", "contenttypes.ContentType")}


def _lies_in(model: type[Model], schema_name: str) -> bool:
    with scope(TenantSchema(schema_name)):
        return bool(router.allow_migrate_model("default", model))


def test_no_model_refers_to_a_table_of_the_other_side() -> None:
    crossing = {
        (model._meta.label, field.related_model._meta.label)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | ManyToManyField) and getattr(field, "db_constraint", True)
        for schema_name in (PUBLIC_SCHEMA, "t_000000000000")
        if _lies_in(model, schema_name) and not _lies_in(field.related_model, schema_name)
    }

    assert crossing == KNOWN


def test_no_key_in_the_database_crosses_schemas(text: SchemaText, db: None) -> None:
    create_tenant(name="Acme")

    with connection.cursor() as cursor:
        cursor.execute(CROSSING_KEYS)
        assert cursor.fetchall() == []


def _text_of(*statements: str) -> str:
    recorder = Recorder()
    for sql in statements:
        recorder(lambda *call: None, sql, None, many=False, context={})
    recorder.end_migration("apply_success")
    return recorder.text()


def test_key_that_a_later_migration_drops_is_left_out() -> None:
    assert (
        _text_of(
            'CREATE TABLE "log" ("id" integer, "user_id" integer)',
            'ALTER TABLE "log" ADD CONSTRAINT "log_fk" FOREIGN KEY ("user_id") REFERENCES "users" ("id")',
            'SET CONSTRAINTS "log_fk" IMMEDIATE; ALTER TABLE "log" DROP CONSTRAINT "log_fk"',
        )
        == 'CREATE TABLE "log" ("id" integer, "user_id" integer)'
    )


@pytest.mark.parametrize(
    "sql",
    [
        'ALTER TABLE "cv" ADD CONSTRAINT "cv_fk" FOREIGN KEY ("user_id") REFERENCES "users" ("id")',
        'ALTER TABLE "cv" ADD COLUMN "user_id" integer CONSTRAINT "cv_fk" REFERENCES "users"("id")',
    ],
)
def test_key_that_stays_is_refused(sql: str) -> None:
    with pytest.raises(CrossSchemaKeyError, match="cv_fk"):
        _text_of('CREATE TABLE "cv" ("id" integer)', sql)


def test_keys_within_the_schema_stay_also_after_a_rename() -> None:
    statements = (
        'CREATE TABLE "resume" ("id" integer)',
        'ALTER TABLE "resume" RENAME TO "cv"',
        'ALTER TABLE "page" ADD CONSTRAINT "page_fk" FOREIGN KEY ("cv_id") REFERENCES "cv" ("id")',
    )

    assert _text_of(*statements) == "\n;\n".join(statements)


def test_rows_of_shared_tables_and_reads_are_left_out() -> None:
    assert _text_of(
        'CREATE TABLE "stage" ("id" integer)',
        'SELECT "id" FROM "stage"',
        'UPDATE "users" SET "name" = 1',
        'INSERT INTO "stage" ("id") VALUES (1)',
        'INSERT INTO "django_migrations" ("app") VALUES (1)',
    ).split("\n;\n") == [
        'CREATE TABLE "stage" ("id" integer)',
        'INSERT INTO "stage" ("id") VALUES (1)',
        "SET CONSTRAINTS ALL IMMEDIATE",
        "SET CONSTRAINTS ALL DEFERRED",
    ]


def test_index_of_an_empty_schema_is_not_made_concurrently() -> None:
    assert _text_of('CREATE UNIQUE INDEX CONCURRENTLY "i" ON "cv" ("id")') == 'CREATE UNIQUE INDEX "i" ON "cv" ("id")'


def test_values_are_written_into_the_text(db: None) -> None:
    recorder = Recorder()
    with connection.execute_wrapper(recorder), connection.cursor() as cursor:
        cursor.execute('CREATE TABLE "stage" ("name" text, "share" text)')
        cursor.executemany("INSERT INTO \"stage\" VALUES (%s, '100%%')", [("Ada's",), ("Ben",)])

    assert recorder.text().split("\n;\n")[1:] == [
        "INSERT INTO \"stage\" VALUES ('Ada''s', '100%')",
        "INSERT INTO \"stage\" VALUES ('Ben', '100%')",
    ]

"""For the tests of backups: a workspace with something of everything, and what a database holds, table by table."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.audit.services import record
from apps.billing.models import Account
from apps.billing.services.credits import grant_credits
from apps.core.scope import PUBLIC_SCHEMA, scope
from apps.hiring.services import create_candidate
from apps.marketplace.services import assign_seat
from apps.tenants.backups.programs import Database, this_database
from apps.tenants.backups.whole_backup import ALL_TABLES
from apps.tenants.models import Tenant
from apps.tenants.provisioning import RENDERING_PREFIX
from apps.tenants.services import create_tenant
from tests.people import Grant, NewMember

PASSPHRASE = "a passphrase of tests"
# Of scrypt: what passphrases are worth is no question of these tests.
QUICK_COST = 2**8
SUMS = "SELECT {}::text, count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {} t"
TABLES_AT_ONCE = 100
Digests = dict[str, tuple[int, str]]
CONTENT = b"%PDF of nobody\x00\xff" * 50_000


@dataclass(frozen=True, slots=True)
class Gamma:
    """A company of three, with candidates, a seat, credits, a file and an audit log."""

    tenant: Tenant
    gus: Membership
    gil: Membership
    file: str


def found_gamma(new_member: NewMember, grant: Grant) -> Gamma:
    """Commits what it makes."""
    tenant = create_tenant(name="Gamma Tools", slug="gamma")
    Tenant.objects.filter(pk=tenant.pk).update(plan="enterprise")
    tenant.refresh_from_db()
    gus, gil = new_member("gus", tenant, Role.OWNER), new_member("gil", tenant, Role.MEMBER)
    assign_seat(grant(tenant, seat_limit=3), membership=gil)
    account = Account.objects.create(tenant=tenant)
    grant_credits(account, number=5, source_key="gamma-gift")
    with scope(tenant):
        for number in range(30):
            create_candidate(by=gus, name=f"Person\t{number}", email=f"p{number}@gamma.example", headline="a\\b\nc")
        record("tenant.look-changed", target=tenant, label=tenant.name, changes={"name": ("Gamma", "Gamma Tools")})
        record("tenant.locale-changed", target=tenant, label=tenant.name)
        file = default_storage.save(f"tenants/{tenant.schema_name}/cv_analysis/one.pdf", ContentFile(CONTENT))
    return Gamma(tenant, gus, gil, file)


def back_up(folder: Path, *arguments: str) -> Path:
    """By the command; the file."""
    call_command("backup", "--to", folder, *arguments)
    return max(folder.glob("*.backup"))


def digests(database: Database | None = None) -> Digests:
    """Rows and the sum of all their values, of every table."""
    found: Digests = {}
    with (database or this_database()).connect() as talk:
        tables = talk.execute(ALL_TABLES, [RENDERING_PREFIX]).fetchall()
        for start in range(0, len(tables), TABLES_AT_ONCE):
            questions = [
                sql.SQL(SUMS).format(f"{schema}.{table}", sql.Identifier(schema, table))
                for schema, table in tables[start : start + TABLES_AT_ONCE]
            ]
            rows = talk.execute(sql.SQL(" UNION ALL ").join(questions)).fetchall()
            found |= {str(name): (int(count), str(total)) for name, count, total in rows}
    return found


def of_schema(found: Digests, schema_name: str) -> Digests:
    """Those of one schema, by the names of its tables."""
    return {
        name.removeprefix(f"{schema_name}."): said
        for name, said in found.items()
        if name.startswith(f"{schema_name}.") and not name.endswith(".django_migrations")
    }


def rows_of_others(tenant: Tenant) -> dict[str, Any]:
    """Everything of the other tenants: their schemas, and their rows in shared tables that name a tenant."""
    everything = digests()
    schemas = [one.schema_name for one in Tenant.objects.exclude(pk=tenant.pk).exclude(schema_name=PUBLIC_SCHEMA)]
    found: dict[str, Any] = {schema: of_schema(everything, schema) for schema in schemas}
    for table in ("accounts_membership", "marketplace_license", "billing_account", "tenants_domain"):
        with connection.cursor() as cursor:
            question = sql.SQL("SELECT t::text FROM {} t WHERE tenant_id <> %s ORDER BY 1")
            cursor.execute(question.format(sql.Identifier(table)), [tenant.pk])
            found[table] = cursor.fetchall()
    return found


@contextmanager
def fresh_database() -> Iterator[Database]:
    """An empty one of the same server."""
    database = this_database().beside(f"drill_{token_hex(4)}")
    name = sql.Identifier(database.name)
    with database.beside("postgres").connect() as talk:
        talk.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
        try:
            yield database
        finally:
            talk.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@contextmanager
def working_in(database: Database) -> Iterator[None]:
    """Django works with another database for the length of the block."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database.name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before

"""Two workspaces with the same things in them: what somebody owns, and what the same place holds at another's."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models

from apps.accounts.models import Membership
from apps.core.modules import all_modules
from apps.core.scope import PUBLIC, scope
from apps.marketplace.models import License
from apps.tenants.look import change_logo, change_look
from apps.tenants.models import Tenant
from tests.isolation.rows import MARK, Filling, Rows, tables_of

LOGO = Path(settings.BASE_DIR) / "static/img/icons/apple-touch-icon.png"


@dataclass(frozen=True)
class World:
    """Somebody, their workspace, and a row of everything in it."""

    owner: Membership
    rows: Rows
    mark: str

    @property
    def tenant(self) -> Tenant:
        return self.owner.tenant

    def pk(self, model: type[models.Model]) -> str:
        return str(self.rows[model].pk)

    def text(self, model: type[models.Model], field: str) -> str:
        return str(getattr(self.rows[model], field))

    @property
    def ids(self) -> set[str]:
        """Everything that says which row is meant."""
        return {str(row.pk) for row in self.rows.values()} | {self.tenant.schema_name}


def filled(owner: Membership) -> World:
    """The owner's workspace with a row of every model in it."""
    mark = f"{MARK}{owner.user.name.lower()}"
    with scope(PUBLIC):
        change_look(owner.tenant, name=owner.tenant.name, accent="#123456")
        change_logo(owner.tenant, SimpleUploadedFile("logo.png", LOGO.read_bytes()))
        owner.tenant.refresh_from_db()
    rows = Filling(owner, mark).everything()
    with scope(PUBLIC):
        # Behind a door that is closed for want of a license nothing could be found out.
        have = License.objects.filter(tenant=owner.tenant).values_list("module", flat=True)
        License.objects.bulk_create(
            License(tenant=owner.tenant, module=one.label, kind="purchase", state="active")
            for one in all_modules()
            if one.label not in have
        )
    return World(owner, rows, mark)


def bare(owner: Membership) -> World:
    """Somebody in a workspace who has nothing there yet."""
    mark = f"{MARK}{owner.user.name.lower()}"
    return World(owner, Filling(owner, mark).rows, mark)


class State:
    """Everything that belongs to a workspace, as one line per table and file: equal means untouched."""

    def __init__(self, world: World) -> None:
        self._folder = Path(settings.MEDIA_ROOT) / "tenants" / world.tenant.schema_name
        with scope(PUBLIC):
            parts = [_digest_of(world.tenant.schema_name, table) for table in tables_of(world.tenant.schema_name)]
            public = tables_of(PUBLIC.schema_name)
            shared = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in public]
            conditions = {model._meta.db_table: _belongs_to(world, model) for model in shared}
            parts += [_digest_of(PUBLIC.schema_name, table, where) for table, where in conditions.items() if where]
        self._sql = " UNION ALL ".join(sorted(parts))
        self._files = self._files_now()
        self._tables_at_first = self._digests_of_tables()
        self._at_first = self._tables_at_first | self._digests_of_files()

    def changes(self, *, tables: bool = True) -> tuple[str, ...]:
        """The tables and files that are not as they were when the watch began; tables only if they are asked for."""
        now = self._now() if tables else self._tables_at_first | self._digests_of_files()
        either = self._at_first.keys() | now.keys()
        return tuple(sorted(key for key in either if self._at_first.get(key) != now.get(key)))

    def put_back(self) -> None:
        """The files as they were, as no database takes them back."""
        for path in self._files_now().keys() - self._files.keys():
            path.unlink()
        for path, content in self._files.items():
            path.write_bytes(content)

    def _now(self) -> dict[str, str]:
        return self._digests_of_tables() | self._digests_of_files()

    def _digests_of_tables(self) -> dict[str, str]:
        with connection.cursor() as cursor:
            cursor.execute(self._sql)
            return {table: f"{count} {digest}" for table, count, digest in cursor.fetchall()}

    def _digests_of_files(self) -> dict[str, str]:
        return {str(path): sha256(content).hexdigest() for path, content in self._files_now().items()}

    def _files_now(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in self._folder.rglob("*") if path.is_file()}


def _digest_of(schema: str, table: str, where: str = "true") -> str:
    line = f"'{schema}.{table}', count(*), md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), ''))"
    return f'SELECT {line} FROM "{schema}"."{table}" t WHERE {where}'  # noqa: S608 -- names of our own tables


def _belongs_to(world: World, model: type[models.Model]) -> str:
    """The SQL condition for the world's rows of a shared table; empty when none can be somebody's."""
    said = {
        "tenant_id": world.tenant.pk,
        "schema_name": world.tenant.schema_name,
        "membership_id": world.owner.pk,
        "user_id": world.owner.user_id,
    }
    conditions = []
    for field in model._meta.concrete_fields:
        target = field.related_model if isinstance(field, models.ForeignKey) else None
        if target in world.rows and target is not None:
            conditions.append((field.column, world.rows[target].pk))
        elif field.primary_key and model in world.rows:
            conditions.append((field.column, world.rows[model].pk))
        elif field.column in said:
            conditions.append((field.column, said[field.column]))
    return " OR ".join(f"t.\"{column}\"::text = '{value}'" for column, value in conditions)

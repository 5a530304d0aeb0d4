"""django-tenants' wrapper of a connection, that remembers which search path the server has, and reads rows quickly.

Every request begins in the public schema and enters its tenant; the original forgets the path at both steps and
sets it again, which is a third of the statements of a short request. Here it is set when the next statement needs
another path than the last one that was set on this very connection, and always after anything that may have undone
it: a rollback, a rolled back savepoint, a new connection.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from django.utils.asyncio import async_unsafe
from django_tenants.postgresql_backend import base
from psycopg import Cursor
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format


class UtcLoader(BaseTzLoader):  # type: ignore[misc]  # the stubs leave it open
    """Times as Django's own loader reads them, in a fifth of its time where the server speaks of them in UTC."""

    timezone = UTC

    def load(self, data: Buffer) -> datetime:
        text = str(data, "ascii")
        if text.endswith("+00"):
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                # Years that Python does not know: Django's says so.
                pass
        loaded: datetime = super().load(data)
        return loaded


class JsonTextLoader(Loader):
    """JSON as the text that Django's fields read; in binary it comes behind a byte with the number of its version."""

    format = Format.BINARY

    def load(self, data: Buffer) -> str:
        return str(data[1:], "utf-8")


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]  # django-tenants is untyped
    """`path_on_server` is the search path last set on this connection, None when it is not known."""

    path_on_server: list[str] | None = None
    search_path_set_schemas: list[str] | None
    _kept_cursor: Cursor[tuple[Any, ...]] | None = None

    def rows_of(self, sql: str, params: Sequence[Any], *, is_asked_again: bool = True) -> list[tuple[Any, ...]]:
        """All rows of a short statement, most often one that is asked again and again.

        Opening Django's cursor and reading times and ids as text takes longer than the database does, so this one stays
        open and reads in binary. Whoever watches, counts or wraps statements gets the usual one.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        if self.queries_logged or self.execute_wrappers or self.timezone != UTC:
            with self.cursor() as cursor:
                cursor.execute(sql, params)
                found: list[tuple[Any, ...]] = cursor.fetchall()
                return found
        self.validate_thread_sharing()
        self.validate_no_broken_transaction()
        with self.wrap_database_errors:
            cursor = self._kept_cursor or self._open_kept_cursor()
            self._handle_search_path()
            # Prepared at once, and not after some times. A pooler that hands connections on keeps none.
            is_kept = is_asked_again and self.connection.prepare_threshold is not None
            cursor.execute(sql, params, prepare=is_kept or None)
            return cursor.fetchall()

    def _open_kept_cursor(self) -> Cursor[tuple[Any, ...]]:
        cursor: Cursor[tuple[Any, ...]] = self.connection.cursor(binary=True)
        self._kept_cursor = cursor
        cursor.adapters.register_loader("jsonb", JsonTextLoader)
        return cursor

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self.search_path_set_schemas or self._setting_search_path:
            return
        if self.path_on_server is not None and self.path_on_server == self._get_cursor_search_paths():
            self.search_path_set_schemas = self.path_on_server
            return
        # Unknown until it has worked: an error in between must not leave the old path believed in.
        self.path_on_server = None
        super()._handle_search_path(cursor)
        self.path_on_server = self.search_path_set_schemas

    def close(self) -> None:
        self.path_on_server = self._kept_cursor = None
        super().close()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.path_on_server = self._kept_cursor = None
        connection = super().get_new_connection(conn_params)
        if self.timezone == UTC:
            connection.adapters.register_loader("timestamptz", UtcLoader)
        return connection

    @async_unsafe
    def rollback(self) -> None:
        self.path_on_server = None
        super().rollback()

    @async_unsafe
    def savepoint_rollback(self, sid: str) -> None:
        try:
            super().savepoint_rollback(sid)
        finally:
            self.path_on_server = None

"""django-tenants' wrapper of a connection, that remembers which search path the server really has.

Every request begins in the public schema and enters its tenant; the original forgets the path at both steps and
sets it again, which is a third of the statements of a short request. Here it is set when the next statement needs
another path than the last one that was set on this very connection, and always after anything that may have undone
it: a rollback, a rolled back savepoint, a new connection.
"""

from typing import Any

from django.utils.asyncio import async_unsafe
from django_tenants.postgresql_backend import base


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]  # django-tenants is untyped
    """`path_on_server` is the search path last set on this connection, None when it is not known."""

    path_on_server: list[str] | None = None
    search_path_set_schemas: list[str] | None

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
        self.path_on_server = None
        super().close()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.path_on_server = None
        return super().get_new_connection(conn_params)

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

"""Calls of tenants. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Unpack

from rostrum_client import types as t
from rostrum_client.connection import Connection
from rostrum_client.pages import Pages


class Tenants:
    """What can be asked below tenants/."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def close_create(self, body: t.Close) -> t.Status:
        """Close the workspace; owners can open it again for thirty days, then it is erased."""
        return self._connection.ask("POST", "tenants/close/", body=body)

    def exports_list(self, **query: Unpack[t.TenantsExportsListQuery]) -> Pages[t.Export]:
        """Exports of the whole workspace, the newest first."""
        return Pages(self._connection, "tenants/exports/", query=query)

    def exports_create(self) -> t.Export:
        """Have everything put into one file; ask for the export again to see how far it is."""
        return self._connection.ask("POST", "tenants/exports/")

    def exports_retrieve(self, id: str) -> t.Export:
        """How far one export is."""
        return self._connection.ask("GET", f"tenants/exports/{id}/")

    def exports_file_retrieve(self, id: str) -> bytes:
        """The file, for a day; 409 before it is ready and afterwards."""
        return self._connection.file("GET", f"tenants/exports/{id}/file/")

    def hosts_list(self, **query: Unpack[t.TenantsHostsListQuery]) -> Pages[t.Host]:
        """The host names that the workspace has claimed."""
        return Pages(self._connection, "tenants/hosts/", query=query)

    def hosts_create(self, body: t.HostInput) -> t.Host:
        """Claim a host name; its TXT record then shows that it is yours."""
        return self._connection.ask("POST", "tenants/hosts/", body=body)

    def hosts_retrieve(self, id: str) -> t.Host:
        """One host name."""
        return self._connection.ask("GET", f"tenants/hosts/{id}/")

    def hosts_destroy(self, id: str) -> None:
        """Give the name up; it leads nowhere from the next request on."""
        self._connection.ask("DELETE", f"tenants/hosts/{id}/")

    def hosts_check_create(self, id: str) -> t.Host:
        """Have the record looked up now; ask for the host name again to see what came of it."""
        return self._connection.ask("POST", f"tenants/hosts/{id}/check/")

    def hosts_make_primary_create(self, id: str) -> t.Host:
        """Let mails link to this name; it has to be verified."""
        return self._connection.ask("POST", f"tenants/hosts/{id}/make-primary/")

    def plan_retrieve(self) -> t.PlanState:
        """The plan, how much of it is used, and the plans there are."""
        return self._connection.ask("GET", "tenants/plan/")

    def plan_trial_create(self) -> t.PlanState:
        """Start fourteen days on the professional plan; once for each workspace."""
        return self._connection.ask("POST", "tenants/plan/trial/")

    def reopen_create(self) -> t.Status:
        """Open a closed workspace again, as it was."""
        return self._connection.ask("POST", "tenants/reopen/")

    def retention_preview_create(self, body: t.RetentionPreviewInput) -> t.RetentionPreview:
        """How many records of each kind would go if they were kept for so many days; nothing is deleted."""
        return self._connection.ask("POST", "tenants/retention/preview/", body=body)

    def security_retrieve(self) -> t.Security:
        """What members must do to be let in."""
        return self._connection.ask("GET", "tenants/security/")

    def security_partial_update(self, body: t.PatchedSecurity) -> t.Security:
        """Change what is sent. A list of networks must hold the address that you call from."""
        return self._connection.ask("PATCH", "tenants/security/", body=body)

    def settings_retrieve(self) -> t.Settings:
        """Name, look, language and retention of the workspace."""
        return self._connection.ask("GET", "tenants/settings/")

    def settings_partial_update(self, body: t.PatchedSettings) -> t.Settings:
        """Change what is sent; the rest stays."""
        return self._connection.ask("PATCH", "tenants/settings/", body=body)

"""What the API says and is told of tenants. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

if TYPE_CHECKING:
    from rostrum_client.types.auth import ExportStateEnum

HostStateEnum = Literal["pending", "verified", "failed"]


StatusStatusEnum = Literal["spare", "active", "suspended", "closed", "erased"]


class Close(TypedDict):
    name: str
    password: str
    reason: NotRequired[str]


class Expiring(TypedDict):
    title: str
    count: int


class Export(TypedDict):
    id: str
    state: ExportStateEnum
    percent: int
    size: int
    rows: int
    files: int
    sha256: str
    created_at: str
    expires_at: str | None


class Host(TypedDict):
    id: str
    host: str
    state: HostStateEnum
    problem: str
    record_name: str
    record_text: str
    checked_at: str | None
    verified_at: str | None
    failing_since: str | None
    is_primary: bool


class HostInput(TypedDict):
    host: str


class LimitUse(TypedDict):
    name: str
    title: str
    monthly: bool
    used: int
    included: int | None
    percent: int
    is_near: bool


class PatchedSecurity(TypedDict):
    mfa_required: NotRequired[bool]
    session_hours: NotRequired[int | None]
    invitation_domains: NotRequired[list[str]]
    allowed_networks: NotRequired[list[str]]


class PatchedSettings(TypedDict):
    name: NotRequired[str]
    accent: NotRequired[str]
    language: NotRequired[str]
    formats: NotRequired[str]
    timezone: NotRequired[str]
    retention_days: NotRequired[int | None]
    candidate_days: NotRequired[int | None]


class Plan(TypedDict):
    name: str
    title: str
    description: str
    monthly_price: str
    currency: str
    members: int | None
    storage: int | None
    interviews: int | None
    analyses: int | None
    api_calls: int | None


class PlanState(TypedDict):
    plan: str
    is_trial: bool
    ends_at: str | None
    can_start_trial: bool
    limits: list[LimitUse]
    months_begin: str
    plans: list[Plan]


class RetentionPreview(TypedDict):
    days: int
    expiring: list[Expiring]


class RetentionPreviewInput(TypedDict):
    days: int


class Security(TypedDict):
    mfa_required: bool
    session_hours: int | None
    invitation_domains: list[str]
    allowed_networks: list[str]


class Settings(TypedDict):
    slug: str
    name: str
    accent: str
    language: str
    formats: str
    timezone: str
    retention_days: int | None
    candidate_days: int | None


class Status(TypedDict):
    status: StatusStatusEnum
    erase_at: str | None


class TenantsExportsListQuery(TypedDict, total=False):
    """What tenants/exports/ can be asked with."""

    count: bool
    page: int
    page_size: int


class TenantsHostsListQuery(TypedDict, total=False):
    """What tenants/hosts/ can be asked with."""

    count: bool
    page: int
    page_size: int

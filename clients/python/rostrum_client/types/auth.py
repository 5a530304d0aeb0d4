"""What the API says and is told of auth. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

if TYPE_CHECKING:
    from rostrum_client.uploads import SentFile

ApiKeyStateEnum = Literal["active", "expired", "revoked"]


ExportStateEnum = Literal["waiting", "running", "ready", "failed", "gone"]


HowEnum = Literal["sign-up", "page", "api"]


InvitationStateEnum = Literal["pending", "accepted", "revoked", "expired"]


LegalTextKindEnum = Literal["terms", "privacy"]


MemberStateEnum = Literal["active", "suspended"]


OutcomeEnum = Literal[
    "invited",
    "already-member",
    "already-invited",
    "bad-address",
    "unknown-role",
    "role-above-yours",
    "duplicate",
    "plan-limit",
    "refused",
]


RoleEnum = Literal["owner", "admin", "member", "guest", "candidate"]


ScopesEnum = Literal[
    "audit.view",
    "tenants.manage_workspace",
    "accounts.view_members",
    "accounts.manage_members",
    "marketplace.manage_modules",
    "marketplace.assign_seats",
    "ai.manage",
    "billing.manage",
    "hiring.view",
    "hiring.edit",
    "hiring.delete",
    "hiring.unblind",
    "hiring.settings",
    "code_assessment.view",
    "code_assessment.practise",
    "code_assessment.review",
    "code_assessment.assign",
    "code_assessment.edit",
    "cv_analysis.view",
    "cv_analysis.upload",
    "cv_analysis.match",
    "cv_analysis.correct",
    "cv_analysis.delete",
    "cv_analysis.build",
    "interviews.view",
    "interviews.practise",
    "interviews.review",
    "interviews.fairness",
    "interviews.edit",
]


class Accept(TypedDict):
    token: str
    name: NotRequired[str]
    password: NotRequired[str]
    code: NotRequired[str]
    agreement: NotRequired[Agreed]


class Agreed(TypedDict):
    terms: NotRequired[int]
    privacy: NotRequired[int]


class Agreement(TypedDict):
    agreed: bool
    missing: list[MissingText]
    agreements: list[Given]


class ApiKey(TypedDict):
    id: str
    name: str
    prefix: str
    scopes: list[str]
    state: ApiKeyStateEnum
    made_by: Maker
    created_at: str
    expires_at: str
    last_used_at: str | None
    revoked_at: str | None


class AuthInvitationsListQuery(TypedDict, total=False):
    """What auth/invitations/ can be asked with."""

    count: bool
    ordering: str
    page: int
    page_size: int
    role: Literal["admin", "candidate", "guest", "member", "owner"]
    search: str
    state: Literal["accepted", "expired", "pending", "revoked"]


class AuthKeysListQuery(TypedDict, total=False):
    """What auth/keys/ can be asked with."""

    count: bool
    ordering: str
    page: int
    page_size: int
    search: str


class AuthMembersListQuery(TypedDict, total=False):
    """What auth/members/ can be asked with."""

    count: bool
    ordering: str
    page: int
    page_size: int
    role: Literal["admin", "candidate", "guest", "member", "owner"]
    search: str
    state: Literal["active", "suspended"]


class BrowserSession(TypedDict):
    id: str
    browser: str
    address: str | None
    way: str
    started_at: str
    last_seen_at: str
    is_this: bool


class Bulk(TypedDict):
    people: NotRequired[list[PersonLine]]
    file: NotRequired[SentFile]
    role: NotRequired[RoleEnum]
    dry_run: NotRequired[bool]


class Cell(TypedDict):
    role: RoleEnum
    allowed: bool
    default: bool
    adjustable: bool


class ChangePassword(TypedDict):
    old_password: str
    new_password: str


class Dashboard(TypedDict):
    tenant: str
    role: str
    modules: list[str]
    checklist: list[Step]


class DataExport(TypedDict):
    id: str
    state: ExportStateEnum
    progress: int
    step: str
    created_at: str
    expires_at: str | None
    size: int
    url: str | None


class ExportPage(TypedDict):
    count: int
    next: str | None
    previous: str | None
    results: list[DataExport]


class Given(TypedDict):
    kind: LegalTextKindEnum
    version: int
    at: str
    how: HowEnum


class Invitation(TypedDict):
    id: str
    email: str
    name: str
    role: RoleEnum
    state: InvitationStateEnum
    sent_at: str
    expires_at: str


class Invite(TypedDict):
    email: str
    role: RoleEnum
    name: NotRequired[str]


class LegalText(TypedDict):
    kind: LegalTextKindEnum
    version: int
    title: str
    published_at: str
    language: str
    news: str
    text: str
    url: str


class LegalTextPage(TypedDict):
    count: int
    next: str | None
    previous: str | None
    results: list[LegalText]


class Login(TypedDict):
    email: str
    password: str
    tenant: NotRequired[str]
    code: NotRequired[str]


class MadeApiKey(TypedDict):
    id: str
    name: str
    prefix: str
    scopes: list[str]
    state: ApiKeyStateEnum
    made_by: Maker
    created_at: str
    expires_at: str
    last_used_at: str | None
    revoked_at: str | None
    key: str


class Maker(TypedDict):
    id: str
    name: str


class Matrix(TypedDict):
    permissions: list[Right]
    rights: dict[str, dict[str, bool]]


class Member(TypedDict):
    id: str
    name: str
    email: str
    role: RoleEnum
    state: MemberStateEnum
    joined_at: str


class Membership(TypedDict):
    tenant: Tenant
    role: str


class MissingText(TypedDict):
    kind: LegalTextKindEnum
    version: int


class NewApiKey(TypedDict):
    name: str
    scopes: list[ScopesEnum]
    days: NotRequired[int]


class PatchedMemberChange(TypedDict):
    role: NotRequired[RoleEnum]
    state: NotRequired[MemberStateEnum]


class PatchedPersonProfile(TypedDict):
    name: NotRequired[str]
    language: NotRequired[str]
    formats: NotRequired[str]
    timezone: NotRequired[str]
    notifications: NotRequired[dict[str, bool]]


class Person(TypedDict):
    id: str
    email: str
    name: str


class PersonLine(TypedDict):
    email: str
    role: NotRequired[str]
    name: NotRequired[str]


class PersonProfile(TypedDict):
    id: str
    email: str
    name: str
    language: str
    formats: str
    timezone: str
    picture: str | None
    notifications: dict[str, bool]


class Picture(TypedDict):
    file: SentFile


class Profile(TypedDict):
    user: PersonProfile
    tenant: Tenant
    role: str
    memberships: list[Membership]


class Refresh(TypedDict):
    refresh: str


class Register(TypedDict):
    email: str
    password: str
    name: str
    company: NotRequired[str]
    ref: NotRequired[str]
    agreement: NotRequired[Agreed]


class Report(TypedDict):
    invited: int
    lines: list[ReportLine]


class ReportLine(TypedDict):
    line: int
    email: str
    role: str
    outcome: OutcomeEnum
    detail: str


class Right(TypedDict):
    name: str
    title: str
    roles: list[Cell]


class RoleRights(TypedDict):
    rights: dict[str, dict[str, bool]]


class Session(TypedDict):
    access: str
    refresh: str
    user: Person
    tenant: Tenant
    role: str
    memberships: list[Membership]


class SignInAgain(TypedDict):
    password: str
    code: NotRequired[str]


class Step(TypedDict):
    title: str
    done: bool
    url: str


class Tenant(TypedDict):
    slug: str
    name: str
    kind: str


class TokenPair(TypedDict):
    access: str
    refresh: str

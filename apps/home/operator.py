"""What the first page of the admin shows: how the platform is, or what a workspace's own tables hold."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import Count, Q, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string

from apps.accounts.models import Member, User
from apps.core.health import run_checks
from apps.core.models import QueuedTask
from apps.core.modules import OperatorReport, all_modules, declaring
from apps.marketplace.models import License, Usage
from apps.tenants.models import Tenant

SIGN_UP_DAYS, NEW_DAYS, NEWEST = 14, 7, 5


@dataclass(frozen=True, slots=True)
class ModuleUse:
    """How many tenants have a module on trial and for good, and what was counted this month."""

    title: str
    on_trial: int
    active: int
    used: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class PlatformState:
    """Everything an operator looks for first."""

    tenants: dict[str, int]
    tasks: dict[str, int]
    sign_ups: list[tuple[date, int]]
    modules: list[ModuleUse]
    failing: list[tuple[str, str]]
    reports: list[OperatorReport] = field(default_factory=list)
    newest_tenants: list[Tenant] = field(default_factory=list)
    newest_people: list[User] = field(default_factory=list)

    @property
    def sign_up_total(self) -> int:
        return sum(count for _day, count in self.sign_ups)


@dataclass(frozen=True, slots=True)
class WorkspaceState:
    """Who is in a workspace, and what was changed in its admin."""

    active: int
    all: int
    newest: list[Member]
    log: list[LogEntry]


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Called by unfold for the index of both sites."""
    if getattr(request, "tenant", None):
        return context | {"workspace": workspace_state()}
    return context | {"platform": platform_state()}


def workspace_state() -> WorkspaceState:
    counts = Member.objects.aggregate(active=Count("pk", filter=Q(is_active=True)), all=Count("pk"))
    return WorkspaceState(
        **counts,
        newest=list(Member.objects.order_by("-created_at")[:NEWEST]),
        log=list(LogEntry.objects.select_related("user").order_by("-action_time")[:NEWEST]),
    )


def platform_state() -> PlatformState:
    companies = Tenant.objects.filter(kind=Tenant.Kind.COMPANY).order_by("-created_at")
    return PlatformState(
        tenants=_tenants(),
        tasks=_tasks(),
        sign_ups=_sign_ups(),
        modules=_modules(),
        failing=[(name, found.detail) for name, found in run_checks().items() if not found.ok],
        reports=[one for module in declaring("operator_reports") for one in import_string(module.operator_reports)()],
        newest_tenants=list(companies.in_use()[:NEWEST]),
        newest_people=list(User.objects.order_by("-date_joined")[:NEWEST]),
    )


def _tenants() -> dict[str, int]:
    since = timezone.now() - timedelta(days=NEW_DAYS)
    status = Tenant.Status
    companies = Q(kind=Tenant.Kind.COMPANY)
    found: dict[str, int] = Tenant.objects.aggregate(
        active=Count("pk", filter=companies & Q(status=status.ACTIVE)),
        new=Count("pk", filter=companies & Q(status=status.ACTIVE, created_at__gte=since)),
        suspended=Count("pk", filter=Q(status=status.SUSPENDED)),
        spare=Count("pk", filter=Q(status=status.SPARE)),
    )
    return found


def _tasks() -> dict[str, int]:
    state = QueuedTask.State
    shown = {state.QUEUED: "waiting", state.RUNNING: "running", state.DEAD: "dead"}
    rows = QueuedTask.objects.filter(state__in=shown).order_by().values_list("state").annotate(Count("pk"))
    counts = {shown[QueuedTask.State(name)]: count for name, count in rows}
    return {name: counts.get(name, 0) for name in shown.values()}


def _sign_ups() -> list[tuple[date, int]]:
    """People who joined on each of the last days, today last."""
    first = timezone.localdate() - timedelta(days=SIGN_UP_DAYS - 1)
    rows = User.objects.filter(date_joined__date__gte=first).order_by().values_list("date_joined__date")
    counts = dict(rows.annotate(Count("pk")))
    days = (first + timedelta(days=number) for number in range(SIGN_UP_DAYS))
    return [(day, counts.get(day, 0)) for day in days]


def _modules() -> list[ModuleUse]:
    opening = License.objects.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now())).exclude(
        kind=License.Kind.PLATFORM
    )
    rows = opening.order_by().values_list("module", "state").annotate(Count("pk"))
    licenses = {(module, state): count for module, state, count in rows}
    month = timezone.localdate().replace(day=1)
    used_rows = Usage.objects.filter(month=month).order_by().values_list("module", "meter").annotate(Sum("used"))
    used = {(module, meter): count for module, meter, count in used_rows}
    return [
        ModuleUse(
            str(config.title),
            licenses.get((config.label, License.State.TRIALING), 0),
            licenses.get((config.label, License.State.ACTIVE), 0),
            [(str(meter.title), used.get((config.label, meter.name), 0)) for meter in config.meters],
        )
        for config in all_modules()
    ]

"""What the first page of the admin shows: how the platform is, or what a workspace's own tables hold."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string

from apps.accounts.models import Member, User
from apps.core.health import run_checks
from apps.core.models import QueuedTask
from apps.core.modules import OperatorReport, all_modules, declaring
from apps.core.together import read_together
from apps.marketplace.models import License, Usage
from apps.tenants.models import Tenant

SIGN_UP_DAYS, NEW_DAYS, NEWEST = 14, 7, 5
SHOWN = {QueuedTask.State.QUEUED: "waiting", QueuedTask.State.RUNNING: "running", QueuedTask.State.DEAD: "dead"}


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
    tasks, sign_ups, licenses, used, newest_tenants, newest_people = read_together(
        _tasks(),
        _sign_ups(),
        _licenses(),
        _used(),
        companies.in_use()[:NEWEST],
        User.objects.order_by("-date_joined")[:NEWEST],
    )
    return PlatformState(
        tenants=_tenants(),
        tasks=_by_state(tasks),
        sign_ups=_by_day(sign_ups),
        modules=_modules(licenses, used),
        failing=[(name, found.detail) for name, found in run_checks().items() if not found.ok],
        reports=[one for module in declaring("operator_reports") for one in import_string(module.operator_reports)()],
        newest_tenants=newest_tenants,
        newest_people=newest_people,
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


def _tasks() -> "QuerySet[Any]":
    return QueuedTask.objects.filter(state__in=SHOWN).order_by().values_list("state").annotate(Count("pk"))


def _by_state(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    counts = {SHOWN[QueuedTask.State(name)]: count for name, count in rows}
    return {name: counts.get(name, 0) for name in SHOWN.values()}


def _first_day() -> date:
    return timezone.localdate() - timedelta(days=SIGN_UP_DAYS - 1)


def _sign_ups() -> "QuerySet[Any]":
    rows = User.objects.filter(date_joined__date__gte=_first_day()).order_by().values_list("date_joined__date")
    return rows.annotate(Count("pk"))


def _by_day(rows: Iterable[tuple[date, int]]) -> list[tuple[date, int]]:
    """People who joined on each of the last days, today last."""
    counts, first = dict(rows), _first_day()
    days = (first + timedelta(days=number) for number in range(SIGN_UP_DAYS))
    return [(day, counts.get(day, 0)) for day in days]


def _licenses() -> "QuerySet[Any]":
    opening = License.objects.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now())).exclude(
        kind=License.Kind.PLATFORM
    )
    return opening.order_by().values_list("module", "state").annotate(Count("pk"))


def _used() -> "QuerySet[Any]":
    month = timezone.localdate().replace(day=1)
    return Usage.objects.filter(month=month).order_by().values_list("module", "meter").annotate(Sum("used"))


def _modules(
    license_rows: Iterable[tuple[str, str, int]], used_rows: Iterable[tuple[str, str, int]]
) -> list[ModuleUse]:
    licenses = {(module, state): count for module, state, count in license_rows}
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

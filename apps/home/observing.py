"""How the platform is: figures for Prometheus, a page for everybody, and one for those who operate it."""

import platform
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, cast

import django
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.accounts.acting import address_of
from apps.accounts.middleware import PersonRequest
from apps.core.admin_sites import platform_admin
from apps.core.exposition import exposition
from apps.core.health import Health, parts_for_users, run_checks
from apps.core.queue.bell import BROKER_ERRORS
from apps.core.queue.pulse import WorkerSeen, workers
from apps.core.queue.standing import states_of_tasks
from apps.tenants.migrating import tenants_behind

TEXT_FORM = "text/plain; version=0.0.4; charset=utf-8"
RIGHT = "core.view_queuedtask"


def _may_measure(request: HttpRequest) -> bool:
    """Whoever brings the token, or comes from a network that was named."""
    given = request.headers.get("Authorization", "")
    if settings.METRICS_TOKEN and constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return True
    if not settings.METRICS_NETWORKS:
        return False
    if "X-Forwarded-For" in request.headers and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        # It came by a proxy that the settings do not know, so the address is the proxy's.
        return False
    try:
        address = ip_address(address_of(cast("PersonRequest", request)))
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in settings.METRICS_NETWORKS)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything that is measured, in Prometheus' own form; for others this address does not exist."""
    if not _may_measure(request):
        raise Http404
    answer = HttpResponse(exposition(), content_type=TEXT_FORM)
    patch_cache_control(answer, no_store=True)
    return answer


@login_not_required
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Whether each part works, in one word; what exactly is wrong is for operators."""
    parts = parts_for_users()
    answer = render(request, "home/status.html", {"parts": parts, "all_work": all(parts.values())})
    patch_cache_control(answer, no_store=True)
    return answer


@dataclass(frozen=True, slots=True)
class Finding:
    """One readiness check as the page shows it."""

    name: str
    health: Health
    figures: list[tuple[str, str]]


def admin_status(request: HttpRequest) -> HttpResponse:
    """The same questions as the probes ask, with what one wants to know next."""
    return cast("HttpResponse", platform_admin.admin_view(_admin_status)(request))


def _admin_status(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    found = run_checks()
    context = {
        **platform_admin.each_context(request),
        "title": _("Status"),
        "content_title": _("Status"),
        "findings": [Finding(name, health, _figures(health.extra)) for name, health in found.items()],
        "failing": [name for name, health in found.items() if not health.ok],
        "tasks": states_of_tasks(),
        "workers": _workers(),
        "runners": found["sandbox"].extra.get("runners", []) if "sandbox" in found else [],
        "versions": _versions(),
        "shared_behind": len(_shared_plan()),
        "tenants_behind": tenants_behind(),
    }
    return render(request, "admin/status.html", context)


def _figures(extra: dict[str, Any]) -> list[tuple[str, str]]:
    """What is a number or a word; lists have a place of their own, and yes or no is what the finding says."""
    figures = {
        name: value for name, value in extra.items() if isinstance(value, int | str) and not isinstance(value, bool)
    }
    return [(name.replace("_", " "), str(value)) for name, value in figures.items()]


def _workers() -> list[WorkerSeen]:
    try:
        return workers()
    except BROKER_ERRORS:
        # The check of the broker stands above and says why.
        return []


def _versions() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        (server,) = cursor.fetchone()
    return [("Python", platform.python_version()), ("Django", django.get_version()), ("PostgreSQL", server)]


def _shared_plan() -> list[Any]:
    """Migrations of shared tables that were not run yet."""
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())

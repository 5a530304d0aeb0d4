"""Runs claimed rows: enters the tenant, asks the gate, calls the body, writes down what became of it."""

import logging
import time
import traceback
from functools import cache
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, OperationalError, close_old_connections, connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import get_tenant_model

from apps.core.actor import TASK, Actor, acting_as
from apps.core.logs import bound_to_logs
from apps.core.problems import ProblemError
from apps.core.queue import outcome, renewal
from apps.core.queue.bell import ring
from apps.core.queue.claim import Claim, claim
from apps.core.queue.execution import Execution
from apps.core.queue.registry import TaskSpec, queue_names, spec_of
from apps.core.queue.running import executing
from apps.core.scope import PUBLIC, TenantLike, scope

# How long one bell keeps a process; then it rings again, so that other queues get their turn.
BUDGET_SECONDS = 0.3

Tenants = dict[tuple[UUID, str], TenantLike]

log = logging.getLogger(__name__)


class TaskRefusedError(ProblemError):
    """The row names something that may not run; it never runs anywhere else instead."""

    code = "task-refused"
    title = _("This task may not run.")


def drain(queue: str) -> None:
    """Run due rows of the queue until none is left or the time is up."""
    # Celery would close the connection around every bell; with CELERY_DB_REUSE_MAX it is ours to look after.
    close_old_connections()
    until = time.monotonic() + BUDGET_SECONDS
    served = ""
    # Asked for once per bell: a tenant that is suspended meanwhile is refused after 0.3 s at the latest.
    tenants: Tenants = {}
    try:
        while claimed := claim(queue, served=served):
            served = claimed.schema_name
            run(claimed, tenants)
            if time.monotonic() > until:
                ring(queue)
                return
    except OperationalError as error:
        log.warning("database not reached, the sweeper will ring for %s: %s", queue, error)
        connection.close()


def run_all_due(most: int = 1000) -> int:
    """Run whatever is due in this very process, as tests and commands want it; how many rows that were."""
    count = 0
    for queue in queue_names():
        while count < most and (claimed := claim(queue)):
            run(claimed)
            count += 1
    return count


def run(claimed: Claim, tenants: Tenants | None = None) -> None:
    """Run one row to whatever end it comes to; what is logged meanwhile carries its ids."""
    ids = {"request_id": claimed.request_id, "task_id": claimed.id.hex, "task": claimed.name}
    with bound_to_logs(**ids, tenant=claimed.schema_name):
        begun = time.monotonic()
        _run(claimed, tenants)
        log.info("task ended after %.3f s in attempt %s", time.monotonic() - begun, claimed.attempts)


def _run(claimed: Claim, tenants: Tenants | None) -> None:
    try:
        spec = spec_of(claimed.name)
        tenant = _tenant_of(claimed, spec, {} if tenants is None else tenants)
        _ask_gate(tenant, spec)
    except (LookupError, ProblemError) as error:
        code = error.code if isinstance(error, ProblemError) else "task-unknown"
        log.warning("%s %s refused: %s", claimed.name, claimed.id, error)
        outcome.mark_ended(claimed.id, claimed.fence, "refused", code, str(error))
        return
    execution = Execution(
        claimed.id, claimed.name, claimed.fence, spec.slow, spec.timeout_seconds, spec.queue, claimed.attempts
    )
    thread = renewal.current()
    if thread:
        thread.watch(execution, claimed.attempts)
    try:
        with scope(tenant), acting_as(Actor(TASK, claimed.id, claimed.name)):
            _call(spec, execution, claimed)
    except outcome.LeaseLostError:
        log.warning("%s %s: another worker has taken it over, rolled back", claimed.name, claimed.id)
    except ProblemError as problem:
        log.info("%s %s failed: %s", claimed.name, claimed.id, problem)
        if problem.passes:
            _write_down(claimed, problem)
            return
        outcome.mark_ended(claimed.id, claimed.fence, "failed", problem.code, _words(problem))
    except Exception as error:  # the edge: what a body raises is logged with its trace and tried again
        log.exception("%s %s failed in attempt %s", claimed.name, claimed.id, claimed.attempts)
        _write_down(claimed, error)
    finally:
        if thread:
            thread.forget()


def _call(spec: TaskSpec, execution: Execution, claimed: Claim) -> None:
    with executing(execution):
        if spec.slow:
            spec.function(**claimed.kwargs)
        else:
            with transaction.atomic():
                spec.function(**claimed.kwargs)
                outcome.mark_done(claimed.id, claimed.fence)
            execution.is_finished = True
    if not execution.is_finished:
        outcome.mark_done(claimed.id, claimed.fence)


def _write_down(claimed: Claim, error: Exception) -> None:
    trace = "".join(traceback.format_exception(error))
    title = f"{type(error).__name__}: {error}"
    try:
        outcome.mark_for_retry(claimed.id, claimed.fence, claimed.attempts, "unexpected", title, trace)
    except Error as lost:
        # The connection is gone, perhaps with the database: the lease ends and the sweeper takes the row back.
        log.warning("%s %s: left to the sweeper: %s", claimed.name, claimed.id, lost)
        connection.close()


def _words(problem: ProblemError) -> str:
    return f"{problem.title} {problem.detail}".strip()


def _tenant_of(claimed: Claim, spec: TaskSpec, tenants: Tenants) -> TenantLike:
    """The tenant that the row names; nothing that is wrong with it leads into the public schema."""
    if spec.public:
        return PUBLIC
    if claimed.tenant_id is None or claimed.schema_name == PUBLIC.schema_name:
        raise TaskRefusedError("The row names no tenant.")
    key = (claimed.tenant_id, claimed.schema_name)
    found: TenantLike | None = tenants.get(key)
    if found is None:
        found = get_tenant_model().objects.filter(pk=claimed.tenant_id, schema_name=claimed.schema_name).first()
    if found is None:
        raise TaskRefusedError(f"There is no tenant {claimed.schema_name}.")
    status = getattr(found, "status", "active")
    if status != "active":
        raise TaskRefusedError(f"The tenant is {status}.")
    tenants[key] = found
    return found


@cache
def _gate(path: str) -> object:
    return import_string(path)


def _ask_gate(tenant: TenantLike, spec: TaskSpec) -> None:
    """Let the setting QUEUE_GATE, `(tenant, task name) -> None`, raise a ProblemError for what is not licensed."""
    if not settings.QUEUE_GATE or spec.public:
        return
    gate = _gate(settings.QUEUE_GATE)
    if not callable(gate):
        raise ImproperlyConfigured(f"QUEUE_GATE: {settings.QUEUE_GATE} cannot be called")
    gate(tenant, spec.name)

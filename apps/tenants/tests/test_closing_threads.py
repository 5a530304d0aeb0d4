"""A workspace that is erased by several at once, or while somebody is still at work in it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import Member
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from apps.tenants.closing import NoWayBackError, close_tenant, erase_step, reopen_tenant
from apps.tenants.models import Tenant
from apps.tenants.services import create_tenant
from apps.tenants.tests.catalogue import schema_names
from tests.at_once import at_once, before_it_commits, outcome

pytestmark = pytest.mark.usefixtures("committing", "committed")

STEPS = 40


@pytest.fixture
def due(committing: None) -> Tenant:
    """A workspace whose way back is over."""
    tenant = create_tenant(name="Gone")
    close_tenant(tenant)
    Tenant.objects.filter(pk=tenant.pk).update(erase_at=timezone.now() - timedelta(seconds=1))
    tenant.refresh_from_db()
    return tenant


def erase(tenant: Tenant) -> None:
    for _ in range(STEPS):
        erase_step(tenant.pk)


def test_erased_by_three_chains_at_once_it_is_erased_once(due: Tenant) -> None:
    outcomes = at_once(*[outcome(erase, due)] * 3)

    due.refresh_from_db()
    assert (outcomes, due.status, due.schema_name in schema_names()) == (["done"] * 3, "erased", False)
    assert AuditEntry.objects.filter(action="tenant.erased", target_id=str(due.pk)).count() == 1


def test_whoever_is_still_at_work_in_it_is_waited_for(due: Tenant) -> None:
    seen = []

    def work() -> None:
        with scope(due):
            seen.append(Member.objects.count())

    answer = before_it_commits(work, outcome(erase, due))

    due.refresh_from_db()
    assert (seen, answer, due.status) == ([0], "done", "erased")


def test_opened_again_and_erased_at_once_it_is_whole_or_gone(due: Tenant) -> None:
    soon = timezone.now() + timedelta(milliseconds=60)
    Tenant.objects.filter(pk=due.pk).update(erase_at=soon)
    due.refresh_from_db()

    reopened, _erased = at_once(outcome(reopen_tenant, due), outcome(erase, due))
    erase(due)

    due.refresh_from_db()
    found = (reopened, due.status, due.schema_name in schema_names())
    assert found in [("done", "active", True), (NoWayBackError.code, "erased", False)]

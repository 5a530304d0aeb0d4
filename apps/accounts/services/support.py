"""Deeds of platform staff who act as a member of a tenant, and of the tenant that allows or forbids it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership, SupportVisit, User
from apps.accounts.queries import ACT_AS_MEMBER
from apps.audit.services import record
from apps.core.problems import NotAllowedError, ProblemError
from apps.core.scope import PUBLIC, scope
from apps.tenants.models import Tenant
from apps.tenants.queries import forget_tenants

LONGEST_MINUTES = 60


class NotVisitableError(ProblemError):
    code = "not-visitable"
    title = _("Nobody can act as this person.")
    status = 409


def _open_visits() -> QuerySet[SupportVisit]:
    found = SupportVisit.objects.filter(stopped_at=None, ends_at__gt=timezone.now())
    return found.select_related("staff", "membership__user", "membership__tenant")


def _refuse_unless_visitable(membership: Membership, staff: User) -> None:
    person, tenant = membership.user, membership.tenant
    if person.is_staff or person.is_superuser or person.pk == staff.pk:
        raise NotVisitableError(_("Platform staff act for themselves only."))
    if not tenant.support_access:
        raise NotVisitableError(_("The workspace does not let platform staff in. Ask an owner to allow it."))
    if not (membership.is_active and person.is_active and tenant.status == Tenant.Status.ACTIVE):
        raise NotVisitableError(_("The person, the membership or the workspace is not active."))


@transaction.atomic
def start_visit(membership: Membership, *, staff: User, reason: str, minutes: int) -> SupportVisit:
    """Let staff act as the member for at most an hour; what they had open before ends."""
    if not (staff.is_active and staff.is_staff and staff.has_perm(ACT_AS_MEMBER)):
        raise NotAllowedError
    _refuse_unless_visitable(membership, staff)
    for earlier in _open_visits().filter(staff=staff):
        stop_visit(earlier)
    ends_at = timezone.now() + timedelta(minutes=min(minutes, LONGEST_MINUTES))
    visit = SupportVisit.objects.create(staff=staff, membership=membership, reason=reason, ends_at=ends_at)
    _record("support.visit-started", visit)
    return visit


@transaction.atomic
def stop_visit(visit: SupportVisit) -> None:
    """End the visit before its time; one that is over stays as it was."""
    now = timezone.now()
    if SupportVisit.objects.filter(pk=visit.pk, stopped_at=None, ends_at__gt=now).update(stopped_at=now):
        visit.stopped_at = now
        _record("support.visit-stopped", visit)


@transaction.atomic
def set_support_access(tenant: Tenant, *, is_allowed: bool) -> None:
    """Let platform staff act as members, or no more: then whoever is in is out at once."""
    before = tenant.support_access
    Tenant.objects.filter(pk=tenant.pk).update(support_access=is_allowed)
    tenant.support_access = is_allowed
    transaction.on_commit(forget_tenants)
    if not is_allowed:
        for visit in _open_visits().filter(membership__tenant=tenant):
            stop_visit(visit)
    with scope(tenant):
        record("support.access-changed", changes={"support_access": (before, is_allowed)})


def _record(action: str, visit: SupportVisit) -> None:
    """In the tenant's log for its owners, and in the platform's for those who watch over staff."""
    tenant = visit.membership.tenant
    for place in (tenant, PUBLIC):
        with scope(place):
            label = str(visit.membership.user) if place is tenant else f"{visit.membership.user} · {tenant}"
            record(action, target=visit, label=label, note=visit.reason)

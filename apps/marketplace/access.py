"""The license question, answered in one place: may this member use this module now?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership, MembershipQuerySet
from apps.core.modules import ModuleConfig, all_modules, get_module
from apps.core.prepared import PreparedQuery
from apps.core.problems import MissingError, ProblemError
from apps.marketplace.models import License, Seat
from apps.marketplace.queries import SEATLESS
from apps.marketplace.states import OPEN_STATES, LicenseState, state_at
from apps.tenants.models import Tenant

OPEN, READ_ONLY, CLOSED = "open", "read_only", "closed"
View = TypeVar("View", bound=Callable[..., Any])


class LicenseRequiredError(ProblemError):
    code = "license-required"
    title = _("This module is not active in your workspace.")
    status = 402
    action_title = _("See it in the marketplace")


class ReadOnlyError(LicenseRequiredError):
    code = "license-read-only"
    title = _("This module can only be read at the moment.")


class SeatRequiredError(ProblemError):
    code = "seat-required"
    title = _("You have no seat in this module.")
    status = 403


class DemoClosedError(MissingError):
    title = _("This demo is closed at the moment.")
    action_url = "/"
    action_title = _("Go to the start page")


@dataclass(frozen=True, slots=True)
class Access:
    """open, read_only or closed, and why."""

    state: str
    reason: str = ""
    # The license's own state, whoever asks; the answer is the same without it.
    license_state: str = field(default="", compare=False)

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def is_visible(self) -> bool:
        return self.state != CLOSED


def decide(state: str | None, ends_at: datetime | None, *, seated: bool) -> Access:
    """From a license's state, its end and the member's seat to the answer; nothing else decides."""
    if state is None:
        return Access(CLOSED, "no-license")
    state = state_at(state, ends_at, timezone.now())
    if state not in OPEN_STATES and state != LicenseState.READ_ONLY:
        return Access(CLOSED, state, state)
    if not seated:
        return Access(CLOSED, "no-seat", state)
    if state == LicenseState.READ_ONLY:
        return Access(READ_ONLY, state, state)
    return Access(OPEN, state if state == LicenseState.GRACE else "", state)


def _is_seated(membership: Membership, limit: int | None, *, has_seat: bool) -> bool:
    """Whether the member needs no seat, or has one."""
    return limit is None or membership.role in SEATLESS or has_seat


def with_license(memberships: MembershipQuerySet, module: str) -> MembershipQuerySet:
    """Read the license of the module, and whether the member has a seat, together with the membership."""
    if not module:
        return memberships
    seat = Seat.objects.filter(license_id=OuterRef("license_found__pk"), membership_id=OuterRef("pk"))
    return memberships.annotate(
        license_found=FilteredRelation("tenant__licenses", condition=Q(tenant__licenses__module=module)),
        license_module=Value(module),
        license_kind=F("license_found__kind"),
        license_state=F("license_found__state"),
        license_ends_at=F("license_found__ends_at"),
        license_seat_limit=F("license_found__seat_limit"),
        license_over_allocated_since=F("license_found__over_allocated_since"),
        license_seated=Exists(seat),
    )


def access_to(module: str, membership: Membership) -> Access:
    """What the member may do with the module: one statement, none if the membership was read with its license."""
    found: Any = membership
    if getattr(membership, "license_module", None) != module:
        found = with_license(Membership.objects.filter(pk=membership.pk), module).get()
    seated = _is_seated(found, found.license_seat_limit, has_seat=found.license_seated)
    return decide(found.license_state, found.license_ends_at, seated=seated)


@cache
def _licenses_with_seat() -> PreparedQuery[License]:
    def build(membership_id: UUID, tenant_id: UUID) -> QuerySet[License]:
        seat = Seat.objects.filter(license_id=OuterRef("pk"), membership_id=membership_id)
        return License.objects.filter(tenant_id=tenant_id).annotate(seated=Exists(seat))

    return PreparedQuery(build, ids=2)


def accesses(membership: Membership) -> dict[str, Access]:
    """The answer for every installed module, in one statement."""
    rows: list[Any] = _licenses_with_seat().run(membership.pk, membership.tenant_id)
    found = {
        row.module: decide(row.state, row.ends_at, seated=_is_seated(membership, row.seat_limit, has_seat=row.seated))
        for row in rows
    }
    return {config.label: found.get(config.label, Access(CLOSED, "no-license")) for config in all_modules()}


def open_modules(tenant_id: UUID | None) -> list[ModuleConfig]:
    """The modules that work in the tenant now, whoever asks; one statement."""
    rows = License.objects.filter(tenant=tenant_id).values_list("module", "state", "ends_at")
    are_open = {module for module, state, ends_at in rows if decide(state, ends_at, seated=True).is_open}
    return [config for config in all_modules() if config.label in are_open]


def require_access(module: str, membership: Membership, *, writing: bool) -> None:
    """Raise what is missing: a license (402) or a seat (403)."""
    access = access_to(module, membership)
    if access.is_open or (access.state == READ_ONLY and not writing):
        return
    if access.reason == "no-seat":
        raise SeatRequiredError(_("Ask an owner or administrator of your workspace for one."))
    title = get_module(module).title
    if access.state == READ_ONLY:
        raise ReadOnlyError(
            _("The license of “%(module)s” has run out: you can look and export. Extend it to go on working.")
            % {"module": title},
            module=module,
        )
    raise LicenseRequiredError(
        _("“%(module)s” needs a license. An owner or administrator can start one in the marketplace.")
        % {"module": title},
        module=module,
    )


def gate_task(tenant: Tenant, task_name: str) -> None:
    """The worker asks before it runs a module's task; raises LicenseRequiredError."""
    label = task_name.partition(".")[0]
    if label not in {config.label for config in all_modules()}:
        return
    row = License.objects.filter(tenant_id=tenant.pk, module=label).values_list("state", "ends_at").first()
    state, ends_at = row or (None, None)
    if not decide(state, ends_at, seated=True).is_open:
        raise LicenseRequiredError(module=label)


def guest_demo(view: View) -> View:
    """Mark a module's view as one that people without an account may try.

    It is open only where the platform mounts the module's `public_urls.py`, and only while the community has the
    module; anywhere else it needs what every view of a module needs.
    """
    marked = login_not_required(view)
    marked.guest_demo = True  # type: ignore[attr-defined]  # our own mark, as Django's login_required is
    return marked


def is_guest_demo(view: Callable[..., Any]) -> bool:
    return getattr(view, "guest_demo", False) is True


def open_by_link(view: View) -> View:
    """Mark a module's view as one that whoever knows its address may see, in a workspace that has the module.

    The address has to hold what cannot be guessed, and the view has to check it.
    """
    marked = login_not_required(view)
    marked.open_by_link = True  # type: ignore[attr-defined]  # our own mark, as above
    return marked


def is_open_by_link(view: Callable[..., Any]) -> bool:
    return getattr(view, "open_by_link", False) is True


def require_tenant_access(module: str, tenant: Tenant) -> None:
    """Raise MissingError unless the workspace has the module, if only to read."""
    row = License.objects.filter(module=module, tenant_id=tenant.pk).values_list("state", "ends_at").first()
    state, ends_at = row or (None, None)
    if not decide(state, ends_at, seated=True).is_visible:
        raise MissingError(_("Whoever sent you the link can tell you more."))


def may_be_tried(module: str) -> bool:
    """Whether the community's license opens the module to people without an account; one statement."""
    community = {"tenant__slug": settings.COMMUNITY_SLUG, "tenant__status": Tenant.Status.ACTIVE}
    row = License.objects.filter(module=module, **community).values_list("state", "ends_at").first()
    state, ends_at = row or (None, None)
    return decide(state, ends_at, seated=True).is_open


def require_guest_access(module: str) -> None:
    """Raise DemoClosedError unless the module may be tried."""
    if not may_be_tried(module):
        raise DemoClosedError(_("Nothing is wrong with your link. Please come back later, or start a free trial."))

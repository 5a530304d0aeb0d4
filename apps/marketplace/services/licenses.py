"""How licenses begin, change and end; each change of state is written down with who and why."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.actor import PERSON, STAFF, current_actor
from apps.core.modules import Text, get_module
from apps.core.problems import MissingError, ProblemError
from apps.marketplace.models import License, LicenseChange
from apps.marketplace.queries import catalogue_for, offer_for
from apps.marketplace.services.log import note_license
from apps.marketplace.services.reminders import tell_owners
from apps.marketplace.services.seats import refuse_fewer_than_taken
from apps.marketplace.states import GRACE, PASSING, READ_ONLY, LicenseState, state_at
from apps.tenants.models import Tenant

MOST_AT_ONCE = 500


class TrialUsedError(ProblemError):
    code = "trial-used"
    title = _("This workspace has had its free trial of this module.")
    status = 409


class NotActiveError(ProblemError):
    code = "not-active"
    title = _("This module is not active in your workspace.")
    status = 409


class RequirementsError(ProblemError):
    code = "requirements-missing"
    title = _("This module needs something that your workspace does not have.")
    status = 409


class NeededError(ProblemError):
    code = "needed-by-others"
    title = _("Another module needs this one.")
    status = 409


def require_module(label: str) -> None:
    """Raise MissingError unless there is such a module."""
    try:
        get_module(label)
    except LookupError as error:
        raise MissingError(_("There is no such module.")) from error


def write_down_change(license_: License, before: str, why: Text) -> None:
    """Keep that the state changed, and who did it."""
    if before == license_.state:
        return
    actor = current_actor()
    LicenseChange.objects.create(
        license=license_,
        from_state=before,
        to_state=license_.state,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label="" if actor.kind in {PERSON, STAFF} else actor.label[:120],
        why=str(why)[:300],
    )
    note_license(license_, "license.state-changed", changes={"state": (before, license_.state)}, why=str(why))


def _move(license_: License, state: str, why: Text) -> License:
    before, license_.state = license_.state, state
    license_.save(update_fields=["state", "updated_at"])
    write_down_change(license_, before, why)
    return license_


def locked_license(tenant: Tenant, module: str) -> License | None:
    """The license, which nobody else can change before this transaction ends."""
    return License.objects.select_for_update().filter(tenant=tenant, module=module).first()


def _require_what_it_needs(tenant: Tenant, module: str) -> None:
    """Raise what the tenant has to start or take first."""
    offer = offer_for(tenant, module)
    missing = [one for one in offer.modules if not one.is_met] if offer else []
    if missing:
        titles = ", ".join(str(one.title) for one in missing)
        raise RequirementsError(
            _("Start %(modules)s first.") % {"modules": titles}, modules=[one.label for one in missing]
        )
    if offer and offer.plan and not offer.plan.is_met:
        raise RequirementsError(
            _("It is sold with the plan %(plan)s and larger ones.") % {"plan": offer.plan.title}, plan=offer.plan.name
        )


def _require_unneeded(tenant: Tenant, module: str) -> None:
    """Raise which modules that are on would be left without this one."""
    needing = [offer for offer in catalogue_for(tenant) if offer.is_on and module in offer.config.requires]
    if needing:
        titles = ", ".join(str(offer.title) for offer in needing)
        raise NeededError(
            _("Switch off %(modules)s first.") % {"modules": titles}, modules=[offer.label for offer in needing]
        )


@transaction.atomic
def start_trial(tenant: Tenant, *, module: str) -> License:
    """Fourteen days (or the module's own number) with everything, once per tenant and module."""
    require_module(module)
    _require_what_it_needs(tenant, module)
    now = timezone.now()
    # Of two that ask at once the constraint lets one insert; the other finds the row.
    license_, is_new = License.objects.get_or_create(
        tenant=tenant,
        module=module,
        defaults={
            "kind": License.Kind.TRIAL,
            "state": License.State.TRIALING,
            "starts_at": now,
            "ends_at": now + timedelta(days=get_module(module).trial_days),
            "trial_started_at": now,
        },
    )
    if not is_new:
        raise TrialUsedError(_("Buy seats to go on; what you made during the trial is still there."))
    write_down_change(license_, "", _("The free trial was started."))
    return license_


@transaction.atomic
def grant_license(
    tenant: Tenant,
    *,
    module: str,
    kind: str = License.Kind.PLATFORM,
    seat_limit: int | None = None,
    ends_at: datetime | None = None,
    why: str = "",
) -> License:
    """Give the tenant a module, or what it has a new kind, end and number of seats; without any, as the community has
    it. Fewer seats than are taken are refused."""
    require_module(module)
    found = locked_license(tenant, module)
    if found is not None:
        refuse_fewer_than_taken(found, seats=seat_limit)
    before = found.state if found else ""
    license_, _is_new = License.objects.update_or_create(
        tenant=tenant,
        module=module,
        defaults={
            "kind": kind,
            "state": License.State.ACTIVE,
            "seat_limit": seat_limit,
            "ends_at": ends_at,
            # What a purchase before it may have left behind.
            "renews": False,
            "over_allocated_since": None,
        },
    )
    write_down_change(license_, before, why or _("Granted by the platform."))
    return license_


@transaction.atomic
def extend_license(license_: License, *, ends_at: datetime | None, why: str) -> License:
    """Let it end later or never; what had run out begins again."""
    found = License.objects.select_for_update().get(pk=license_.pk)
    before, found.ends_at = found.ends_at, ends_at
    found.save(update_fields=["ends_at", "updated_at"])
    note_license(found, "license.extended", changes={"ends_at": (before, ends_at)}, why=why)
    if found.state == License.State.DEACTIVATED:
        return found
    return _move(found, found.state_when_on, why)


@transaction.atomic
def end_license(license_: License, *, why: str) -> License:
    """End it at once, without grace; its data stays."""
    return _move(License.objects.select_for_update().get(pk=license_.pk), License.State.EXPIRED, why)


@transaction.atomic
def deactivate(tenant: Tenant, *, module: str, why: str = "") -> License:
    """Switch the module off from the next request on; its data stays."""
    license_ = locked_license(tenant, module)
    if license_ is None or license_.state_now not in PASSING:
        raise NotActiveError
    _require_unneeded(tenant, module)
    return _move(license_, License.State.DEACTIVATED, why or _("Switched off."))


@transaction.atomic
def reactivate(tenant: Tenant, *, module: str, why: str = "") -> License:
    """Switch a module on again, as far as its time allows."""
    license_ = locked_license(tenant, module)
    if license_ is None or not license_.can_come_back:
        raise NotActiveError(_("There is no license that could be switched on again."))
    _require_what_it_needs(tenant, module)
    return _move(license_, license_.state_when_on, why or _("Switched on again."))


@transaction.atomic
def write_down_what_time_did() -> int:
    """Bring the written states up to the clock; says how many changed. `state_now` knows already, so nobody waits."""
    now = timezone.now()
    found = License.objects.select_related("tenant").select_for_update(of=("self",), skip_locked=True)
    passed = list(found.filter(_moved_on(now)).order_by("ends_at")[:MOST_AT_ONCE])
    for license_ in passed:
        _move(license_, state_at(license_.state, license_.ends_at, now), _("Its time passed."))
        tell_owners(license_, "license_over")
    return len(passed)


def _moved_on(now: datetime) -> Q:
    """Whatever time has brought to another state; what only waits in its own takes no place from it."""
    at_its_end = Q(state__in=[LicenseState.TRIALING, LicenseState.ACTIVE], ends_at__lte=now)
    in_grace = Q(state=LicenseState.GRACE, ends_at__lte=now - GRACE)
    return at_its_end | in_grace | Q(state=LicenseState.READ_ONLY, ends_at__lte=now - GRACE - READ_ONLY)

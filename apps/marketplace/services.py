"""Deeds of the marketplace: licenses begin and end here."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.modules import get_module
from apps.core.problems import MissingError, ProblemError
from apps.core.scope import TenantLike
from apps.marketplace.models import License, Usage
from apps.tenants.models import Tenant


class TrialUsedError(ProblemError):
    code = "trial-used"
    title = _("This workspace has had its free trial of this module.")
    status = 409


class NotActiveError(ProblemError):
    code = "not-active"
    title = _("This module is not active in your workspace.")
    status = 409


def _require_module(label: str) -> None:
    try:
        get_module(label)
    except LookupError as error:
        raise MissingError(_("There is no such module.")) from error


@transaction.atomic
def start_trial(tenant: Tenant, *, module: str) -> License:
    """Fourteen days (or the module's own number) with everything, once per tenant and module."""
    _require_module(module)
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
    return license_


@transaction.atomic
def grant_license(tenant: Tenant, *, module: str) -> License:
    """Give the tenant a module without limit of time or seats, as the platform does for its community."""
    _require_module(module)
    license_, _is_new = License.objects.update_or_create(
        tenant=tenant,
        module=module,
        defaults={
            "kind": License.Kind.PLATFORM,
            "state": License.State.ACTIVE,
            "seat_limit": None,
            "ends_at": None,
        },
    )
    return license_


@transaction.atomic
def deactivate(tenant: Tenant, *, module: str) -> License:
    """Switch the module off from the next request on; its data stays."""
    license_ = License.objects.select_for_update().filter(tenant=tenant, module=module).first()
    if license_ is None or license_.state_now not in {License.State.TRIALING, License.State.ACTIVE}:
        raise NotActiveError
    license_.state = License.State.DEACTIVATED
    license_.save(update_fields=["state", "updated_at"])
    return license_


@transaction.atomic
def reactivate(tenant: Tenant, *, module: str) -> License:
    """Switch a module on again while its time is not over."""
    license_ = License.objects.select_for_update().filter(tenant=tenant, module=module).first()
    if license_ is None or license_.state != License.State.DEACTIVATED or license_.has_ended:
        raise NotActiveError(_("There is no license that could be switched on again."))
    on_trial = license_.kind == License.Kind.TRIAL
    license_.state = License.State.TRIALING if on_trial else License.State.ACTIVE
    license_.save(update_fields=["state", "updated_at"])
    return license_


@transaction.atomic
def record_usage(tenant: TenantLike, *, module: str, meter: str, amount: int = 1) -> None:
    """Add to this month's count."""
    if meter not in {m.name for m in get_module(module).meters}:
        raise LookupError(f"{module} declares no meter {meter!r}")
    if tenant.pk is None:
        raise RuntimeError("usage is counted inside a tenant")
    month = timezone.now().date().replace(day=1)
    row, _is_new = Usage.objects.get_or_create(tenant_id=tenant.pk, module=module, meter=meter, month=month)
    Usage.objects.filter(pk=row.pk).update(used=F("used") + amount)

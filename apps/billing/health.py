"""Readiness: events that wait or were given up, and differences that stay."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.billing.services import counts, drift
from apps.core.health import Health, check


@check("webhooks", _("Payments"))
def check_webhooks() -> Health:
    """Given-up events and differences that stay need a person; without a key there is nothing to wait for."""
    found = counts()
    stays = drift()
    extra = {**found, "drift": stays}
    if not settings.STRIPE_SECRET_KEY:
        return Health(ok=True, detail=str(_("Payments are not set up.")), extra=extra)
    if found["dead"]:
        return Health(ok=False, detail=f"{found['dead']} events were given up; see them in the admin.", extra=extra)
    if stays:
        return Health(ok=False, detail=f"{stays} differences stay; see the reconciliations in the admin.", extra=extra)
    return Health(ok=True, detail=f"{found['pending']} events wait.", extra=extra)

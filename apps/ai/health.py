"""Readiness of the language models: which are asked, or that everything is done by local engines."""

from django.utils.translation import gettext_lazy as _

from apps.ai.queries import platform_providers
from apps.core.health import Health, check


@check("ai", _("Language models"))
def check_ai() -> Health:
    """Figures only: a provider that is away is no reason to send no requests here, as the local engines answer."""
    asked = [f"{provider.name} ({provider.model})" for provider in platform_providers()]
    return Health(ok=True, detail=", then ".join([*asked, "local engines"]), extra={"providers": asked})

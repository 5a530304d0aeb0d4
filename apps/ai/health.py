"""Readiness of the language models: which are asked, whether they are there, or that all is done by local engines."""

from urllib.parse import urlsplit
from urllib.request import getproxies

from django.utils.translation import gettext_lazy as _

from apps.ai.base import Provider
from apps.ai.queries import platform_providers
from apps.core.health import Health, check
from apps.core.reaching import answers

PORTS = {"http": 80, "https": 443}


@check("ai", _("Language models"))
def check_ai() -> Health:
    """A provider that is away is named, and no reason to send no requests here, as the local engines answer."""
    providers = platform_providers()
    asked = [f"{provider.name} ({provider.model})" for provider in providers]
    away = [provider.name for provider in providers if not _is_there(provider)]
    order = ", then ".join([*asked, "local engines"])
    detail = f"{order}. Not there: {', '.join(away)}" if away else order
    return Health(ok=True, detail=detail, extra={"providers": asked, "away": away}, works=not away)


def _is_there(provider: Provider) -> bool:
    parts = urlsplit(provider.base_url)
    if parts.scheme in getproxies():
        # Another machine goes there for this one.
        return True
    return answers(parts.hostname or "", parts.port or PORTS.get(parts.scheme, PORTS["https"]))

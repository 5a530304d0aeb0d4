"""Readiness of the sandbox: whether programs can be judged, and in which languages."""

from django.core.cache import cache

from apps.code_assessment.readiness import KEY, readiness
from apps.core.health import Health, check


@check("sandbox")
def check_sandbox() -> Health:
    """Figures only: where nothing is judged, everything else is answered all the same."""
    if cache.get(KEY) is None:
        return Health(ok=True, detail="No worker has said yet what it can judge.")
    found = readiness()
    detail = found.refusal or f"Programs are judged in {', '.join(found.languages)}."
    return Health(ok=True, detail=detail, extra={"judges": found.is_ready, "languages": dict(found.languages)})

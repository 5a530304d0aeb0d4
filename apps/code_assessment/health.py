"""Readiness of the sandbox: whether programs can be judged, in which languages, and which runners are there."""

from django.utils.translation import gettext_lazy as _

from apps.code_assessment.readiness import is_known, readiness, runners
from apps.core.health import Health, check

# Of what runners say of themselves.
TOLD = ("name", "user", "kernel", "memory_by", "refusal", "seconds_ago")


@check("sandbox", _("Judging of programs"))
def check_sandbox() -> Health:
    """Figures only: where nothing is judged, everything else is answered all the same."""
    if not is_known():
        return Health(ok=True, detail="No worker has said yet what it can judge.")
    found = readiness()
    detail = found.refusal or f"Programs are judged in {', '.join(found.languages)}."
    there = [{name: one[name] for name in TOLD} for one in runners()]
    return Health(
        ok=True,
        detail=detail,
        works=found.is_ready,
        extra={"judges": found.is_ready, "languages": dict(found.languages), "runners": there},
    )

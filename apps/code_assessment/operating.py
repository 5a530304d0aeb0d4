"""What who operates the platform sees of the sandbox: the report of each runner's self-test."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.code_assessment.readiness import is_known, readiness, runners
from apps.core.modules import OperatorReport

TITLE = gettext_lazy("Sandbox")


def sandbox_reports() -> list[OperatorReport]:
    """One for each runner that is alive, or why there is none."""
    there = runners()
    if there:
        return [_report_of(one) for one in there]
    if not is_known():
        return [OperatorReport(TITLE, _("No worker has said yet what it can judge."))]
    found = readiness()
    judges = _("Programs are judged in %(names)s.") % {"names": ", ".join(found.languages)}
    return [OperatorReport(TITLE, found.refusal or judges)]


def _report_of(said: dict[str, Any]) -> OperatorReport:
    title = _("Sandbox: runner %(name)s") % {"name": said["name"]}
    summary = _("User %(user)s on %(kernel)s, heard %(seconds)s s ago; memory is held by %(memory)s.") % {
        "user": said["user"],
        "kernel": said["kernel"],
        "seconds": said["seconds_ago"],
        "memory": said["memory_by"],
    }
    checks = tuple((name, ok, "" if ok else detail) for name, ok, detail in said["checks"])
    languages = tuple((name, True, version) for name, version in said["languages"].items())
    return OperatorReport(title, summary, checks + languages)

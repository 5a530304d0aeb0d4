"""The one candidate record: jobs, candidates, what they applied for, and what modules found out about them."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.modules import Permission, Text

STAFFED = ("owner", "admin", "member", "guest")
WORKING = ("owner", "admin", "member")
MANAGERS = ("owner", "admin")


class HiringConfig(AppConfig):
    name = "apps.hiring"
    verbose_name = _("Hiring")
    # As modules declare them, see apps.core.modules.
    slug = "hiring"
    exporter = "apps.hiring.own_data.files_of"
    eraser = "apps.hiring.own_data.erase_records_of"
    retention = "apps.hiring.retention.untouched"
    retention_after_closing = "apps.hiring.retention.after_closing"
    permissions: ClassVar[tuple[Permission, ...]] = (
        Permission("hiring.view", _("See jobs, candidates and applications"), roles=STAFFED, changes=False),
        Permission("hiring.edit", _("Change jobs, candidates and applications"), roles=WORKING),
        Permission("hiring.delete", _("Delete jobs and candidates"), roles=WORKING),
        Permission("hiring.unblind", _("See who somebody is in a blind review"), roles=MANAGERS),
        Permission("hiring.settings", _("Change the stages of hiring"), roles=MANAGERS),
    )
    audit_actions: ClassVar[dict[str, Text]] = {
        "job.created": _("Job created"),
        "job.changed": _("Job changed"),
        "job.opened": _("Job opened"),
        "job.closed": _("Job closed"),
        "job.deleted": _("Job deleted"),
        "pipeline.changed": _("Stages of hiring changed"),
        "candidate.changed": _("Candidate changed"),
        "candidate.merged": _("Candidates merged"),
        "candidate.kept-apart": _("Possible double kept apart"),
        "candidate.deleted": _("Candidate deleted"),
        "application.revealed": _("Somebody in a blind review revealed"),
        "application.rejected": _("Application rejected"),
        "application.deleted": _("Application deleted"),
        "note.changed": _("Note changed"),
        "note.deleted": _("Note deleted"),
        "assignment.made": _("Assignment made"),
        "assignment.cancelled": _("Assignment cancelled"),
    }

"""The lists of hiring as files: the heads of their columns, and what stands in a row."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.listing import Export


def _time(value: Any) -> str:
    return value.isoformat() if value else ""


def _who(application: Any) -> str:
    """By name, or as a blind review calls the person."""
    one = application.candidate
    return str(one.alias if application.job.is_blind else one)


JOB_EXPORT = Export(
    "jobs",
    (_("Title"), _("Status"), _("Department"), _("Location"), _("Applications"), _("Opened"), _("Closed"), _("Added")),
    lambda job: (
        job.title,
        job.get_status_display(),
        job.department,
        job.location,
        job.application_count,
        _time(job.opened_at),
        _time(job.closed_at),
        _time(job.created_at),
    ),
)
CANDIDATE_EXPORT = Export(
    "candidates",
    (
        *(_("Name"), _("E-mail address"), _("Phone"), _("Location"), _("Headline")),
        *(_("Tags"), _("Source"), _("Jobs"), _("Added")),
    ),
    lambda one: (
        one.name,
        one.email,
        one.phone,
        one.location,
        one.headline,
        ", ".join(one.tags),
        one.source,
        ", ".join(f"{row.job.title} ({row.stage.name})" for row in one.applications.all()),
        _time(one.created_at),
    ),
)
APPLICATION_EXPORT = Export(
    "applications",
    (
        *(_("Candidate"), _("Job"), _("Stage"), _("Match"), _("Source")),
        *(_("Applied"), _("In this stage since"), _("Reason of the rejection")),
    ),
    lambda row: (
        _who(row),
        row.job.title,
        row.stage.name,
        row.match_score,
        row.source,
        _time(row.applied_at),
        _time(row.stage_since),
        row.rejected_reason,
    ),
)
STAGE_EXPORT = Export(
    "stages",
    (_("Position"), _("Name"), _("Kind")),
    lambda stage: (stage.position + 1, stage.name, stage.get_kind_display()),
)
NOTE_EXPORT = Export(
    "notes",
    (_("Candidate"), _("Author"), _("Text"), _("Added")),
    lambda note: (str(note.candidate), str(note.author), note.text, _time(note.created_at)),
)
RESULT_EXPORT = Export(
    "results",
    (_("Candidate"), _("Module"), _("Kind"), _("Score"), _("Summary"), _("Algorithm"), _("Current"), _("Added")),
    lambda row: (
        str(row.candidate),
        row.module,
        row.kind,
        row.score,
        row.summary,
        row.algorithm,
        _("Yes") if row.is_current else _("No"),
        _time(row.created_at),
    ),
)
ASSIGNMENT_EXPORT = Export(
    "assignments",
    (_("Candidate"), _("Module"), _("Activity"), _("State"), _("Due"), _("Added")),
    lambda row: (
        str(row.candidate),
        row.module,
        row.activity,
        row.state_title,
        _time(row.due_at),
        _time(row.created_at),
    ),
)

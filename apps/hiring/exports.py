"""The lists of hiring as files: the heads of their columns, and what stands in a row."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.listing import Export
from apps.hiring.blind import applications_told, called, name_of
from apps.hiring.models import Job


def _time(value: Any) -> str:
    return value.isoformat() if value else ""


JOB_EXPORT = Export(
    "jobs",
    (
        *(_("Title"), _("Status"), _("Department"), _("Location"), _("Workplace"), _("Seniority")),
        *(_("Years of experience, at least"), _("Education, at least"), _("Applications"), _("Created"), _("Opened")),
        _("Closed"),
    ),
    lambda job: (
        *(job.title, job.get_status_display(), job.department, job.location, job.get_workplace_display()),
        *(job.get_seniority_display(), job.minimum_years, job.get_education_display(), job.application_count),
        *(_time(job.created_at), _time(job.opened_at), _time(job.closed_at)),
    ),
)
CANDIDATE_EXPORT = Export(
    "candidates",
    (
        *(_("Name"), _("E-mail address"), _("Phone"), _("Location"), _("Headline"), _("Source"), _("Tags")),
        *(_("Applications"), _("Added")),
    ),
    lambda one: (
        *(one.name, one.email, one.phone, one.location, one.headline, one.source, ", ".join(one.tags)),
        "; ".join(f"{known.job.title}: {stage}" for known, stage in applications_told(one.applications.all())),
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
        name_of(row),
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


def ranking_export(job: Job) -> Export:
    """A blind review names nobody in its file either."""

    def row(match: Any) -> tuple[object, ...]:
        points = (match.score, match.skills_points, match.experience_points, match.education_points)
        contact = () if job.is_blind else (match.candidate.email,)
        name = called(match.candidate, job)
        return (name, *contact, *points, match.stage_name or "", _time(match.computed_at), match.algorithm)

    contact = () if job.is_blind else (_("E-mail address"),)
    points = (_("Score"), _("Skills"), _("Experience"), _("Education"))
    return Export("ranking", (_("Candidate"), *contact, *points, _("Stage"), _("Computed"), _("Version")), row)

"""How the list of CVs can be filtered, sorted and exported."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.listing import Column, Export, Filter, Listing
from apps.cv_analysis.models import WAITING, Cv, Resume

READ, UNREAD, BUSY = "read", "unread", "waiting"


def _with_status(value: str) -> Q:
    if value == BUSY:
        return Q(status__in=WAITING)
    parsed = Q(status=Cv.Status.PARSED)
    return parsed if value == READ else ~parsed & ~Q(status__in=WAITING)


class CvListing(Listing):
    """CVs that a member may see, the newest first."""

    name = "cv_analysis.cvs"
    columns = (
        Column("name", _("CV"), ("candidate_name", "file_name")),
        Column("status", _("Status"), ("status",), width="wide"),
        Column("size", _("Size"), ("size",), "narrow", at_end=True, hidden_below="md", descending_first=True),
        Column("added", _("Added"), ("created_at",), "medium", at_end=True, hidden_below="sm", descending_first=True),
    )
    filters = (
        Filter(
            "status",
            _("Status"),
            ((READ, _("Read")), (UNREAD, _("Could not be read")), (BUSY, _("Waiting or being read"))),
            _with_status,
        ),
    )
    search_fields = ("candidate_name", "file_name")
    default_sort = "-added"


CV_EXPORT = Export(
    "cvs",
    (_("Name"), _("File"), _("Status"), _("Bytes"), _("Added")),
    lambda cv: (cv.candidate_name, cv.file_name, cv.get_status_display(), cv.size, cv.created_at.isoformat()),
)
SKILL_EXPORT = Export(
    "skills",
    (_("Skill"), _("Category"), _("Group"), _("Candidates"), _("Id")),
    lambda skill: (skill.name, skill.category_title, skill.group, skill.candidates, skill.id),
)
TREND_EXPORT = Export(
    "trending-skills",
    (_("Skill"), _("CVs"), _("CVs before"), _("Jobs"), _("Jobs before"), _("Change")),
    lambda one: (one.name, one.cvs, one.cvs_before, one.jobs, one.jobs_before, one.change),
)
MATCH_EXPORT = Export(
    "matches",
    (_("Candidate"), _("Job"), _("Match"), _("Skills"), _("Experience"), _("Education"), _("Out of date")),
    lambda row: (
        row.candidate.alias if row.job.is_blind else str(row.candidate),
        row.job.title,
        row.score,
        row.skills_points,
        row.experience_points,
        row.education_points,
        _("Yes") if row.is_stale else _("No"),
    ),
)
MATCHED_JOB_EXPORT = Export(
    "jobs",
    (_("Title"), _("Status"), _("Skills"), _("Matches"), _("Best match")),
    lambda job: (
        job.title,
        job.get_status_display(),
        ", ".join(skill.name for skill in job.skills.all()),
        job.match_count,
        job.best_match,
    ),
)


class ResumeListing(Listing):
    """CVs of the builder, the last changed first."""

    name = "cv_analysis.resumes"
    columns = (
        Column("title", _("Title"), ("title",)),
        Column("look", _("Look"), ("look",), width="wide", hidden_below="md"),
        Column("changed", _("Changed"), ("updated_at",), "medium", at_end=True, descending_first=True),
    )
    filters = (Filter("look", _("Look"), Resume.Look.choices, lambda value: Q(look=value)),)
    search_fields = ("title",)
    default_sort = "-changed"

"""How the list of CVs can be filtered, sorted and exported."""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.core.listing import Column, Export, Filter, FilterField, Listing
from apps.core.modules import Text
from apps.core.prepared import PreparedList, PreparedRows
from apps.cv_analysis.catalogue import CATEGORIES, UsedSkill, used_skills
from apps.cv_analysis.models import WAITING, CandidateSkill, Cv, Resume
from apps.hiring.blind import called

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


@cache
def _usual_cvs(*, of_one_member: bool) -> PreparedRows[Cv]:
    def build(*member: UUID) -> "QuerySet[Cv]":
        rows = Cv.objects.filter(uploaded_by_id=member[0]) if of_one_member else Cv.objects.all()
        return CvListing(rows, {}).rows

    return PreparedRows(build, ids=1 if of_one_member else 0)


def usual_cvs(membership: Membership) -> PreparedList[Cv]:
    """What `cvs_for` gives, as the list shows it when nothing was chosen."""
    if membership.is_candidate:
        return _usual_cvs(of_one_member=True).of(membership.pk)
    return _usual_cvs(of_one_member=False).of()


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
        called(row.candidate, row.job),
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


WHOLE, MOST_GAINING = "all", 8
PERIODS = (("30", _("30 days")), ("90", _("90 days")))
USERS = (("candidates", _("Candidates")), ("jobs", _("Jobs")), (WHOLE, _("Nobody yet, too")))


class SkillListing(Listing):
    """Skills of the workspace, or of the whole catalogue; they are counted before they are filtered, not queried."""

    name = "cv_analysis.skills"
    columns = (
        Column("name", _("Skill"), ("name",)),
        Column("category", _("Category"), ("category_title",), "medium", hidden_below="md"),
        Column("candidates", _("Candidates"), ("candidates",), "narrow", at_end=True, descending_first=True),
        Column("jobs", _("Jobs"), ("jobs",), "narrow", at_end=True, hidden_below="sm", descending_first=True),
        Column("change", _("Change"), ("change",), "narrow", at_end=True, descending_first=True),
    )
    filters = (
        Filter("category", _("Category"), tuple(CATEGORIES.items()), lambda value: Q(category=value)),
        Filter("used_by", _("Used by"), USERS, lambda _value: Q()),
        Filter("days", _("Period"), PERIODS, lambda _value: Q()),
    )
    search_fields = ("name",)
    default_sort = "-candidates"

    def __init__(self, params: Mapping[str, str]) -> None:
        super().__init__(CandidateSkill.objects.none(), params)

    @property
    def days(self) -> int:
        return int(self.chosen.get("days", PERIODS[0][0]))

    @cached_property
    def counted(self) -> list[UsedSkill]:
        return used_skills(days=self.days, whole=self.chosen.get("used_by") == WHOLE)

    @property
    def is_narrowed(self) -> bool:
        """Comparing with another period leaves nothing out."""
        return bool(self.search or "category" in self.chosen or "used_by" in self.chosen)

    @property
    def fields(self) -> list[FilterField]:
        """The period is chosen above the table."""
        return [one for one in super().fields if one.name != "days"]

    @property
    def periods(self) -> list[tuple[Text, str, bool]]:
        """(title, address, whether it is this one)."""
        usual = PERIODS[0][0]
        return [
            (title, self.query_with(days="" if days == usual else days), str(self.days) == days)
            for days, title in PERIODS
        ]

    @cached_property
    def rows(self) -> Any:
        category, user = self.chosen.get("category", ""), self.chosen.get("used_by", WHOLE)
        words = self.search.casefold().split()
        found = [
            one
            for one in self.counted
            if category in {"", one.category}
            and (user == WHOLE or getattr(one, user))
            and all(word in one.name.casefold() for word in words)
        ]
        found.sort(key=lambda one: (one.name.casefold(), one.key))
        column = self._column_of(self.sort)
        field = column.order_by[0] if column else "candidates"
        return sorted(found, key=lambda one: _sortable(getattr(one, field)), reverse=self.sort.startswith("-"))

    @property
    def gaining(self) -> list[UsedSkill]:
        """Those that gained most within the period."""
        up = [one for one in self.counted if one.change > 0]
        return sorted(up, key=lambda one: (-one.change, one.name.casefold()))[:MOST_GAINING]


def _sortable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


USED_SKILL_EXPORT = Export(
    "skills",
    (_("Skill"), _("Category"), _("Candidates"), _("Jobs"), _("Change")),
    lambda one: (one.name, one.category_title, one.candidates, one.jobs, one.change),
)


class SkillPeopleListing(Listing):
    """Who has a skill, the surest first."""

    name = "cv_analysis.skill_people"
    columns = (
        Column("candidate", _("Candidate"), ("facts__candidate__name",)),
        Column("sure", _("How sure"), ("confidence",), "medium", at_end=True, descending_first=True),
        Column("used", _("Used for"), ("months",), "medium", at_end=True, hidden_below="sm", descending_first=True),
        Column(
            *("work", _("Years of work"), ("facts__months",), "medium"),
            at_end=True,
            hidden_below="md",
            descending_first=True,
        ),
    )
    search_fields = ("facts__candidate__name", "facts__candidate__email", "facts__candidate__headline")
    default_sort = "-sure"


SKILL_PEOPLE_EXPORT = Export(
    "candidates-with-skill",
    (_("Candidate"), _("E-mail address"), _("Skill"), _("Percent sure"), _("Months of use"), _("Months of work")),
    lambda one: (
        str(one.facts.candidate),
        one.facts.candidate.email,
        one.name,
        one.confidence,
        one.months,
        one.facts.months,
    ),
)

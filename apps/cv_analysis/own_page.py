"""What a candidate sees of themselves: what was read from their CVs, where it is used, and how long it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import Membership
from apps.core.formats import day
from apps.cv_analysis.models import Analysis, Cv
from apps.cv_analysis.presenting import AnalysisPage, Finding, problem_of
from apps.cv_analysis.queries import cvs_for, findings_of, with_progress
from apps.hiring.models import Application, Job
from apps.tenants.models import Tenant

MOST_CVS = 50


@dataclass(frozen=True, slots=True)
class OwnCv:
    """A CV of the person's: what counts of it or stood in the way, and until when it is kept unless it is changed."""

    cv: Cv
    page: AnalysisPage | None
    problem: dict[str, str] | None
    kept_until: date | None

    @property
    def parts(self) -> list[tuple[str, list[Finding]]]:
        """What was read without the skills, which are shown as a heap of words."""
        skills = _("Skills")
        return [part for part in self.page.parts if part[0] != skills] if self.page else []


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """A job for which the person is considered, and the CV that the company looks at."""

    job: Job
    applied_at: datetime
    is_open: bool
    cv: Cv | None


@dataclass(frozen=True, slots=True)
class OwnPage:
    cvs: list[OwnCv]
    applications: list[OwnApplication]
    kept: list[str]


def own_page_of(membership: Membership, tenant: Tenant) -> OwnPage:
    """A handful of statements, however many CVs and applications there are."""
    cvs = with_progress(cvs_for(membership).order_by("-created_at", "-pk")[:MOST_CVS])
    current = Analysis.objects.current().filter(cv__in=cvs).select_related("cv").prefetch_related("cv__corrections")
    analyses = {analysis.cv_id: analysis for analysis in current}
    shown = [_own_cv(cv, analyses.get(cv.pk), tenant.retention_days) for cv in cvs]
    read = [cv for cv in cvs if cv.status_now == Cv.Status.PARSED]
    mine = Application.objects.filter(candidate__member_id=membership.pk, candidate__merged_into=None)
    applications = [_application(one, read) for one in mine.select_related("job").order_by("-applied_at", "-pk")]
    return OwnPage(shown, applications, _kept(tenant, applications))


def _own_cv(cv: Cv, analysis: Analysis | None, days: int | None) -> OwnCv:
    until = timezone.localdate(cv.updated_at + timedelta(days=days)) if days is not None else None
    page = AnalysisPage(analysis, findings_of(analysis)) if analysis and not cv.is_working else None
    return OwnCv(cv, page, problem_of(cv), until)


def _application(one: Application, read: Sequence[Cv]) -> OwnApplication:
    """The company sees the CV that was sent for the job, otherwise the newest."""
    sent = next((cv for cv in read if cv.job_id == one.job_id), None)
    is_open = one.job.status != Job.Status.CLOSED
    return OwnApplication(one.job, one.applied_at, is_open, sent or next(iter(read), None))


def _kept(tenant: Tenant, applications: Sequence[OwnApplication]) -> list[str]:
    """The workspace's rules in words, with the day on which the person's record goes where it is known."""
    said = []
    if tenant.retention_days is None:
        said.append(_("Your CVs are kept until you delete them."))
    else:
        told = ngettext(
            "A CV that nobody has changed for %(n)d day is deleted by itself.",
            "A CV that nobody has changed for %(n)d days is deleted by itself.",
            tenant.retention_days,
        )
        said.append(told % {"n": tenant.retention_days})
    if tenant.kind != Tenant.Kind.COMPANY or tenant.candidate_days is None:
        return said
    if applications and not any(one.is_open for one in applications):
        last = max(max(one.job.closed_at or one.applied_at, one.applied_at) for one in applications)
        until = last + timedelta(days=tenant.candidate_days)
        told = _("All jobs that you applied for are closed: what the company holds of you is deleted after %(day)s.")
        return [*said, told % {"day": day(until)}]
    told = ngettext(
        "%(n)d day after the last job that you applied for is closed, what the company holds of you is deleted.",
        "%(n)d days after the last job that you applied for is closed, what the company holds of you is deleted.",
        tenant.candidate_days,
    )
    return [*said, told % {"n": tenant.candidate_days}]

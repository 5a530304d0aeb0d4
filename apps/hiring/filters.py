"""How the lists of hiring can be narrowed over HTTP."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_filters import CharFilter, ChoiceFilter, FilterSet, UUIDFilter

from apps.hiring.models import Application, Assignment, CandidateQuerySet, Job, Note, Result, Stage
from apps.hiring.queries import considered


class CandidateFilters(FilterSet):
    """By a tag, a source, and by what they are considered for."""

    tag = CharFilter(method="with_tag")
    source = CharFilter()
    email = CharFilter(lookup_expr="iexact")
    job = UUIDFilter(method="with_job")
    stage = UUIDFilter(method="with_stage")

    def with_tag(self, rows: CandidateQuerySet, _name: str, value: str) -> CandidateQuerySet:
        return rows.filter(tags__contains=[value])

    def with_job(self, rows: CandidateQuerySet, _name: str, value: UUID) -> CandidateQuerySet:
        stage = self.form.cleaned_data.get("stage")
        return considered(rows, job_id=value, stage_id=stage)

    def with_stage(self, rows: CandidateQuerySet, _name: str, value: UUID) -> CandidateQuerySet:
        # Together with a job both belong to one application, which the filter of the job sees to.
        return rows if self.form.cleaned_data.get("job") else considered(rows, stage_id=value)


class ApplicationFilters(FilterSet):
    """By job, candidate, stage and kind of stage."""

    job = UUIDFilter(field_name="job_id")
    candidate = UUIDFilter(field_name="candidate_id")
    stage = UUIDFilter(field_name="stage_id")
    kind = ChoiceFilter(field_name="stage__kind", choices=Stage.Kind.choices)

    class Meta:
        model = Application
        fields = ("source",)


class OfCandidate(FilterSet):
    """By the candidate and the application that something belongs to."""

    candidate = UUIDFilter(field_name="candidate_id")
    application = UUIDFilter(field_name="application_id")


class NoteFilters(OfCandidate):
    class Meta:
        model = Note
        fields = ("author",)


class ResultFilters(OfCandidate):
    class Meta:
        model = Result
        fields = ("module", "kind", "is_current")


class AssignmentFilters(OfCandidate):
    """Also by the state, with what time made of it."""

    state = ChoiceFilter(choices=Assignment.State.choices, method="with_state")

    class Meta:
        model = Assignment
        fields = ("module", "activity")

    def with_state(self, rows: "QuerySet[Assignment]", _name: str, value: str) -> "QuerySet[Assignment]":
        is_late = Q(state__in=Assignment.PENDING, due_at__lte=timezone.now())
        if value == Assignment.State.EXPIRED:
            return rows.filter(is_late | Q(state=value))
        return rows.filter(state=value).exclude(is_late)


class JobFilters(FilterSet):
    class Meta:
        model = Job
        fields: Any = ("status", "department", "seniority", "workplace", "is_blind")

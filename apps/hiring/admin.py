"""Hiring in a tenant's admin; what moves through the pipeline, was noted or found out by modules is only shown."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from apps.core.admin_sites import tenant_admin
from apps.core.admin_tables import ReadOnlyAdmin, TableAdmin
from apps.hiring.models import (
    Application,
    Assignment,
    Candidate,
    Job,
    JobSkill,
    Match,
    Note,
    PossibleDouble,
    Result,
    Stage,
    StageChange,
)
from apps.hiring.services import (
    change_stage,
    create_candidate,
    create_job,
    delete_application,
    delete_candidate,
    delete_job,
    delete_stage,
    update_candidate,
    update_job,
)
from apps.hiring.services.candidates import FIELDS as CANDIDATE_FIELDS
from apps.hiring.services.jobs import FIELDS as JOB_FIELDS


class ServedAdmin(TableAdmin):
    """Rows are written and deleted by the deeds of hiring, as everywhere else; `delete_row` is the deed for one."""

    delete_row: ClassVar["staticmethod[[Any], object]"]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_row(obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> None:
        for row in queryset:
            self.delete_row(row)


def _said(form: "ModelForm[Any]", fields: Iterable[str]) -> dict[str, Any]:
    """What the form says of these."""
    return {name: form.cleaned_data[name] for name in fields if name in form.cleaned_data}


@admin.register(Job, site=tenant_admin)
class JobAdmin(ServedAdmin):
    delete_row = staticmethod(delete_job)
    list_display = ("title", "status", "department", "location", "opened_at", "closed_at", "created_at")
    list_filter = ("status", "seniority", "workplace")
    search_fields = ("title", "department", "location")
    exclude = ("read_from",)
    readonly_fields = ("status", "opened_at", "closed_at", "created_by")

    def save_model(self, request: Any, obj: Job, form: "ModelForm[Job]", change: bool) -> None:  # noqa: FBT001 -- Django's signature
        said = _said(form, JOB_FIELDS)
        obj.pk = (update_job(obj, **said) if change else create_job(by=request.membership, **said)).pk


@admin.register(JobSkill, site=tenant_admin)
class JobSkillAdmin(ReadOnlyAdmin):
    list_display = ("name", "job", "kind", "weight", "skill_id")
    list_filter = ("kind",)
    search_fields = ("name", "job__title")
    list_select_related = ("job",)


@admin.register(Stage, site=tenant_admin)
class StageAdmin(ServedAdmin):
    delete_row = staticmethod(delete_stage)
    list_display = ("name", "kind", "position")
    search_fields = ("name",)
    readonly_fields = ("position",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Stages are made where their order is."""
        return False

    def save_model(self, request: Any, obj: Stage, form: "ModelForm[Stage]", change: bool) -> None:  # noqa: FBT001 -- Django's signature
        change_stage(Stage.objects.get(pk=obj.pk), **_said(form, ("name", "kind")))


@admin.register(Candidate, site=tenant_admin)
class CandidateAdmin(ServedAdmin):
    delete_row = staticmethod(delete_candidate)
    list_display = ("name", "email", "phone", "location", "source", "created_at")
    search_fields = ("name", "email", "phone")
    date_hierarchy = "created_at"
    readonly_fields = ("member", "created_by")

    def save_model(self, request: Any, obj: Candidate, form: "ModelForm[Candidate]", change: bool) -> None:  # noqa: FBT001 -- Django's signature
        said = _said(form, CANDIDATE_FIELDS)
        obj.pk = (update_candidate(obj, **said) if change else create_candidate(by=request.membership, **said)).pk


@admin.register(PossibleDouble, site=tenant_admin)
class PossibleDoubleAdmin(ReadOnlyAdmin):
    list_display = ("first", "second", "reason", "state", "created_at")
    list_filter = ("reason", "state")
    search_fields = ("first__name", "second__name", "first__email", "second__email")
    list_select_related = ("first", "second")


@admin.register(Application, site=tenant_admin)
class ApplicationAdmin(ServedAdmin):
    delete_row = staticmethod(delete_application)
    list_display = ("candidate", "job", "stage", "source", "applied_at")
    list_filter = ("stage",)
    search_fields = ("candidate__name", "candidate__email", "job__title")
    list_select_related = ("candidate", "job", "stage")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People are considered for a job where its board is."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(StageChange, site=tenant_admin)
class StageChangeAdmin(ReadOnlyAdmin):
    list_display = ("application", "from_stage", "to_stage", "by", "at")
    list_filter = ("to_stage",)
    search_fields = ("application__candidate__name", "application__job__title")
    list_select_related = ("application__candidate", "application__job", "from_stage", "to_stage", "by")


@admin.register(Note, site=tenant_admin)
class NoteAdmin(ReadOnlyAdmin):
    list_display = ("candidate", "author", "text", "created_at")
    search_fields = ("text", "candidate__name", "author__name")
    list_select_related = ("candidate", "author")


@admin.register(Result, site=tenant_admin)
class ResultAdmin(ReadOnlyAdmin):
    list_display = ("candidate", "module", "kind", "score", "is_current", "algorithm", "created_at")
    list_filter = ("is_current",)
    search_fields = ("candidate__name", "module", "kind", "summary")
    list_select_related = ("candidate",)


@admin.register(Match, site=tenant_admin)
class MatchAdmin(ReadOnlyAdmin):
    list_display = ("job", "candidate", "score", "is_stale", "algorithm", "computed_at")
    list_filter = ("is_stale",)
    search_fields = ("job__title", "candidate__name")
    list_select_related = ("job", "candidate")


@admin.register(Assignment, site=tenant_admin)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ("candidate", "module", "activity", "state", "due_at", "created_at")
    list_filter = ("state",)
    search_fields = ("candidate__name", "module", "activity")
    list_select_related = ("candidate",)

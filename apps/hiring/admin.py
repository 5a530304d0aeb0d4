"""Hiring in a tenant's admin; what moves through the pipeline or was found out by modules is only shown."""

from django.contrib import admin
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
from apps.hiring.services import delete_application, delete_candidate, delete_job, delete_stage


@admin.register(Job, site=tenant_admin)
class JobAdmin(TableAdmin):
    list_display = ("title", "status", "department", "location", "opened_at", "closed_at", "created_at")
    list_filter = ("status", "seniority", "workplace")
    search_fields = ("title", "department", "location")
    exclude = ("read_from",)
    readonly_fields = ("status", "opened_at", "closed_at", "created_by")

    def delete_model(self, request: HttpRequest, obj: Job) -> None:
        delete_job(obj)


@admin.register(JobSkill, site=tenant_admin)
class JobSkillAdmin(ReadOnlyAdmin):
    list_display = ("name", "job", "kind", "weight", "skill_id")
    list_filter = ("kind",)
    search_fields = ("name", "job__title")
    list_select_related = ("job",)


@admin.register(Stage, site=tenant_admin)
class StageAdmin(TableAdmin):
    list_display = ("name", "kind", "position")
    search_fields = ("name",)
    readonly_fields = ("position",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Stages are made where their order is."""
        return False

    def delete_model(self, request: HttpRequest, obj: Stage) -> None:
        delete_stage(obj)


@admin.register(Candidate, site=tenant_admin)
class CandidateAdmin(TableAdmin):
    list_display = ("name", "email", "phone", "location", "source", "created_at")
    search_fields = ("name", "email", "phone")
    date_hierarchy = "created_at"
    readonly_fields = ("member", "created_by")

    def delete_model(self, request: HttpRequest, obj: Candidate) -> None:
        delete_candidate(obj)


@admin.register(PossibleDouble, site=tenant_admin)
class PossibleDoubleAdmin(ReadOnlyAdmin):
    list_display = ("first", "second", "reason", "state", "created_at")
    list_filter = ("reason", "state")
    search_fields = ("first__name", "second__name", "first__email", "second__email")
    list_select_related = ("first", "second")


@admin.register(Application, site=tenant_admin)
class ApplicationAdmin(ReadOnlyAdmin):
    list_display = ("candidate", "job", "stage", "source", "applied_at")
    list_filter = ("stage",)
    search_fields = ("candidate__name", "candidate__email", "job__title")
    list_select_related = ("candidate", "job", "stage")

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(TableAdmin.has_delete_permission(self, request, obj))

    def delete_model(self, request: HttpRequest, obj: Application) -> None:
        delete_application(obj)


@admin.register(StageChange, site=tenant_admin)
class StageChangeAdmin(ReadOnlyAdmin):
    list_display = ("application", "from_stage", "to_stage", "by", "at")
    list_filter = ("to_stage",)
    search_fields = ("application__candidate__name", "application__job__title")
    list_select_related = ("application__candidate", "application__job", "from_stage", "to_stage", "by")


@admin.register(Note, site=tenant_admin)
class NoteAdmin(TableAdmin):
    list_display = ("candidate", "author", "text", "created_at")
    search_fields = ("text", "candidate__name", "author__name")
    list_select_related = ("candidate", "author")
    readonly_fields = ("candidate", "application", "author")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Notes are written on the candidate's record."""
        return False


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

"""The module's tables in a tenant's admin."""

from django.contrib import admin

from apps.code_assessment.models import (
    Assessment,
    AssignedAssessment,
    Attempt,
    Inspection,
    Likeness,
    Problem,
    Submission,
)
from apps.core.admin_sites import tenant_admin
from apps.core.admin_tables import ReadOnlyAdmin, TableAdmin


@admin.register(Problem, site=tenant_admin)
class ProblemAdmin(TableAdmin):
    list_display = ("title", "category", "difficulty", "state", "check_state", "version", "made_by")
    search_fields = ("title",)
    list_filter = ("state", "category", "difficulty")
    list_select_related = ("made_by",)
    readonly_fields = ("content", "made_by", "reviewed_by", "version", "earlier", "check_state", "check_report")


@admin.register(Assessment, site=tenant_admin)
class AssessmentAdmin(TableAdmin):
    list_display = ("title", "total_minutes", "attempts", "is_archived", "made_by", "updated_at")
    search_fields = ("title", "description")
    list_filter = ("is_archived",)
    list_select_related = ("made_by",)
    readonly_fields = ("made_by", "problems")


@admin.register(AssignedAssessment, site=tenant_admin)
class AssignedAssessmentAdmin(ReadOnlyAdmin):
    list_display = ("assignment", "assessment", "attempts", "created_at")
    search_fields = ("assignment__candidate__name", "assignment__candidate__email")
    list_select_related = ("assignment", "assignment__candidate", "assessment")
    readonly_fields = ("assignment", "assessment", "setup")


@admin.register(Attempt, site=tenant_admin)
class AttemptAdmin(TableAdmin):
    list_display = ("title", "member", "mode", "state", "score", "created_at")
    search_fields = ("title", "member__name", "member__email")
    list_filter = ("mode", "state")
    list_select_related = ("member",)
    readonly_fields = ("member", "candidate", "assignment", "assessment", "job", "setup", "report", "score")


@admin.register(Submission, site=tenant_admin)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "member", "kind", "state", "verdict", "points", "created_at")
    search_fields = ("problem", "member__name", "member__email")
    list_filter = ("kind", "state", "verdict", "language")
    list_select_related = ("member",)
    readonly_fields = ("member", "attempt", "asked", "source", "tests", "compile_output")


@admin.register(Inspection, site=tenant_admin)
class InspectionAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "comparison", "family", "version", "created_at")
    search_fields = ("problem",)
    list_filter = ("comparison", "family")
    list_select_related = ("submission",)
    readonly_fields = ("submission", "notes", "tools")


@admin.register(Likeness, site=tenant_admin)
class LikenessAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "percent", "pairs", "decision", "decided_by", "created_at")
    search_fields = ("problem",)
    list_filter = ("decision",)
    list_select_related = ("one", "decided_by")
    readonly_fields = ("one", "other", "decided_by")

"""CVs, analyses and what matching knows, in a tenant's admin; what was read is not edited."""

from django.contrib import admin
from django.http import HttpRequest

from apps.core.admin_sites import tenant_admin
from apps.core.admin_tables import TableAdmin
from apps.cv_analysis.models import (
    Analysis,
    CandidateFacts,
    CandidateSkill,
    CareerStep,
    Correction,
    Cv,
    Resume,
    ShareLink,
    UploadBatch,
)


@admin.register(Cv, site=tenant_admin)
class CvAdmin(TableAdmin):
    list_display = ("file_name", "candidate_name", "status", "uploaded_by", "created_at")
    list_filter = ("status",)
    search_fields = ("file_name", "candidate_name", "uploaded_by__name", "uploaded_by__email")
    list_select_related = ("uploaded_by",)
    date_hierarchy = "created_at"
    readonly_fields = (
        *("id", "file_name", "size", "status", "error_code", "task_id", "uploaded_by"),
        *("candidate_name", "candidate", "job"),
    )
    exclude = ("file", "pages")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """CVs come in by uploading only."""
        return False


@admin.register(Analysis, site=tenant_admin)
class AnalysisAdmin(TableAdmin):
    list_display = ("cv", "version", "is_current", "overall", "algorithm", "as_of", "duration_ms", "created_at")
    list_filter = ("is_current", "algorithm", "scores_version")
    search_fields = ("cv__file_name", "cv__candidate_name")
    list_select_related = ("cv",)
    readonly_fields = (
        *("id", "cv", "version", "is_current", "algorithm", "as_of", "text", "findings", "duration_ms"),
        *("scores", "scores_version", "overall"),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Analyses are made by the engine only."""
        return False


@admin.register(CandidateFacts, site=tenant_admin)
class CandidateFactsAdmin(TableAdmin):
    list_display = ("candidate", "months", "education_rank", "algorithm", "updated_at")
    list_filter = ("education_rank", "algorithm")
    search_fields = ("candidate__name", "candidate__email")
    list_select_related = ("candidate",)
    readonly_fields = ("candidate", "months", "education_rank", "algorithm", "updated_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """What matching knows is read out of CVs only."""
        return False


@admin.register(CandidateSkill, site=tenant_admin)
class CandidateSkillAdmin(TableAdmin):
    list_display = ("name", "facts", "confidence", "months")
    search_fields = ("name", "skill_key")
    list_select_related = ("facts__candidate",)
    readonly_fields = ("facts", "skill_key", "number", "name", "confidence", "sure", "months")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """What matching knows is read out of CVs only."""
        return False


@admin.register(CareerStep, site=tenant_admin)
class CareerStepAdmin(TableAdmin):
    list_display = ("title", "origin", "facts")
    search_fields = ("title", "origin")
    list_select_related = ("facts__candidate",)
    readonly_fields = ("facts", "origin", "title")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """What people did is read out of CVs only."""
        return False


@admin.register(Resume, site=tenant_admin)
class ResumeAdmin(TableAdmin):
    list_display = ("title", "owner", "look", "version", "updated_at")
    list_filter = ("look",)
    search_fields = ("title", "owner__name", "owner__email")
    list_select_related = ("owner",)
    readonly_fields = ("id", "owner", "candidate_id", "title", "look", "paper", "version", "source", "data")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """CVs are written in the builder."""
        return False


@admin.register(ShareLink, site=tenant_admin)
class ShareLinkAdmin(TableAdmin):
    list_display = ("name", "resume", "expires_at", "revoked_at", "views")
    search_fields = ("name", "resume__title")
    list_select_related = ("resume",)
    readonly_fields = ("id", "resume", "name", "expires_at", "views", "last_viewed_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A link is worth nothing without its token, which only the builder shows."""
        return False


@admin.register(Correction, site=tenant_admin)
class CorrectionAdmin(TableAdmin):
    list_display = ("cv", "path", "action", "by", "member", "created_at")
    list_filter = ("action", "by")
    search_fields = ("cv__file_name", "cv__candidate_name", "path")
    list_select_related = ("cv", "member")
    readonly_fields = ("cv", "path", "action", "value", "target", "by", "member")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Corrections are made on the page of the CV, where scores and matches follow."""
        return False


@admin.register(UploadBatch, site=tenant_admin)
class UploadBatchAdmin(TableAdmin):
    list_display = ("file_name", "job", "total", "taken", "uploaded_by", "created_at")
    search_fields = ("file_name", "job__title")
    list_select_related = ("job", "uploaded_by")
    readonly_fields = ("id", "job", "uploaded_by", "file_name", "total", "taken", "refused")
    exclude = ("file",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """ZIPs come in by uploading only."""
        return False

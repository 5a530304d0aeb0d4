"""The module's tables in a tenant's admin."""

from django.contrib import admin

from apps.core.admin_sites import tenant_admin
from apps.core.admin_tables import ReadOnlyAdmin, TableAdmin
from apps.interviews.models import (
    AssignedInterview,
    Event,
    OwnQuestion,
    Question,
    QuestionSet,
    Session,
    Template,
    WritingOrder,
)


@admin.register(Template, site=tenant_admin)
class TemplateAdmin(TableAdmin):
    list_display = ("title", "role", "is_archived", "made_by", "updated_at")
    search_fields = ("title", "description")
    list_filter = ("is_archived",)
    list_select_related = ("made_by",)
    readonly_fields = ("made_by",)


@admin.register(Session, site=tenant_admin)
class SessionAdmin(TableAdmin):
    list_display = ("title", "member", "mode", "state", "score", "created_at")
    search_fields = ("title", "member__name", "member__email")
    list_filter = ("mode", "state", "role", "level")
    list_select_related = ("member",)
    readonly_fields = ("member", "candidate", "assignment", "job", "setup", "report", "score")


@admin.register(Question, site=tenant_admin)
class QuestionAdmin(TableAdmin):
    list_display = ("__str__", "session", "position", "state", "score", "answered_at")
    search_fields = ("session__title", "session__member__name", "session__member__email")
    list_filter = ("state",)
    list_select_related = ("session",)
    readonly_fields = ("session", "follows", "asked", "answer", "evaluation", "score", "reviewed_by")


@admin.register(Event, site=tenant_admin)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("session", "kind", "at", "question")
    search_fields = ("session__title", "session__member__email")
    list_filter = ("kind",)
    list_select_related = ("session", "question")
    readonly_fields = ("session", "question", "kind", "at", "data")


@admin.register(OwnQuestion, site=tenant_admin)
class OwnQuestionAdmin(TableAdmin):
    list_display = ("__str__", "kind", "role", "level", "state", "is_shared", "is_archived", "made_by")
    search_fields = ("text",)
    list_filter = ("state", "is_shared", "is_archived")
    list_select_related = ("made_by",)
    readonly_fields = ("made_by", "reviewed_by", "version", "earlier")


@admin.register(QuestionSet, site=tenant_admin)
class QuestionSetAdmin(TableAdmin):
    list_display = ("title", "is_shared", "made_by", "updated_at")
    search_fields = ("title", "description")
    list_filter = ("is_shared",)
    list_select_related = ("made_by",)
    readonly_fields = ("made_by",)


@admin.register(AssignedInterview, site=tenant_admin)
class AssignedInterviewAdmin(TableAdmin):
    list_display = ("assignment", "attempts", "alternative_asked_at", "created_at")
    search_fields = ("assignment__candidate__name", "assignment__candidate__email")
    list_select_related = ("assignment", "assignment__candidate")
    readonly_fields = ("assignment", "setup")


@admin.register(WritingOrder, site=tenant_admin)
class WritingOrderAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "session", "ordered_by", "state", "number", "written", "failure")
    search_fields = ("session__title", "ordered_by__name", "ordered_by__email", "engine")
    list_filter = ("state",)
    list_select_related = ("session", "ordered_by")
    # It holds what a person wrote of their own work.
    exclude = ("brief",)
    readonly_fields = ("session", "ordered_by", "questions", "engine", "prompt")

"""What modules found out, and what candidates were asked to do, over HTTP."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.hiring import services
from apps.hiring.api.base import EDIT, VIEW, HiringViewSet
from apps.hiring.exports import ASSIGNMENT_EXPORT, RESULT_EXPORT
from apps.hiring.filters import AssignmentFilters, ResultFilters
from apps.hiring.models import Application, Assignment, Candidate, Result


class ResultSerializer(serializers.ModelSerializer[Result]):
    """What a module found out, the words it rests on, and the version that can compute it again."""

    score = serializers.FloatField(allow_null=True, help_text="0 to 100, or null.")

    class Meta:
        model = Result
        fields = (
            *("id", "candidate", "application", "module", "kind", "score", "summary", "evidence", "link"),
            *("algorithm", "is_current", "created_at"),
        )
        read_only_fields = fields


class ResultViewSet(HiringViewSet[Result]):
    """What modules found out; of each kind the newest is current."""

    rights = dict.fromkeys(("list", "retrieve"), VIEW)
    serializer_class = ResultSerializer
    queryset = Result.objects.none()
    filterset_class = ResultFilters
    search_fields = ("summary", "module", "kind")
    ordering_fields = ("created_at", "score")
    export = RESULT_EXPORT

    def rows(self) -> Any:
        return Result.objects.select_related("candidate")


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """What a candidate was asked to do; who does not come in time finds it expired."""

    state = serializers.ChoiceField(choices=Assignment.State.choices, source="state_now", read_only=True)

    class Meta:
        model = Assignment
        fields = (
            *("id", "candidate", "application", "module", "activity", "state", "due_at", "link"),
            *("assigned_by", "result", "created_at", "updated_at"),
        )
        read_only_fields = fields


class NewAssignmentSerializer(serializers.Serializer[Any]):
    candidate = serializers.UUIDField()
    application = serializers.UUIDField(required=False, allow_null=True)
    module = serializers.CharField(max_length=60, help_text="Such as `code_assessment`.")
    activity = serializers.CharField(max_length=60)
    due_at = serializers.DateTimeField(required=False, allow_null=True)


class AssignmentViewSet(HiringViewSet[Assignment]):
    """What candidates were asked to do."""

    rights = {**dict.fromkeys(("list", "retrieve"), VIEW), **dict.fromkeys(("create", "cancel"), EDIT)}
    serializer_class = AssignmentSerializer
    queryset = Assignment.objects.none()
    filterset_class = AssignmentFilters
    search_fields = ("module", "activity")
    ordering_fields = ("created_at", "due_at")
    export = ASSIGNMENT_EXPORT

    def rows(self) -> Any:
        return Assignment.objects.select_related("candidate")

    @extend_schema(request=NewAssignmentSerializer, responses={201: AssignmentSerializer})
    def create(self, request: Request) -> Response:
        """Ask a candidate to do something; 409 `no-activity` where no licensed module offers it."""
        sent = self._checked(NewAssignmentSerializer)
        candidate = get_object_or_404(Candidate.objects.present(), pk=sent["candidate"])
        about = sent.get("application")
        made = services.assign(
            candidate,
            module=sent["module"],
            activity=sent["activity"],
            by=self.membership,
            application=get_object_or_404(Application, pk=about) if about else None,
            due_at=sent.get("due_at"),
        )
        return self._answer(made.pk, status=201)

    @extend_schema(request=None, responses=AssignmentSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Take it back, unless it is over."""
        services.cancel_assignment(self.get_object())
        return self._answer(pk)

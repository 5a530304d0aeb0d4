"""Practice areas over HTTP."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.permissions import HasRights
from apps.interviews.models import SkillProgress
from apps.interviews.queries import practice_of


class PracticeAreaSerializer(serializers.Serializer[Any]):
    """How the member does in a skill when practising."""

    id = serializers.UUIDField()
    skill = serializers.CharField()
    attempts = serializers.IntegerField()
    best = serializers.IntegerField(help_text="0 to 100.")
    average = serializers.IntegerField(help_text="0 to 100.")
    ability = serializers.FloatField(help_text="On the scale of the questions: 1000 junior, 1200 mid, 1400 senior.")
    recent = serializers.ListField(child=serializers.IntegerField(), help_text="Last scores, the oldest first.")
    seconds = serializers.IntegerField()
    last_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True, help_text="When it should be practised again.")


class PracticeAreaViewSet(viewsets.GenericViewSet[SkillProgress]):
    """The member's own practice areas; nobody else sees them."""

    permission_classes = (HasRights,)
    rights = {"list": "interviews.view"}
    serializer_class = PracticeAreaSerializer
    queryset = SkillProgress.objects.none()
    search_fields = ("skill",)
    ordering_fields = ("skill", "attempts", "best", "due_at", "last_at")

    @extend_schema(responses=PracticeAreaSerializer(many=True))
    def list(self, request: Request) -> Response:
        """By name of the skill."""
        django_request: Any = request._request
        rows: Any = self.filter_queryset(practice_of(django_request.membership))
        return self.get_paginated_response(PracticeAreaSerializer(self.paginate_queryset(rows), many=True).data)

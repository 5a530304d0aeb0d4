"""Sets of questions over HTTP."""

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights, member_of
from apps.accounts.rights import require_right
from apps.core.ids import UUID_PATTERN
from apps.interviews.bank import are_known, sets_for
from apps.interviews.models import QuestionSet
from apps.interviews.services import bank as services

VIEW, PRACTISE = "interviews.view", "interviews.practise"


class QuestionSetSerializer(serializers.ModelSerializer[QuestionSet]):
    """Questions in their order: slugs of the library and ids of own questions."""

    questions = serializers.ListField(child=serializers.CharField(max_length=100), min_length=1, max_length=40)

    class Meta:
        model = QuestionSet
        fields = ("id", "title", "description", "questions", "is_shared", "created_at", "updated_at")


class QuestionSetViewSet(viewsets.GenericViewSet[QuestionSet]):
    """The shared sets and the member's own."""

    permission_classes = (HasRights,)
    rights = {
        **dict.fromkeys(("list", "retrieve"), VIEW),
        **dict.fromkeys(("create", "partial_update", "destroy"), PRACTISE),
    }
    serializer_class = QuestionSetSerializer
    queryset = QuestionSet.objects.none()
    lookup_value_regex = UUID_PATTERN
    filterset_fields = ("is_shared",)
    search_fields = ("title", "description")
    ordering_fields = ("title", "updated_at")

    @property
    def membership(self) -> Membership:
        return require_right(member_of(self.request), VIEW)

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return QuestionSet.objects.none()
        return sets_for(self.membership)

    def _told(self, chosen: QuestionSet, known: Mapping[str, bool] | None = None) -> dict[str, Any]:
        """With those of its questions that the member may see."""
        known = are_known(self.membership, chosen.questions) if known is None else known
        return {**QuestionSetSerializer(chosen).data, "questions": [key for key in chosen.questions if known[key]]}

    def _set(self, pk: str) -> QuestionSet:
        found: QuestionSet = get_object_or_404(self.get_queryset(), pk=pk)
        return found

    def list(self, request: Request) -> Response:
        """By title."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        known = are_known(self.membership, {key for one in page for key in one.questions})
        rows = [
            {**QuestionSetSerializer(one).data, "questions": [key for key in one.questions if known[key]]}
            for one in page
        ]
        return self.get_paginated_response(rows)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them."""
        return Response(self._told(self._set(pk)))

    @extend_schema(responses={201: QuestionSetSerializer})
    def create(self, request: Request) -> Response:
        """A set of one's own; sharing it asks for interviews.edit, and for shared questions."""
        form = QuestionSetSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(self._told(services.write_set(self.membership, **form.validated_data)), status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; `questions` replace all that there were."""
        form = QuestionSetSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        return Response(self._told(services.revise_set(self._set(pk), by=self.membership, **form.validated_data)))

    @extend_schema(responses={204: OpenApiResponse(description="Deleted.")})
    def destroy(self, request: Request, pk: str) -> Response:
        """The bundle goes; its questions stay."""
        services.delete_set(self._set(pk), by=self.membership)
        return Response(status=204)

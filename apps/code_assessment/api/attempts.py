"""Attempts over HTTP: begin, end, and read what came of it; programs are handed in as submissions."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights
from apps.code_assessment import services
from apps.code_assessment.api import shapes
from apps.code_assessment.models import Attempt
from apps.code_assessment.queries import attempts_for, attempts_of
from apps.core.ids import UUID_PATTERN


class AttemptViewSet(viewsets.GenericViewSet[Attempt]):
    """The member's attempts; those who review also see those of candidates."""

    permission_classes = (HasRights,)
    rights = {
        **dict.fromkeys(("list", "retrieve"), "code_assessment.view"),
        **dict.fromkeys(("start", "finish"), "code_assessment.practise"),
    }
    serializer_class = shapes.AttemptSerializer
    queryset = Attempt.objects.none()
    lookup_value_regex = UUID_PATTERN
    filterset_fields = ("state", "mode")
    search_fields = ("title",)
    ordering_fields = ("created_at", "score")

    @property
    def membership(self) -> Membership:
        django_request: Any = self.request._request
        membership: Membership = django_request.membership
        return membership

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return Attempt.objects.none()
        return attempts_for(self.membership)

    def _own(self, pk: str) -> Attempt:
        """Only who sits it begins and ends it."""
        return get_object_or_404(attempts_of(self.membership), pk=pk)

    def _answer(self, attempt: Attempt) -> Response:
        attempt.refresh_from_db()
        is_known = attempt.state != Attempt.State.READY
        return Response(shapes.attempt_json(attempt, shows_problems=is_known))

    @extend_schema(responses=shapes.AttemptSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        rows = [shapes.attempt_json(one, shows_problems=one.state != Attempt.State.READY) for one in page]
        return self.get_paginated_response(rows)

    @extend_schema(responses=shapes.AttemptSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """Where it is; what is late ends."""
        attempt: Attempt = get_object_or_404(self.get_queryset(), pk=pk)
        if attempt.member_id == self.membership.pk:
            services.end_if_late(attempt)
        return self._answer(attempt)

    @extend_schema(request=shapes.CodeStartSerializer, responses=shapes.AttemptSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: str) -> Response:
        """Begin: its problems are counted and told, and the clock goes."""
        form = shapes.CodeStartSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return self._answer(services.start_attempt(self._own(pk), consented=form.validated_data["consent"]))

    @extend_schema(request=None, responses=shapes.AttemptSerializer)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, pk: str) -> Response:
        """End it now; what stands in the editors is handed in."""
        return self._answer(services.finish_attempt(self._own(pk)))

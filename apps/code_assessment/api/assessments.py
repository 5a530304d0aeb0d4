"""Assessments over HTTP."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights
from apps.code_assessment import services
from apps.code_assessment.api import shapes
from apps.code_assessment.models import Assessment
from apps.core.ids import UUID_PATTERN
from apps.hiring.models import Candidate


class AssessmentViewSet(viewsets.GenericViewSet[Assessment]):
    """Assessments of the workspace that are offered."""

    permission_classes = (HasRights,)
    rights = {
        **dict.fromkeys(("list", "retrieve"), "code_assessment.review"),
        **dict.fromkeys(("create", "update", "destroy"), "code_assessment.edit"),
        "attempt": "code_assessment.review",
        "assign": "code_assessment.assign",
    }
    serializer_class = shapes.AssessmentSerializer
    queryset = Assessment.objects.filter(is_archived=False)
    lookup_value_regex = UUID_PATTERN
    search_fields = ("title",)
    ordering_fields = ("title", "created_at")

    @property
    def membership(self) -> Membership:
        django_request: Any = self.request._request
        membership: Membership = django_request.membership
        return membership

    def _found(self, pk: str) -> Assessment:
        return get_object_or_404(self.get_queryset(), pk=pk)

    def _answer(self, assessment: Assessment, *, status: int = 200) -> Response:
        return Response(shapes.AssessmentSerializer(assessment).data, status=status)

    def _written(self, request: Request, assessment: Assessment | None) -> Assessment:
        form = shapes.AssessmentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return services.write_assessment(self.membership, services.Wanted(**form.validated_data), assessment=assessment)

    @extend_schema(responses=shapes.AssessmentSerializer(many=True))
    def list(self, request: Request) -> Response:
        """By title."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(shapes.AssessmentSerializer(page, many=True).data)

    @extend_schema(responses=shapes.AssessmentSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them."""
        return self._answer(self._found(pk))

    @extend_schema(request=shapes.AssessmentSerializer, responses={201: shapes.AssessmentSerializer})
    def create(self, request: Request) -> Response:
        """Write one."""
        return self._answer(self._written(request, None), status=201)

    @extend_schema(request=shapes.AssessmentSerializer, responses=shapes.AssessmentSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Give it another shape; whoever was asked for it keeps the one before."""
        return self._answer(self._written(request, self._found(pk)))

    @extend_schema(responses={204: OpenApiResponse(description="Archived.")})
    def destroy(self, request: Request, pk: str) -> Response:
        """Offer it no more; attempts stay."""
        services.archive_assessment(self._found(pk))
        return Response(status=204)

    @extend_schema(request=None, responses={201: shapes.AttemptSerializer})
    @action(detail=True, methods=["post"])
    def attempt(self, request: Request, pk: str) -> Response:
        """Make a trial of one's own ready, to see what candidates will see."""
        found = self._found(pk)
        made = services.prepare_attempt(
            self.membership,
            services.setup_of(found),
            title=found.title,
            occasion=services.Occasion(assessment=found),
        )
        return Response(shapes.attempt_json(made, shows_problems=False), status=201)

    @extend_schema(request=shapes.AssignSerializer, responses={201: shapes.AssignedSerializer})
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: str) -> Response:
        """Ask a candidate for it; who has no account is invited."""
        found = self._found(pk)
        form = shapes.AssignSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        candidate = get_object_or_404(Candidate.objects.present(), pk=sent["candidate"])
        wanted = sent.get("application")
        application = get_object_or_404(candidate.applications, pk=wanted) if wanted else None
        order = services.Order(
            found, time_factor=sent["time_factor"], due_at=sent.get("due_at"), application=application
        )
        made = services.assign_assessment(candidate, by=self.membership, order=order)
        return Response({"assignment": made.assignment_id, "link": made.assignment.link}, status=201)

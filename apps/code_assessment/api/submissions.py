"""Programs over HTTP: hand one in, then look until it is judged."""

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
from apps.code_assessment.api.asking import editor_of
from apps.code_assessment.api.inspections import InspectionSerializer, inspection_json
from apps.code_assessment.models import Inspection, Submission
from apps.code_assessment.queries import submissions_for, with_place, with_progress
from apps.core.ids import UUID_PATTERN


class SubmissionViewSet(viewsets.GenericViewSet[Submission]):
    """The member's programs; those who review also see what candidates handed in."""

    permission_classes = (HasRights,)
    rights = {
        **dict.fromkeys(("list", "retrieve"), "code_assessment.view"),
        "create": "code_assessment.practise",
        **dict.fromkeys(("rejudge", "inspection"), "code_assessment.review"),
    }
    serializer_class = shapes.SubmissionSerializer
    queryset = Submission.objects.none()
    lookup_value_regex = UUID_PATTERN
    filterset_fields = ("problem", "kind", "state", "verdict", "language", "attempt")
    ordering_fields = ("created_at", "points")

    @property
    def membership(self) -> Membership:
        django_request: Any = self.request._request
        membership: Membership = django_request.membership
        return membership

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return Submission.objects.none()
        return submissions_for(self.membership)

    def _seen(self, pk: str) -> Submission:
        found: Submission = get_object_or_404(self.get_queryset(), pk=pk)
        return found

    def _detail(self, submission: Submission, *, status: int = 200) -> Response:
        return Response(shapes.submission_detail_json(with_place(submission)), status=status)

    @extend_schema(responses=shapes.SubmissionSerializer(many=True))
    def list(self, request: Request) -> Response:
        """Newest first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response([shapes.submission_json(one) for one in with_progress(page)])

    @extend_schema(request=shapes.SubmitSerializer, responses={202: shapes.SubmissionDetailSerializer})
    def create(self, request: Request) -> Response:
        """Hand a program in: it is counted once and judged later. 503 `no-sandbox` where nothing can be judged."""
        form = shapes.SubmitSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        content, attempt = editor_of(self.membership, sent["problem"], sent.get("attempt"))
        files = tuple(sent.get("files", {}).items())
        program = services.Program(sent["language"], sent["source"], key=sent.get("key", ""), files=files)
        made = services.submit(self.membership, sent["problem"], program, content=content, attempt=attempt)
        return self._detail(made, status=202)

    @extend_schema(responses=shapes.SubmissionDetailSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """How far it is, and the verdict of each test once it is judged."""
        return self._detail(self._seen(pk))

    @extend_schema(request=None, responses={202: shapes.SubmissionDetailSerializer})
    @action(detail=True, methods=["post"])
    def rejudge(self, request: Request, pk: str) -> Response:
        """Judge it again by the problem as it is today."""
        return self._detail(services.rejudge(self._seen(pk), by=self.membership), status=202)

    @extend_schema(responses=InspectionSerializer)
    @action(detail=True, methods=["get"])
    def inspection(self, request: Request, pk: str) -> Response:
        """What tools note about a program that counts in an assessment; 404 before anything looked at it."""
        found = get_object_or_404(Inspection.objects.filter(submission__in=self.get_queryset()), submission_id=pk)
        return Response(inspection_json(found))

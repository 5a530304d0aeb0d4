"""CVs over HTTP."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights
from apps.accounts.rights import has_right
from apps.core.filters import asks_to_filter
from apps.core.ids import UUID_PATTERN
from apps.core.problems import ProblemError
from apps.cv_analysis import correcting, services
from apps.cv_analysis.api.analyses import (
    AnalysisSerializer,
    ComparisonSerializer,
    CorrectionFields,
    LaidSerializer,
    VersionQuery,
    VersionSerializer,
    analysis_json,
    laid_json,
)
from apps.cv_analysis.api.careers import CareerSerializer, career_json
from apps.cv_analysis.api.files import AS_FILES, FORMAT, file_asked_for
from apps.cv_analysis.api.matches import MatchSerializer, match_json
from apps.cv_analysis.career_paths import career_of
from apps.cv_analysis.listing import CV_EXPORT, MATCH_EXPORT
from apps.cv_analysis.models import Analysis, Cv, CvQuerySet
from apps.cv_analysis.presenting import problem_of
from apps.cv_analysis.queries import comparison_of, cv_list_for, cvs_for, laid_over, with_progress
from apps.hiring.models import Candidate, Job, Match

Row = TypeVar("Row", bound=Model)


class NotReadyError(ProblemError):
    code = "not-ready"
    title = _("There is no analysis of this CV. Look at its status.")
    status = 409


class TaskSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    progress = serializers.IntegerField(help_text="Percent.")
    step = serializers.CharField()


class ErrorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    advice = serializers.CharField()


class CvSerializer(serializers.Serializer[Any]):
    """A CV and how far its reading has come; describes what `cv_json` writes."""

    id = serializers.UUIDField()
    file_name = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    status = serializers.ChoiceField(choices=Cv.Status.choices)
    error = ErrorSerializer(allow_null=True)
    task = TaskSerializer(allow_null=True)
    candidate_name = serializers.CharField()
    candidate = serializers.UUIDField(allow_null=True, help_text="Whose CV it is, once that is known.")
    job = serializers.UUIDField(allow_null=True, help_text="The job that it was uploaded for.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


UPLOAD_HELP = "PDF, DOCX, ODT, RTF, HTML, text, or a picture (PNG, JPEG, TIFF, WebP), up to 10 MB."


class UploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True, max_length=255, help_text=UPLOAD_HELP)
    candidate = serializers.UUIDField(required=False, help_text="Whose CV it is; without it, the CV says so.")
    job = serializers.UUIDField(required=False, help_text="Consider the person for this job once the CV is read.")


def cv_json(cv: Cv) -> dict[str, Any]:
    """A row of the list; written out, as a serializer would double the time that a list takes."""
    status, task = cv.status_now, cv.task
    problem = None if status == Cv.Status.PARSED else problem_of(cv)
    return {
        "id": cv.pk,
        "file_name": cv.file_name,
        "size": cv.size,
        "status": status,
        "error": {"code": cv.error_code or status, **problem} if problem else None,
        "task": {"id": task.pk, "progress": task.progress_percent, "step": task.progress_step} if task else None,
        "candidate_name": cv.candidate_name,
        "candidate": cv.candidate_id,
        "job": cv.job_id,
        "created_at": cv.created_at,
        "updated_at": cv.updated_at,
    }


class CvViewSet(viewsets.GenericViewSet[Cv]):
    """CVs of the workspace; a candidate sees the own ones only."""

    permission_classes = (HasRights,)
    rights = {
        **dict.fromkeys(("list", "retrieve", "analysis", "versions", "career"), "cv_analysis.view"),
        **dict.fromkeys(("compare", "corrections"), "cv_analysis.view"),
        **dict.fromkeys(("correct", "undo"), "cv_analysis.correct"),
        "matches": "cv_analysis.match",
        **dict.fromkeys(("create", "reprocess"), "cv_analysis.upload"),
        "destroy": "cv_analysis.delete",
    }
    serializer_class = CvSerializer
    queryset = Cv.objects.none()
    lookup_value_regex = UUID_PATTERN
    filterset_fields = ("status",)
    search_fields = ("file_name", "candidate_name")
    ordering_fields = ("created_at", "file_name", "size")

    @property
    def membership(self) -> Membership:
        django_request: Any = self.request._request
        membership: Membership = django_request.membership
        return membership

    def get_queryset(self) -> CvQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return Cv.objects.none()
        return cvs_for(self.membership)

    def _cv(self, pk: str) -> Cv:
        return with_progress([get_object_or_404(self.get_queryset(), pk=pk)])[0]

    def _named(self, rows: "QuerySet[Row]", sent: dict[str, Any], name: str) -> Row | None:
        """What the upload names; for those who may not work with candidates and jobs there is none."""
        if name not in sent:
            return None
        found = rows.filter(pk=sent[name]).first() if has_right(self.membership, "hiring.edit") else None
        if found is None:
            raise serializers.ValidationError({name: _("There is no such record in this workspace.")})
        return found

    def get_renderers(self) -> list[BaseRenderer]:
        """Lists can be had as files."""
        return [kind() for kind in (AS_FILES if self.action in {"list", "matches"} else AS_FILES[:1])]

    @extend_schema(parameters=[FORMAT])
    def list(self, request: Request) -> Any:
        """Newest first."""
        rows: Any = cv_list_for(self.membership)
        if asks_to_filter(request):
            rows = self.filter_queryset(self.get_queryset().defer("file"))
        if request.accepted_renderer.format != "json":
            return file_asked_for(request, CV_EXPORT, self.filter_queryset(self.get_queryset()).iterator(500))
        return self.get_paginated_response([cv_json(cv) for cv in with_progress(self.paginate_queryset(rows) or [])])

    @extend_schema(responses=CvSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One CV and how far its reading has come."""
        return Response(cv_json(self._cv(pk)))

    @extend_schema(request={"multipart/form-data": UploadSerializer}, responses={202: CvSerializer})
    def create(self, request: Request) -> Response:
        """Upload a file; it is read in the background."""
        form = UploadSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        cv = services.upload_cv(
            self.membership,
            upload=sent["file"],
            candidate=self._named(Candidate.objects.present(), sent, "candidate"),
            job=self._named(Job.objects.all(), sent, "job"),
        )
        return Response(cv_json(cv), status=202)

    @extend_schema(responses={204: OpenApiResponse(description="Deleted, with its file.")})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete the CV, its file and everything read from it."""
        services.delete_cv(self._cv(pk))
        return Response(status=204)

    @extend_schema(request=None, responses={202: CvSerializer})
    @action(detail=True, methods=["post"])
    def reprocess(self, request: Request, pk: str) -> Response:
        """Read the file again with today's algorithm."""
        return Response(cv_json(services.reprocess_cv(self._cv(pk))), status=202)

    @extend_schema(
        parameters=[OpenApiParameter("version", int, description="An earlier reading; without it the current one.")],
        responses={200: AnalysisSerializer, 409: OpenApiResponse(description="Not read yet.")},
    )
    @action(detail=True)
    def analysis(self, request: Request, pk: str) -> Response:
        """What was found, and how it scores."""
        cv = self._cv(pk)
        asked = request.query_params.get("version", "")
        analysis: Analysis | None
        if asked:
            analysis = get_object_or_404(cv.analyses.all(), version=asked if asked.isdecimal() else 0)
        else:
            analysis = cv.analysis
        if analysis is None or cv.is_working:
            raise NotReadyError
        return Response(analysis_json(cv, analysis))

    @extend_schema(responses={200: CareerSerializer, 409: OpenApiResponse(description="Not read yet.")}, filters=False)
    @action(detail=True)
    def career(self, request: Request, pk: str) -> Response:
        """What may come after the last title of the CV, and which skills each asks that are not in it."""
        cv = self._cv(pk)
        analysis = cv.analysis
        if analysis is None or cv.is_working:
            raise NotReadyError
        found = career_of(analysis, self.membership)
        return Response(career_json(found) if found else {"title": "", "occupation": None, "path": [], "next": []})

    @extend_schema(responses=VersionSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def versions(self, request: Request, pk: str) -> Response:
        """Every reading that found something else, the newest first."""
        rows = self._cv(pk).analyses.defer("text", "findings", "scores")
        return Response(VersionSerializer(rows, many=True).data)

    @extend_schema(responses=MatchSerializer(many=True), parameters=[FORMAT], filters=False)
    @action(detail=True)
    def matches(self, request: Request, pk: str) -> Any:
        """How well the person of the CV fits the jobs, the best first; empty while nobody knows whose CV it is."""
        cv = self._cv(pk)
        found = Match.objects.filter(candidate=cv.candidate_id).select_related("candidate", "job")
        as_file = file_asked_for(request, MATCH_EXPORT, found.iterator(500))
        if as_file is not None:
            return as_file
        page: Any = self.paginate_queryset(found)  # type: ignore[arg-type]  # of another model than the list
        return self.get_paginated_response([match_json(row) for row in page])

    @extend_schema(
        parameters=[
            OpenApiParameter("before", int, required=True, description="The number of a version."),
            OpenApiParameter("after", int, description="Another; without it the current one."),
        ],
        responses=ComparisonSerializer,
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def compare(self, request: Request, pk: str) -> Response:
        """What differs between two readings: fields, records, and the points of each score part by part."""
        # First of all, so that nobody can tell a CV of others from none.
        cv = self._cv(pk)
        asked = VersionQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        sent = asked.validated_data
        rows = cv.analyses.select_related("cv")
        before = get_object_or_404(rows, version=sent["before"])
        after = get_object_or_404(rows, **({"version": sent["after"]} if "after" in sent else {"is_current": True}))
        return Response(comparison_of(before, after).to_dict())

    @extend_schema(responses=LaidSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def corrections(self, request: Request, pk: str) -> Response:
        """What people said better than the reader, the oldest first."""
        cv = self._cv(pk)
        analysis = cv.analysis
        if analysis is None:
            return Response([])
        ids = cv.corrections.values_list("pk", flat=True)
        return Response([{"id": one, **laid} for one, laid in zip(ids, laid_json(laid_over(analysis)), strict=True)])

    @extend_schema(request=CorrectionFields, responses={201: LaidSerializer})
    @corrections.mapping.post
    def correct(self, request: Request, pk: str) -> Response:
        """Correct a field or a record; scores, record and matches follow, and later readings keep it."""
        form = CorrectionFields(data=request.data)
        form.is_valid(raise_exception=True)
        cv = self._cv(pk)
        row = correcting.correct_cv(cv, by=self.membership, **form.validated_data)
        analysis = cv.analyses.current().get()
        return Response({"id": row.pk, **laid_json(laid_over(analysis))[-1]}, status=201)

    @extend_schema(
        parameters=[OpenApiParameter("correction", OpenApiTypes.UUID, OpenApiParameter.PATH)],
        responses={204: OpenApiResponse(description="What was read counts again.")},
    )
    @action(detail=True, methods=["delete"], url_path=f"corrections/(?P<correction>{UUID_PATTERN})")
    def undo(self, request: Request, pk: str, correction: str) -> Response:
        """Take a correction back."""
        correcting.undo_correction(get_object_or_404(self._cv(pk).corrections.select_related("cv"), pk=correction))
        return Response(status=204)

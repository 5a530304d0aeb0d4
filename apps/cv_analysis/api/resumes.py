"""The CV builder over HTTP."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights
from apps.core.ids import UUID_PATTERN
from apps.core.links import DAYS
from apps.cv_analysis import resumes, sharing
from apps.cv_analysis.builder.looks import FORMATS
from apps.cv_analysis.models import Cv, Resume, ResumeQuerySet, ShareLink
from apps.cv_analysis.queries import cvs_for, resumes_for
from apps.cv_analysis.resume_files import file_of

KINDS = tuple(FORMATS)
# What is JSON is described as such, all else as the bytes of a file.
EXPORTED = {
    (200, one.content_type.partition(";")[0]): OpenApiTypes.OBJECT if one.name == "json" else OpenApiTypes.BINARY
    for one in FORMATS.values()
}


class ResumeSerializer(serializers.Serializer[Any]):
    """A CV of the builder; describes what `resume_json` writes."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    look = serializers.ChoiceField(choices=Resume.Look.choices)
    paper = serializers.ChoiceField(choices=Resume.Paper.choices)
    version = serializers.IntegerField(help_text="Counts what was saved; send it back when you change the CV.")
    cv = serializers.UUIDField(allow_null=True, help_text="The uploaded CV that it was made of.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class WholeResumeSerializer(ResumeSerializer):
    document = serializers.JSONField(help_text="JSON Resume 1.0.0.")


class NewResumeSerializer(serializers.Serializer[Any]):
    """Empty, with `document`, or with what was read out of the uploaded CV `cv`."""

    title = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    document = serializers.JSONField(required=False, help_text="JSON Resume 1.0.0.")
    cv = serializers.UUIDField(required=False, help_text="An uploaded CV that has been read.")
    candidate = serializers.UUIDField(required=False, help_text="Whom it is about.")


class ChangeSerializer(serializers.Serializer[Any]):
    """What changes. Whoever sends the version that was read is refused when somebody saved since."""

    title = serializers.CharField(max_length=120, required=False)
    look = serializers.ChoiceField(choices=Resume.Look.choices, required=False)
    paper = serializers.ChoiceField(choices=Resume.Paper.choices, required=False)
    document = serializers.JSONField(required=False, help_text="JSON Resume 1.0.0; replaces what was there.")
    version = serializers.IntegerField(required=False, min_value=1)


class LinkSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    expires_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    views = serializers.IntegerField()
    last_viewed_at = serializers.DateTimeField(allow_null=True)


class NewLinkSerializer(LinkSerializer):
    url = serializers.CharField(help_text="Shown this once.")


class ShareSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80, help_text="For whom it is.")
    days = serializers.ChoiceField(choices=DAYS, default=30)


def resume_json(resume: Resume) -> dict[str, Any]:
    names = ("title", "look", "paper", "version", "created_at", "updated_at")
    return {"id": resume.pk, "cv": resume.source_id, **{name: getattr(resume, name) for name in names}}


def link_json(link: ShareLink) -> dict[str, Any]:
    names = ("name", "expires_at", "revoked_at", "views", "last_viewed_at")
    return {"id": link.pk, **{name: getattr(link, name) for name in names}}


class ResumeViewSet(viewsets.GenericViewSet[Resume]):
    """The CVs that the caller writes in the builder."""

    permission_classes = (HasRights,)
    rights = dict.fromkeys(
        ("list", "retrieve", "create", "partial_update", "destroy", "export", "share", "links", "end_link"),
        "cv_analysis.build",
    )
    serializer_class = ResumeSerializer
    queryset = Resume.objects.none()
    lookup_value_regex = UUID_PATTERN
    filterset_fields = ("look",)
    search_fields = ("title",)
    ordering_fields = ("updated_at", "title")

    @property
    def membership(self) -> Membership:
        django_request: Any = self.request._request
        membership: Membership = django_request.membership
        return membership

    def get_queryset(self) -> ResumeQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return Resume.objects.none()
        return resumes_for(self.membership)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:  # noqa: FBT001, FBT002 -- DRF's
        """What a file is exported as is no way to write JSON."""
        return super().perform_content_negotiation(request, force or self.action == "export")

    def _resume(self, pk: str) -> Resume:
        return get_object_or_404(self.get_queryset(), pk=pk)

    def list(self, request: Request) -> Response:
        """The last changed first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset().defer("data"))) or []
        return self.get_paginated_response([resume_json(resume) for resume in page])

    @extend_schema(responses=WholeResumeSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One CV with what it says."""
        resume = self._resume(pk)
        return Response({**resume_json(resume), "document": resume.data})

    @extend_schema(request=NewResumeSerializer, responses={201: WholeResumeSerializer})
    def create(self, request: Request) -> Response:
        """Begin a CV."""
        form = NewResumeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        if "cv" in given:
            resume = self._from_cv(given["cv"])
        else:
            resume = resumes.create_resume(
                self.membership, title=given["title"], data=given.get("document"), candidate_id=given.get("candidate")
            )
        return Response({**resume_json(resume), "document": resume.data}, status=201)

    def _from_cv(self, pk: Any) -> Resume:
        cv: Cv = get_object_or_404(cvs_for(self.membership), pk=pk)
        analysis = cv.analysis
        if analysis is None:
            raise resumes.NotReadError
        return resumes.create_from_analysis(self.membership, cv=cv, analysis=analysis)

    @extend_schema(
        request=ChangeSerializer,
        responses={200: WholeResumeSerializer, 409: OpenApiResponse(description="Saved by somebody else since.")},
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is named."""
        form = ChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        resume = resumes.save_resume(
            self._resume(pk), version=given.pop("version", None), data=given.pop("document", None), **given
        )
        return Response({**resume_json(resume), "document": resume.data})

    @extend_schema(responses={204: OpenApiResponse(description="Deleted, with its links.")})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete the CV and its links."""
        resumes.delete_resume(self._resume(pk))
        return Response(status=204)

    @extend_schema(
        parameters=[OpenApiParameter("format", enum=KINDS, default="pdf", description="Of the file.")],
        responses={
            **EXPORTED,
            503: OpenApiResponse(description="This machine cannot make PDFs, or makes many right now."),
        },
    )
    @action(detail=True)
    def export(self, request: Request, pk: str) -> HttpResponse:
        """The CV as a file."""
        return file_of(self._resume(pk), request.query_params.get("format", "pdf"))

    @extend_schema(request=ShareSerializer, responses={201: NewLinkSerializer})
    @action(detail=True, methods=["post"])
    def share(self, request: Request, pk: str) -> Response:
        """Make a link to the CV for somebody."""
        form = ShareSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = sharing.share_resume(self._resume(pk), **form.validated_data)
        url = request.build_absolute_uri(reverse("cv_analysis:shared", args=[made.token]))
        return Response({**link_json(made.link), "url": url}, status=201)

    @extend_schema(responses=LinkSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def links(self, request: Request, pk: str) -> Response:
        """Its links, the newest first."""
        return Response([link_json(link) for link in self._resume(pk).links.all()])

    @extend_schema(responses={204: OpenApiResponse(description="The link leads nowhere any more.")})
    @action(detail=True, methods=["delete"], url_path=rf"links/(?P<link>{UUID_PATTERN})")
    def end_link(self, request: Request, pk: str, link: str) -> Response:
        """End a link."""
        sharing.revoke_link(get_object_or_404(self._resume(pk).links.select_related("resume"), pk=link))
        return Response(status=204)

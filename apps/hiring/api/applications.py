"""Applications over HTTP: who is considered for what, and how far that has come."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.hiring import services
from apps.hiring.api.base import AT_ONCE, DELETE, EDIT, GONE, UNBLIND, VIEW, HiringViewSet
from apps.hiring.blind import name_of
from apps.hiring.exports import APPLICATION_EXPORT
from apps.hiring.filters import ApplicationFilters
from apps.hiring.models import Application, Candidate, Job, Stage, StageChange
from apps.hiring.queries import applications_in
from apps.hiring.services.bulk import reveal


class ApplicationSerializer(serializers.ModelSerializer[Application]):
    """A candidate who is considered for a job; a blind review keeps the name to itself."""

    job_title = serializers.CharField(source="job.title", read_only=True)
    candidate_name = serializers.SerializerMethodField()
    stage_name = serializers.CharField(source="stage.name", read_only=True)
    stage_kind = serializers.ChoiceField(choices=Stage.Kind.choices, source="stage.kind", read_only=True)
    match_score = serializers.FloatField(read_only=True, allow_null=True, help_text="0 to 100; null: not computed.")
    note_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Application
        fields = (
            *("id", "job", "job_title", "candidate", "candidate_name", "stage", "stage_name", "stage_kind"),
            *("match_score", "note_count", "source", "applied_at", "stage_since", "rejected_reason"),
        )
        read_only_fields = fields

    def get_candidate_name(self, row: Application) -> str:
        return name_of(row)


class NewApplicationSerializer(serializers.Serializer[Any]):
    job = serializers.UUIDField()
    candidate = serializers.UUIDField()
    stage = serializers.UUIDField(required=False, help_text="Without it, the first.")
    source = serializers.CharField(  # type: ignore[assignment]  # a field of that name, not where this one reads
        required=False, allow_blank=True, max_length=80
    )


class MoveSerializer(serializers.Serializer[Any]):
    stage = serializers.UUIDField()
    position = serializers.IntegerField(
        required=False, min_value=0, max_value=100_000, help_text="Place in the stage, from 0; without it, the last."
    )


class MoveManySerializer(serializers.Serializer[Any]):
    applications = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=AT_ONCE)
    stage = serializers.UUIDField()


class MovedSerializer(serializers.Serializer[Any]):
    moved = serializers.IntegerField(help_text="How many came from another stage.")


class RejectSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300)


class RevealedSerializer(serializers.Serializer[Any]):
    candidate = serializers.UUIDField()
    name = serializers.CharField()


class StageChangeSerializer(serializers.Serializer[StageChange]):
    """A step; a stage that was deleted since is null."""

    from_stage = serializers.UUIDField(source="from_stage_id", allow_null=True)
    to_stage = serializers.UUIDField(source="to_stage_id", allow_null=True)
    by = serializers.UUIDField(source="by_id", allow_null=True)
    at = serializers.DateTimeField()


class ApplicationViewSet(HiringViewSet[Application]):
    """Candidates in the pipelines of jobs."""

    rights = {
        **dict.fromkeys(("list", "retrieve", "history"), VIEW),
        **dict.fromkeys(("create", "move", "move_many", "reject"), EDIT),
        "destroy": DELETE,
        "reveal": UNBLIND,
    }
    serializer_class = ApplicationSerializer
    queryset = Application.objects.none()
    filterset_class = ApplicationFilters
    # Not by the candidate's name: in a blind review a search would give it away.
    search_fields = ("job__title", "source")
    ordering_fields = ("applied_at", "stage_since", "match_score", "position")
    by_default = ("-applied_at", "-pk")
    export = APPLICATION_EXPORT

    def rows(self) -> Any:
        return applications_in()

    def _stage(self, pk: object) -> Stage:
        return get_object_or_404(Stage, pk=pk)

    @extend_schema(request=NewApplicationSerializer, responses={201: ApplicationSerializer})
    def create(self, request: Request) -> Response:
        """Consider a candidate for a job; 409 `already-applied` names the application that there is."""
        sent = self._checked(NewApplicationSerializer)
        job = get_object_or_404(Job, pk=sent["job"])
        candidate = get_object_or_404(Candidate.objects.present(), pk=sent["candidate"])
        stage = self._stage(sent["stage"]) if "stage" in sent else None
        made = services.apply_to_job(job, candidate, stage=stage, source=sent.get("source", ""), by=self.membership)
        return self._answer(made.pk, status=201)

    @extend_schema(responses={204: GONE})
    def destroy(self, request: Request, pk: str) -> Response:
        """No longer consider the candidate for the job; the candidate stays."""
        services.delete_application(self.get_object())
        return Response(status=204)

    @extend_schema(request=MoveSerializer, responses=ApplicationSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """Bring it into a stage, to a place in it."""
        row = self.get_object()
        sent = self._checked(MoveSerializer)
        stage = self._stage(sent["stage"])
        services.move_application(row, stage=stage, position=sent.get("position"), by=self.membership)
        return self._answer(pk)

    @extend_schema(operation_id="hiring_applications_move_many", request=MoveManySerializer, responses=MovedSerializer)
    @action(detail=False, methods=["post"], url_path="move")
    def move_many(self, request: Request) -> Response:
        """Bring up to 500 into a stage: all, or none when one is not there."""
        sent = self._checked(MoveManySerializer)
        stage = self._stage(sent["stage"])
        moved = services.move_applications(sent["applications"], stage=stage, by=self.membership)
        return Response(MovedSerializer({"moved": moved}).data)

    @extend_schema(request=RejectSerializer, responses=ApplicationSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """Bring it into the stage of the rejected, with a reason for your own people."""
        row = self.get_object()
        services.reject(row, reason=self._checked(RejectSerializer).get("reason", ""), by=self.membership)
        return self._answer(pk)

    @extend_schema(request=None, responses=RevealedSerializer)
    @action(detail=True, methods=["post"])
    def reveal(self, request: Request, pk: str) -> Response:
        """Say who it is in a blind review; the audit log says that it was asked."""
        candidate = reveal(self.get_object())
        return Response(RevealedSerializer({"candidate": candidate.pk, "name": str(candidate)}).data)

    @extend_schema(responses=StageChangeSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def history(self, request: Request, pk: str) -> Response:
        """Every step that it took, the first one first."""
        return Response(StageChangeSerializer(self.get_object().changes.all(), many=True).data)

"""Candidates over HTTP."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.hiring import services
from apps.hiring.api.base import DELETE, EDIT, GONE, VIEW, HiringViewSet
from apps.hiring.exports import CANDIDATE_EXPORT
from apps.hiring.filters import CandidateFilters
from apps.hiring.models import Application, Candidate, PossibleDouble
from apps.hiring.queries import SEARCHED, candidates_of, open_doubles


class OwnApplicationSerializer(serializers.Serializer[Any]):
    """What the candidate is considered for; a blind review does not tell how far they came in it."""

    id = serializers.UUIDField()
    job = serializers.UUIDField(source="job_id")
    title = serializers.CharField(source="job.title")
    stage = serializers.SerializerMethodField()
    stage_name = serializers.SerializerMethodField()
    applied_at = serializers.DateTimeField()

    def get_stage(self, row: Application) -> UUID | None:
        return None if row.job.is_blind else row.stage_id

    def get_stage_name(self, row: Application) -> str | None:
        return None if row.job.is_blind else row.stage.name


class CandidateSerializer(serializers.ModelSerializer[Candidate]):
    """A person, once in the workspace. Give a name, an address or a phone."""

    email = serializers.EmailField(required=False, allow_blank=True)
    phone = serializers.CharField(
        required=False, allow_blank=True, max_length=40, help_text="With its country; kept as E.164."
    )
    links = serializers.ListField(child=serializers.URLField(max_length=300), required=False, max_length=20)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=30)
    member = serializers.UUIDField(source="member_id", read_only=True, allow_null=True)
    applications = OwnApplicationSerializer(many=True, read_only=True)

    class Meta:
        model = Candidate
        fields = (
            *("id", "name", "email", "phone", "location", "headline", "links", "source", "tags", "member"),
            *("applications", "created_at", "updated_at"),
        )


class OtherCandidateSerializer(serializers.Serializer[Any]):
    candidate = serializers.UUIDField(help_text="The other record.")


class DoubleSerializer(serializers.Serializer[Any]):
    """A record that may be the same person's."""

    candidate = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.CharField()
    reason = serializers.ChoiceField(choices=PossibleDouble.Reason.choices)


class CandidateViewSet(HiringViewSet[Candidate]):
    """People whom the company knows."""

    rights = {
        **dict.fromkeys(("list", "retrieve", "doubles"), VIEW),
        **dict.fromkeys(("create", "partial_update", "merge", "keep_apart"), EDIT),
        "destroy": DELETE,
    }
    serializer_class = CandidateSerializer
    queryset = Candidate.objects.none()
    filterset_class = CandidateFilters
    search_fields = SEARCHED
    ordering_fields = ("created_at", "updated_at", "name", "email", "source")
    export = CANDIDATE_EXPORT

    def rows(self) -> Any:
        return candidates_of()

    def create(self, request: Request) -> Response:
        """A new record; 409 `candidate-address-taken` says whose the address is."""
        sent = self._checked(CandidateSerializer)
        return self._answer(services.create_candidate(by=self.membership, **sent).pk, status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent."""
        candidate = self.get_object()
        services.update_candidate(candidate, **self._checked(CandidateSerializer, partial=True))
        return self._answer(pk)

    @extend_schema(responses={204: GONE})
    def destroy(self, request: Request, pk: str) -> Response:
        """Erase the person: the record, and all that was written and found out about them."""
        services.delete_candidate(self.get_object())
        return Response(status=204)

    def _other(self) -> Candidate:
        return get_object_or_404(Candidate.objects.present(), pk=self._checked(OtherCandidateSerializer)["candidate"])

    @extend_schema(request=OtherCandidateSerializer, responses=CandidateSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> Response:
        """Take the other record into this one, with everything that belongs to it."""
        candidate = self.get_object()
        services.merge_candidates(self._other(), into=candidate, by=self.membership)
        return self._answer(pk)

    @extend_schema(responses=DoubleSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def doubles(self, request: Request, pk: str) -> Response:
        """Records that may be the same person's, until somebody decides."""
        candidate = self.get_object()
        rows = []
        for pair in open_doubles(candidate):
            other = pair.second if pair.first_id == candidate.pk else pair.first
            rows.append({"candidate": other.pk, "name": other.name, "email": other.email, "reason": pair.reason})
        return Response(DoubleSerializer(rows, many=True).data)

    @extend_schema(request=OtherCandidateSerializer, responses={204: GONE})
    @action(detail=True, methods=["post"], url_path="keep-apart")
    def keep_apart(self, request: Request, pk: str) -> Response:
        """The two are two people; they are not suggested again."""
        candidate, other = self.get_object(), self._other()
        first, second = sorted((candidate.pk, other.pk))
        pair = get_object_or_404(open_doubles(candidate), first=first, second=second)
        services.keep_apart(pair, by=self.membership)
        return Response(status=204)

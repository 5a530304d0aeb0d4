"""Pairs of like programs over HTTP, for those who review."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights
from apps.code_assessment import services
from apps.code_assessment.alike import SideBySide
from apps.code_assessment.models import Likeness, Submission
from apps.code_assessment.models.likeness import LONGEST_NOTE
from apps.code_assessment.queries import likenesses_for
from apps.core.ids import UUID_PATTERN

DECISIONS = [value for value in Likeness.Decision.values if value != Likeness.Decision.OPEN]


class CodeLikeProgramSerializer(serializers.Serializer[Any]):
    submission = serializers.UUIDField()
    attempt = serializers.UUIDField()
    person = serializers.CharField(help_text="A number instead of the name where the review is blind.")
    language = serializers.CharField()
    created_at = serializers.DateTimeField()


@extend_schema_serializer(component_name="CodeLikeness")
class LikenessSerializer(serializers.Serializer[Any]):
    """A pair in the list; describes what `likeness_json` writes."""

    id = serializers.UUIDField()
    problem = serializers.CharField()
    title = serializers.CharField()
    programs = CodeLikeProgramSerializer(many=True, help_text="The earlier one first.")
    percent = serializers.IntegerField(help_text="Fingerprints in common, of those of the program that has fewer.")
    distance = serializers.FloatField(allow_null=True, help_text="Usual distances from the middle of the pairs.")
    percentile = serializers.FloatField(allow_null=True, help_text="How many of 100 pairs are less alike.")
    pairs = serializers.IntegerField(help_text="Pairs of the problem that it was ranked among.")
    version = serializers.CharField()
    decision = serializers.CharField()
    note = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class CodePassageSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    left = serializers.ListField(child=serializers.IntegerField(), help_text="First and last line of the earlier one.")
    right = serializers.ListField(child=serializers.IntegerField())


@extend_schema_serializer(component_name="CodeLikenessDetail")
class LikenessDetailSerializer(LikenessSerializer):
    passages = CodePassageSerializer(many=True)


@extend_schema_serializer(component_name="CodeDecision")
class DecisionSerializer(serializers.Serializer[Any]):
    decision = serializers.RegexField(f"^({'|'.join(DECISIONS)})$", help_text=f"One of: {', '.join(DECISIONS)}.")
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True, default="")


def _program_json(submission: Submission) -> dict[str, Any]:
    return {
        "submission": submission.pk,
        "attempt": submission.attempt_id,
        "person": submission.attempt.person if submission.attempt else "",
        "language": submission.language,
        "created_at": submission.created_at,
    }


def likeness_json(likeness: Likeness) -> dict[str, Any]:
    names = ("percent", "distance", "percentile", "pairs", "version", "decision", "note", "decided_at", "created_at")
    return {
        "id": likeness.pk,
        "problem": likeness.problem,
        "title": likeness.one.title,
        "programs": [_program_json(one) for one in likeness.programs],
        **{name: getattr(likeness, name) for name in names},
    }


def likeness_detail_json(likeness: Likeness) -> dict[str, Any]:
    shared = SideBySide(likeness).shared
    told = [{"number": one.number, "left": list(one.left), "right": list(one.right)} for one in shared]
    return {**likeness_json(likeness), "passages": told}


class LikenessViewSet(viewsets.GenericViewSet[Likeness]):
    """Candidates' programs that are unusually alike; what that means is for people to say."""

    permission_classes = (HasRights,)
    rights = dict.fromkeys(("list", "retrieve", "decide"), "code_assessment.review")
    serializer_class = LikenessSerializer
    queryset = Likeness.objects.none()
    lookup_value_regex = UUID_PATTERN
    filterset_fields = ("problem", "decision")
    ordering_fields = ("percent", "created_at")

    @property
    def membership(self) -> Membership:
        django_request: Any = self.request._request
        membership: Membership = django_request.membership
        return membership

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return Likeness.objects.none()
        return likenesses_for(self.membership)

    def _seen(self, pk: str) -> Likeness:
        found: Likeness = get_object_or_404(self.get_queryset(), pk=pk)
        return found

    @extend_schema(responses=LikenessSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The most alike first."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response([likeness_json(one) for one in page])

    @extend_schema(responses=LikenessDetailSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """With the passages that both programs have."""
        return Response(likeness_detail_json(self._seen(pk)))

    @extend_schema(request=DecisionSerializer, responses=LikenessDetailSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Say what the pair is; no score changes by it."""
        found = self._seen(pk)
        form = DecisionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        services.decide_likeness(found, by=self.membership, decision=sent["decision"], note=sent["note"])
        return Response(likeness_detail_json(self._seen(pk)))

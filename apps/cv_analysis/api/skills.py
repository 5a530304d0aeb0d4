"""The catalogue of skills over HTTP."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from apps.accounts.permissions import HasRights, member_of
from apps.accounts.rights import has_right
from apps.cv_analysis.api.files import AS_FILES, FORMAT, file_asked_for
from apps.cv_analysis.catalogue import CATEGORIES, SOME_DAYS, KnownSkill, found_skills, trending, with_candidates
from apps.cv_analysis.listing import SKILL_EXPORT, TREND_EXPORT

LOOK, MATCH = "cv_analysis.view", "cv_analysis.match"
LONGEST = 100


class SkillQuery(serializers.Serializer[Any]):
    search = serializers.CharField(required=False, default="", allow_blank=True, max_length=LONGEST)
    category = serializers.ChoiceField(choices=list(CATEGORIES), required=False, default="", allow_blank=True)
    group = serializers.CharField(required=False, default="", allow_blank=True, max_length=LONGEST)


class KnownSkillSerializer(serializers.Serializer[Any]):
    """A skill that the reader knows in all its spellings."""

    id = serializers.CharField()
    name = serializers.CharField()
    category = serializers.CharField()
    group = serializers.CharField()
    candidates = serializers.IntegerField(
        allow_null=True, help_text="How many candidates of the workspace have it; null for those who may not know."
    )


class TrendQuery(serializers.Serializer[Any]):
    days = serializers.ChoiceField(choices=SOME_DAYS, required=False, default=SOME_DAYS[0])


class TrendSerializer(serializers.Serializer[Any]):
    """How many people's CVs and how many jobs name a skill within some days, and in as many days before."""

    skill_id = serializers.CharField(allow_blank=True, help_text="Empty for what the catalogue lacks.")
    name = serializers.CharField()
    category = serializers.CharField(allow_blank=True)
    cvs = serializers.IntegerField()
    cvs_before = serializers.IntegerField()
    jobs = serializers.IntegerField()
    jobs_before = serializers.IntegerField()
    change = serializers.IntegerField()


class SkillsView(GenericAPIView[Any]):
    """The catalogue."""

    permission_classes = (HasRights,)
    rights = {"GET": LOOK}
    serializer_class = KnownSkillSerializer
    renderer_classes = AS_FILES
    filter_backends = ()

    @extend_schema(
        operation_id="cv_analysis_skills_list",
        parameters=[
            OpenApiParameter("search", str, description="A part of a name, or another spelling as a whole."),
            OpenApiParameter("category", str, enum=list(CATEGORIES)),
            OpenApiParameter("group", str, description="What it is put under in the catalogue."),
            FORMAT,
        ],
        responses=KnownSkillSerializer(many=True),
    )
    def get(self, request: Request) -> Any:
        """Skills by name, or those that fit a search, the nearest first."""
        asked = SkillQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = found_skills(**asked.validated_data)
        counted = has_right(member_of(request), MATCH)
        as_file = file_asked_for(request, SKILL_EXPORT, _of_file(found, counted=counted))
        if as_file is not None:
            return as_file
        page: Any = self.paginate_queryset(found)
        rows = with_candidates(page) if counted else page
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)


def _of_file(found: list[KnownSkill], *, counted: bool) -> Iterator[KnownSkill]:
    """Counts people for the whole catalogue, once somebody really asks for that."""
    yield from with_candidates(found) if counted else found


class TrendingView(GenericAPIView[Any]):
    """What is asked for and offered more than before."""

    permission_classes = (HasRights,)
    rights = {"GET": MATCH}
    serializer_class = TrendSerializer
    renderer_classes = AS_FILES
    filter_backends = ()

    @extend_schema(
        operation_id="cv_analysis_skills_trending_list",
        parameters=[OpenApiParameter("days", int, enum=SOME_DAYS, description="How far back."), FORMAT],
        responses=TrendSerializer(many=True),
    )
    def get(self, request: Request) -> Any:
        """Skills in CVs and jobs of the last days against as many days before, what gained most first."""
        asked = TrendQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = trending(days=int(asked.validated_data["days"]))
        as_file = file_asked_for(request, TREND_EXPORT, found)
        if as_file is not None:
            return as_file
        page: Any = self.paginate_queryset(found)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

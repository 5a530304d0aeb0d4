"""Jobs as matching sees them, over HTTP; hiring/jobs/ is where they are made."""

from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from apps.cv_analysis.api.files import AS_FILES, file_asked_for
from apps.cv_analysis.api.matches import MatchSerializer, match_json
from apps.cv_analysis.listing import MATCH_EXPORT, MATCHED_JOB_EXPORT
from apps.hiring.api.base import FORMAT, HiringViewSet
from apps.hiring.filters import JobFilters
from apps.hiring.models import Job, Match
from apps.hiring.queries import ranked

MATCH = "cv_analysis.match"


class WantedSkillSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    skill_id = serializers.CharField(allow_blank=True)
    kind = serializers.CharField()
    weight = serializers.IntegerField()


class MatchedJobSerializer(serializers.Serializer[Any]):
    """A job with what it asks for, how many candidates were matched with it and how well the best of them fits."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    status = serializers.CharField()
    seniority = serializers.CharField(allow_blank=True)
    minimum_years = serializers.FloatField(allow_null=True)
    education = serializers.CharField(allow_blank=True)
    skills = WantedSkillSerializer(many=True)
    match_count = serializers.IntegerField()
    best_match = serializers.FloatField(allow_null=True)
    created_at = serializers.DateTimeField()


def jobs_with_matches() -> "QuerySet[Job]":
    mine = Match.objects.filter(job_id=OuterRef("pk"), candidate__merged_into__isnull=True).order_by().values("job_id")
    counted = Subquery(mine.values(n=Count("pk"))[:1])
    best = Subquery(mine.values(n=Max("score"))[:1])
    return Job.objects.annotate(match_count=counted, best_match=best).prefetch_related("skills")


class JobViewSet(HiringViewSet[Job]):
    """Jobs and who fits them."""

    rights = dict.fromkeys(("list", "retrieve", "matches"), MATCH)
    serializer_class = MatchedJobSerializer
    queryset = Job.objects.none()
    filterset_class = JobFilters
    search_fields = ("title", "department", "location")
    ordering_fields = ("created_at", "title", "best_match", "match_count")
    export = MATCHED_JOB_EXPORT

    def rows(self) -> Any:
        return jobs_with_matches()

    def get_renderers(self) -> list[Any]:
        return [kind() for kind in AS_FILES] if self.action in {"list", "matches"} else super().get_renderers()

    @extend_schema(responses=MatchSerializer(many=True), parameters=[FORMAT], filters=False)
    @action(detail=True)
    def matches(self, request: Request, pk: str) -> Any:
        """Who fits the job, the best first, with reasons that add up to the score."""
        found = ranked(self.get_object()).select_related("candidate", "job")
        as_file = file_asked_for(request, MATCH_EXPORT, found.iterator(chunk_size=500))
        if as_file is not None:
            return as_file
        page: Any = self.paginate_queryset(found)  # type: ignore[arg-type]  # of another model than the list
        return self.get_paginated_response([match_json(row) for row in page])

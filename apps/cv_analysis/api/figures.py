"""Statistics over HTTP."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.permissions import HasRights, member_of
from apps.accounts.rights import require_right
from apps.cv_analysis.statistics import cv_statistics, job_statistics

MATCH = "cv_analysis.match"


class FigureSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()


class AverageScoresSerializer(serializers.Serializer[Any]):
    overall = serializers.FloatField(allow_null=True)
    experience = serializers.FloatField(allow_null=True)
    education = serializers.FloatField(allow_null=True)
    skills = serializers.FloatField(allow_null=True)
    formatting = serializers.FloatField(allow_null=True)


class CvStatisticsSerializer(serializers.Serializer[Any]):
    """CVs by status, kind of file and day; their scores; years, degrees and skills of the people."""

    count = serializers.IntegerField()
    statuses = FigureSerializer(many=True)
    formats = FigureSerializer(many=True)
    per_day = FigureSerializer(many=True)
    scores = AverageScoresSerializer()
    score_bars = FigureSerializer(many=True)
    years = FigureSerializer(many=True)
    education = FigureSerializer(many=True)
    skills = FigureSerializer(many=True)


class JobStatisticsSerializer(serializers.Serializer[Any]):
    """Jobs by status and seniority; applications by stage; days from opening a job to the first hire."""

    count = serializers.IntegerField()
    statuses = FigureSerializer(many=True)
    applications = serializers.IntegerField()
    stages = FigureSerializer(many=True)
    hired = serializers.IntegerField()
    median_days_to_fill = serializers.FloatField(allow_null=True)
    days_to_fill = serializers.ListField(
        child=serializers.FloatField(), help_text="Of the last jobs, latest hire last."
    )
    average_match = serializers.FloatField(allow_null=True)
    seniorities = FigureSerializer(many=True)
    skills = FigureSerializer(many=True)


class CvStatisticsView(APIView):
    permission_classes = (HasRights,)
    rights = {"GET": MATCH}

    @extend_schema(responses=CvStatisticsSerializer)
    def get(self, request: Request) -> Response:
        """Figures of all CVs of the workspace."""
        membership = require_right(member_of(request), MATCH)
        return Response(CvStatisticsSerializer(cv_statistics(membership)).data)


class JobStatisticsView(APIView):
    permission_classes = (HasRights,)
    rights = {"GET": MATCH}

    @extend_schema(responses=JobStatisticsSerializer)
    def get(self, request: Request) -> Response:
        """Figures of all jobs of the workspace."""
        return Response(JobStatisticsSerializer(job_statistics()).data)

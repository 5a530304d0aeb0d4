"""Scoring and selection rates by group over HTTP."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.permissions import HasRights
from apps.interviews.fairness import report_of
from apps.interviews.rates import note_of
from apps.interviews.voluntary import assessed_people


class GroupSerializer(serializers.Serializer[Any]):
    """A category; figures are null where there are too few people to say."""

    name = serializers.ListField(child=serializers.CharField(), help_text="Sex, ethnicity, or both.")
    people = serializers.SerializerMethodField(help_text="Null for fewer than five.")
    above_median = serializers.IntegerField(allow_null=True)
    scoring_rate = serializers.FloatField(allow_null=True, help_text="Share of the group above the median of all.")
    scoring_ratio = serializers.FloatField(allow_null=True, help_text="Rate divided by the highest rate of a group.")
    selected = serializers.IntegerField(allow_null=True)
    selection_rate = serializers.FloatField(allow_null=True, help_text="Share of the group offered a job, or hired.")
    selection_ratio = serializers.FloatField(allow_null=True, help_text="Rate divided by the highest rate of a group.")
    note = serializers.SerializerMethodField(help_text="Why figures or ratios are left out.")

    def get_people(self, group: Any) -> int | None:
        return None if group.is_few else group.people

    def get_note(self, group: Any) -> str:
        return note_of(group)


class RatesTableSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="sex, ethnicity or both.")
    known = serializers.IntegerField()
    unknown = serializers.IntegerField(help_text="People who said nothing about it.")
    groups = GroupSerializer(many=True)


class RatesSerializer(serializers.Serializer[Any]):
    """As New York City's Local Law 144 reckons them."""

    day = serializers.DateField()
    people = serializers.IntegerField()
    median = serializers.FloatField(allow_null=True, help_text="Null while fewer than five people were assessed.")
    tables = RatesTableSerializer(many=True)


class FairnessView(APIView):
    """Rates and impact ratios of the assessments of the last 365 days."""

    permission_classes = (HasRights,)
    rights = {"GET": "interviews.fairness"}

    @extend_schema(responses=RatesSerializer)
    def get(self, request: Request) -> Response:
        """By sex, by race or ethnicity, and by both."""
        found = report_of(assessed_people())
        answer = {"day": timezone.localdate(), "people": found.people, "median": found.median, "tables": found.tables}
        return Response(RatesSerializer(answer).data)

"""What may come next in a career, over HTTP."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.permissions import HasRights, member_of
from apps.accounts.rights import require_right
from apps.cv_analysis.career_paths import Career, career_from

MATCH = "cv_analysis.match"
LONGEST = 120


class NeedSerializer(serializers.Serializer[Any]):
    """A skill that the title asks for: `near` names one of the person's that comes near it."""

    name = serializers.CharField()
    skill_id = serializers.CharField(allow_blank=True, help_text="Empty for what the catalogue lacks.")
    state = serializers.ChoiceField(choices=["has", "near", "missing"])
    own = serializers.CharField(allow_blank=True)


class OpenJobSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()


class NextTitleSerializer(serializers.Serializer[Any]):
    """A title that may come next, how many people of the workspace went there, and whether it is a usual step."""

    title = serializers.CharField()
    occupation = serializers.CharField(allow_null=True, help_text="Of ESCO; null for a title that names none.")
    seen = serializers.IntegerField(help_text="0 for those who may not see figures of all candidates.")
    is_usual = serializers.BooleanField()
    skills = NeedSerializer(many=True)
    jobs = OpenJobSerializer(many=True, help_text="Open jobs of the workspace under that title.")


class CareerSerializer(serializers.Serializer[Any]):
    """The title that it is about, the titles that led there, and what may come next."""

    title = serializers.CharField()
    occupation = serializers.CharField(allow_null=True)
    path = serializers.ListField(child=serializers.CharField())
    next = NextTitleSerializer(many=True)


class TitleQuery(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=LONGEST)


def career_json(career: Career) -> dict[str, Any]:
    occupation = career.title.occupation
    return {
        "title": career.title.shown,
        "occupation": occupation.name if occupation else None,
        "path": [title.shown for title in career.path],
        "next": [
            {
                "title": step.next.title,
                "occupation": step.next.occupation.name if step.next.occupation else None,
                "seen": step.next.seen,
                "is_usual": step.next.is_usual,
                "skills": [NeedSerializer(need).data for need in step.next.needs],
                "jobs": [{"id": job.pk, "title": job.title} for job in step.jobs],
            }
            for step in career.steps
        ],
    }


class CareersView(APIView):
    permission_classes = (HasRights,)
    rights = {"GET": MATCH}

    @extend_schema(
        parameters=[OpenApiParameter("title", str, required=True, description="A job's title, as people write it.")],
        responses=CareerSerializer,
    )
    def get(self, request: Request) -> Response:
        """Where people go from a title, by what they did in this workspace and by what is usual."""
        asked = TitleQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        membership = require_right(member_of(request), MATCH)
        return Response(career_json(career_from(asked.validated_data["title"], membership)))

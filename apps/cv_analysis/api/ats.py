"""A CV against one job as an applicant tracking system takes it, over HTTP."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.permissions import HasRights, member_of
from apps.accounts.rights import require_right
from apps.cv_analysis.api.analyses import PartSerializer, ScoreSerializer, score_json
from apps.cv_analysis.api.matching import LONGEST, MISSING
from apps.cv_analysis.ats_check import advice_of, check_of, jobs_to_check
from apps.cv_analysis.job_reading import wanted_in
from apps.cv_analysis.queries import cvs_for, with_progress
from apps.cv_analysis.ranking import wanted_by
from apps.cv_analysis.scoring.ats import AtsCheck
from apps.cv_analysis.scoring.parts import Score
from apps.cv_analysis.views import NotReadYetError

LOOK = "cv_analysis.view"


class AtsRequestSerializer(serializers.Serializer[Any]):
    """A job of the workspace, or the text of one."""

    job = serializers.UUIDField(required=False)
    text = serializers.CharField(required=False, max_length=LONGEST, help_text="Instead of a job: its description.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Just one of the two."""
        if ("job" in attrs) == ("text" in attrs):
            raise serializers.ValidationError({"job": _("Name one of the two: %s.") % "job, text"})
        return attrs


class KeywordSerializer(serializers.Serializer[Any]):
    """A skill of the job; `advice` says where it belongs if it is true, and is empty for what is there."""

    name = serializers.CharField()
    skill_id = serializers.CharField(allow_null=True)
    is_required = serializers.BooleanField()
    frequency = serializers.IntegerField(help_text="How often the job names it.")
    state = serializers.ChoiceField(choices=["present", "near", "missing"])
    own = serializers.CharField(help_text="The near skill that the CV names.", allow_blank=True)
    advice = serializers.CharField(allow_blank=True)
    places = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()), help_text="Offsets into text: [start, end]."
    )


class AtsCheckSerializer(serializers.Serializer[Any]):
    """`after` is the score of the same CV with the form cured and the missing keywords added."""

    version = serializers.CharField()
    before = ScoreSerializer()
    after = ScoreSerializer()
    keywords = KeywordSerializer(many=True)
    problems = PartSerializer(many=True)


def check_json(found: AtsCheck) -> dict[str, Any]:
    plain = ("name", "skill_id", "is_required", "frequency", "state", "own")
    return {
        "version": found.version,
        "before": score_json(found.before),
        "after": score_json(found.after),
        "keywords": [
            {name: getattr(word, name) for name in plain}
            | {"advice": advice_of(word), "places": [list(place) for place in word.places]}
            for word in found.keywords
        ],
        "problems": score_json(Score("formatting", found.problems))["parts"],
    }


class AtsCheckView(APIView):
    """Check without storing anything."""

    permission_classes = (HasRights,)
    rights = {"POST": LOOK}

    @extend_schema(
        request=AtsRequestSerializer,
        responses={200: AtsCheckSerializer, 409: OpenApiResponse(description="Not read yet.")},
    )
    def post(self, request: Request, pk: str) -> Response:
        """Which keywords of a job the CV has, what of its form is in the way, and the score now and after both."""
        membership = require_right(member_of(request), LOOK)
        # First of all, so that nobody can tell a CV of others from none.
        cv = with_progress([get_object_or_404(cvs_for(membership), pk=pk)])[0]
        form = AtsRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        sent, analysis = form.validated_data, cv.analysis
        if analysis is None or cv.is_working:
            raise NotReadYetError(_("Open the CV to see how far its reading is."))
        if "text" in sent:
            return Response(check_json(check_of(analysis, wanted_in(sent["text"]))))
        job = jobs_to_check(membership).filter(pk=sent["job"]).prefetch_related("skills").first()
        if job is None:
            raise serializers.ValidationError({"job": MISSING})
        return Response(check_json(check_of(analysis, wanted_by(job))))

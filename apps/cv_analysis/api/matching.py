"""One person against one job, over HTTP."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights, member_of
from apps.accounts.rights import has_right, require_right
from apps.core.problems import ProblemError
from apps.cv_analysis.api.matches import ExplanationSerializer, parts_json
from apps.cv_analysis.job_reading import wanted_in
from apps.cv_analysis.queries import cvs_for, findings_of
from apps.cv_analysis.ranking import person_of_candidate, wanted_by
from apps.cv_analysis.scoring.matching import Match, Person, Wanted, match, plan_of
from apps.cv_analysis.scoring.person import person_of
from apps.hiring.models import Candidate, Job

LOOK, MATCH = "cv_analysis.view", "cv_analysis.match"
LONGEST = 50_000
MISSING = _("There is no such record in this workspace.")


class NothingToCompareError(ProblemError):
    code = "nothing-to-compare"
    title = _("There is nothing to compare yet.")
    status = 409


class MatchRequestSerializer(serializers.Serializer[Any]):
    """A job of the workspace or the text of one, and a candidate or a CV."""

    job = serializers.UUIDField(required=False)
    text = serializers.CharField(required=False, max_length=LONGEST, help_text="Instead of a job: its description.")
    candidate = serializers.UUIDField(required=False)
    cv = serializers.UUIDField(required=False, help_text="Instead of a candidate: one CV.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Just one of each two."""
        for one, other in (("job", "text"), ("candidate", "cv")):
            if (one in attrs) == (other in attrs):
                raise serializers.ValidationError({one: _("Name one of the two: %s.") % f"{one}, {other}"})
        return attrs


def match_of(wanted: Wanted, person: Person) -> Match:
    """Raises NothingToCompareError for a job that asks for nothing."""
    plan = plan_of(wanted)
    if plan.is_empty:
        raise NothingToCompareError(_("Say which skills, how many years or which degree the job asks for."))
    return match(plan, person)


def explained(found: Match) -> dict[str, Any]:
    return {
        "score": float(found.score),
        "skills": float(found.points_of("skill")),
        "experience": float(found.points_of("years", "relevant_years")),
        "education": float(found.points_of("education")),
        "algorithm": found.version,
        "parts": parts_json(found.to_dict()),
    }


class MatchView(APIView):
    """Compare without storing anything."""

    permission_classes = (HasRights,)
    rights = {"POST": LOOK}

    @extend_schema(request=MatchRequestSerializer, responses=ExplanationSerializer)
    def post(self, request: Request) -> Response:
        """How well a candidate, or a CV, fits a job, or the text of one; the parts add up to the score."""
        membership = require_right(member_of(request), LOOK)
        form = MatchRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        wanted = wanted_in(sent["text"]) if "text" in sent else wanted_by(_job(membership, sent["job"]))
        return Response(explained(match_of(wanted, _person(membership, sent))))


def _job(membership: Membership, pk: Any) -> Job:
    found = Job.objects.filter(pk=pk).prefetch_related("skills").first() if has_right(membership, MATCH) else None
    if found is None:
        raise serializers.ValidationError({"job": MISSING})
    return found


def _person(membership: Membership, sent: dict[str, Any]) -> Person:
    if "cv" in sent:
        cv = cvs_for(membership).filter(pk=sent["cv"]).first()
        if cv is None:
            raise serializers.ValidationError({"cv": MISSING})
        analysis = cv.analysis
        if analysis is None:
            raise NothingToCompareError(_("This CV is not read yet. Look at its status."))
        return person_of(findings_of(analysis), analysis.text)
    known = Candidate.objects.present().filter(pk=sent["candidate"]) if has_right(membership, MATCH) else ()
    if not known:
        raise serializers.ValidationError({"candidate": MISSING})
    person = person_of_candidate(sent["candidate"])
    if person is None:
        raise NothingToCompareError(_("No CV of this candidate was read yet. Upload one."))
    return person

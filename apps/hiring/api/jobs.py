"""Jobs over HTTP."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.hiring import services
from apps.hiring.api.base import DELETE, EDIT, GONE, VIEW, HiringViewSet
from apps.hiring.exchange import SkillDraft
from apps.hiring.exports import JOB_EXPORT
from apps.hiring.filters import JobFilters
from apps.hiring.models import Job, JobSkill
from apps.hiring.queries import funnel, jobs_with_counts, time_in_stage

MOST_SKILLS = 200


class JobSkillSerializer(serializers.ModelSerializer[JobSkill]):
    """A skill that the job asks for; `start` and `end` are offsets in the description."""

    class Meta:
        model = JobSkill
        fields = ("name", "skill_id", "kind", "weight", "start", "end")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        start, end = attrs.get("start"), attrs.get("end")
        if (start is None) != (end is None) or (start is not None and end is not None and start >= end):
            raise serializers.ValidationError({"end": "Give both offsets, or neither."})
        return attrs


class JobSerializer(serializers.ModelSerializer[Job]):
    """A job; the three weights are percent and add up to 100."""

    skills = JobSkillSerializer(many=True, required=False, max_length=MOST_SKILLS)  # type: ignore[call-arg]  # of the list
    currency = serializers.RegexField(
        r"^[A-Z]{3}$", required=False, allow_blank=True, help_text="ISO 4217, such as EUR."
    )
    application_count = serializers.IntegerField(read_only=True)
    new_count = serializers.IntegerField(read_only=True, help_text="In a stage for those whom nobody has looked at.")

    class Meta:
        model = Job
        fields = (
            *("id", "title", "description", "status", "opened_at", "closed_at", "department", "location"),
            *("workplace", "seniority", "minimum_years", "education", "salary_min", "salary_max", "currency"),
            *("salary_period", "weight_skills", "weight_experience", "weight_education", "is_blind", "read_from"),
            *("skills", "application_count", "new_count", "created_at", "updated_at"),
        )
        read_only_fields = ("status", "opened_at", "closed_at", "read_from")
        extra_kwargs = {
            name: {"max_value": 100} for name in ("weight_skills", "weight_experience", "weight_education")
        } | {"description": {"max_length": 50_000}}


class JobTextSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=50_000, help_text="The job's text, as it would be published.")


class FunnelStepSerializer(serializers.Serializer[Any]):
    """A stage: how many are in it, how many came at least as far, and for how many days they stayed."""

    stage = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.CharField()
    now = serializers.IntegerField()
    reached = serializers.IntegerField()
    percent_of_all = serializers.IntegerField()
    percent_of_previous = serializers.IntegerField()
    median_days = serializers.FloatField(allow_null=True, help_text="Of those who left the stage.")
    waiting_days = serializers.FloatField(allow_null=True, help_text="Median of those who are still in it.")


def _days(length: Any) -> float | None:
    return None if length is None else round(length.total_seconds() / 86_400, 2)


def _skills(sent: list[dict[str, Any]]) -> list[SkillDraft]:
    return [SkillDraft(**one) for one in sent]


class JobViewSet(HiringViewSet[Job]):
    """What the company hires for."""

    rights = {
        **dict.fromkeys(("list", "retrieve", "funnel"), VIEW),
        **dict.fromkeys(("create", "partial_update", "open_", "close", "copy", "from_text"), EDIT),
        "destroy": DELETE,
    }
    serializer_class = JobSerializer
    queryset = Job.objects.none()
    filterset_class = JobFilters
    search_fields = ("title", "department", "location")
    ordering_fields = ("created_at", "updated_at", "title", "opened_at", "closed_at")
    export = JOB_EXPORT

    def rows(self) -> Any:
        return jobs_with_counts().prefetch_related("skills")

    def create(self, request: Request) -> Response:
        """A draft; `open` lets people be considered for it in public."""
        sent = self._checked(JobSerializer)
        skills = _skills(sent.pop("skills", []))
        return self._answer(services.create_job(by=self.membership, skills=skills, **sent).pk, status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; `skills` replace all that there were."""
        job = self.get_object()
        sent = self._checked(JobSerializer, partial=True)
        services.revise_job(job, skills=_skills(sent.pop("skills")) if "skills" in sent else None, **sent)
        return self._answer(pk)

    @extend_schema(responses={204: GONE})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete the job with its applications; candidates stay."""
        services.delete_job(self.get_object())
        return Response(status=204)

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"], url_path="open")
    def open_(self, request: Request, pk: str) -> Response:
        """Open a draft, or a closed job again."""
        services.open_job(self.get_object())
        return self._answer(pk)

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close it; what is there stays for as long as the workspace keeps candidates."""
        services.close_job(self.get_object())
        return self._answer(pk)

    @extend_schema(request=None, responses={201: JobSerializer})
    @action(detail=True, methods=["post"])
    def copy(self, request: Request, pk: str) -> Response:
        """A draft that asks the same."""
        return self._answer(services.copy_job(self.get_object(), by=self.membership).pk, status=201)

    @extend_schema(request=JobTextSerializer, responses={201: JobSerializer})
    @action(detail=False, methods=["post"], url_path="from-text")
    def from_text(self, request: Request) -> Response:
        """A draft read out of a text; where each value stood is in `read_from` and in the skills."""
        text = self._checked(JobTextSerializer)["text"]
        return self._answer(services.draft_job_from_text(text, by=self.membership).pk, status=201)

    @extend_schema(responses=FunnelStepSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def funnel(self, request: Request, pk: str) -> Response:
        """How far the applications came, and how long that took, stage by stage."""
        job = self.get_object()
        times = {one.stage.pk: one for one in time_in_stage(job)}
        steps = [
            {
                "stage": step.stage.pk,
                "name": step.stage.name,
                "kind": step.stage.kind,
                "now": step.now,
                "reached": step.reached,
                "percent_of_all": step.percent_of_all,
                "percent_of_previous": step.percent_of_previous,
                "median_days": _days(times[step.stage.pk].median_left) if step.stage.pk in times else None,
                "waiting_days": _days(times[step.stage.pk].median_waiting) if step.stage.pk in times else None,
            }
            for step in funnel(job)
        ]
        return Response(FunnelStepSerializer(steps, many=True).data)

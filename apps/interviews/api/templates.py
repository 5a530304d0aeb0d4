"""Interview templates over HTTP: shipped ones and the workspace's own, in one shape."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights, member_of
from apps.accounts.rights import require_right
from apps.core.problems import MissingError
from apps.interviews import configuration
from apps.interviews.api.questions import KEY_PATTERN
from apps.interviews.api.words import word
from apps.interviews.bank import key_of
from apps.interviews.configuration import Round
from apps.interviews.evaluation.model import WEIGHTS
from apps.interviews.models import Template
from apps.interviews.services import templates as services
from apps.interviews.shipped import ROLE_TITLES, Shipped
from apps.interviews.template_bank import as_shipped, own_templates_for, template_of
from apps.interviews.template_listing import OWN, SHIPPED, TemplateListing

VIEW, EDIT = "interviews.view", "interviews.edit"
ID = OpenApiParameter(
    "id", OpenApiTypes.STR, OpenApiParameter.PATH, description="The slug of a shipped template, or an own one's id."
)


class RoundSerializer(serializers.Serializer[Any]):
    """One of the interviews of a template; it opens when the one before reached `opens_at` of 100 points."""

    title = serializers.CharField(max_length=60)
    kind = word(configuration.KINDS)
    number = serializers.IntegerField(min_value=1, max_value=configuration.MOST_QUESTIONS)
    seconds = serializers.IntegerField(
        min_value=0, max_value=configuration.LONGEST_QUESTION_SECONDS, default=0, help_text="0: as each question says."
    )
    total_seconds = serializers.IntegerField(
        min_value=0, max_value=configuration.LONGEST_INTERVIEW_SECONDS, default=0, help_text="0: no limit."
    )
    follow_ups = serializers.IntegerField(min_value=0, max_value=configuration.MOST_FOLLOW_UPS, default=1)
    difficulty = word(configuration.DIFFICULTIES, default="fixed")
    feedback = word(configuration.FEEDBACK, default="each")
    tone = word(configuration.TONES, default="neutral")
    has_hints = serializers.BooleanField(default=True)
    opens_at = serializers.IntegerField(min_value=0, max_value=100, default=0)
    question_set = serializers.CharField(
        max_length=40, default="", allow_blank=True, help_text="The id of a shared set that is asked first."
    )


class WeightsSerializer(serializers.Serializer[Any]):
    """Criterion by criterion; they add up to 100."""

    relevance = serializers.IntegerField(min_value=0, max_value=100)
    examples = serializers.IntegerField(min_value=0, max_value=100)
    structure = serializers.IntegerField(min_value=0, max_value=100)
    accuracy = serializers.IntegerField(min_value=0, max_value=100)
    alignment = serializers.IntegerField(min_value=0, max_value=100)


class InterviewTemplateSerializer(serializers.Serializer[Any]):
    """A kind of interview that stands ready."""

    id = serializers.CharField(source="slug", read_only=True)
    title = serializers.CharField(max_length=120)
    description = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    role = word(ROLE_TITLES, required=False, allow_blank=True, default="")
    rounds = RoundSerializer(many=True, min_length=1, max_length=services.MOST_ROUNDS)  # type: ignore[call-arg]  # of the list
    weights = WeightsSerializer(required=False)
    is_own = serializers.BooleanField(read_only=True)


class TemplateQuery(serializers.Serializer[Any]):
    search = serializers.CharField(required=False, allow_blank=True, max_length=100)
    role = serializers.ChoiceField(choices=list(ROLE_TITLES), required=False)
    among = serializers.ChoiceField(choices=(OWN, SHIPPED), required=False)


class TemplateViewSet(viewsets.GenericViewSet[Template]):
    """The workspace's own templates, then the shipped ones by role."""

    permission_classes = (HasRights,)
    rights = {
        **dict.fromkeys(("list", "retrieve"), VIEW),
        **dict.fromkeys(("create", "partial_update", "destroy"), EDIT),
    }
    serializer_class = InterviewTemplateSerializer
    queryset = Template.objects.none()
    filter_backends = ()
    lookup_value_regex = KEY_PATTERN

    @property
    def membership(self) -> Membership:
        return require_right(member_of(self.request), VIEW)

    def _answer(self, template: Shipped, *, status: int = 200) -> Response:
        return Response(InterviewTemplateSerializer(template).data, status=status)

    def _own(self, key: str) -> Template:
        """Shipped ones are nobody's to change; copy them."""
        return get_object_or_404(own_templates_for(self.membership), pk=key_of(key))

    @extend_schema(parameters=[TemplateQuery], responses=InterviewTemplateSerializer(many=True))
    def list(self, request: Request) -> Response:
        """All of them, or those that fit."""
        asked = TemplateQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        names = {"search": "q", "among": "from"}
        params = {names.get(name, name): value for name, value in asked.validated_data.items()}
        page: Any = self.paginate_queryset(TemplateListing(self.membership, params).rows)
        return self.get_paginated_response(InterviewTemplateSerializer(page, many=True).data)

    @extend_schema(parameters=[ID])
    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them."""
        found = template_of(pk, self.membership)
        if found is None:
            raise MissingError
        return self._answer(found)

    @extend_schema(responses={201: InterviewTemplateSerializer})
    def create(self, request: Request) -> Response:
        """One of the workspace's own."""
        form = InterviewTemplateSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = services.create_template(self.membership, **_said(form.validated_data))
        return self._answer(as_shipped(made), status=201)

    @extend_schema(parameters=[ID])
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; `rounds` replace all that there were."""
        template = self._own(pk)
        form = InterviewTemplateSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        said = {name: value for name, value in form.validated_data.items() if name in request.data}
        return self._answer(as_shipped(services.revise_template(template, by=self.membership, **_said(said))))

    @extend_schema(parameters=[ID], responses={204: OpenApiResponse(description="Archived.")})
    def destroy(self, request: Request, pk: str) -> Response:
        """Offer it no more; interviews that were set up with it stay."""
        services.archive_template(self._own(pk), by=self.membership)
        return Response(status=204)


def _said(sent: dict[str, Any]) -> dict[str, Any]:
    """What was sent, as the services want it."""
    known = dict(sent)
    if "rounds" in known:
        known["rounds"] = [Round(**one) for one in known["rounds"]]
    if "weights" in known:
        known["weights"] = {name: known["weights"][name] for name in WEIGHTS if name in known["weights"]}
    return known

"""The question library and the workspace's own questions over HTTP."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights, member_of
from apps.accounts.rights import require_right
from apps.core.csv_export import csv_response
from apps.core.renderers import CsvRenderer, OrjsonRenderer, XlsxRenderer
from apps.core.xlsx_export import xlsx_response
from apps.interviews.api.question_files import QuestionFiles
from apps.interviews.api.words import word
from apps.interviews.bank import key_of, own_questions_for
from apps.interviews.bank_listing import ALL_ROLES, QUESTION_LIST_EXPORT, SOURCES, Line, QuestionListing
from apps.interviews.bank_pages import QuestionPage, page_of
from apps.interviews.library import KINDS, LEVELS
from apps.interviews.models import OwnQuestion
from apps.interviews.own_items import LANGUAGES, OwnItem
from apps.interviews.services import bank as services

VIEW, PRACTISE = "interviews.view", "interviews.practise"
FORMAT = OpenApiParameter("format", OpenApiTypes.STR, enum=["json", "csv", "xlsx"], description="The list as a file.")
ORDERS = ("question", "role", "level", "kind", "time", "rating")
KEY_PATTERN = "[0-9a-z-]+"
ID = OpenApiParameter(
    "id", OpenApiTypes.STR, OpenApiParameter.PATH, description="A slug of the library, or the id of an own question."
)


class PointSerializer(serializers.Serializer[Any]):
    """A statement that a good answer makes, and what is asked when it is missing."""

    text = serializers.CharField(max_length=500)
    follow_up = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class ChoiceSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=500)
    right = serializers.BooleanField()


class LineSerializer(serializers.Serializer[Any]):
    """A question as lists show it."""

    id = serializers.CharField(source="key", help_text="A slug of the library, or the id of an own question.")
    text = serializers.CharField()
    kind = word(KINDS)
    role = word(ALL_ROLES)
    level = word(LEVELS)
    skills = serializers.ListField(child=serializers.CharField())
    seconds = serializers.IntegerField()
    is_own = serializers.BooleanField()
    is_shared = serializers.BooleanField()
    is_for_assessments = serializers.BooleanField()
    is_archived = serializers.BooleanField()
    state = serializers.CharField(allow_blank=True, help_text="Of a shared question: how its review stands.")
    is_bookmarked = serializers.BooleanField()
    rating = serializers.FloatField(source="rating.mean", allow_null=True, help_text="From three ratings on.")
    ratings = serializers.IntegerField(source="rating.number")


class WholeQuestionSerializer(serializers.Serializer[Any]):
    """A question with what a good answer holds."""

    id = serializers.CharField()
    text = serializers.CharField()
    kind = word(KINDS)
    role = word(ALL_ROLES)
    level = word(LEVELS)
    skills = serializers.ListField(child=serializers.CharField())
    seconds = serializers.IntegerField()
    difficulty = serializers.IntegerField(help_text="1 to 5 within its level.")
    hint = serializers.CharField(allow_blank=True)
    points = PointSerializer(many=True)
    answer = serializers.CharField(allow_blank=True)
    choices = ChoiceSerializer(many=True)
    is_bookmarked = serializers.BooleanField()
    my_rating = serializers.IntegerField(help_text="0: none.")
    rating = serializers.FloatField(allow_null=True, help_text="The mean, from three ratings on.")
    ratings = serializers.IntegerField()
    is_own = serializers.BooleanField()
    tags = serializers.ListField(child=serializers.CharField())
    language = serializers.CharField()
    version = serializers.IntegerField(help_text="0 for a question of the library.")
    state = serializers.CharField(allow_blank=True)
    review_reason = serializers.CharField(allow_blank=True)
    is_shared = serializers.BooleanField()
    is_for_assessments = serializers.BooleanField()
    is_archived = serializers.BooleanField()


class ItemSerializer(serializers.Serializer[Any]):
    """A question of one's own. What breaks a rule is answered with 422 and every field that does."""

    text = serializers.CharField(max_length=2000)
    kind = word(KINDS, required=False)
    role = word(ALL_ROLES, required=False)
    level = word(LEVELS, required=False)
    skills = serializers.ListField(child=serializers.CharField(max_length=80), max_length=4)
    seconds = serializers.IntegerField(min_value=30, max_value=1800, required=False)
    difficulty = serializers.IntegerField(min_value=1, max_value=5, required=False)
    hint = serializers.CharField(max_length=500, required=False, allow_blank=True)
    points = PointSerializer(many=True, max_length=6)  # type: ignore[call-arg]  # of the list
    answer = serializers.CharField(max_length=6000, required=False, allow_blank=True)
    choices = ChoiceSerializer(many=True, required=False, max_length=6)  # type: ignore[call-arg]  # of the list
    tags = serializers.ListField(child=serializers.CharField(max_length=80), max_length=10, required=False)
    language = word(dict(LANGUAGES), required=False)
    is_shared = serializers.BooleanField(required=False, help_text="With the workspace; asks for interviews.edit.")
    is_for_assessments = serializers.BooleanField(required=False, help_text="Candidates neither see nor practise it.")
    version = serializers.IntegerField(
        required=False, min_value=1, help_text="When changing: refused with 409 if somebody changed it since."
    )


class QuestionReviewSerializer(serializers.Serializer[Any]):
    deed = word(("submit", "approve", "reject"))
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class MarkSerializer(serializers.Serializer[Any]):
    is_bookmarked = serializers.BooleanField(required=False)
    rating = serializers.IntegerField(min_value=0, max_value=5, required=False, help_text="0 takes it back.")


class QuestionQuery(serializers.Serializer[Any]):
    """How the list is narrowed; anything else is refused."""

    search = serializers.CharField(required=False, allow_blank=True, max_length=100)
    role = serializers.ChoiceField(choices=list(ALL_ROLES), required=False)
    level = serializers.ChoiceField(choices=LEVELS, required=False)
    kind = serializers.ChoiceField(choices=KINDS, required=False)
    skill = serializers.CharField(required=False, max_length=80)
    among = serializers.ChoiceField(choices=list(SOURCES), required=False)
    ordering = serializers.ChoiceField(choices=[*ORDERS, *(f"-{name}" for name in ORDERS)], required=False)


NAMED = {"search": "q", "ordering": "sort", "among": "from"}


def told(page: QuestionPage) -> dict[str, Any]:
    """The question as WholeQuestionSerializer says it."""
    pick, own = page.pick, page.own
    plain = ("text", "kind", "level", "skills", "seconds", "hint", "answer")
    return {
        "id": page.key,
        "role": page.role,
        "difficulty": page.difficulty,
        **{name: getattr(pick, name) for name in plain},
        "points": [{"text": text, "follow_up": follow_up} for text, follow_up in pick.points],
        "choices": [{"text": text, "right": is_right} for text, is_right in pick.choices],
        "is_bookmarked": page.is_bookmarked,
        "my_rating": page.my_rating,
        "rating": page.rating.mean,
        "ratings": page.rating.number,
        "is_own": own is not None,
        "tags": own.tags if own else [],
        "language": own.language if own else "en",
        "version": own.version if own else 0,
        "state": own.state if own and own.is_shared else "",
        "review_reason": own.review_reason if own else "",
        **{name: bool(own and getattr(own, name)) for name in ("is_shared", "is_for_assessments", "is_archived")},
    }


class QuestionViewSet(QuestionFiles):
    """Every question that the member may see; own ones can be written and changed."""

    permission_classes = (HasRights,)
    rights = {
        **dict.fromkeys(("list", "retrieve", "export_file"), VIEW),
        **dict.fromkeys(("create", "partial_update", "destroy", "review", "mark", "import_file"), PRACTISE),
    }
    serializer_class = WholeQuestionSerializer
    queryset = OwnQuestion.objects.none()
    filter_backends = ()
    lookup_value_regex = KEY_PATTERN

    @property
    def membership(self) -> Membership:  # type: ignore[override]  # who asks changes with the request
        return require_right(member_of(self.request), VIEW)

    def get_renderers(self) -> list[BaseRenderer]:
        """The list and the export can be had as files, all else is JSON."""
        kinds = {
            "list": (OrjsonRenderer, CsvRenderer, XlsxRenderer),
            "export_file": (OrjsonRenderer, CsvRenderer),
        }.get(self.action, (OrjsonRenderer,))
        return [kind() for kind in kinds]

    def _answer(self, key: str, *, status: int = 200) -> Response:
        return Response(WholeQuestionSerializer(told(page_of(self.membership, key))).data, status=status)

    def _own(self, key: str) -> OwnQuestion:
        page_of(self.membership, key)
        return get_object_or_404(own_questions_for(self.membership), pk=key_of(key))

    def _checked(self, serializer: type[serializers.Serializer[Any]], **options: Any) -> dict[str, Any]:
        form = serializer(data=self.request.data, **options)
        form.is_valid(raise_exception=True)
        known: dict[str, Any] = form.validated_data
        return known

    @extend_schema(parameters=[QuestionQuery, FORMAT], responses=LineSerializer(many=True))
    def list(self, request: Request) -> Any:
        """The library and own questions, the own ones first; with `format` all of it, in one file."""
        asked = QuestionQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        params = {NAMED.get(name, name): value for name, value in asked.validated_data.items()}
        rows: list[Line] = QuestionListing(self.membership, params).rows
        wanted = getattr(request.accepted_renderer, "format", "")
        if wanted in {"csv", "xlsx"}:
            return (csv_response if wanted == "csv" else xlsx_response)(QUESTION_LIST_EXPORT, iter(rows))
        page: Any = self.paginate_queryset(rows)
        return self.get_paginated_response(LineSerializer(page, many=True).data)

    @extend_schema(parameters=[ID])
    def retrieve(self, request: Request, pk: str) -> Response:
        """With its points, follow-ups and model answer."""
        return self._answer(pk)

    @extend_schema(request=ItemSerializer, responses={201: WholeQuestionSerializer})
    def create(self, request: Request) -> Response:
        """A draft of one's own; shared ones are asked once they are approved."""
        sent = self._checked(ItemSerializer)
        shared, assessed = sent.pop("is_shared", False), sent.pop("is_for_assessments", False)
        made = services.write_question(self.membership, OwnItem.of(sent), is_shared=shared, is_for_assessments=assessed)
        return self._answer(str(made.pk), status=201)

    @extend_schema(parameters=[ID], request=ItemSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is sent; the version before is kept, and what was approved is to be reviewed again."""
        question = self._own(pk)
        sent = self._checked(ItemSerializer, partial=True)
        said = {name: sent.pop(name) for name in ("is_shared", "is_for_assessments") if name in sent}
        version = sent.pop("version", None)
        item = OwnItem.of({**OwnItem.of(question).to_json(), **sent})
        services.revise_question(question, item, by=self.membership, version=version, **said)
        return self._answer(pk)

    @extend_schema(parameters=[ID], responses={204: OpenApiResponse(description="Archived.")})
    def destroy(self, request: Request, pk: str) -> Response:
        """Archive an own question: it is asked no more; interviews keep what they asked."""
        services.archive_question(self._own(pk), by=self.membership)
        return Response(status=204)

    @extend_schema(parameters=[ID], request=QuestionReviewSerializer, responses=WholeQuestionSerializer)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:
        """Hand a shared draft in, approve it, or reject it with a reason."""
        question, sent = self._own(pk), self._checked(QuestionReviewSerializer)
        if sent["deed"] == "submit":
            services.submit_question(question, by=self.membership)
        else:
            approved = sent["deed"] == "approve"
            services.review_question(question, by=self.membership, is_approved=approved, reason=sent["reason"])
        return self._answer(pk)

    @extend_schema(parameters=[ID], request=MarkSerializer, responses=WholeQuestionSerializer)
    @action(detail=True, methods=["post"])
    def mark(self, request: Request, pk: str) -> Response:
        """Bookmark or rate it."""
        page_of(self.membership, pk)
        services.mark_question(self.membership, pk, **self._checked(MarkSerializer))
        return self._answer(pk)

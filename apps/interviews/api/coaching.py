"""The coach over HTTP: what was asked about one's own finished interview, and the next question."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.permissions import HasRights
from apps.ai.queries import is_answering
from apps.interviews import services
from apps.interviews.coaching.material import SOURCES
from apps.interviews.coaching.showing import TurnPage
from apps.interviews.models import CoachTurn, Session
from apps.interviews.models.coaching import LONGEST_COACH_QUESTION
from apps.interviews.queries import sessions_of


class CoachQuestionSerializer(serializers.Serializer[Any]):
    question = serializers.CharField(max_length=LONGEST_COACH_QUESTION)


class CoachCitationSerializer(serializers.Serializer[Any]):
    """A passage that stands in the interview, word for word."""

    question = serializers.IntegerField(help_text="Position of the question in the interview.")
    source = serializers.ChoiceField(  # type: ignore[assignment]  # a field of that name, not where this one reads
        choices=SOURCES
    )
    passage = serializers.CharField()


class CoachTurnSerializer(serializers.Serializer[Any]):
    """A question and its answer; describes what `turn_json` writes."""

    id = serializers.UUIDField()
    question = serializers.CharField()
    state = serializers.ChoiceField(choices=CoachTurn.State.choices)
    asked_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField()
    citations = CoachCitationSerializer(many=True, help_text="Empty: the answer rests on nothing in this interview.")
    dropped = serializers.IntegerField(help_text="Passages that the model named and that stand nowhere.")
    left_out = serializers.CharField(help_text="What of a long interview the coach did not read, in words.")
    failure = serializers.CharField(help_text="Why there is no answer, as a code.")
    failure_title = serializers.CharField(help_text="The same in words.")
    engine = serializers.CharField(help_text="Provider and model.")
    prompt = serializers.CharField()
    cost = serializers.DecimalField(max_digits=12, decimal_places=6)


class CoachTalkSerializer(serializers.Serializer[Any]):
    is_answering = serializers.BooleanField(help_text="Whether a language model is set up that can be asked.")
    questions_left = serializers.IntegerField()
    turns = CoachTurnSerializer(many=True)


def turn_json(turn: CoachTurn) -> dict[str, Any]:
    page = TurnPage(turn, {})
    has_failed = turn.state_now == CoachTurn.State.FAILED
    return {
        "id": turn.pk,
        "question": turn.question,
        "state": turn.state_now,
        "asked_at": turn.asked_at,
        "answered_at": turn.answered_at,
        "answer": turn.answer,
        "citations": turn.citations,
        "dropped": turn.dropped,
        "left_out": str(page.left_out),
        "failure": page.failure if has_failed else "",
        "failure_title": str(page.why_not) if has_failed else "",
        "engine": turn.engine,
        "prompt": turn.prompt,
        "cost": str(turn.cost),
    }


class _OwnSession(APIView):
    permission_classes = (HasRights,)

    def _own(self, pk: UUID) -> Session:
        django_request: Any = self.request._request
        return get_object_or_404(sessions_of(django_request.membership), pk=pk)


class CoachView(_OwnSession):
    """The talk about a finished interview of one's own; nobody else reads it."""

    rights = {"GET": "interviews.view", "POST": "interviews.practise"}

    @extend_schema(responses=CoachTalkSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """What was asked so far, the oldest first."""
        session = self._own(pk)
        django_request: Any = request._request
        return Response(
            {
                "is_answering": is_answering(django_request.tenant),
                "questions_left": services.turns_left(session),
                "turns": [turn_json(one) for one in session.coach_turns.all()],
            }
        )

    @extend_schema(
        request=CoachQuestionSerializer,
        responses={
            202: CoachTurnSerializer,
            409: OpenApiResponse(description="`no-coach`, `coach-busy`, `coach-used-up` or `no-report`."),
        },
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Ask; the answer is there some seconds later. Sent twice while it waits it is asked once."""
        session, form = self._own(pk), CoachQuestionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(turn_json(services.ask_coach(session, **form.validated_data)), status=202)


class CoachAgainView(_OwnSession):
    """The last question once more."""

    rights = {"POST": "interviews.practise"}

    @extend_schema(
        request=None,
        responses={
            202: CoachTurnSerializer,
            404: OpenApiResponse(description="Nothing was asked yet."),
            409: OpenApiResponse(description="`no-coach`, `coach-used-up` or `no-report`."),
        },
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Ask the last question again, if it got no answer; otherwise it stays as it is."""
        return Response(turn_json(services.ask_coach_again(self._own(pk))), status=202)
